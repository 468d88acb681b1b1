/** The extensions of a certificate that decide whether it may sign what it signed (RFC 5280, section 4.2). */
import { toHex } from '../encoding/hex.js';
import { CertificateError } from './certificate-error.js';
import { DER, type DerNode, bitStringBytesOf, integerOf, partsOf, readDer } from './der.js';

export interface Extensions {
  readonly isAuthority: boolean;
  /** Authorities that may follow below; undefined = any number. */
  readonly pathLength: number | undefined;
  /** Undefined when there is no keyUsage: everything is allowed. */
  readonly keyUsage: { readonly digitalSignature: boolean; readonly keyCertSign: boolean } | undefined;
}

const BASIC_CONSTRAINTS = '551d13';
const KEY_USAGE = '551d0f';
/** Read by nobody here, harmless when critical: extended key usage, alternative names, key identifiers. */
const HARMLESS = new Set(['551d25', '551d11', '551d0e', '551d23']);

/** @throws {CertificateError} For an unreadable, repeated or unknown critical extension. */
export function extensionsFrom(list: DerNode | undefined): Extensions {
  let found: Extensions = { isAuthority: false, pathLength: undefined, keyUsage: undefined };
  if (list === undefined) return found;
  const seen = new Set<string>();
  for (const { id, critical, value } of extensionEntries(list)) {
    if (seen.has(id)) throw new CertificateError('extension stands twice');
    seen.add(id);
    if (id === BASIC_CONSTRAINTS) found = { ...found, ...basicConstraints(value) };
    else if (id === KEY_USAGE) found = { ...found, keyUsage: keyUsage(value) };
    else if (critical && !HARMLESS.has(id)) throw new CertificateError('unknown critical extension');
  }
  return found;
}

/** One extension; `id` is the lowercase hex of its object identifier. */
export interface ExtensionEntry {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** @throws {CertificateError} When the list is unreadable. */
export function* extensionEntries(list: DerNode): Iterable<ExtensionEntry> {
  const entries = partsOf(readDer(list.content, DER.sequence));
  while (!entries.done) {
    const parts = partsOf(entries.read(DER.sequence));
    const id = toHex(parts.read(DER.objectIdentifier).content);
    const critical = parts.optional(DER.boolean);
    const value = parts.read(DER.octetString).content;
    parts.end();
    yield { id, critical: critical !== undefined && critical.content[0] !== 0, value };
  }
}

function basicConstraints(value: Uint8Array): Pick<Extensions, 'isAuthority' | 'pathLength'> {
  const parts = partsOf(readDer(value, DER.sequence));
  const isAuthority = parts.optional(DER.boolean)?.content[0] === 0xff;
  const length = parts.optional(DER.integer);
  parts.end();
  const pathLength = length && integerOf(length);
  if (pathLength && (pathLength.length !== 1 || (pathLength[0] ?? 0x80) >= 0x80)) {
    throw new CertificateError('path length out of range');
  }
  return { isAuthority, pathLength: pathLength?.[0] };
}

function keyUsage(value: Uint8Array): NonNullable<Extensions['keyUsage']> {
  const node = readDer(value, DER.bitString);
  const unused = node.content[0] ?? 8;
  if (unused > 7) throw new CertificateError('key usage is malformed');
  const bits = bitStringBytesOf({ ...node, content: Uint8Array.of(0, ...node.content.subarray(1)) })[0] ?? 0;
  return { digitalSignature: (bits & 0x80) !== 0, keyCertSign: (bits & 0x04) !== 0 };
}
