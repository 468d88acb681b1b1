/** Codes of what keeps `chopmark evidence` from its work; listed in docs/error-codes.md. */
export const EVIDENCE_ERROR_CODES = [
  'TSA_ADDRESS_REFUSED',
  'TSA_UNREACHABLE',
  'TSA_TIMEOUT',
  'TSA_STATUS',
  'TSA_ANSWER_TYPE',
  'TSA_ANSWER_TOO_LARGE',
  'TSA_TIME_DIFFERS',
  'EVIDENCE_NOT_FOUND',
  'EVIDENCE_NOT_IN_PLACE',
  'EVIDENCE_INCOMPLETE',
  'EVIDENCE_INVALID',
  'EVIDENCE_FULL',
  'NOTHING_TO_STAMP',
] as const;

export type EvidenceErrorCode = (typeof EVIDENCE_ERROR_CODES)[number];

/** Nothing has been written when it is thrown. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';

  constructor(
    readonly code: EvidenceErrorCode,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}
