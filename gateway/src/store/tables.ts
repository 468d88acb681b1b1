/**
 * Rows of the issuing side. The SQL that makes them is migrations/0001-issuing.ts; what a
 * column means is said there once. Other owners add their tables to `Database` by
 * augmenting it: `declare module '../store/tables.js' { interface Database { … } }`.
 *
 * @module
 */
import type { Generated } from 'kysely';

export interface InvoiceTable {
  entry: Generated<number>;
  id: string;
  series: string;
  seller_token: Buffer;
  buyer_token: Buffer | null;
  reference_token: Buffer | null;
  created_by: string;
  operation_id: string;
  line: number | null;
  issued_on: string;
  accepted_at: Generated<Date>;
}

export interface DocumentTable {
  entry: number;
  key_id: number;
  wrapped: Buffer;
  sealed: Buffer;
}

export type WrappingPurpose = 'documents' | 'index';

export interface WrappingKeyTable {
  id: Generated<number>;
  purpose: WrappingPurpose;
  master_key: string;
  wrapped: Buffer;
  made_at: Generated<Date>;
  retired_at: Date | null;
}

export interface ErasureTable {
  entry: number;
  id: string;
  series: string;
  sequence: number | null;
  reason: string;
  erased_by: string;
  erased_at: Date;
  issued_on: string | null;
  operation_id: string | null;
  line: number | null;
}

export interface LegalHoldTable {
  id: string;
  entry: number;
  reason: string;
  case_reference: string | null;
  set_by: string;
  set_at: Date;
  lifted_by: string | null;
  lifted_at: Date | null;
}

export interface OutboxTable {
  entry: number;
  series: string;
}

export interface RefusalTable {
  entry: number;
  code: string;
  detail: string;
  refused_at: Generated<Date>;
}

/** `voided`: a VALID fence freed the number; its documents were sealed anew or refused. */
export type BatchState = 'sealed' | 'submitted' | 'anchored' | 'voided';

export interface BatchTable {
  id: Generated<number>;
  series: string;
  number: number;
  first: number;
  size: number;
  root: Buffer;
  entries: Buffer;
  state: BatchState;
  sealed_at: Generated<Date>;
  block: number | null;
  position: number | null;
  tx_id: string | null;
  anchored_at: Date | null;
}

export interface SealedInvoiceTable {
  entry: number;
  batch_id: number;
  position: number;
  document_hash: Buffer;
}

export interface BatchOperationTable {
  batch_id: number;
  operation_id: string;
  size: number;
}

export type EnvelopeKind = 'anchor' | 'fence';

export interface EnvelopeTable {
  hash: Buffer;
  batch_id: number;
  kind: EnvelopeKind;
  tx_id: string;
  endorsers: string[];
  bytes: Buffer | null;
  made_at: Generated<Date>;
  code: number | null;
  block: number | null;
  position: number | null;
}

export interface SeriesTable {
  series: string;
  prefix: string;
  suite: string;
  closed: boolean;
  last_batch: number;
  next_sequence: number;
}

export interface CheckpointTable {
  single: Generated<boolean>;
  network: string;
  channel: string;
  next_block: number;
  last_header_hash: Buffer | null;
}

export interface HaltTable {
  id: Generated<number>;
  series: string | null;
  code: string;
  detail: string;
  since: Generated<Date>;
}

export interface RequestKeyTable {
  scope: string;
  key: string;
  body_hash: string;
  subject: string;
  created_at: Generated<Date>;
}

export interface OperationTable {
  id: string;
  created_by: string;
  organization_id: string | null;
  created_at: Generated<Date>;
  closed_at: Date | null;
  interrupted: Generated<boolean>;
  run: string;
  accepted: Generated<number>;
  refused: Generated<number>;
  dry_run: Generated<boolean>;
  sealed: Buffer | null;
  results_gone_at: Date | null;
}

export interface ImportUploadTable {
  operation_id: string;
  file: string;
  format: string;
  sealed: Buffer;
  made_at: Generated<Date>;
}

export interface InvoiceLinkTable {
  id: string;
  hash: Buffer;
  invoice: string;
  made_by: string;
  made_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
}

export interface CheckedLineTable {
  operation_id: string;
  line: number;
  seller_token: Buffer;
  reference_token: Buffer | null;
  sealed_reference: Buffer | null;
}

export interface AuditDepositTable {
  entry: number;
  id: string;
  series: string;
  chain_sequence: number;
  accepted_at: Date;
}

export interface LostDocumentTable {
  series: string;
  sequence: number;
  document_hash: Buffer;
  found_at: Generated<Date>;
}

export interface RefusedLineTable {
  operation_id: string;
  line: number;
  sealed_errors: Buffer;
}

export interface TimeStampTable {
  block: number;
  /** 0: over the header of the block. */
  batch_id: number;
  message: Buffer;
  token: Buffer | null;
  stamped_at: Date | null;
  attempts: Generated<number>;
  next_try: Generated<Date>;
}

export interface Database {
  invoice: InvoiceTable;
  document: DocumentTable;
  wrapping_key: WrappingKeyTable;
  erasure: ErasureTable;
  legal_hold: LegalHoldTable;
  outbox: OutboxTable;
  refusal: RefusalTable;
  batch: BatchTable;
  sealed_invoice: SealedInvoiceTable;
  batch_operation: BatchOperationTable;
  envelope: EnvelopeTable;
  series: SeriesTable;
  checkpoint: CheckpointTable;
  halt: HaltTable;
  request_key: RequestKeyTable;
  operation: OperationTable;
  refused_line: RefusedLineTable;
  import_upload: ImportUploadTable;
  checked_line: CheckedLineTable;
  invoice_link: InvoiceLinkTable;
  time_stamp: TimeStampTable;
  lost_document: LostDocumentTable;
  audit_deposit: AuditDepositTable;
}
