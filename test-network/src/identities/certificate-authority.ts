/**
 * A small X.509 authority for one organization: P-256, SHA-256, the extensions that Fabric's MSP demands.
 *
 * Certificates carry low-S signatures: a peer rewrites a high-S certificate before it shows it to others, and the
 * bytes of an identity would then depend on who prints them.
 */
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { isIpv4 } from '../hosts.js';
import { hasLowS } from './sign.js';

x509.cryptoProvider.set(webcrypto);

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const CERTIFICATE_YEARS = 10;
/** Clocks of one site differ; a certificate made now must be valid everywhere now. */
const BACKDATED_MS = 5 * 60_000;
/** What stays inside a host is dialed by these names. */
const LOCALHOST: x509.JsonGeneralNames = [
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
];

export type Subject = {
  readonly country: string;
  readonly locality: string;
  readonly organization: string;
  /** The NodeOU role: client, peer, admin, orderer. */
  readonly unit?: string;
  readonly commonName: string;
};

/** PEM texts; the key is PKCS #8. */
export type Credential = { readonly certificate: string; readonly key: string };

export class CertificateAuthority {
  readonly credential: Credential;
  readonly #certificate: x509.X509Certificate;
  readonly #keys: webcrypto.CryptoKeyPair;

  private constructor(certificate: x509.X509Certificate, keys: webcrypto.CryptoKeyPair, key: string) {
    this.#certificate = certificate;
    this.#keys = keys;
    this.credential = { certificate: pemOf(certificate), key };
  }

  static async create(subject: Subject): Promise<CertificateAuthority> {
    const keys = await newKeys();
    const name = nameOf(subject);
    const certificate = await sealed({
      subject: name,
      issuer: name,
      publicKey: keys.publicKey,
      signingKey: keys.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        usage('digitalSignature', 'keyCertSign', 'cRLSign'),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return new CertificateAuthority(certificate, keys, await pemOfKey(keys.privateKey));
  }

  /** The authority whose certificate and key these are. */
  static async open({ certificate, key }: Credential): Promise<CertificateAuthority> {
    return new CertificateAuthority(new x509.X509Certificate(certificate), await keysOf(key), key);
  }

  /**
   * A certificate that signs messages: the identity of a node, an admin or a client.
   *
   * @param key PKCS #8 PEM of the key to certify; absent: a new one.
   */
  async identity(subject: Subject, key?: string): Promise<Credential> {
    return this.#issue(subject, [usage('digitalSignature')], key);
  }

  /**
   * A TLS certificate for both ends of a connection, for `localhost` and `127.0.0.1`.
   *
   * @param host DNS name or IPv4 address by which others dial it, if they do.
   * @param key PKCS #8 PEM of the key to certify; absent: a new one.
   */
  async tls(subject: Subject, host?: string, key?: string): Promise<Credential> {
    const extensions = [
      usage('digitalSignature', 'keyEncipherment'),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
        x509.ExtendedKeyUsage.clientAuth,
      ]),
      new x509.SubjectAlternativeNameExtension([...LOCALHOST, ...namesOf(host)]),
    ];
    return this.#issue(subject, extensions, key);
  }

  async #issue(subject: Subject, extensions: x509.Extension[], key?: string): Promise<Credential> {
    const keys = await (key === undefined ? newKeys() : keysOf(key));
    const certificate = await sealed({
      subject: nameOf(subject),
      issuer: this.#certificate.subjectName,
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      extensions: [
        ...extensions,
        new x509.BasicConstraintsExtension(false, undefined, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        await x509.AuthorityKeyIdentifierExtension.create(this.#keys.publicKey),
      ],
    });
    return { certificate: pemOf(certificate), key: await pemOfKey(keys.privateKey) };
  }
}

function namesOf(host: string | undefined): x509.JsonGeneralNames {
  return host === undefined ? [] : [{ type: isIpv4(host) ? 'ip' : 'dns', value: host }];
}

type Draft = {
  readonly subject: x509.Name;
  readonly issuer: x509.Name;
  readonly publicKey: webcrypto.CryptoKey;
  readonly signingKey: webcrypto.CryptoKey;
  readonly extensions: x509.Extension[];
};

/** Signs until s is low: twice on average. */
async function sealed(draft: Draft): Promise<x509.X509Certificate> {
  const notBefore = new Date(Date.now() - BACKDATED_MS);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + CERTIFICATE_YEARS);
  const serialNumber = serial();
  for (;;) {
    const certificate = await x509.X509CertificateGenerator.create({
      ...draft,
      serialNumber,
      notBefore,
      notAfter,
      signingAlgorithm: ALGORITHM,
    });
    if (hasLowS(new Uint8Array(certificate.signature))) return certificate;
  }
}

function usage(...flags: readonly (keyof typeof x509.KeyUsageFlags)[]): x509.Extension {
  const bits = flags.reduce((sum, flag) => sum | x509.KeyUsageFlags[flag], 0);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- flags joined are a number again
  return new x509.KeyUsagesExtension(bits, true);
}

/** 127 random bits: positive in DER without a padding byte, and never zero at the front. */
function serial(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytes.toString('hex');
}

function nameOf({ country, locality, organization, unit, commonName }: Subject): x509.Name {
  const units = unit === undefined ? [] : [{ OU: [unit] }];
  return new x509.Name([
    { C: [country] },
    { L: [locality] },
    { O: [organization] },
    ...units,
    { CN: [commonName] },
  ]);
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function keysOf(pem: string): Promise<webcrypto.CryptoKeyPair> {
  const pkcs8 = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(pem).export({ format: 'der', type: 'spki' });
  const [privateKey, publicKey] = await Promise.all([
    webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, true, ['sign']),
    webcrypto.subtle.importKey('spki', spki, ALGORITHM, true, ['verify']),
  ]);
  return { privateKey, publicKey };
}

async function pemOfKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}

/** As Go prints it, newline at the end included: identities are compared as bytes. */
function pemOf(certificate: x509.X509Certificate): string {
  return new X509Certificate(Buffer.from(certificate.rawData)).toString();
}
