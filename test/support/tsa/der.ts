/** DER written and read by hand, for the test authority: nothing here is shared with the reader that judges it. */

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
  time: 0x18,
} as const;

export function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const bytes = size > 0xffff ? [size >> 16, size >> 8, size] : size > 0xff ? [size >> 8, size] : [size];
  const length = size < 0x80 ? [size] : [0x80 | bytes.length, ...bytes.map((byte) => byte & 0xff)];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => element(TAG.sequence, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => element(TAG.set, ...parts);
/** SET OF in the order that DER wants. */
export const sortedSet = (...parts: readonly Uint8Array[]): Buffer =>
  set(...[...parts].sort((a, b) => Buffer.compare(a, b)));
export const octets = (content: Uint8Array): Buffer => element(TAG.octetString, content);
export const utf8 = (text: string): Buffer => element(TAG.utf8, Buffer.from(text));
export const nothing = element(TAG.null);

/** Non-negative. */
export function integer(value: number | Uint8Array): Buffer {
  const hex = BigInt(typeof value === 'number' ? value : `0x${Buffer.from(value).toString('hex')}`).toString(
    16,
  );
  const bytes = Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex');
  return element(TAG.integer, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return element(TAG.oid, Buffer.from(bytes));
}

/** GeneralizedTime; milliseconds only when there are some, without trailing zeros. */
export function generalizedTime(date: Date): Buffer {
  const [whole = '', fraction = ''] = date
    .toISOString()
    .replace(/[-:TZ]/g, '')
    .split('.');
  const rest = fraction.replace(/0+$/, '');
  return element(TAG.time, Buffer.from(`${whole}${rest === '' ? '' : `.${rest}`}Z`));
}

export interface Node {
  readonly tag: number;
  readonly content: Buffer;
  readonly raw: Buffer;
}

/** Elements one after another; lengths of up to four bytes. */
export function nodesOf(bytes: Buffer): Node[] {
  const nodes: Node[] = [];
  for (let at = 0; at < bytes.length;) {
    const start = at;
    const tag = bytes.readUInt8(at);
    let length = bytes.readUInt8(at + 1);
    at += 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      length = bytes.readUIntBE(at, count);
      at += count;
    }
    at += length;
    nodes.push({ tag, content: bytes.subarray(at - length, at), raw: bytes.subarray(start, at) });
  }
  return nodes;
}
