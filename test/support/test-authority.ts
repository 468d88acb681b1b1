/** A certificate authority of one organization, as a test network has it, for tests without a network. */
import 'reflect-metadata';
import { KeyObject, type webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { ORDER, deterministicCrypto, generateP256, numberBytes, signP256 } from './p256.js';
import { randomBytes } from './randomness.js';

export interface Identity {
  readonly mspId: string;
  readonly certificatePem: string;
  readonly privateKey: KeyObject;
  readonly certificate: x509.X509Certificate;
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const FROM = new Date('2026-01-01T00:00:00Z');
const UNTIL = new Date('2036-01-01T00:00:00Z');

// Given to each call, never set for the whole process: a network's own authority draws again until a signature suits it.
const CRYPTO = deterministicCrypto as unknown as Crypto;

export interface IssueOptions {
  readonly units?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly extensions?: readonly x509.Extension[];
  readonly serial?: string;
}

export class TestAuthority {
  private constructor(
    readonly mspId: string,
    private readonly keys: webcrypto.CryptoKeyPair,
    readonly certificate: x509.X509Certificate,
  ) {}

  /** @param issuer Undefined: a self-signed root. */
  static async create(mspId: string, issuer?: TestAuthority, pathLength?: number): Promise<TestAuthority> {
    const keys = await generateP256();
    const subject = `CN=ca${issuer ? '-intermediate' : ''}.${mspId},O=${mspId}`;
    const certificate = await x509.X509CertificateGenerator.create(
      {
        serialNumber: randomSerial(),
        subject,
        issuer: issuer?.certificate.subject ?? subject,
        notBefore: FROM,
        notAfter: UNTIL,
        publicKey: keys.publicKey,
        signingKey: (issuer?.keys ?? keys).privateKey,
        signingAlgorithm: P256,
        extensions: [
          new x509.BasicConstraintsExtension(true, pathLength, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        ],
      },
      CRYPTO,
    );
    return new TestAuthority(mspId, keys, certificate);
  }

  get rootPem(): string {
    return `${this.certificate.toString('pem')}\n`;
  }

  /** A certificate with this organizational unit (`peer`, `client`, …), valid for ten years unless told otherwise. */
  async issue(unit: string, options: IssueOptions = {}): Promise<Identity> {
    const keys = await generateP256();
    const units = (options.units ?? [unit]).map((one) => `OU=${one},`).join('');
    const certificate = await x509.X509CertificateGenerator.create(
      {
        serialNumber: options.serial ?? randomSerial(),
        subject: `CN=${unit}0.${this.mspId},${units}O=${this.mspId}`,
        issuer: this.certificate.subject,
        notBefore: options.notBefore ?? FROM,
        notAfter: options.notAfter ?? UNTIL,
        publicKey: keys.publicKey,
        signingKey: this.keys.privateKey,
        signingAlgorithm: P256,
        extensions: [
          ...(options.extensions ?? [
            new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
            new x509.BasicConstraintsExtension(false, undefined, true),
          ]),
        ],
      },
      CRYPTO,
    );
    return {
      mspId: this.mspId,
      certificatePem: `${certificate.toString('pem')}\n`,
      privateKey: KeyObject.from(keys.privateKey),
      certificate,
    };
  }

  /** PEM of a revocation list that names these certificates. */
  async revocationList(revoked: readonly Identity[]): Promise<string> {
    const list = await x509.X509CrlGenerator.create(
      {
        issuer: this.certificate.subject,
        thisUpdate: FROM,
        nextUpdate: UNTIL,
        signingKey: this.keys.privateKey,
        signingAlgorithm: P256,
        entries: revoked.map(({ certificate }) => ({
          serialNumber: certificate.serialNumber,
          revocationDate: FROM,
        })),
      },
      CRYPTO,
    );
    // RFC 7468 section 6 names the block otherwise than the library does.
    return `${list.toString('pem').replaceAll(' CRL-----', ' X509 CRL-----')}\n`;
  }

  sign(message: Uint8Array): Buffer {
    return signLowS(KeyObject.from(this.keys.privateKey), message);
  }
}

/** ECDSA with SHA-256 in DER, S in the lower half as Fabric wants it. */
export function signLowS(key: KeyObject, message: Uint8Array): Buffer {
  const { r, s } = signP256(key, message);
  return derSignature(numberBytes(r), numberBytes(s > ORDER / 2n ? ORDER - s : s));
}

/** The other signature that verifies under the same key: what Fabric refuses. */
export function highSTwin(der: Uint8Array): Buffer {
  const rLength = der[3] ?? 0;
  const s = BigInt(`0x${Buffer.from(der.subarray(6 + rLength)).toString('hex')}`);
  return derSignature(der.subarray(4, 4 + rLength), numberBytes(s > ORDER / 2n ? s : ORDER - s));
}

export function derSignature(r: Uint8Array, s: Uint8Array): Buffer {
  const parts = [r, s].map(derInteger);
  return Buffer.concat([
    Buffer.of(
      0x30,
      parts.reduce((sum, part) => sum + part.length, 0),
    ),
    ...parts,
  ]);
}

function derInteger(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const minimal = Buffer.from(bytes.subarray(start));
  const padded = (minimal[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), minimal]) : minimal;
  return Buffer.concat([Buffer.of(0x02, padded.length), padded]);
}

/** Positive, without a leading zero byte. */
function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}
