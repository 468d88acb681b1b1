/** Why there is no full bundle although the compact one is proven; each is also the code of the problem (HTTP). */
export type EvidenceFault = 'BLOCK_NOT_AVAILABLE' | 'BLOCK_SIGNATURES_TOO_FEW' | 'FULL_BUNDLE_TOO_LARGE';

export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';

  constructor(
    readonly code: EvidenceFault,
    /** Number of the block that it is about. */
    readonly block: number,
    options?: ErrorOptions,
  ) {
    super(`${code}: block ${block}`, options);
  }
}
