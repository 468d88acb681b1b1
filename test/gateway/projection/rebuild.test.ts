import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { rebuildProjection, type RebuildReport } from '../../../gateway/dist/projection/rebuild.js';
import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { isOwnSeries } from '../../../gateway/dist/pipeline/series-name.js';
import {
  DeskWorld,
  eventually,
  type LiveDesk,
  newInvoice,
  SERIES,
} from '../../support/gateway/desk-world.js';
import { MemoryLedger } from '../../support/gateway/memory-chain.js';

const TABLES = ['checkpoint', 'series', 'batch', 'envelope'] as const;

describe('rebuildProjection', function () {
  this.timeout(180_000);
  let world: DeskWorld;
  let live: LiveDesk;
  let db: Db;

  before(async () => {
    world = await DeskWorld.create();
    db = createDatabase(world.database.url, { applicationName: 'rebuild', maxConnections: 2 });
    live = world.open();
    for (let at = 0; at < 3; at++) await issue(live);
    // A transaction that is no batch of ours, and one that voids an envelope.
    await world.chain.transact('fence', SERIES, 4);
    await issue(live);
  });
  after(async () => {
    await db.destroy();
    await world.end();
  });

  async function issue({ desk }: LiveDesk): Promise<void> {
    const accepted = await desk.accept(newInvoice());
    assert.ok(accepted.outcome === 'accepted');
    assert.equal((await desk.settle(accepted.invoice.id, 60_000)).state, 'anchored');
  }

  /** Every byte of every table that the blocks write to. */
  async function dump(): Promise<string> {
    const texts = [];
    for (const table of TABLES) {
      const { rows } = await sql<{ row: string }>`
        select t::text as row from ${sql.table(table)} t order by 1`.execute(world.db);
      texts.push(`${table}:`, ...rows.map(({ row }) => row));
    }
    return texts.join('\n');
  }

  const rebuild = (replace = false): Promise<RebuildReport> =>
    rebuildProjection(
      {
        db,
        ledger: new MemoryLedger(world.chain),
        isOwn: (series) => isOwnSeries(series, 2),
        progress: () => undefined,
      },
      replace,
    );

  it('finds the live projection byte by byte the same, and changes nothing, while the gateway works', async () => {
    const before = await dump();

    const report = await rebuild();

    assert.deepEqual(report.differences, []);
    assert.equal(report.blocks, world.chain.blocks.length);
    assert.deepEqual([report.different, report.replaced], [0, false]);
    assert.equal(await dump(), before);
  });

  it('does not replace anything under a gateway that works', async () => {
    await assert.rejects(rebuild(true), { name: 'InUseError' });
  });

  it('names every row that differs, puts the folded one in its place, and issuing goes on', async () => {
    await world.close(live);
    const right = await dump();
    await world.db.updateTable('series').set({ next_sequence: 77 }).execute();
    await world.db.updateTable('batch').set({ block: 1, tx_id: 'wrong' }).where('number', '=', 2).execute();
    await world.db.updateTable('batch').set({ state: 'submitted' }).where('number', '=', 3).execute();
    await sql`update envelope set code = 11 where code = 0 and batch_id = (select min(id) from batch)`.execute(
      world.db,
    );
    await world.db
      .updateTable('checkpoint')
      .set({ last_header_hash: Buffer.alloc(32) })
      .execute();
    const wrong = await dump();

    const looked = await rebuild();

    assert.equal(await dump(), wrong, 'looking changes nothing');
    assert.deepEqual(looked.differences.map(({ table }) => table).sort(), [
      'batch',
      'batch',
      'checkpoint',
      'envelope',
      'series',
    ]);
    const series = looked.differences.find(({ table }) => table === 'series');
    assert.deepEqual([series?.live?.['next_sequence'], series?.folded?.['next_sequence']], [77, 5]);

    const replaced = await rebuild(true);

    assert.deepEqual([replaced.different, replaced.replaced], [5, true]);
    assert.equal(await dump(), right);
    live = world.open();
    await issue(live);
    await eventually(async () => assert.deepEqual((await rebuild()).differences, []));
  });

  it('replaces nothing when the chain contradicts what was sealed here', async () => {
    await world.close(live);
    await world.db
      .updateTable('batch')
      .set({ root: Buffer.alloc(32) })
      .where('number', '=', 1)
      .execute();
    const before = await dump();

    await assert.rejects(rebuild(true), { code: 'LEDGER_CONFLICT' });

    assert.equal(await dump(), before);
    const { rows } = await sql`select 1 from pg_locks where locktype = 'advisory'`.execute(world.db);
    assert.deepEqual(rows, [], 'the lease is given back');
  });
});
