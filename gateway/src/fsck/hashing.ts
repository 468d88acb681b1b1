/** How this gateway's documents become hashes, for whoever computes them again. */
export const HASHING_KIND = 'invoice';
export const HASHING = { kind: HASHING_KIND, suite: 'sha256-p256' } as const;
