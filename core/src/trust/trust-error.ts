/** Why a trust profile cannot be used. */
export type TrustFault =
  'PROFILE_UNREADABLE' | 'PROFILE_SIGNATURE_INVALID' | 'PROFILE_REVOCATION_LIST_INVALID';

/** A profile that nobody should judge by; no document is at fault. */
export class TrustError extends Error {
  override readonly name = 'TrustError';

  constructor(
    readonly code: TrustFault,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}
