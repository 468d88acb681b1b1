/** Certificates for callers of the contract, as the four organizations' CAs would issue them. */
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

export interface Identity {
  readonly mspId: string;
  readonly pem: string;
  /** SHA-256 of the certificate's DER form, hex. */
  readonly fingerprint: string;
}

x509.cryptoProvider.set(webcrypto as Crypto);
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
let serial = 1;

/**
 * A new certificate. Self-signed: the contract leaves the chain to the peer.
 *
 * @param units Organizational units of the subject, in order.
 */
export async function identityOf(mspId: string, ...units: readonly string[]): Promise<Identity> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: (serial++).toString(16).padStart(2, '0'),
    name: [...units.map((unit) => ({ OU: [unit] })), { CN: ['caller'] }],
    notBefore: new Date('2025-01-01T00:00:00Z'),
    notAfter: new Date('2035-01-01T00:00:00Z'),
    signingAlgorithm: ALGORITHM,
    keys,
  });
  return {
    mspId,
    pem: `${certificate.toString('pem')}\n`,
    fingerprint: Buffer.from(await certificate.getThumbprint('SHA-256')).toString('hex'),
  };
}
