/**
 * One look over a whole DER value before anybody interprets it: definite minimal lengths, bounded depth and number,
 * primitive values in their one form. What follows may recurse and need not doubt.
 *
 * @see ITU-T X.690, sections 8, 10 and 11
 * @module
 */
import { CertificateError } from '../x509/certificate-error.js';
import { DER, type DerNode, DerReader, integerOf, partsOf } from '../x509/der.js';

const MAX_DEPTH = 24;
/** A token with three RSA certificates has about 300. */
const MAX_ELEMENTS = 4_000;
const CONSTRUCTED = 0x20;
const NULL = 0x05;
const SEQUENCE_AND_SET: readonly number[] = [DER.sequence, DER.set];

/** @throws {CertificateError} Unless the bytes are one such value and nothing else. */
export function assertStrictDer(bytes: Uint8Array): void {
  let left = MAX_ELEMENTS;
  const walk = (reader: DerReader, depth: number): void => {
    if (depth > MAX_DEPTH) throw new CertificateError('DER is nested too deeply');
    while (!reader.done) {
      left -= 1;
      if (left < 0) throw new CertificateError('DER has too many elements');
      const node = reader.read();
      assertForm(node);
      if ((node.tag & CONSTRUCTED) !== 0) walk(partsOf(node), depth + 1);
    }
  };
  const reader = new DerReader(bytes);
  const node = reader.read();
  reader.end();
  walk(new DerReader(node.raw), 0);
}

function assertForm(node: DerNode): void {
  const { tag, content } = node;
  const isUniversal = (tag & 0xc0) === 0;
  if (!isUniversal) return;
  const isContainer = SEQUENCE_AND_SET.includes(tag | CONSTRUCTED);
  if (((tag & CONSTRUCTED) !== 0) !== isContainer || (tag & 0x1f) === 0)
    throw new CertificateError('DER element of a form that is not distinguished');
  if (tag === DER.integer || tag === DER.enumerated) integerOf({ ...node, tag: DER.integer });
  if (tag === DER.boolean && !(content.length === 1 && (content[0] === 0 || content[0] === 0xff)))
    throw new CertificateError('BOOLEAN is neither true nor false');
  if (tag === NULL && content.length > 0) throw new CertificateError('NULL holds something');
  if (tag === DER.objectIdentifier) assertIdentifier(content);
  if (tag === DER.bitString) assertBits(content);
}

/** Each arc in its shortest form, the last one whole. */
function assertIdentifier(content: Uint8Array): void {
  let starts = true;
  for (const byte of content) {
    if (starts && byte === 0x80) throw new CertificateError('OBJECT IDENTIFIER is not minimal');
    starts = byte < 0x80;
  }
  if (content.length === 0 || !starts) throw new CertificateError('OBJECT IDENTIFIER is cut off');
}

function assertBits(content: Uint8Array): void {
  const unused = content[0] ?? 8;
  const last = content[content.length - 1] ?? 0;
  if (
    unused > 7 ||
    (content.length === 1 && unused > 0) ||
    (content.length > 1 && (last & ((1 << unused) - 1)) !== 0)
  )
    throw new CertificateError('BIT STRING has stray bits');
}
