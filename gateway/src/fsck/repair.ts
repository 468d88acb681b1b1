/**
 * What can be mended: batches of the ledger that a restored database lacks are taken up, and the halt that this raised
 * is lifted. Needs the database for itself: no gateway may run on it.
 *
 * @module
 */
import { sql } from 'kysely';

import { isOwnSeries } from '../pipeline/series-name.js';
import { LEASE } from '../pipeline/lease.js';
import { voidBatch } from '../store/batches.js';
import type { Db } from '../store/database.js';
import { adoptBatch } from './adopt-batch.js';
import type { FsckContext } from './fsck.js';
import { type LedgerBatch, readLedgerBatches } from './ledger-batches.js';

/** A gateway works on this database; stop it first. */
export class GatewayRunningError extends Error {
  override readonly name = 'GatewayRunningError';
}

export interface RepairReport {
  readonly batches: number;
  /** Documents that waited and have their place again. */
  readonly found: number;
  readonly lost: readonly { readonly series: string; readonly sequence: number }[];
  /** Reasons to stand still that are gone. */
  readonly lifted: number;
}

/** @throws {GatewayRunningError} Nothing was changed. */
export async function repair(context: FsckContext): Promise<RepairReport> {
  return context.db.connection().execute(async (connection) => {
    const { rows } = await sql<{ got: boolean }>`
      select pg_try_advisory_lock(hashtextextended(${LEASE}, 0)) as got`.execute(connection);
    if (rows[0]?.got !== true) throw new GatewayRunningError('a gateway works on this database');
    try {
      return await mend(context);
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${LEASE}, 0))`.execute(connection);
    }
  });
}

async function mend({ db, vault, ledger, issueChannel, progress }: FsckContext): Promise<RepairReport> {
  const chain = await readLedgerBatches(
    ledger,
    (series) => isOwnSeries(series, issueChannel),
    (blocks, height) => progress(`block ${blocks} of ${height}`),
  );
  const missing: LedgerBatch[] = [];
  for (const batch of chain.batches.values()) if (await isMissing(db, batch)) missing.push(batch);
  missing.sort((a, b) => a.block - b.block || a.position - b.position);
  let found = 0;
  const lost: { series: string; sequence: number }[] = [];
  for (const batch of missing) {
    const { series, batch: number } = batch.record;
    const adopted = await adoptBatch({ db, vault }, ledger, batch);
    found += adopted.found;
    lost.push(...adopted.lost.map((sequence) => ({ series, sequence })));
    progress(`${series} batch ${number}: ${adopted.found} found, ${adopted.lost.length} lost`);
  }
  const lifted = await db.deleteFrom('halt').where('code', '=', 'LEDGER_AHEAD').executeTakeFirst();
  return { batches: missing.length, found, lost, lifted: Number(lifted.numDeletedRows) };
}

/** A batch under way with other content gives way: the ledger has decided, its documents wait again. */
async function isMissing(db: Db, { record }: LedgerBatch): Promise<boolean> {
  const own = await db
    .selectFrom('batch')
    .select(['id', 'state', 'root'])
    .where('series', '=', record.series)
    .where('number', '=', record.batch)
    .where('state', '<>', 'voided')
    .executeTakeFirst();
  if (own === undefined) return true;
  if (own.state === 'anchored' || own.root.toString('hex') === record.root) return false;
  await voidBatch(db, own.id);
  return true;
}
