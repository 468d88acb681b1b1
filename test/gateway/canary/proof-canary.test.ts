import assert from 'node:assert/strict';

import { ProofCanary } from '../../../gateway/dist/canary/proof-canary.js';
import type { CanaryOutcome } from '../../../gateway/dist/canary/canary-outcomes.js';
import { UnavailableError } from '../../../gateway/dist/errors.js';
import { UnprovenError } from '../../../gateway/dist/proofs/find-parts.js';
import { DeskWorld, newInvoice, recordingLog, type LiveDesk } from '../../support/gateway/desk-world.js';

const START = Date.parse('2026-11-22T01:00:00Z');

describe('ProofCanary', function () {
  this.timeout(180_000);
  let world: DeskWorld;
  let live: LiveDesk;
  let ids: string[];
  let seconds: number;
  let answer: (id: string) => Promise<string | undefined>;
  let looks: CanaryOutcome[];
  let log: ReturnType<typeof recordingLog>;
  let canary: ProofCanary;

  before(async () => {
    world = await DeskWorld.create();
    live = world.open();
  });
  after(() => world.end());
  beforeEach(() => {
    seconds = 0;
    looks = [];
    log = recordingLog();
    answer = () => Promise.resolve('{}');
    canary = new ProofCanary({
      db: world.db,
      desk: { bundle: (id) => answer(id) },
      log,
      now: () => new Date(START + seconds * 1_000),
      onLook: (outcome) => looks.push(outcome),
    });
  });

  const issue = async (): Promise<string> => {
    const accepted = await live.desk.accept(newInvoice());
    assert.ok(accepted.outcome === 'accepted');
    return (await live.desk.settle(accepted.invoice.id, 60_000)).id;
  };

  it('knows no age while there is nothing to prove', async () => {
    assert.equal(await canary.look(), undefined);
    assert.ok(Number.isNaN(canary.ageSeconds));
    assert.deepEqual(looks, []);
  });

  it('proves the newest document, and grows old between', async () => {
    ids = [await issue(), await issue()];
    const asked: string[] = [];
    answer = (id) => Promise.resolve(void asked.push(id)).then(() => '{}');

    assert.equal(await canary.look(), 'verified');
    assert.deepEqual(asked, [ids[1]]);
    assert.equal(canary.ageSeconds, 0);
    seconds = 90;
    assert.equal(canary.ageSeconds, 90);
    await canary.look();
    assert.equal(canary.ageSeconds, 0);
  });

  for (const [outcome, error, lines] of [
    ['unavailable', new UnavailableError('ledger', 'away'), 0],
    ['unproven', new UnprovenError('no'), 1],
    ['error', new Error('a fault'), 1],
  ] as const) {
    it(`stays as old as it was when the proof is ${outcome}`, async () => {
      await canary.look();
      answer = () => Promise.reject(error);
      seconds = 400;

      assert.equal(await canary.look(), outcome);
      assert.equal(canary.ageSeconds, 400);
      assert.deepEqual(looks, ['verified', outcome]);
      assert.equal(
        log.errors.length,
        lines,
        'somebody is told when something is wrong, not when somebody is away',
      );
    });
  }

  it('has an age from the first try on, though none ever held', async () => {
    answer = () => Promise.reject(new UnprovenError('no'));
    await canary.look();
    seconds = 301;
    await canary.look();

    assert.equal(canary.ageSeconds, 301);
  });

  it('passes over what was erased', async () => {
    const { entry } = await world.db
      .selectFrom('invoice')
      .select('entry')
      .where('id', '=', ids[1] ?? '')
      .executeTakeFirstOrThrow();
    await world.db.deleteFrom('document').where('entry', '=', entry).execute();
    const asked: string[] = [];
    answer = (id) => Promise.resolve(void asked.push(id)).then(() => '{}');

    await canary.look();
    assert.deepEqual(asked, [ids[0]]);
  });
});
