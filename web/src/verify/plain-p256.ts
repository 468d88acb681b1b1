import { p256 } from '@noble/curves/nist.js';

/** Bytes of an uncompressed point, with which a SubjectPublicKeyInfo of P-256 ends. */
const POINT = 65;

/**
 * ECDSA over P-256 with SHA-256 without the browser's help.
 *
 * @param spkiDer Its form has been checked.
 * @param signature 64 bytes, r and s.
 */
export function verifyP256(spkiDer: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    // Where Fabric wants low S it has been checked; certificates may have either.
    return p256.verify(signature, message, spkiDer.subarray(-POINT), { prehash: true, lowS: false });
  } catch {
    return false; // a point that is not on the curve
  }
}
