/**
 * Certificates for callers of the contract, of the form that Fabric's CAs issue; made here, so that each
 * oddity can be. The peer judges keys, signatures and chains, the contract never does: one public key (the
 * generator of P-256) and an empty signature serve all, and the same calls make the same bytes in every process.
 *
 * @module
 */
import { createHash } from 'node:crypto';

export interface Identity {
  readonly mspId: string;
  readonly pem: string;
  /** SHA-256 of the certificate's DER form, hex. */
  readonly fingerprint: string;
}

const TAG = {
  integer: 0x02,
  bits: 0x03,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
};
const ECDSA_WITH_SHA256 = der(TAG.sequence, der(TAG.oid, Buffer.from('2a8648ce3d040302', 'hex')));
const PUBLIC_KEY = Buffer.from(
  '3059301306072a8648ce3d020106082a8648ce3d030107034200' +
    '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296' +
    '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  'hex',
);
const SIGNATURE = Buffer.from('003006020101020101', 'hex');
const COMMON_NAME = '550403';
const ORGANIZATIONAL_UNIT = '55040b';
let serial = 1;

/**
 * A new certificate, told from all others by its serial number.
 *
 * @param units Organizational units of the subject, in order.
 */
export function identityOf(mspId: string, ...units: readonly string[]): Identity {
  const certificate = certificateOf(units);
  return {
    mspId,
    pem: pemOf(certificate),
    fingerprint: createHash('sha256').update(certificate).digest('hex'),
  };
}

export function pemOf(certificate: Buffer, label = 'CERTIFICATE'): string {
  const lines = certificate.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

function certificateOf(units: readonly string[]): Buffer {
  const subject = der(
    TAG.sequence,
    ...units.map((unit) => attribute(ORGANIZATIONAL_UNIT, unit)),
    attribute(COMMON_NAME, 'caller'),
  );
  const body = der(
    TAG.sequence,
    der(TAG.version, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, Buffer.from([1, serial >> 8, serial++ & 0xff])),
    ECDSA_WITH_SHA256,
    subject,
    der(
      TAG.sequence,
      der(TAG.utcTime, Buffer.from('250101000000Z')),
      der(TAG.utcTime, Buffer.from('350101000000Z')),
    ),
    subject,
    PUBLIC_KEY,
  );
  return der(TAG.sequence, body, ECDSA_WITH_SHA256, der(TAG.bits, SIGNATURE));
}

function attribute(oid: string, value: string): Buffer {
  return der(
    TAG.set,
    der(TAG.sequence, der(TAG.oid, Buffer.from(oid, 'hex')), der(TAG.utf8, Buffer.from(value))),
  );
}

/** One DER value; lengths up to 65,535. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
