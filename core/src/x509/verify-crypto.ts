import type { Suites } from '../hash/suite.js';

/** Cryptography that a verifier borrows from its platform. */
export interface VerifyCrypto {
  readonly suites: Suites;
  /**
   * ECDSA over P-256 with SHA-256.
   *
   * @param spkiDer SubjectPublicKeyInfo of a P-256 key, uncompressed point; its form has been checked.
   * @param message The bytes signed, not their hash.
   * @param signatureDer DER; strictness and low S have been checked.
   * @returns False for a signature that does not verify and for a point that is not on the curve; never rejects for them.
   */
  verifyP256(spkiDer: Uint8Array, message: Uint8Array, signatureDer: Uint8Array): Promise<boolean>;
}
