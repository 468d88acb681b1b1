/** A certificate, key, signature or revocation list that cannot be read or used. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}
