/** Suite of this gateway's series, for whoever computes hashes again. */
export const SUITE = 'sha256-p256';
