/**
 * The timestamp authorities of a trust profile, made ready. What cannot be read or does not verify is a fault of the
 * profile, never ignored.
 *
 * @module
 */
import { equalBytes } from '../encoding/bytes.js';
import { type CertificateParts, readCertificate } from '../x509/certificate-parts.js';
import { derFromPem } from '../x509/pem.js';
import { revocationKey } from '../x509/revocation.js';
import { type RevocationListParts, readRevocationList } from '../x509/revocation-list.js';
import { publicKeyOf } from './algorithms.js';
import type { SignatureEngine } from './signature-engine.js';
import { assertStrictDer } from './strict-der.js';
import { TimestampError, orFault } from './timestamp-error.js';
import type { TimestampAuthority } from './timestamps-port.js';

export interface PreparedAuthority {
  readonly name: string;
  readonly roots: readonly CertificateParts[];
  readonly intermediates: readonly CertificateParts[];
  /** `issuer|serial` → since when, and why. */
  readonly revoked: ReadonlyMap<string, { readonly revokedAt: number; readonly reason: number | undefined }>;
}

/** @throws {TimestampError} `AUTHORITY_UNREADABLE`, `AUTHORITY_REVOCATION_LIST_INVALID` */
export async function prepareAuthority(
  authority: TimestampAuthority,
  engine: SignatureEngine,
): Promise<PreparedAuthority> {
  const { name } = authority;
  const roots = authority.roots.map(certificateFrom);
  const intermediates = authority.intermediates.map(certificateFrom);
  const revoked = new Map<string, { revokedAt: number; reason: number | undefined }>();
  for (const pem of authority.revocationLists) {
    const { issuer, entries } = await revocationListFrom(pem, [...roots, ...intermediates], engine);
    for (const { serial, revokedAt, reason } of entries)
      revoked.set(revocationKey(issuer, serial), { revokedAt, reason });
  }
  return { name, roots, intermediates, revoked };
}

function certificateFrom(pem: string): CertificateParts {
  return orFault('AUTHORITY_UNREADABLE', () => {
    const der = derFromPem(pem, 'CERTIFICATE');
    assertStrictDer(der);
    const certificate = readCertificate(der);
    publicKeyOf(certificate.publicKey);
    if (!certificate.isAuthority)
      throw new TimestampError('AUTHORITY_UNREADABLE', 'a root or intermediate is no authority certificate');
    return certificate;
  });
}

async function revocationListFrom(
  pem: string,
  authorities: readonly CertificateParts[],
  engine: SignatureEngine,
): Promise<RevocationListParts> {
  try {
    const der = derFromPem(pem, 'X509 CRL');
    assertStrictDer(der);
    const list = readRevocationList(der);
    for (const authority of authorities) {
      if (!equalBytes(authority.subject, list.issuer)) continue;
      if (await engine.isSignedBy(authority, list)) return list;
    }
  } catch (cause) {
    throw new TimestampError('AUTHORITY_REVOCATION_LIST_INVALID', 'revocation list cannot be read', {
      cause,
    });
  }
  throw new TimestampError(
    'AUTHORITY_REVOCATION_LIST_INVALID',
    'revocation list is signed by no authority of it',
  );
}
