/**
 * Proof of one transaction of any contract, without a document: envelope, block, configurations, and statements of the
 * peers about it (docs/proof-format.md, "Ledger proof"). The parts have the same form as in a bundle.
 *
 * @module
 */
import { isJsonObject } from '../encoding/json-value.js';
import { parseJson } from '../encoding/parse-json.js';
import { BundleError } from './bundle-error.js';
import { MAX_BUNDLE_BYTES } from './bundle.js';
import {
  type BundleBlock,
  type BundleConfiguration,
  type BundleStatement,
  type BundleTransaction,
  PART_PARSERS,
} from './parts.js';
import { objectOf, orUnreadable, unreadable } from './read-members.js';

/** `format` of a ledger proof. */
export const LEDGER_PROOF_FORMAT = 'chopmark/ledger-proof/1';

/** Proof of one transaction of any contract (docs/proof-format.md, section 7). */
export type LedgerProof = {
  readonly format: typeof LEDGER_PROOF_FORMAT;
  readonly transaction: BundleTransaction;
  readonly block: BundleBlock;
  readonly configuration: BundleConfiguration;
  /** Answer of the peers' own chaincode `qscc` to `GetTransactionByID`. */
  readonly statement: BundleStatement;
  /** A call that read a key that the transaction wrote: its version ties the transaction to its place. */
  readonly place?: BundleStatement;
};

/** @throws {BundleError} Unless the input is one such proof; unknown members are refused. */
export function parseLedgerProof(input: Uint8Array | string): LedgerProof {
  if (input.length > MAX_BUNDLE_BYTES)
    throw new BundleError('BUNDLE_TOO_LARGE', `more than ${MAX_BUNDLE_BYTES} bytes`);
  return orUnreadable(() => ledgerProofFrom(parseJson(input)));
}

/** @throws {BundleError} Unless the value has the form of such a proof. */
export function ledgerProofFrom(value: unknown): LedgerProof {
  return orUnreadable(() => {
    if (!isJsonObject(value) || value['format'] !== LEDGER_PROOF_FORMAT)
      throw unreadable('not a ledger proof');
    const members = objectOf(
      value,
      ['format', 'transaction', 'block', 'configuration', 'statement'],
      ['place'],
    );
    const proof = {
      format: LEDGER_PROOF_FORMAT,
      transaction: PART_PARSERS.transaction(members['transaction']),
      block: PART_PARSERS.block(members['block']),
      configuration: PART_PARSERS.configuration(members['configuration']),
      statement: PART_PARSERS.statement(members['statement']),
    } as const;
    return members['place'] === undefined
      ? proof
      : { ...proof, place: PART_PARSERS.statement(members['place']) };
  });
}
