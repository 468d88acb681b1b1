/**
 * The certificate that a proposal was signed with. The peer has validated it
 * before the contract is asked; here it is only named and its NodeOU read.
 *
 * Fabric's MSP decodes the first PEM block, whatever its label; other readers
 * skip blocks with a foreign label. Two blocks in one identity would therefore
 * be validated as one certificate and understood as another, so anything but
 * exactly one `CERTIFICATE` block is refused.
 *
 * @module
 */
// eslint-disable-next-line no-restricted-imports -- reads a certificate, the same way everywhere
import { X509Certificate } from 'node:crypto';
import { hexHashOf, LedgerError, type HexHash } from '@chopmark/core';
import { sha256 } from './hash';

export interface CallerCertificate {
  /** SHA-256 of the DER form. */
  readonly fingerprint: HexHash;
  /** Organizational units of the subject, e.g. `client`. */
  readonly units: readonly string[];
}

const ONE_BLOCK = /^-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END CERTIFICATE-----\s*$/;

/**
 * @param pem Bytes of the creator's identity (`SerializedIdentity.id_bytes`).
 * @throws {LedgerError} `NOT_PERMITTED` unless it is one certificate in PEM and nothing else.
 */
export function parseCallerCertificate(pem: Uint8Array): CallerCertificate {
  const der = derOf(pem);
  const certificate = der && certificateFrom(der);
  if (!der || !certificate?.raw.equals(der)) {
    throw new LedgerError('NOT_PERMITTED', 'the caller shows no single X.509 certificate in PEM');
  }
  return { fingerprint: hexHashOf(sha256(der)), units: unitsOf(certificate) };
}

function derOf(pem: Uint8Array): Buffer | undefined {
  const body = ONE_BLOCK.exec(Buffer.from(pem).toString('latin1'))?.[1]?.replace(/[\r\n]/g, '');
  if (body === undefined) return undefined;
  const der = Buffer.from(body, 'base64');
  return der.toString('base64') === body ? der : undefined;
}

function certificateFrom(der: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

/** The legacy object holds attribute values as they are; the text form of a subject is escaped. */
function unitsOf(certificate: X509Certificate): readonly string[] {
  const units: unknown = certificate.toLegacyObject().subject.OU;
  if (typeof units === 'string') return [units];
  return Array.isArray(units) ? units.map(String) : [];
}
