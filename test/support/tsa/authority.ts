/**
 * A certificate authority for timestamps, with stampers below it: any key that the standard allows, any fault that a
 * test wants.
 *
 * @module
 */
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { TimestampAuthority } from '@chopmark/core/timestamps';
import { deterministicCrypto, generateP256 } from '../p256.js';
import { randomBytes } from '../randomness.js';
import { Stamper, type StamperKey } from './stamper.js';

x509.cryptoProvider.set(webcrypto as unknown as Crypto);
/** Given to each call: on P-256 a seed fixes every byte of a certificate. */
const CRYPTO = deterministicCrypto as unknown as Crypto;

export const TIMESTAMPING = '1.3.6.1.5.5.7.3.8';
export const FROM = new Date('2026-01-01T00:00:00Z');
export const UNTIL = new Date('2036-01-01T00:00:00Z');

/** So many days from now: for what real clocks look at. */
export function inDays(days: number): Date {
  return new Date(Date.now() + days * 86_400_000);
}

/** Valid now, whenever now is. */
export const CURRENT = { notBefore: inDays(-10), notAfter: inDays(3650) } as const;

export interface StamperOptions {
  readonly key?: StamperKey;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Object identifiers of the extended key usage; empty: no such extension. */
  readonly purposes?: readonly string[];
  readonly purposeIsCritical?: boolean;
  readonly isAuthority?: boolean;
  readonly extensions?: readonly x509.Extension[];
}

type Keys = webcrypto.CryptoKeyPair;

/** What WebCrypto calls a key and what signs certificates with it. */
const ALGORITHMS = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  'P-521': { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
  RSA: {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  },
  'RSA-1024': {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 1024,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  },
} as const;

export class TsaAuthority {
  private constructor(
    readonly name: string,
    private readonly keys: Keys,
    private readonly algorithm: (typeof ALGORITHMS)[StamperKey],
    readonly certificate: x509.X509Certificate,
    private readonly issuer: TsaAuthority | undefined,
  ) {}

  /** @param options.issuer Undefined: a self-signed root. */
  static async create(
    name: string,
    options: {
      readonly key?: StamperKey;
      readonly issuer?: TsaAuthority;
      readonly notBefore?: Date;
      readonly notAfter?: Date;
      readonly extensions?: readonly x509.Extension[];
      readonly keys?: Keys;
    } = {},
  ): Promise<TsaAuthority> {
    const algorithm = ALGORITHMS[options.key ?? 'P-256'];
    const keys = options.keys ?? (await keysOf(options.key ?? 'P-256'));
    const subject = `CN=${name},O=Timestamps for tests`;
    const certificate = await x509.X509CertificateGenerator.create(
      {
        serialNumber: randomSerial(),
        subject,
        issuer: options.issuer?.certificate.subject ?? subject,
        notBefore: options.notBefore ?? FROM,
        notAfter: options.notAfter ?? UNTIL,
        publicKey: keys.publicKey,
        signingKey: (options.issuer?.keys ?? keys).privateKey,
        signingAlgorithm: options.issuer?.algorithm ?? algorithm,
        extensions: [
          new x509.BasicConstraintsExtension(true, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
          ...(options.extensions ?? []),
        ],
      },
      CRYPTO,
    );
    return new TsaAuthority(name, keys, algorithm, certificate, options.issuer);
  }

  get pem(): string {
    return `${this.certificate.toString('pem')}\n`;
  }

  get der(): Buffer {
    return Buffer.from(this.certificate.rawData);
  }

  /** The root above, or this. */
  get root(): TsaAuthority {
    return this.issuer?.root ?? this;
  }

  /** As it stands in a trust profile. */
  profile(more: Partial<TimestampAuthority> = {}): TimestampAuthority {
    const { root } = this;
    return {
      name: root.name,
      roots: [root.pem],
      intermediates: root === this ? [] : [this.pem],
      revocationLists: [],
      ...more,
    };
  }

  /** A certificate for stamping, with its key. */
  async stamper(options: StamperOptions = {}): Promise<Stamper> {
    const kind = options.key ?? 'P-256';
    const keys = await keysOf(kind);
    const purposes = options.purposes ?? [TIMESTAMPING];
    const certificate = await x509.X509CertificateGenerator.create(
      {
        serialNumber: randomSerial(),
        subject: `CN=Stamper of ${this.name},O=Timestamps for tests`,
        issuer: this.certificate.subject,
        notBefore: options.notBefore ?? FROM,
        notAfter: options.notAfter ?? UNTIL,
        publicKey: keys.publicKey,
        signingKey: this.keys.privateKey,
        signingAlgorithm: this.algorithm,
        extensions: [
          new x509.BasicConstraintsExtension(options.isAuthority ?? false, undefined, true),
          ...(purposes.length > 0
            ? [new x509.ExtendedKeyUsageExtension([...purposes], options.purposeIsCritical ?? true)]
            : []),
          ...(options.extensions ?? [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true)]),
        ],
      },
      CRYPTO,
    );
    return new Stamper(
      kind,
      KeyObject.from(keys.privateKey),
      Buffer.from(certificate.rawData),
      this.issuer ? [this.der] : [],
    );
  }

  /** PEM of a revocation list. */
  async revocationList(
    revoked: readonly {
      readonly certificate: Buffer<ArrayBuffer>;
      readonly at: Date;
      readonly reason?: x509.X509CrlReason;
    }[],
  ): Promise<string> {
    const list = await x509.X509CrlGenerator.create(
      {
        issuer: this.certificate.subject,
        thisUpdate: FROM,
        nextUpdate: UNTIL,
        signingKey: this.keys.privateKey,
        signingAlgorithm: this.algorithm,
        entries: revoked.map(({ certificate, at, reason }) => ({
          serialNumber: new x509.X509Certificate(certificate).serialNumber,
          revocationDate: at,
          ...(reason === undefined ? {} : { reason: reason }),
        })),
      },
      CRYPTO,
    );
    return `${list.toString('pem').replaceAll(' CRL-----', ' X509 CRL-----')}\n`;
  }
}

function keysOf(kind: StamperKey): Promise<Keys> {
  return kind === 'P-256'
    ? generateP256()
    : webcrypto.subtle.generateKey(ALGORITHMS[kind], true, ['sign', 'verify']);
}

/** Positive, without a leading zero byte. */
function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}
