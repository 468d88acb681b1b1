/**
 * Every answer that a verifier can give to a question; `docs/error-codes.md` lists the same. Codes are never renamed
 * or reused.
 *
 * @module
 */

/** What a third party asks, in the order of printing. */
export const QUESTIONS = [
  'content',
  'batch',
  'transaction',
  'ordering',
  'validity',
  'issuer',
  'status',
  'time',
] as const;

/** One of the eight questions of a verdict. */
export type Question = (typeof QUESTIONS)[number];

/** `unknown`: nobody can say from what is at hand. `skipped`: not asked, because something before it has no answer. */
export type Outcome = 'pass' | 'fail' | 'unknown' | 'skipped';

/** Code → the question it answers and what the answer is. */
export const FINDING_CODES = {
  CONTENT_MATCHES: ['content', 'pass'],
  CONTENT_NOT_ATTESTED: ['content', 'fail'],
  REQUIRED_MEMBER_MISSING: ['content', 'fail'],
  CONTENT_NOT_COMPARED: ['content', 'unknown'],
  KIND_UNKNOWN: ['content', 'unknown'],
  SCHEMA_UNKNOWN: ['content', 'unknown'],
  SUITE_NOT_SUPPORTED: ['content', 'unknown'],
  BUNDLE_TOO_LARGE: ['content', 'unknown'],
  BUNDLE_UNREADABLE: ['content', 'unknown'],
  BUNDLE_VERSION_UNKNOWN: ['content', 'unknown'],
  BUNDLE_MISSING: ['content', 'unknown'],
  TOO_MANY_FILES: ['content', 'unknown'],
  FOLDER_TOO_DEEP: ['content', 'unknown'],
  LINK_NOT_FOLLOWED: ['content', 'unknown'],
  ARCHIVE_UNREADABLE: ['content', 'unknown'],
  ARCHIVE_ENCRYPTED: ['content', 'unknown'],
  ARCHIVE_NAME_UNSAFE: ['content', 'unknown'],
  ARCHIVE_NAME_TWICE: ['content', 'unknown'],
  ARCHIVE_NESTED: ['content', 'unknown'],
  ARCHIVE_TOO_LARGE: ['content', 'unknown'],
  VERIFIER_FAULT: ['content', 'unknown'],
  CONTENT_NOT_CHECKED: ['content', 'skipped'],

  BATCH_CONTAINS: ['batch', 'pass'],
  BATCH_ROOT_MISMATCH: ['batch', 'fail'],
  BATCH_PATH_INVALID: ['batch', 'fail'],
  BATCH_SEQUENCE_MISMATCH: ['batch', 'fail'],
  BATCH_RECORD_MISMATCH: ['batch', 'fail'],
  BATCH_NOT_CHECKED: ['batch', 'skipped'],

  TRANSACTION_ENDORSED: ['transaction', 'pass'],
  TRANSACTION_NOT_CANONICAL: ['transaction', 'fail'],
  TRANSACTION_TYPE_UNEXPECTED: ['transaction', 'fail'],
  TRANSACTION_CHANNEL_MISMATCH: ['transaction', 'fail'],
  TRANSACTION_ID_MISMATCH: ['transaction', 'fail'],
  TRANSACTION_ACTION_MISMATCH: ['transaction', 'fail'],
  TRANSACTION_SIGNATURE_INVALID: ['transaction', 'fail'],
  TRANSACTION_CREATOR_NOT_TRUSTED: ['transaction', 'fail'],
  TRANSACTION_CREATOR_MISMATCH: ['transaction', 'fail'],
  TRANSACTION_CREATOR_REVOKED: ['transaction', 'unknown'],
  TRANSACTION_CREATOR_FORMER: ['transaction', 'unknown'],
  TRANSACTION_CHAINCODE_MISMATCH: ['transaction', 'fail'],
  TRANSACTION_PROPOSAL_MISMATCH: ['transaction', 'fail'],
  TRANSACTION_REFUSED: ['transaction', 'fail'],
  TRANSACTION_ENDORSER_MALFORMED: ['transaction', 'fail'],
  TRANSACTION_ENDORSEMENT_INVALID: ['transaction', 'fail'],
  TRANSACTION_ENDORSER_NOT_TRUSTED: ['transaction', 'fail'],
  TRANSACTION_ENDORSER_NOT_PEER: ['transaction', 'fail'],
  TRANSACTION_ENDORSERS_TOO_FEW: ['transaction', 'fail'],
  TRANSACTION_ENDORSERS_NOT_COUNTED: ['transaction', 'unknown'],
  TRANSACTION_WRITE_MISSING: ['transaction', 'fail'],
  TRANSACTION_RECORD_MISMATCH: ['transaction', 'fail'],
  TRANSACTION_RECORD_ID_MISMATCH: ['transaction', 'fail'],
  TRANSACTION_NOT_COMPARED: ['transaction', 'unknown'],
  TRANSACTION_PART_MISSING: ['transaction', 'unknown'],
  TRANSACTION_NOT_IN_BUNDLE: ['transaction', 'skipped'],
  TRANSACTION_NOT_CHECKED: ['transaction', 'skipped'],

  BLOCK_ORDERED: ['ordering', 'pass'],
  BLOCK_HEADER_MALFORMED: ['ordering', 'fail'],
  BLOCK_DATA_MALFORMED: ['ordering', 'fail'],
  BLOCK_DATA_HASH_MISMATCH: ['ordering', 'fail'],
  BLOCK_PLACE_MISMATCH: ['ordering', 'fail'],
  BLOCK_PLACE_UNPROVEN: ['ordering', 'unknown'],
  ORDERER_METADATA_MALFORMED: ['ordering', 'fail'],
  ORDERER_SIGNATURE_INVALID: ['ordering', 'fail'],
  ORDERERS_TOO_FEW: ['ordering', 'fail'],
  ORDERERS_REVOKED: ['ordering', 'unknown'],
  LAST_CONFIGURATION_MISMATCH: ['ordering', 'fail'],
  CONFIGURATION_GENESIS_MISMATCH: ['ordering', 'fail'],
  CONFIGURATION_MALFORMED: ['ordering', 'fail'],
  CONFIGURATION_DATA_HASH_MISMATCH: ['ordering', 'fail'],
  CONFIGURATION_CHANNEL_MISMATCH: ['ordering', 'fail'],
  CONFIGURATION_SEQUENCE_GAP: ['ordering', 'fail'],
  CONFIGURATION_NOT_SIGNED: ['ordering', 'fail'],
  CONFIGURATION_NOT_SUPPORTED: ['ordering', 'unknown'],
  CONFIGURATION_NOT_IN_BUNDLE: ['ordering', 'unknown'],
  ORDERING_NOT_COMPARED: ['ordering', 'unknown'],
  ORDERING_PART_MISSING: ['ordering', 'unknown'],
  ORDERING_NOT_IN_BUNDLE: ['ordering', 'skipped'],
  ORDERING_NOT_CHECKED: ['ordering', 'skipped'],

  STATEMENT_SIGNED: ['validity', 'pass'],
  STATEMENT_NOT_CANONICAL: ['validity', 'fail'],
  STATEMENT_NOT_ATTEST: ['validity', 'fail'],
  STATEMENT_TX_ID_MISMATCH: ['validity', 'fail'],
  STATEMENT_PROPOSAL_MISMATCH: ['validity', 'fail'],
  STATEMENT_SIGNATURE_INVALID: ['validity', 'fail'],
  STATEMENT_REFUSED: ['validity', 'fail'],
  STATEMENT_ANSWER_MALFORMED: ['validity', 'fail'],
  STATEMENT_ANSWER_MISMATCH: ['validity', 'fail'],
  STATEMENT_READS_UNEXPECTED: ['validity', 'fail'],
  STATEMENT_HAS_EFFECTS: ['validity', 'fail'],
  RECORD_NOT_COMMITTED: ['validity', 'fail'],
  TRANSACTION_INVALIDATED: ['validity', 'fail'],
  ENDORSER_MALFORMED: ['validity', 'fail'],
  ENDORSEMENT_SIGNATURE_INVALID: ['validity', 'fail'],
  ENDORSER_NOT_TRUSTED: ['validity', 'fail'],
  ENDORSER_NOT_PEER: ['validity', 'fail'],
  DEFINITION_NOT_ACCEPTED: ['validity', 'fail'],
  DEFINITION_UNKNOWN: ['validity', 'unknown'],
  STATEMENT_MISSING: ['validity', 'unknown'],
  SIGNERS_TOO_FEW: ['validity', 'unknown'],
  VALIDITY_NOT_CHECKED: ['validity', 'skipped'],

  ISSUER_ENTITLED: ['issuer', 'pass'],
  NETWORK_MISMATCH: ['issuer', 'fail'],
  CHANNEL_MISMATCH: ['issuer', 'fail'],
  AUTHORITY_MISMATCH: ['issuer', 'fail'],
  KIND_NOT_ALLOWED: ['issuer', 'fail'],
  PREFIX_NOT_ALLOWED: ['issuer', 'fail'],
  NAMESPACE_UNKNOWN: ['issuer', 'unknown'],
  PROFILE_MISSING: ['issuer', 'unknown'],
  PROFILE_UNREADABLE: ['issuer', 'unknown'],
  PROFILE_SIGNATURE_INVALID: ['issuer', 'unknown'],
  PROFILE_REVOCATION_LIST_INVALID: ['issuer', 'unknown'],
  ISSUER_NOT_CHECKED: ['issuer', 'skipped'],

  STATUS_IN_FORCE: ['status', 'pass'],
  STATUS_TOO_OLD: ['status', 'unknown'],
  STATUS_NOT_UNDERSTOOD: ['status', 'unknown'],
  STATUS_NOT_CHECKED: ['status', 'skipped'],

  TIME_ATTESTED: ['time', 'pass'],
  TIME_STAMPED: ['time', 'pass'],
  TIMESTAMP_INVALID: ['time', 'fail'],
  TIMESTAMP_FOREIGN: ['time', 'fail'],
  TIMESTAMP_AUTHORITY_UNKNOWN: ['time', 'unknown'],
  TIMESTAMP_AUTHORITY_REVOKED: ['time', 'unknown'],
  TIMESTAMP_ALGORITHM_UNKNOWN: ['time', 'unknown'],
  TIMESTAMP_NOT_BOUND: ['time', 'unknown'],
  TIMESTAMP_PART_MISSING: ['time', 'unknown'],
  TIMESTAMP_READER_MISSING: ['time', 'unknown'],
  TIME_AHEAD: ['time', 'unknown'],
  TIME_NOT_CHECKED: ['time', 'skipped'],
} as const satisfies Readonly<Record<string, readonly [Question, Outcome]>>;

