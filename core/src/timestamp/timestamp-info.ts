/**
 * TSTInfo: what the authority says, in its own words.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2
 * @module
 */
import { toHex } from '../encoding/hex.js';
import { DER, type DerNode, type DerReader, integerOf, partsOf, readDer } from '../x509/der.js';
import { type TimestampHash, hashOf } from './algorithms.js';
import { dottedOf } from './object-identifiers.js';
import { assertStrictDer } from './strict-der.js';
import { TimestampError, orFault } from './timestamp-error.js';

export interface TimestampInfo {
  /** Dotted object identifier of the rules that the authority followed. */
  readonly policy: string;
  readonly hash: TimestampHash;
  /** The hash that was stamped. */
  readonly imprint: Uint8Array;
  /** Lowercase hex of the INTEGER's content. */
  readonly serial: string;
  /** Milliseconds since 1970, rounded up: the token bounds from above. */
  readonly genTime: number;
  /** How far the true time may lie from `genTime`, in milliseconds; 0 when the authority does not say. */
  readonly accuracyMs: number;
  /** Lowercase hex of the INTEGER's content. */
  readonly nonce: string | undefined;
}

/** @throws {TimestampError} `TIMESTAMP_MALFORMED`, `TIMESTAMP_ALGORITHM_REFUSED` */
export function readTimestampInfo(content: Uint8Array): TimestampInfo {
  return orFault('TIMESTAMP_MALFORMED', () => {
    assertStrictDer(content);
    const parts = partsOf(readDer(content, DER.sequence));
    if (toHex(parts.read(DER.integer).content) !== '01') throw malformed('TSTInfo of another version');
    const policy = dottedOf(parts.read(DER.objectIdentifier).content);
    const imprint = imprintOf(partsOf(parts.read(DER.sequence)));
    const serial = toHex(integerOf(parts.read(DER.integer)));
    const genTime = genTimeOf(parts.read(DER.generalizedTime));
    const accuracy = parts.optional(DER.sequence);
    if (parts.optional(DER.boolean)?.content[0] === 0) throw malformed('a default is written out');
    const nonce = parts.optional(DER.integer);
    parts.optional(0xa0); // the authority's own name for itself: its certificate says who it is
    const extensions = parts.optional(0xa1);
    parts.end();
    if (extensions) assertNoCritical(partsOf(extensions));
    return {
      policy,
      ...imprint,
      serial,
      genTime,
      accuracyMs: accuracy ? accuracyOf(partsOf(accuracy)) : 0,
      nonce: nonce && toHex(integerOf(nonce)),
    };
  });
}

function imprintOf(parts: DerReader): Pick<TimestampInfo, 'hash' | 'imprint'> {
  const hash = hashOf(parts.read(DER.sequence));
  const imprint = parts.read(DER.octetString).content;
  parts.end();
  return { hash, imprint };
}

/** Fraction without trailing zeros, always UTC. */
const GEN_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{0,15}[1-9]))?Z$/;

function genTimeOf({ content }: DerNode): number {
  const [, year, month, day, hour, minute, second, fraction = '0'] =
    (content.length <= 40 && GEN_TIME.exec(String.fromCharCode(...content))) || [];
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const instant = Date.parse(text);
  if (Number.isNaN(instant) || new Date(instant).toISOString() !== text)
    throw malformed('genTime is no time');
  return instant + Math.ceil(Number(`0.${fraction}`) * 1000);
}

function accuracyOf(parts: DerReader): number {
  const seconds = parts.optional(DER.integer);
  const millis = parts.optional(0x80);
  const micros = parts.optional(0x81);
  parts.end();
  return (
    (seconds ? numberOf(seconds, 0x7fffffff) : 0) * 1000 +
    (millis ? numberOf(millis, 999) : 0) +
    Math.ceil((micros ? numberOf(micros, 999) : 0) / 1000)
  );
}

function numberOf(node: DerNode, most: number): number {
  const content = integerOf({ ...node, tag: DER.integer });
  let value = (content[0] ?? 0x80) >= 0x80 || content.length > 4 ? Infinity : 0;
  for (const byte of content) value = value * 256 + byte;
  if (value > most) throw malformed('accuracy is out of range');
  return value;
}

function assertNoCritical(list: DerReader): void {
  while (!list.done) {
    const parts = partsOf(list.read(DER.sequence));
    parts.read(DER.objectIdentifier);
    if (parts.optional(DER.boolean)) throw malformed('critical extension');
    parts.read(DER.octetString);
    parts.end();
  }
}

function malformed(detail: string): TimestampError {
  return new TimestampError('TIMESTAMP_MALFORMED', detail);
}
