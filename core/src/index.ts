/** The rules of documents and ledger; judging stands in `./verify`. */
export { DocumentError, DOCUMENT_ERRORS, type DocumentErrorCode } from './errors/document-error.js';
export { LedgerError, LEDGER_ERROR_STATUS, type LedgerErrorCode } from './errors/ledger-error.js';

export { fromBase64, fromBase64Url, toBase64, toBase64Url } from './encoding/base64.js';
export { concatBytes, equalBytes, uint64Bytes } from './encoding/bytes.js';
export { canonicalBytes, canonicalJson } from './encoding/canonical-json.js';
export { fromHex, toHex } from './encoding/hex.js';
export { escapeToken, fromPointer, toPointer } from './encoding/json-pointer.js';
export { isJsonObject, type JsonObject, type JsonValue } from './encoding/json-value.js';
export { Members } from './encoding/members.js';
export { parseJson, type ParseJsonOptions } from './encoding/parse-json.js';
export { utf8Decode, utf8Encode } from './encoding/utf8.js';

export { HASH_BYTES, hexHashOf, parseHexHash, type HexHash } from './hash/hex-hash.js';
export { hmac } from './hash/hmac.js';
export {
  isSuiteName,
  requireSuite,
  SUITE_NAMES,
  type Hash,
  type Suite,
  type SuiteName,
  type Suites,
} from './hash/suite.js';

export { consistencyProof, verifyConsistency } from './merkle/consistency-proof.js';
export { rootFromInclusion } from './merkle/inclusion-proof.js';
export {
  inclusionPath,
  leafHash,
  merkleTree,
  nodeHash,
  textLeafHash,
  treeHead,
  type MerkleTree,
} from './merkle/tree.js';

export {
  AUDIT_CHECKPOINT_FORMAT,
  parseAuditCheckpoint,
  type AuditCheckpoint,
} from './audit/audit-checkpoint.js';
export {
  AUDIT_FORMAT,
  auditOrigin,
  nextAuditRecord,
  type AuditEntry,
  type AuditHead,
  type AuditRecord,
} from './audit/audit-record.js';

export { batchRoot, batchTree, entryLeaf, MAX_BATCH } from './document/batch.js';
export {
  disclose,
  hashOfDisclosed,
  isHidden,
  parseDisclosedDocument,
  valuesOfDisclosed,
  type DisclosedDocument,
  type HiddenField,
} from './document/disclosure.js';
export { flatten, parsePathList, unflatten, type Field, type FlatDocument } from './document/fields.js';
export { parseHeader, type DocumentHeader } from './document/header.js';
export { parseCheckpointDocument, type CheckpointDocument } from './document/checkpoint-document.js';
export { formatCheckpointNumber, MAX_CHECKPOINT_SEQUENCE } from './document/checkpoint-number.js';
export { formatNumber, INVOICE_REQUIRED, KINDS, kindOf, type Kind } from './document/kinds.js';
export { documentHash, fieldLeaf, headerLeaf, pathsHash } from './document/leaves.js';
export {
  formatInvoiceNumber,
  MAX_INVOICE_SEQUENCE,
  parseInvoiceNumber,
  SANDBOX_REGION,
  type InvoiceNumber,
} from './document/numbers.js';
export { HEADER_PATH, SALT_BYTES, saltsOf, SECRET_BYTES } from './document/salt.js';
export {
  sealDocument,
  type SealedDocument,
  type SealInput,
  type ShownField,
} from './document/sealed-document.js';

export {
  acceptAnchor,
  acceptFence,
  splitHashes,
  type AnchorInput,
  type AnchorRequest,
} from './ledger/anchor.js';
export {
  ATTEST_FORMAT,
  formatAttestation,
  parseAttestation,
  type Attestation,
} from './ledger/attestation.js';
export { acceptTick, type TickInput } from './ledger/clock.js';
export {
  batchAnchoredEvent,
  batchFencedEvent,
  type BatchAnchoredEvent,
  type BatchFencedEvent,
} from './ledger/events.js';
export {
  assertBatchNumber,
  assertBatchSize,
  assertSequence,
  assertSeriesName,
  parseDecimalArgument,
} from './ledger/forms.js';
export {
  CLOCK_STEP_SECONDS,
  CLOCK_TOLERANCE_SECONDS,
  EVENTS,
  LEDGER_CONTRACT,
  MAX_ATTESTED,
  ROLES,
  type LedgerFunction,
  type LedgerFunctionName,
  type LedgerParameter,
  type Role,
} from './ledger/ledger-api.js';
export {
  authorityOf,
  endorsementPolicy,
  isNamespace,
  MSP_IDS,
  NAMESPACE_NAMES,
  NAMESPACES,
  type MspId,
  type Namespace,
  type NamespaceKind,
  type NamespaceRules,
} from './ledger/namespaces.js';
export {
  isRoleList,
  parseBatchRecord,
  parseClockRecord,
  parseHeadRecord,
  parsePrefixRecord,
  parseRoleRecord,
  parseSeriesRecord,
  recordHash,
  type BatchRecord,
  type ClockRecord,
  type HeadRecord,
  type PrefixRecord,
  type RoleRecord,
  type SeriesRecord,
} from './ledger/records.js';
export { acceptClose, acceptSeries, type OpenedSeries, type OpenSeriesInput } from './ledger/series.js';

export { formatAmount, isAmount, MAX_MINOR, parseAmount, type Minor } from './money/amount.js';
export { capitalAmount, parseCapitalAmount } from './money/capital-amount.js';
export { formatDecimal, isDecimal, MAX_DECIMAL_LENGTH, parseDecimal, type Decimal } from './money/decimal.js';
export {
  lineNet,
  netUnitPrice,
  parseRate,
  PRICE_PLACES,
  taxFromGross,
  taxFromNet,
  type Rate,
} from './money/tax.js';
export {
  CERTIFICATE_ROOT,
  certificateCheck,
  checkCertificateIdentifier,
  formatCertificateIdentifier,
  parseCertificateIdentifier,
  type CertificateIdentifier,
  type CertificateIdentifierCheck,
} from './document/certificate-identifier.js';
export { checkUscc, type UsccCheck } from './document/uscc.js';
export { INVOICE_FINDINGS, type Finding, type FindingCode } from './document/findings.js';
export { checkInvoice, type Invoice, type InvoiceLine, type InvoiceParty } from './document/invoice.js';
export { MAX_INVOICE_LINES } from './document/invoice-forms.js';
export { LINE_NET_TOLERANCE_MINOR, LINE_TAX_TOLERANCE_MINOR } from './document/invoice-lines.js';
export { isRateInForce, isRateWord, VAT_RATES, type VatRate } from './document/vat-rates.js';
export { isCalendarDay } from './document/calendar-day.js';
export { REGIONS } from './document/regions.js';
