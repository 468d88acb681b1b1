import { fromBase64 } from '../encoding/base64.js';
import { CertificateError } from './certificate-error.js';

/** Far above any certificate or revocation list of a handful of nodes; bounds the work of the pattern. */
const MAX_PEM_CHARACTERS = 262_144;
const BLOCK = /^-----BEGIN ([A-Z0-9 ]+)-----\r?\n([A-Za-z0-9+/=\r\n]+?)\r?\n?-----END \1-----\s*$/;

/**
 * DER inside one PEM block.
 *
 * @param label What must stand after BEGIN, e.g. `CERTIFICATE`.
 * @throws {CertificateError} Unless the text is exactly one block with that label.
 */
export function derFromPem(pem: string, label: string): Uint8Array {
  const match = pem.length <= MAX_PEM_CHARACTERS ? BLOCK.exec(pem) : null;
  if (match?.[1] !== label) throw new CertificateError(`one PEM block "${label}" expected`);
  try {
    return fromBase64((match[2] ?? '').replace(/[\r\n]/g, ''));
  } catch {
    throw new CertificateError('PEM block is not base64');
  }
}
