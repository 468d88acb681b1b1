/** Batches, heads and checkpoint: is the database's view the ledger's? */
import { sql } from 'kysely';

import type { Ledger } from '../ledger/ledger.js';
import type { Db } from '../store/database.js';
import type { FsckFinding } from './findings.js';
import { batchName, type LedgerBatches } from './ledger-batches.js';

interface Row {
  readonly series: string;
  readonly number: number;
  readonly first: number;
  readonly size: number;
  readonly root: Buffer;
  readonly block: number | null;
  readonly position: number | null;
  readonly state: 'sealed' | 'submitted' | 'anchored';
  readonly places: number;
}

export async function checkBatches(db: Db, ledger: Ledger, chain: LedgerBatches): Promise<FsckFinding[]> {
  return [
    ...(await checkCheckpoint(db, chain.height)),
    ...(await checkHeads(db, ledger)),
    ...(await compareBatches(db, chain)),
  ];
}

async function checkCheckpoint(db: Db, height: number): Promise<FsckFinding[]> {
  const row = await db.selectFrom('checkpoint').select('next_block').executeTakeFirst();
  if (row === undefined || row.next_block <= height) return [];
  const detail = `folded up to block ${row.next_block - 1}, the ledger has ${height} blocks: it was restored, or it is another`;
  return [{ code: 'CHECKPOINT_AHEAD', subject: 'checkpoint', detail }];
}

async function checkHeads(db: Db, ledger: Ledger): Promise<FsckFinding[]> {
  const findings: FsckFinding[] = [];
  const rows = await db.selectFrom('series').selectAll().orderBy('series').execute();
  for (const { series, last_batch, next_sequence } of rows) {
    const head = await ledger.head(series);
    if (head?.batch === last_batch && head.next === next_sequence) continue;
    const there = head === undefined ? 'nothing' : `batch ${head.batch}, next sequence ${head.next}`;
    const detail = `database: batch ${last_batch}, next sequence ${next_sequence}; ledger: ${there}`;
    findings.push({ code: 'SERIES_DIFFERS', subject: series, detail });
  }
  return findings;
}

async function compareBatches(db: Db, { batches }: LedgerBatches): Promise<FsckFinding[]> {
  const { rows } = await sql<Row>`
    select b.series, b.number, b.first, b.size, b.root, b.block, b.position, b.state,
      ((select count(*) from sealed_invoice s where s.batch_id = b.id) + (select count(*) from lost_document l
        where l.series = b.series and l.sequence between b.first and b.first + b.size - 1))::int as places
    from batch b where b.state <> 'voided' order by b.series, b.number`.execute(db);
  const findings: FsckFinding[] = [];
  const known = new Set<string>();
  for (const row of rows) {
    const name = batchName(row.series, row.number);
    known.add(name);
    const finding = compareBatch(row, batches.get(name));
    if (finding !== undefined) findings.push({ subject: subjectOf(row.series, row.number), ...finding });
  }
  for (const [name, { record, block, position }] of batches) {
    if (known.has(name)) continue;
    const last = record.first + record.size - 1;
    findings.push({
      code: 'BATCH_NOT_IN_DATABASE',
      subject: subjectOf(record.series, record.batch),
      detail: `sequences ${record.first} to ${last} stand in block ${block}, position ${position}; the database does not know them`,
    });
  }
  return findings;
}

const subjectOf = (series: string, number: number): string => `${series} batch ${number}`;

function compareBatch(
  row: Row,
  there: ReturnType<LedgerBatches['batches']['get']>,
): Omit<FsckFinding, 'subject'> | undefined {
  const isUnderWay = row.state !== 'anchored';
  if (there === undefined) {
    if (isUnderWay) return undefined;
    return { code: 'BATCH_NOT_ON_LEDGER', detail: 'anchored by the database, absent on the ledger' };
  }
  const { record } = there;
  const { block, position } = isUnderWay ? there : row;
  const here = [row.first, row.size, row.root.toString('hex'), block, position].join();
  const ledger = [record.first, record.size, record.root, there.block, there.position].join();
  if (here !== ledger) {
    return {
      code: 'BATCH_DIFFERS',
      detail: `first, size, root, block, position: database ${here}; ledger ${ledger}`,
    };
  }
  if (row.places === row.size) return undefined;
  return { code: 'PLACE_MISSING', detail: `${row.size} documents, places of ${row.places}` };
}
