import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { batchRoot } from '@chopmark/core';

import { liftHalts } from '../../../gateway/dist/pipeline/halt.js';
import { sha256 } from '../../../gateway/dist/proofs/node-crypto.js';
import {
  DeskWorld,
  eventually,
  type LiveDesk,
  newInvoice,
  recordingLog,
  SERIES,
} from '../../support/gateway/desk-world.js';

async function issueOne({ desk }: LiveDesk): Promise<string> {
  const accepted = await desk.accept(newInvoice());
  assert.equal(accepted.outcome, 'accepted');
  const view = await desk.settle(accepted.invoice.id, 60_000);
  assert.equal(view.state, 'anchored');
  return view.id;
}

const HASH = Buffer.alloc(32, 7);

describe('the projection', () => {
  let world: DeskWorld;
  beforeEach(async function () {
    this.timeout(120_000);
    world = await DeskWorld.create();
  });
  afterEach(() => world.end());

  async function halts(): Promise<string[]> {
    const rows = await world.db.selectFrom('halt').select('code').execute();
    return rows.map(({ code }) => code);
  }

  /** Everything that is known from the chain alone. */
  async function folded(): Promise<unknown> {
    const series = await world.db.selectFrom('series').selectAll().orderBy('series').execute();
    const batches = await world.db
      .selectFrom('batch')
      .select(['series', 'number', 'state', 'block', 'position', 'tx_id'])
      .orderBy('id')
      .execute();
    const envelopes = await world.db
      .selectFrom('envelope')
      .select(['hash', 'code', 'block', 'position'])
      .orderBy('hash')
      .execute();
    const checkpoint = await world.db.selectFrom('checkpoint').selectAll().execute();
    return { series, batches, envelopes, checkpoint };
  }

  it('is the same when it is folded again from the first block', async () => {
    const live = world.open();
    for (let at = 0; at < 3; at++) await issueOne(live);
    await world.close(live);
    const before = await folded();
    await world.db.updateTable('checkpoint').set({ next_block: 0, last_header_hash: null }).execute();
    await world.db.deleteFrom('series').execute();

    const again = world.open();

    await eventually(async () => assert.deepEqual(await folded(), before));
    assert.deepEqual(await halts(), []);
    await issueOne(again);
  });

  it('finds what happened while nobody listened', async () => {
    const live = world.open();
    await issueOne(live);
    await world.close(live);
    await world.chain.transact('fence', SERIES, 2);
    await world.chain.transact('closeSeries', SERIES);

    const again = world.open();
    const accepted = await again.desk.accept(newInvoice());

    assert.equal(accepted.outcome, 'accepted');
    assert.equal((await again.desk.settle(accepted.invoice.id, 60_000)).refusal?.code, 'SERIES_CLOSED');
  });

  it('opens the stream again when it breaks', async () => {
    const live = world.open();
    await issueOne(live);

    live.ledger.breakStreams(3);
    await eventually(() => assert.equal(live.ledger.toBreak, 0));

    await issueOne(live);
    assert.equal((await live.desk.health()).projection.ok, true);
  });

  it('refuses to write when the ledger is ahead of the database, until somebody has looked', async () => {
    const first = world.open();
    await issueOne(first);
    await issueOne(first);
    await world.close(first);
    // The database as it was before the second batch.
    await world.db.deleteFrom('envelope').execute();
    await world.db.deleteFrom('sealed_invoice').where('batch_id', '=', 2).execute();
    await world.db.deleteFrom('batch').where('number', '=', 2).execute();
    await world.db.updateTable('checkpoint').set({ next_block: 4, last_header_hash: null }).execute();
    await world.db.updateTable('series').set({ last_batch: 1, next_sequence: 2 }).execute();
    const log = recordingLog();

    const restored = world.open({ log });

    await eventually(async () => assert.deepEqual(await halts(), ['LEDGER_AHEAD']));
    await assert.rejects(restored.desk.accept(newInvoice()), { name: 'UnavailableError', part: 'pipeline' });
    await assert.rejects(restored.desk.openBatch('issuer'), { name: 'UnavailableError', part: 'pipeline' });
    const { pipeline, projection } = await restored.desk.health();
    assert.deepEqual([pipeline.ok, projection.ok], [false, false]);
    assert.match(pipeline.detail, /LEDGER_AHEAD/);
    assert.equal(log.errors.length, 1, 'said once');
    await world.close(restored);
    const again = world.open();
    await eventually(() => assert.rejects(again.desk.accept(newInvoice()), { part: 'pipeline' }));
    assert.equal(world.chain.batches(SERIES).length, 2, 'nothing was written meanwhile');
  });

  it('goes on once a halt is lifted whose reason is gone', async () => {
    const live = world.open();
    await issueOne(live);
    await world.db
      .insertInto('halt')
      .values({ series: null, code: 'LEDGER_AHEAD', detail: 'test' })
      .execute();
    await eventually(() => assert.rejects(live.desk.accept(newInvoice()), { part: 'pipeline' }));

    await liftHalts(world.db);

    await eventually(async () => {
      await issueOne(live);
    });
  });

  it('halts when the ledger has other content under a number', async () => {
    const first = world.open();
    await issueOne(first);
    await world.close(first);
    const other = world.open({
      atStep: (at) => (at === 'anchor.endorsed' ? new Promise(() => undefined) : Promise.resolve()),
    });
    const accepted = await other.desk.accept(newInvoice());
    assert.equal(accepted.outcome, 'accepted');
    await eventually(() => assert.equal(world.chain.endorsed.size, 2));
    await world.kill(other);
    await world.chain.transact(
      'anchor',
      SERIES,
      2,
      2,
      Buffer.from(batchRoot(sha256, 2, [HASH])).toString('hex'),
      HASH,
    );

    const again = world.open();

    await eventually(async () => assert.equal((await halts()).includes('LEDGER_CONFLICT'), true));
    assert.equal((await again.desk.settle(accepted.invoice.id, 0)).number, null);
    assert.equal(world.chain.batches(SERIES).length, 2);
  });

  it('halts when a block does not follow the one before it', async () => {
    const live = world.open();
    await issueOne(live);
    await world.close(live);
    await world.db
      .updateTable('checkpoint')
      .set({ last_header_hash: randomBytes(32) })
      .execute();
    await world.chain.transact('tick');

    const again = world.open();

    await eventually(async () => assert.deepEqual(await halts(), ['LEDGER_FORKED']));
    await assert.rejects(again.desk.accept(newInvoice()), { part: 'pipeline' });
  });

  it('refuses a ledger that is not the one of the database, without touching the rows', async () => {
    const live = world.open();
    await issueOne(live);
    await world.close(live);
    await world.db
      .updateTable('checkpoint')
      .set({ network: 'ff'.repeat(32) })
      .execute();

    const again = world.open();

    await eventually(() => assert.rejects(again.desk.accept(newInvoice()), { part: 'pipeline' }));
    assert.match((await again.desk.health()).pipeline.detail, /LEDGER_CHANGED/);
    assert.deepEqual(await halts(), [], 'with the right ledger nothing is wrong');
  });

  it('waits, and says so, while its peer is behind', async () => {
    const live = world.open();
    await issueOne(live);
    await world.close(live);
    const { next_block } = await world.db
      .selectFrom('checkpoint')
      .select('next_block')
      .executeTakeFirstOrThrow();
    await world.db
      .updateTable('checkpoint')
      .set({ next_block: next_block + 5 })
      .execute();

    const again = world.open();

    await eventually(async () => assert.equal((await again.desk.health()).projection.ok, false));
    assert.deepEqual(await halts(), []);
  });
});
