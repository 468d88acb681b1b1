/**
 * Other encodings of the same protobuf message: what a lenient decoder, Fabric's own among them, reads as the same or as
 * something that the sender chose. A verifier has to refuse every one.
 *
 * @module
 */
import fc from 'fast-check';
import { fieldsOf } from '../../conformance/verifier/make/wire.js';

export type ProtobufEdit =
  | {
      readonly kind: 'unknown';
      readonly at: number;
      readonly field: number;
      readonly wire: 0 | 1 | 2 | 3 | 5;
    }
  | { readonly kind: 'again' | 'swap' | 'longTag' | 'longLength' | 'default'; readonly at: number };

const at = fc.nat(63);

export const protobufEdit: fc.Arbitrary<ProtobufEdit> = fc.oneof(
  fc.record({
    kind: fc.constant('unknown' as const),
    at,
    field: fc.oneof(fc.integer({ min: 20, max: 40 }), fc.constantFrom(0x1fff_ffff, 19_000, 2047, 2048)),
    wire: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const, 5 as const),
  }),
  fc.record({
    kind: fc.constantFrom(
      'again' as const,
      'swap' as const,
      'longTag' as const,
      'longLength' as const,
      'default' as const,
    ),
    at,
  }),
);

/** @returns Undefined when the message has no such other encoding. */
export function edited(bytes: Uint8Array, edit: ProtobufEdit): Uint8Array | undefined {
  const fields = fieldsOf(bytes);
  const place = edit.at % (fields.length + 1);
  const field = fields[place];
  switch (edit.kind) {
    case 'unknown':
      return Buffer.concat(fields.toSpliced(place, 0, unknownField(edit.field, edit.wire)));
    case 'default':
      // an empty field of number 15: unknown everywhere, and nothing to any reader
      return Buffer.concat(fields.toSpliced(place, 0, Buffer.of(0x7a, 0x00)));
    case 'again':
      return field && Buffer.concat(fields.toSpliced(place, 0, field));
    case 'swap': {
      const next = fields[place + 1];
      if (!field || !next || tagOf(field) === tagOf(next)) return undefined;
      return Buffer.concat(fields.toSpliced(place, 2, next, field));
    }
    case 'longTag':
      return field && Buffer.concat(fields.toSpliced(place, 1, lengthened(field, 0)));
    case 'longLength':
      return field && Buffer.concat(fields.toSpliced(place, 1, lengthened(field, 1)));
  }
}

function unknownField(number: number, wire: 0 | 1 | 2 | 3 | 5): Buffer {
  const bodies = { 0: [7], 1: [0, 0, 0, 0, 0, 0, 0, 0], 2: [1, 0x61], 3: [], 5: [0, 0, 0, 0] } as const;
  const tag = varint(number * 8 + wire);
  const end = wire === 3 ? varint(number * 8 + 4) : Buffer.alloc(0);
  return Buffer.concat([tag, Buffer.from(bodies[wire]), end]);
}

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}

function tagOf(field: Uint8Array): number {
  return field[0] ?? 0;
}

/** The field with its first (tag) or second (length or value) varint one byte longer than needed. */
function lengthened(field: Uint8Array, which: 0 | 1): Buffer {
  let end = 0;
  for (let passed = -1; passed < which; end += 1) if ((field[end] ?? 0) < 0x80) passed += 1;
  const last = end - 1;
  return Buffer.concat([
    field.subarray(0, last),
    Buffer.of((field[last] ?? 0) | 0x80, 0x00),
    field.subarray(end),
  ]);
}
