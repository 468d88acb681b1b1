/**
 * May this certificate stamp? Timestamps alone, by an extension that nobody may overlook (RFC 3161, section 2.3).
 *
 * @module
 */
import { toHex } from '../encoding/hex.js';
import type { CertificateParts } from '../x509/certificate-parts.js';
import { DER, type DerNode, partsOf, readDer } from '../x509/der.js';
import { extensionEntries } from '../x509/extensions.js';
import { ANY_PURPOSE, EXTENDED_KEY_USAGE, KEY_USAGE, TIMESTAMPING } from './object-identifiers.js';
import { TimestampError, orFault } from './timestamp-error.js';

/** digitalSignature and nonRepudiation, bits 0 and 1 of keyUsage. */
const SIGNING = 0xc0;

/** @throws {TimestampError} `TIMESTAMP_PURPOSE_WRONG` */
export function assertStampingCertificate(certificate: CertificateParts): void {
  orFault('TIMESTAMP_PURPOSE_WRONG', () => {
    const { purposes, isCritical, keyUsage } = rightsOf(certificate);
    if (purposes?.join() !== TIMESTAMPING) throw wrong('the certificate is not one for timestamps alone');
    if (!isCritical) throw wrong('the purpose of the certificate is not critical');
    if (keyUsage !== undefined && (keyUsage & SIGNING) === 0) throw wrong('the key may not sign');
    if (certificate.isAuthority) throw wrong('an authority of certificates does not stamp');
  });
}

/** Does an authority of certificates that limits purposes allow stamping below itself? */
export function allowsStampingBelow(certificate: CertificateParts): boolean {
  const { purposes } = orFault('TIMESTAMP_MALFORMED', () => rightsOf(certificate));
  return !purposes || purposes.includes(TIMESTAMPING) || purposes.includes(ANY_PURPOSE);
}

interface Rights {
  readonly purposes: readonly string[] | undefined;
  readonly isCritical: boolean;
  readonly keyUsage: number | undefined;
}

function rightsOf({ extensions }: CertificateParts): Rights {
  const entries = extensions ? [...extensionEntries(extensions)] : [];
  const purposes = entries.find(({ id }) => id === EXTENDED_KEY_USAGE);
  const usage = entries.find(({ id }) => id === KEY_USAGE);
  return {
    purposes: purposes && purposesOf(readDer(purposes.value, DER.sequence)),
    isCritical: purposes?.critical === true,
    keyUsage: usage && (readDer(usage.value, DER.bitString).content[1] ?? 0),
  };
}

function purposesOf(list: DerNode): string[] {
  const purposes: string[] = [];
  const parts = partsOf(list);
  while (!parts.done) purposes.push(toHex(parts.read(DER.objectIdentifier).content));
  return purposes;
}

function wrong(detail: string): TimestampError {
  return new TimestampError('TIMESTAMP_PURPOSE_WRONG', detail);
}
