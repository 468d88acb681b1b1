/**
 * Deposits of the audit log as they are read: how each fares follows from where it stands, as with invoices.
 *
 * @module
 */
import { type RawBuilder, sql } from 'kysely';
import type { MaybeSealed } from '../invoices/document-content.js';
import type { LedgerPlace } from '../ledger/ledger-place.js';
import type { Db } from '../store/database.js';
import type { AuditCheckpointTable } from './audit-checkpoints.js';

export const DEPOSIT_KIND = 'auditCheckpoint';

/** How a deposit fares. */
export interface Deposit {
  readonly state: 'accepted' | 'sealed' | 'submitted' | 'anchored' | 'refused';
  /** `AUDITTAX2-000000057` once anchored, before that `null`. */
  readonly number: string | null;
  /** Lowercase hex once sealed. */
  readonly documentHash: string | null;
  readonly anchoredAt: string | null;
  /** Where on the ledger, once anchored. */
  readonly ledger: LedgerPlace | null;
  readonly refusal: { readonly code: string; readonly detail: string } | null;
}

/** Columns of the batch are there once it is sealed, those of the block once it is anchored; before that null. */
export interface DepositRow extends MaybeSealed {
  readonly chain_sequence: number;
  readonly series: string;
  readonly state: Deposit['state'];
  readonly batch_id: number;
  readonly batch: number;
  readonly first: number;
  readonly index: number;
  readonly document_hash: Buffer | null;
  readonly block: number;
  readonly position: number;
  readonly tx_id: string;
  readonly anchored_at: Date | null;
  readonly refusal_code: string | null;
  readonly refusal_detail: string | null;
}

/** @param where `a`, `s`, `b` are deposit, sealed place, batch. @returns In the order in which they were made. */
export async function depositsBy(db: Db, where: RawBuilder<unknown>): Promise<DepositRow[]> {
  const { rows } = await sql<DepositRow>`
    select a.id, a.chain_sequence, a.series,
      case when r.entry is not null then 'refused' else coalesce(b.state, 'accepted') end as state,
      b.id as batch_id, b.number as batch, b.first, s.position as index, s.document_hash,
      b.block, b.position, b.tx_id, b.anchored_at, r.code as refusal_code, r.detail as refusal_detail,
      d.key_id, d.wrapped, d.sealed
    from audit_deposit a
    left join sealed_invoice s on s.entry = a.entry
    left join batch b on b.id = s.batch_id
    left join refusal r on r.entry = a.entry
    left join document d on d.entry = a.entry
    where ${where} order by a.entry`.execute(db);
  return rows;
}

export type CheckpointRow = Pick<AuditCheckpointTable, 'sequence' | 'hash' | 'made_at'>;

export function newestCheckpoint(db: Db): Promise<CheckpointRow | undefined> {
  return db
    .selectFrom('audit_checkpoint')
    .select(['sequence', 'hash', 'made_at'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
}
