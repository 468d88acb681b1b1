/** Why a file is no bundle that can be judged. */
export type BundleFault = 'BUNDLE_TOO_LARGE' | 'BUNDLE_UNREADABLE' | 'BUNDLE_VERSION_UNKNOWN';

/** Not a verdict on a document: there is nothing that could be judged. */
export class BundleError extends Error {
  override readonly name = 'BundleError';

  constructor(
    readonly code: BundleFault,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}
