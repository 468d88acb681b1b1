/** Cuts protobuf messages into fields and puts them together otherwise, which Fabric's classes would never do. */

/** Raw fields of a message, tags and all. */
export function fieldsOf(bytes: Uint8Array): Uint8Array[] {
  const fields: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const start = at;
    const [tag, afterTag] = varint(bytes, at);
    const [value, afterValue] = varint(bytes, afterTag);
    at = tag % 8 === 2 ? afterValue + value : afterValue;
    fields.push(bytes.subarray(start, at));
  }
  return fields;
}

function varint(bytes: Uint8Array, start: number): [value: number, end: number] {
  let value = 0;
  for (let at = start, factor = 1; ; at += 1, factor *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return [value, at + 1];
  }
}

/** The message with its list of fields changed. */
export const refielded =
  (change: (fields: Uint8Array[]) => readonly Uint8Array[]) =>
  (bytes: Uint8Array): Uint8Array =>
    Buffer.concat(change(fieldsOf(bytes)));

/** Bytes put in before the field at this place; behind all of them when there is none. */
export const insert = (place: number, ...more: number[]): ((bytes: Uint8Array) => Uint8Array) =>
  refielded((fields) => [...fields.slice(0, place), Buffer.from(more), ...fields.slice(place)]);

export const append = (...more: number[]): ((bytes: Uint8Array) => Uint8Array) => insert(99, ...more);
