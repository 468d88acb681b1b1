/**
 * Database against ledger, document by document. Reads only; what can be mended is mended by `repair`.
 *
 * @module
 */
import type { Vault } from '../keys/vault.js';
import type { Ledger } from '../ledger/ledger.js';
import { isOwnSeries } from '../pipeline/series-name.js';
import type { Db } from '../store/database.js';
import { checkBatches } from './check-batches.js';
import { checkDocuments } from './check-documents.js';
import { checkWaiting } from './check-waiting.js';
import { checkStates } from './check-states.js';
import type { FsckReport } from './findings.js';
import { readLedgerBatches } from './ledger-batches.js';

export interface FsckContext {
  readonly db: Db;
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly issueChannel: number;
  /** Words for people about how far it is. */
  readonly progress: (text: string) => void;
}

export const HASHING = { kind: 'invoice', suite: 'sha256-p256' } as const;

/** @throws {UnavailableError} When database or ledger cannot be asked. */
export async function fsck({ db, vault, ledger, issueChannel, progress }: FsckContext): Promise<FsckReport> {
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
    { network, namespace, ...HASHING },
    (count) => progress(`${count} documents hashed`),
  );
  return {
    ...facts,
    blocks: chain.height,
    batches: chain.batches.size,
    documents,
    erased,
    lost: await lostDocuments(db),
    findings: [...ofBatches, ...findings, ...(await checkWaiting({ db, vault })), ...(await checkStates(db))],
  };
}

async function lostDocuments(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('lost_document')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
