import assert from 'node:assert/strict';

import { LedgerError, type LedgerErrorCode } from '@chopmark/core';

import type { RunningDesk } from '../../../gateway/dist/invoices/create-invoice-desk.js';
import type { PipelineStep } from '../../../gateway/dist/pipeline/steps.js';
import {
  DeskWorld,
  eventually,
  type LiveDesk,
  newInvoice,
  recordingLog,
  SERIES,
} from '../../support/gateway/desk-world.js';
import type { SubmitFault } from '../../support/gateway/memory-chain.js';

const lagging = (code: LedgerErrorCode): LedgerError => new LedgerError(code, 'injected');
const never = (): Promise<never> => new Promise<never>(() => undefined);

async function acceptOne(desk: RunningDesk, changes: Parameters<typeof newInvoice>[0] = {}): Promise<string> {
  const accepted = await desk.accept(newInvoice(changes));
  assert.equal(accepted.outcome, 'accepted');
  return accepted.invoice.id;
}

describe('the pipeline under faults', () => {
  let world: DeskWorld;
  let live: LiveDesk;

  beforeEach(async function () {
    this.timeout(120_000);
    world = await DeskWorld.create();
  });
  afterEach(() => world.end());

  describe('killed at a step', () => {
    const steps: PipelineStep[] = [
      'accept.durable',
      'seal.begin',
      'seal.read',
      'seal.durable',
      'anchor.endorsed',
      'anchor.stored',
      'anchor.submitted',
      'fold.begin',
      'fold.durable',
    ];
    for (const step of steps) {
      it(`goes on where it was after ${step}`, async () => {
        const first = world.open();
        const ids = [await acceptOne(first.desk)];
        await first.desk.settle(ids[0]!, 60_000);
        await world.close(first);
        let reached: () => void = () => undefined;
        const there = new Promise<void>((resolve) => (reached = resolve));
        live = world.open({
          atStep: (at) => {
            if (at !== step) return Promise.resolve();
            reached();
            return never();
          },
        });
        const accepting = live.desk.accept(newInvoice());
        await there;
        await world.kill(live);
        if (step !== 'accept.durable') {
          const accepted = await accepting;
          assert.equal(accepted.outcome, 'accepted');
          ids.push(accepted.invoice.id);
        }

        const next = world.open();
        ids.push(await acceptOne(next.desk));

        await world.assertAllAnchoredOnce(next.desk, ids);
        const all = await next.desk.list({}, 10);
        assert.equal(all.items.length, 3, 'what was durable without an answer is issued too, once');
        await eventually(async () =>
          assert.deepEqual(
            new Set((await next.desk.list({}, 10)).items.map(({ state }) => state)),
            new Set(['anchored']),
          ),
        );
      });
    }

    it('leaves nothing behind when killed before accept is durable', async () => {
      live = world.open({ atStep: (at) => (at === 'accept.begin' ? never() : Promise.resolve()) });
      void live.desk.accept(newInvoice());
      await world.kill(live);

      const next = world.open();
      const id = await acceptOne(next.desk);

      await world.assertAllAnchoredOnce(next.desk, [id]);
      assert.equal((await next.desk.list({}, 10)).items.length, 1);
    });
  });

  describe('Submit', () => {
    const faults: { name: string; answers: SubmitFault[]; submissions: number }[] = [
      {
        name: 'is sent again, the same bytes, when it was not ordered',
        answers: ['dropped', 'ok'],
        submissions: 2,
      },
      {
        name: 'is not sent again when it was ordered without an answer',
        answers: ['answerLost'],
        submissions: 1,
      },
      {
        name: 'goes on through many lost ones',
        answers: ['dropped', 'dropped', 'dropped', 'answerLost'],
        submissions: 4,
      },
    ];
    for (const { name, answers, submissions } of faults) {
      it(name, async () => {
        live = world.open();
        const left = [...answers];
        world.chain.faults.submit = () => left.shift() ?? 'ok';

        const id = await acceptOne(live.desk);

        await world.assertAllAnchoredOnce(live.desk, [id]);
        assert.deepEqual([...world.chain.submissions.values()], [submissions], 'one envelope');
      });
    }

    it('makes the envelope anew, after a VALID fence, when the orderers keep refusing it', async () => {
      live = world.open();
      const refused = new Set<string>();
      world.chain.faults.submit = (txId) => {
        if (refused.size === 0) refused.add(txId);
        return refused.has(txId) ? 'refused' : 'ok';
      };

      const id = await acceptOne(live.desk);

      await world.assertAllAnchoredOnce(live.desk, [id]);
      const envelopes = await world.db
        .selectFrom('envelope')
        .select(['kind', 'code'])
        .orderBy('made_at')
        .execute();
      assert.deepEqual(envelopes, [
        { kind: 'anchor', code: -1 },
        { kind: 'fence', code: 0 },
        { kind: 'anchor', code: 0 },
      ]);
    });
  });

  it('looks and endorses anew when the head moved under its envelope (code 11)', async () => {
    const { desk } = (live = world.open());
    const first = await acceptOne(desk);
    await desk.settle(first, 60_000);
    let fenced = false;
    await world.close(live);
    live = world.open({
      atStep: async (at) => {
        if (at !== 'anchor.endorsed' || fenced) return;
        fenced = true;
        await world.chain.transact('fence', SERIES, 2);
      },
    });

    const id = await acceptOne(live.desk);

    await world.assertAllAnchoredOnce(live.desk, [first, id]);
    const codes = await world.db.selectFrom('envelope').select('code').orderBy('made_at').execute();
    assert.deepEqual(
      codes.map(({ code }) => code),
      [0, 11, 0],
    );
  });

  it('reports a foreign envelope under its transaction id, and endorses anew with another second endorser', async () => {
    const log = recordingLog();
    live = world.open({ log });
    const avoided: (readonly string[])[] = [];
    world.chain.faults.endorse = (_name, avoid) => avoided.push(avoid);
    let claimed = false;
    world.chain.faults.submit = (txId) => {
      if (!claimed) world.chain.claim(txId);
      claimed = true;
      return 'ok';
    };

    const id = await acceptOne(live.desk);

    await world.assertAllAnchoredOnce(live.desk, [id]);
    assert.deepEqual(avoided, [[], ['AffairsMSP']]);
    assert.ok(
      log.errors.some(
        ([message, fields]) => /foreign envelope/.test(message) && (fields as { code: number }).code === 9,
      ),
    );
  });

  it('takes what is on the ledger when the same batch was anchored by an envelope it does not know of', async () => {
    live = world.open();
    const first = await acceptOne(live.desk);
    await live.desk.settle(first, 60_000);
    await world.close(live);
    // Killed between endorsement and storing; the endorsed envelope is then ordered by somebody else.
    live = world.open({ atStep: (at) => (at === 'anchor.endorsed' ? never() : Promise.resolve()) });
    const second = await acceptOne(live.desk);
    await eventually(() => assert.equal(world.chain.endorsed.size, 2));
    await world.kill(live);
    const [, leaked] = [...world.chain.endorsed];
    world.chain.order({ txId: leaked![0], bytes: Buffer.from(leaked![0]), simulation: leaked![1] });
    world.chain.cut();

    live = world.open();

    await world.assertAllAnchoredOnce(live.desk, [first, second]);
    assert.equal(world.chain.submissions.size, 1, 'nothing was submitted for the second');
  });

  it('waits while other peers lag behind, and goes on', async () => {
    live = world.open();
    let left = 5;
    world.chain.faults.endorse = (name) => {
      if (name === 'anchor' && left-- > 0) throw lagging('BATCH_OUT_OF_ORDER');
    };

    const id = await acceptOne(live.desk);

    await world.assertAllAnchoredOnce(live.desk, [id]);
  });

  it('fences and refuses what waits when the series is closed, half done nothing', async () => {
    live = world.open();
    const first = await acceptOne(live.desk);
    await live.desk.settle(first, 60_000);
    await world.close(live);
    live = world.open({ started: false });
    const late = await acceptOne(live.desk);
    await world.close(live);
    // Sealed, then closed under it.
    let closed = false;
    live = world.open({
      atStep: async (at) => {
        if (at !== 'seal.durable' || closed) return;
        closed = true;
        await world.chain.transact('closeSeries', SERIES);
      },
    });

    const refused = await live.desk.settle(late, 60_000);

    assert.equal(refused.state, 'refused');
    assert.equal(refused.refusal?.code, 'SERIES_CLOSED');
    assert.equal(refused.number, null);
    const fences = await world.db
      .selectFrom('envelope')
      .select(['kind', 'code'])
      .where('kind', '=', 'fence')
      .execute();
    assert.deepEqual(fences, [{ kind: 'fence', code: 0 }], 'a VALID fence came first');
    assert.equal(world.chain.batches(SERIES).length, 1);
    const afterwards = await live.desk.settle(await acceptOne(live.desk), 60_000);
    assert.equal(afterwards.refusal?.code, 'SERIES_CLOSED');
  });

  it('holds without losing anything while its role is missing', async () => {
    live = world.open();
    let permitted = false;
    world.chain.faults.endorse = () => {
      if (!permitted) throw lagging('NOT_PERMITTED');
    };
    const id = await acceptOne(live.desk);
    await eventually(async () => {
      const { pipeline } = await live.desk.health();
      assert.equal(pipeline.ok, false);
    });
    assert.equal((await live.desk.settle(id, 0)).state, 'sealed');

    permitted = true;

    await world.assertAllAnchoredOnce(live.desk, [id]);
    await eventually(async () => assert.equal((await live.desk.health()).pipeline.ok, true));
  });

  it('numbers each year in a series of its own, opened on demand', async () => {
    live = world.open();

    const ids = [
      await acceptOne(live.desk, { members: { issuedOn: '2025-12-31' } }),
      await acceptOne(live.desk),
    ];

    await world.assertAllAnchoredOnce(live.desk, ids);
    const numbers = await Promise.all(ids.map(async (id) => (await live.desk.find(id))?.number));
    assert.deepEqual(numbers, ['25002000000000000001', '26002000000000000001']);
  });
});
