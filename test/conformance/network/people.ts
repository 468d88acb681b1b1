/** Who speaks to a network: its own identities, and people whom it must refuse, issued by its own authorities or others. */
import * as x509 from '@peculiar/x509';
import { X509Certificate, createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import 'reflect-metadata';
import { requireOrganization, type OrganizationKey } from '../../../test-network/dist/description.js';
import { identityOf, type SigningIdentity } from '../../../test-network/dist/identities/identity.js';
import { hasLowS } from '../../../test-network/dist/identities/sign.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const MINUTE_MS = 60_000;
const YEAR = 365 * 24 * 60;

export type Person = {
  readonly units: readonly string[];
  /** Minutes from now; by default from a minute ago for a year. The authority is five minutes older than the network. */
  readonly from?: number;
  readonly until?: number;
};

/** A certificate by the organization's own authority. */
export async function issued(
  { description, layout }: PreparedNetwork,
  key: OrganizationKey,
  person: Person,
): Promise<SigningIdentity> {
  const { ca } = layout.organization(key);
  const [certificate, keyPem] = await Promise.all([
    readFile(ca.certificate, 'utf8'),
    readFile(ca.key, 'utf8'),
  ]);
  const authority = {
    name: new x509.X509Certificate(certificate).subjectName,
    key: await signingKey(keyPem),
  };
  return certify(requireOrganization(description, key).mspId, authority, person);
}

/** A certificate that looks the same, by an authority of the same name that the network has never seen. */
export async function foreign(
  { description, layout }: PreparedNetwork,
  key: OrganizationKey,
  mspId = requireOrganization(description, key).mspId,
): Promise<SigningIdentity> {
  const own = await readFile(layout.organization(key).ca.certificate, 'utf8');
  const keys = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const authority = { name: new x509.X509Certificate(own).subjectName, key: keys.privateKey };
  return certify(mspId, authority, { units: ['client'] });
}

async function certify(
  mspId: string,
  authority: { readonly name: x509.Name; readonly key: webcrypto.CryptoKey },
  { units, from = -1, until = YEAR }: Person,
): Promise<SigningIdentity> {
  const keys = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const serialNumber = `4${randomBytes(15).toString('hex')}0`;
  for (;;) {
    const certificate = await x509.X509CertificateGenerator.create({
      subject: new x509.Name([...units.map((unit) => ({ OU: [unit] })), { CN: ['somebody.example'] }]),
      issuer: authority.name,
      publicKey: keys.publicKey,
      signingKey: authority.key,
      serialNumber,
      notBefore: new Date(Date.now() + from * MINUTE_MS),
      notAfter: new Date(Date.now() + until * MINUTE_MS),
      signingAlgorithm: P256,
      extensions: [
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.BasicConstraintsExtension(false, undefined, true),
      ],
    });
    // A peer rewrites a certificate with a high S before it shows it.
    if (!hasLowS(new Uint8Array(certificate.signature))) continue;
    const der = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
    const pem = new X509Certificate(Buffer.from(certificate.rawData)).toString();
    return identityOf(mspId, pem, x509.PemConverter.encode(der, 'PRIVATE KEY'));
  }
}

async function signingKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' });
  return webcrypto.subtle.importKey('pkcs8', der, P256, false, ['sign']);
}
