/**
 * DER, read strictly: one-byte tags, definite minimal lengths, nothing left over.
 *
 * @see ITU-T X.690, section 10
 * @module
 */
import { CertificateError } from './certificate-error.js';

export const DER = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export interface DerNode {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Tag, length and content as they stand. */
  readonly raw: Uint8Array;
}

/** Walks the elements of one constructed value. */
export class DerReader {
  #offset = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get done(): boolean {
    return this.#offset === this.bytes.length;
  }

  /** Tag of the next element; undefined at the end. */
  get next(): number | undefined {
    return this.bytes[this.#offset];
  }

  /** @throws {CertificateError} Unless a whole element with this tag (any, when left out) follows. */
  read(tag?: number): DerNode {
    const start = this.#offset;
    const found = this.byte();
    if ((found & 0x1f) === 0x1f || (tag !== undefined && found !== tag)) {
      throw new CertificateError('unexpected DER element');
    }
    const length = this.length();
    const from = this.#offset;
    const end = from + length;
    if (end > this.bytes.length) throw new CertificateError('DER element is cut off');
    this.#offset = end;
    return { tag: found, content: this.bytes.subarray(from, end), raw: this.bytes.subarray(start, end) };
  }

  /** The next element when it has this tag, else undefined. */
  optional(tag: number): DerNode | undefined {
    return this.next === tag ? this.read(tag) : undefined;
  }

  /** @throws {CertificateError} When something is left. */
  end(): void {
    if (!this.done) throw new CertificateError('DER element has more parts than it should');
  }

  private byte(): number {
    const byte = this.bytes[this.#offset];
    if (byte === undefined) throw new CertificateError('DER element is cut off');
    this.#offset += 1;
    return byte;
  }

  private length(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new CertificateError('DER length out of range');
    let length = 0;
    for (let index = 0; index < count; index += 1) length = length * 256 + this.byte();
    if (length < 0x80 || length < 256 ** (count - 1)) throw new CertificateError('DER length is not minimal');
    return length;
  }
}

/** The one element that these bytes are. @throws {CertificateError} */
export function readDer(bytes: Uint8Array, tag: number): DerNode {
  const reader = new DerReader(bytes);
  const node = reader.read(tag);
  reader.end();
  return node;
}

/** Parts of a constructed element. */
export function partsOf(node: DerNode): DerReader {
  return new DerReader(node.content);
}

/** Content bytes of an INTEGER, minimal two's complement. @throws {CertificateError} */
export function integerOf(node: DerNode): Uint8Array {
  const [first, second] = node.content;
  if (node.tag !== DER.integer || first === undefined) throw new CertificateError('INTEGER expected');
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    throw new CertificateError('INTEGER is not minimal');
  }
  return node.content;
}

/** Bytes of a BIT STRING of whole bytes. @throws {CertificateError} */
export function bitStringBytesOf(node: DerNode): Uint8Array {
  if (node.tag !== DER.bitString || node.content[0] !== 0) {
    throw new CertificateError('BIT STRING of whole bytes expected');
  }
  return node.content.subarray(1);
}

const UTC_TIME = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;

/** Milliseconds since 1970 of a UTCTime or GeneralizedTime as RFC 5280, section 4.1.2.5 wants them. @throws {CertificateError} */
export function timeOf({ tag, content }: DerNode): number {
  const form = tag === DER.utcTime ? UTC_TIME : tag === DER.generalizedTime ? GENERALIZED_TIME : undefined;
  const parts = form?.exec(String.fromCharCode(...content))?.slice(1);
  if (!parts) throw new CertificateError('time of an unknown form');
  const [year = '', month, day, hour, minute, second] = parts;
  const full = tag === DER.utcTime ? `${Number(year) < 50 ? '20' : '19'}${year}` : year;
  const text = `${full}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const instant = Date.parse(text);
  if (Number.isNaN(instant) || new Date(instant).toISOString() !== text)
    throw new CertificateError('time out of range');
  return instant;
}
