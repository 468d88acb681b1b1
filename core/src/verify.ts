export {
  AUDIT_FINDINGS,
  type AuditFindingCode,
  type AuditVerdict,
  verifyAuditExport,
} from './audit/verify-audit-export.js';
export {
  type AuditAnchor,
  auditAnchorOf,
  checkpointOfAnchor,
  judgeAuditAnchors,
} from './verdict/judge-audit-anchors.js';
export { BundleError, type BundleFault } from './bundle/bundle-error.js';
export {
  type BundleFileKind,
  MAX_FOLDER_DEPTH,
  isHiddenFile,
  isTooDeep,
  kindOfFile,
  partFileNames,
} from './bundle/bundle-files.js';
export {
  BUNDLE_FORMAT,
  BUNDLE_MEDIA_TYPE,
  type BatchPlace,
  type Bundle,
  type BundleFile,
  MAX_BUNDLE_BYTES,
  formatBundle,
  parseBundle,
} from './bundle/bundle.js';
export {
  LEDGER_PROOF_FORMAT,
  type LedgerProof,
  ledgerProofFrom,
  parseLedgerProof,
} from './bundle/ledger-proof.js';
export {
  MAX_PART_BYTES,
  type PartReference,
  type PartResolver,
  type PartsInFile,
  detachParts,
  hashOfReference,
  isPartReference,
  parsePart,
  partBytes,
} from './bundle/part-reference.js';
export {
  type BundleBlock,
  type BundleConfiguration,
  type BundleConfigurationBlock,
  type BundleParts,
  type BundleStatement,
  type BundleTimestamp,
  type BundleTransaction,
  MAX_TIMESTAMPS,
  PART_NAMES,
  type PartName,
  type PartOf,
} from './bundle/parts.js';
export { KIND_PLACE, type ShownValue, shownValues } from './bundle/shown-values.js';
export type { TimestampAuthority, Timestamps } from './timestamp/timestamps-port.js';
export type { OrganizationChange } from './trust/changed-organizations.js';
export { type PreparedTrust, prepareTrust } from './trust/prepared-trust.js';
export { TrustError, type TrustFault } from './trust/trust-error.js';
export {
  MAX_PROFILE_BYTES,
  TRUST_FORMAT,
  type TrustNamespace,
  type TrustOrganization,
  type TrustProfile,
  type TrustSignature,
  parseTrustProfile,
  trustBytes,
  trustFingerprint,
} from './trust/trust-profile.js';
export {
  FINDING_CODES,
  type FindingCode,
  INPUT_CODES,
  type InputCode,
  NOTE_CODES,
  type NoteCode,
  type Outcome,
  QUESTIONS,
  type Question,
} from './verdict/finding-codes.js';
export { InputError, type InputFault, verdictOnInput } from './verdict/input-error.js';
export { type Finding, type Note, type Verdict, decidingFinding, errorVerdict } from './verdict/verdict.js';
export {
  type ConfigurationCheck,
  checkConfiguration,
  parseConfigurationChain,
} from './verdict/check-configuration.js';
export { type LedgerProofOptions, verifyLedgerProof } from './verdict/ledger-proof-verdict.js';
export type { EndorsementNeed } from './verdict/judge-transaction.js';
export { type Verifier, type VerifierOptions, createVerifier, verifyBundle } from './verdict/verifier.js';
export { FINDING_WORDING, NOTE_WORDING } from './verdict/finding-wording.js';
export {
  ANSWER_KINDS,
  type AnswerKind,
  type AnswerWording,
  KIND_WORDING,
  type Language,
  OUTCOME_WORDING,
  QUESTION_WORDING,
  answerKindOf,
  answerWording,
} from './verdict/wording.js';
export { lowP256Signature, rawP256Signature } from './x509/p256-signature.js';
export type { VerifyCrypto } from './x509/verify-crypto.js';
export { ReportContradictionError } from './report/consistency.js';
export { type ExplainOptions, explainBundle } from './report/explain-bundle.js';
export { NOT_PROVEN_CODES, type NotProvenCode } from './report/not-proven.js';
export {
  type MaterialContent,
  type MaterialOrigin,
  REPORT_FORMAT,
  type ReportAnswer,
  type ReportDocument,
  type ReportMaterial,
  type ReportProfile,
  type ReportStep,
  type StepCommand,
  type StepInput,
  type StepResult,
  type StepRow,
  type StepValue,
  type Text,
  type VerificationReport,
} from './report/report.js';
export { SHELL_FUNCTIONS } from './report/shell.js';
export { originCommand } from './report/step-drafts.js';
export { WORKBOOK_SCRIPT, workbookOf } from './report/workbook.js';
export { VERIFIER_VERSION } from './report/version.js';