/** Key of `FINDING_CODES`: a stable answer to one question. */
export type FindingCode = keyof typeof FINDING_CODES;

/** About the way to a bundle: said by programs that read folders and archives, never by the verifier itself. */
export const INPUT_CODES = [
  'BUNDLE_MISSING',
  'TOO_MANY_FILES',
  'FOLDER_TOO_DEEP',
  'LINK_NOT_FOLLOWED',
  'ARCHIVE_UNREADABLE',
  'ARCHIVE_ENCRYPTED',
  'ARCHIVE_NAME_UNSAFE',
  'ARCHIVE_NAME_TWICE',
  'ARCHIVE_NESTED',
  'ARCHIVE_TOO_LARGE',
] as const satisfies readonly FindingCode[];

/** A code of `INPUT_CODES`. */
export type InputCode = (typeof INPUT_CODES)[number];

/** Remarks that change no answer. */
export const NOTE_CODES = [
  'DEVELOPMENT_NETWORK',
  'PROFILE_UNSIGNED',
  'CERTIFICATE_EXPIRED',
  'SIGNER_NOT_COUNTED',
  'LATER_CONFIGURATION_UNKNOWN',
  'ORGANIZATIONS_CHANGED',
  'PROFILES_DIFFER',
  'TIMESTAMP_AGED',
  'TIMESTAMP_NOT_COUNTED',
] as const;

/** A code of `NOTE_CODES`. */
export type NoteCode = (typeof NOTE_CODES)[number];
