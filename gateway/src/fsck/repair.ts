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
import { OPERATOR } from '../audit/audit-log.js';
import { eraseAgain } from '../privacy/forgotten-erasures.js';
import { adoptBatch } from './adopt-batch.js';
import { catchUp } from './catch-up.js';
import { checkBatches } from './check-batches.js';
import type { FsckFinding } from './findings.js';
import type { FsckContext } from './fsck.js';
import { type LedgerBatch, readLedgerBatches } from './ledger-batches.js';
import { NOT_ON_LEDGER, type NotOnLedger } from './not-on-ledger.js';

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
  /** Ids of invoices that had come back though they were erased. */
  readonly erasedAgain: readonly string[];
  /** Some batches were missing: what else the database lacks since, and no block brings back. */
  readonly notOnLedger?: readonly NotOnLedger[];
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

async function mend({
  db,
  vault,
  ledger,
  issueChannel,
  erasures,
  isTimestamped = false,
  progress,
}: FsckContext): Promise<RepairReport> {
  const isOwn = (series: string): boolean => isOwnSeries(series, issueChannel);
  const chain = await readLedgerBatches(ledger, isOwn, (blocks, height) =>
    progress(`block ${blocks} of ${height}`),
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
  await catchUp({ db, isOwn, isTimestamped }, ledger, chain.height);
  const erasedAgain = erasures === undefined ? [] : await eraseAgain({ db, ...erasures }, OPERATOR);
  return {
    batches: missing.length,
    found,
    lost,
    lifted: await liftMended(db, await checkBatches(db, ledger, chain)),
    erasedAgain,
    ...(missing.length > 0 && { notOnLedger: NOT_ON_LEDGER }),
  };
}

/** What stands in the way still, as other content under a number, keeps its halt. */
async function liftMended(db: Db, findings: readonly FsckFinding[]): Promise<number> {
  const isDisputed = findings.some(({ code }) => code === 'BATCH_DIFFERS' || code === 'BATCH_NOT_ON_LEDGER');
  const { numDeletedRows } = await db
    .deleteFrom('halt')
    .where('code', 'in', isDisputed ? ['LEDGER_AHEAD'] : ['LEDGER_AHEAD', 'LEDGER_CONFLICT'])
    .executeTakeFirst();
  return Number(numDeletedRows);
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
