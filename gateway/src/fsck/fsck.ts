/**
 * Database against ledger, document by document. Reads only; what can be mended is mended by `repair`.
 *
 * @module
 */
import type { AuditLog } from '../audit/audit-log.js';
import type { Vault } from '../keys/vault.js';
import type { Ledger } from '../ledger/ledger.js';
import { isOwnSeries, SUITE } from '../pipeline/series-name.js';
import type { ErasureJournal } from '../privacy/erasure-journal.js';
import type { Db } from '../store/database.js';
import { checkBatches } from './check-batches.js';
import { checkDocuments } from './check-documents.js';
import { checkErasures } from './check-erasures.js';
import { checkWaiting } from './check-waiting.js';
import { checkStates } from './check-states.js';
import type { FsckFinding, FsckReport } from './findings.js';
import { readLedgerBatches } from './ledger-batches.js';
import { countLost } from './lost-documents.js';
import { NOT_ON_LEDGER } from './not-on-ledger.js';

export interface FsckContext {
  readonly db: Db;
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly issueChannel: number;
  /** Whether what is anchored is to be timestamped. */
  readonly isTimestamped?: boolean;
  /** What was erased, by more than the database's word; absent: only that. */
  readonly erasures?: { readonly audit: AuditLog; readonly journal: ErasureJournal };
  /** Words for people about how far it is. */
  readonly progress: (text: string) => void;
}

/** @throws {UnavailableError} When database or ledger cannot be asked. */
export async function fsck({
  db,
  vault,
  ledger,
  issueChannel,
  erasures,
  progress,
}: FsckContext): Promise<FsckReport> {
  const { network, channel, namespace } = ledger;
  const facts = { network, channel };
  const own = await db.selectFrom('checkpoint').select(['network', 'channel']).executeTakeFirst();
  if (own !== undefined && (own.network !== network || own.channel !== channel)) {
    const detail = `the database belongs to channel ${own.channel} of network ${own.network}`;
    const finding = { code: 'OTHER_LEDGER', subject: channel, detail } as const;
    return { ...facts, blocks: 0, batches: 0, documents: 0, erased: 0, lost: 0, findings: [finding] };
  }
  const chain = await readLedgerBatches(
    ledger,
    (series) => isOwnSeries(series, issueChannel),
    (blocks, height) => progress(`block ${blocks} of ${height}`),
  );
  const ofBatches = await checkBatches(db, ledger, chain);
  const { documents, erased, findings } = await checkDocuments(
    { db, vault },
    { network, namespace, suite: SUITE },
    (count) => progress(`${count} documents hashed`),
  );
  return {
    ...facts,
    blocks: chain.height,
    batches: chain.batches.size,
    documents,
    erased,
    lost: await countLost(db),
    findings: [
      ...ofBatches,
      ...findings,
      ...(await checkErasures(db, erasures?.journal)),
      ...(await checkWaiting({ db, vault })),
      ...(await checkStates(db)),
    ],
    ...(isOlder(ofBatches) && { notOnLedger: NOT_ON_LEDGER }),
  };
}

const isOlder = (findings: readonly FsckFinding[]): boolean =>
  findings.some(({ code }) => code === 'BATCH_NOT_IN_DATABASE');
