/**
 * Destroying the contents of an invoice, and what keeps them from being destroyed: part of the port of the issuing side.
 *
 * @module
 */

/** Why contents are destroyed; a code, so that the record tells nothing about anybody. */
export const ERASURE_REASONS = ['subjectRequest', 'retentionEnded', 'courtOrder', 'noLegalBasis'] as const;
export type ErasureReason = (typeof ERASURE_REASONS)[number];

export const HOLD_REASONS = ['litigation', 'investigation', 'audit', 'dispute'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** All that is left. */
export interface Erasure {
  readonly id: string;
  /** Twenty digits; `null` when it never got one. */
  readonly number: string | null;
  readonly reason: ErasureReason;
  /** Id of the account. */
  readonly erasedBy: string;
  /** RFC 3339. */
  readonly erasedAt: string;
}

/** Of it, what whoever knew the invoice may know. */
export type ErasedInvoice = Omit<Erasure, 'erasedBy'>;

export interface LegalHold {
  /** `hold_…` */
  readonly id: string;
  readonly reason: HoldReason;
  readonly caseReference: string | null;
  readonly setBy: string;
  readonly setAt: string;
  readonly liftedBy: string | null;
  readonly liftedAt: string | null;
}

export type ErasureOutcome =
  | { readonly outcome: 'erased'; readonly erasure: Erasure }
  /** It is still on its way to the ledger. */
  | { readonly outcome: 'notSettled' }
  | { readonly outcome: 'held'; readonly holds: readonly LegalHold[] }
  /** `until`: the first day on which it may be erased, `yyyy-mm-dd`. */
  | { readonly outcome: 'retained'; readonly until: string }
  | { readonly outcome: 'notFound' };

export interface NewHold {
  readonly reason: HoldReason;
  readonly caseReference: string | null;
}

/** Every method takes the id of an invoice, `inv_…`, unless told otherwise. */
export interface InvoicePrivacy {
  /** What is left of an invoice that was erased, by number or id. */
  erasureOf(numberOrId: string): Promise<Erasure | undefined>;
  /** Destroys it for good. Holds and retention come first. @param by Who acts: id of the account. */
  erase(id: string, reason: ErasureReason, by: string): Promise<ErasureOutcome>;
  /** All that were ever set, the newest first. */
  holds(id: string): Promise<readonly LegalHold[]>;
  /** @returns `undefined` when it is gone. */
  hold(id: string, hold: NewHold, by: string): Promise<LegalHold | undefined>;
  /** @returns False when there is no such hold in force. */
  liftHold(id: string, holdId: string, by: string): Promise<boolean>;
}
