/**
 * Strict protobuf messages described by tables.
 *
 * A description lists every known field; the reader takes only the canonical encoding: known fields in ascending
 * order, each once unless repeated, minimal varints, defaults left out. An embedded message may be present and
 * empty, because presence means something there (a Version of (0,0) is not an absent one).
 *
 * @module
 */
import { utf8Decode } from '../encoding/utf8.js';
import { ProtobufError } from './protobuf-error.js';
import { WireReader, type WireType } from './wire.js';

type Raw = number | Uint8Array;

export interface Field<T> {
  readonly number: number;
  readonly wire: WireType;
  readonly repeated: boolean;
  /** Value of a message that does not have the field. */
  absent(): T;
  /** Takes one occurrence; the answer is the value from now on. */
  take(before: T, raw: Raw, place: string, budget: Budget): T;
}

/** Fields that may still be read, of a message and of all messages inside it. */
export interface Budget {
  left: number;
}

/**
 * Fields of one message, those inside it included: a question about 1,000 documents has 5,000. An empty field takes two
 * bytes of a file and a hundred times as many of the reader's memory.
 */
export const MAX_FIELDS = 65_536;

/** One for all: a message may leave out millions of fields. */
const NO_BYTES = new Uint8Array(0);

/** A message with members of type T; made by `message`. */
export interface Message<T> {
  readonly name: string;
  /** Field number → member. */
  readonly members: ReadonlyMap<number, { readonly key: string; readonly field: Field<unknown> }>;
  /** Carries the type only. */
  readonly shape?: T;
}

/** Describes a message; `name` is its full protobuf name, for errors. */
export function message<T extends object>(
  name: string,
  fields: { readonly [Key in keyof T]: Field<T[Key]> },
): Message<T> {
  const members = Object.entries(fields as Readonly<Record<string, Field<unknown>>>).map(
    ([key, field]) => [field.number, { key, field }] as const,
  );
  return { name, members: new Map(members) };
}

/** @throws {ProtobufError} Unless the bytes are the canonical encoding of such a message. */
export function readMessage<T extends object>(spec: Message<T>, bytes: Uint8Array): T {
  return readWithin(spec, bytes, { left: MAX_FIELDS });
}

/** As `readMessage`, for a message inside another. @throws {ProtobufError} also when the budget is used up. */
export function readWithin<T extends object>(spec: Message<T>, bytes: Uint8Array, budget: Budget): T {
  const reader = new WireReader(bytes, spec.name);
  const values: Record<string, unknown> = {};
  for (const { key, field } of spec.members.values()) values[key] = field.absent();
  let last = 0;
  while (!reader.done) {
    const { number, wire } = reader.tag();
    const place = `${spec.name}.${number}`;
    const member = spec.members.get(number);
    if (member === undefined) throw new ProtobufError(place, 'unknown field');
    budget.left -= 1;
    if (budget.left < 0) throw new ProtobufError(place, `more than ${MAX_FIELDS} fields`);
    const { key, field } = member;
    if (wire !== field.wire) throw new ProtobufError(place, 'wrong wire form');
    if (number < last || (number === last && !field.repeated)) {
      throw new ProtobufError(place, 'repeated or out of order');
    }
    last = number;
    values[key] = field.take(values[key], wire === 0 ? reader.varint() : reader.delimited(), place, budget);
  }
  return values as T;
}

/** `bytes`; absent = empty. */
export function bytes(number: number): Field<Uint8Array> {
  return {
    number,
    wire: 2,
    repeated: false,
    absent: () => NO_BYTES,
    take: (_before, raw, place) => {
      const value = raw as Uint8Array;
      if (value.length === 0) throw new ProtobufError(place, 'default written out');
      return value;
    },
  };
}

/** `string`; absent = empty. */
export function text(number: number): Field<string> {
  const inner = bytes(number);
  return {
    ...inner,
    absent: () => '',
    take: (_before, raw, place, budget) => decode(inner.take(NO_BYTES, raw, place, budget), place),
  };
}

function decode(value: Uint8Array, place: string): string {
  try {
    return utf8Decode(value);
  } catch {
    throw new ProtobufError(place, 'not UTF-8');
  }
}

/** Any integer or enumeration, 0 to 2^53 - 1; absent = 0. Negative values do not occur in a proof and are refused. */
export function integer(number: number): Field<number> {
  return {
    number,
    wire: 0,
    repeated: false,
    absent: () => 0,
    take: (_before, raw, place) => {
      if (raw === 0) throw new ProtobufError(place, 'default written out');
      return raw as number;
    },
  };
}

/** `bool`; absent = false. */
export function flag(number: number): Field<boolean> {
  return {
    number,
    wire: 0,
    repeated: false,
    absent: () => false,
    take: (_before, raw, place) => {
      if (raw !== 1) throw new ProtobufError(place, 'not the canonical true');
      return true;
    },
  };
}

/** An embedded message; absent = undefined. */
export function nested<T extends object>(number: number, spec: Message<T>): Field<T | undefined> {
  return {
    number,
    wire: 2,
    repeated: false,
    absent: () => undefined,
    take: (_before, raw, _place, budget) => readWithin(spec, raw as Uint8Array, budget),
  };
}

/** Embedded messages, any number of them. */
export function nestedList<T extends object>(number: number, spec: Message<T>): Field<T[]> {
  return {
    number,
    wire: 2,
    repeated: true,
    absent: () => [],
    take: (before, raw, _place, budget) => {
      before.push(readWithin(spec, raw as Uint8Array, budget));
      return before;
    },
  };
}

/** `repeated bytes`; entries may be empty. */
export function bytesList(number: number): Field<Uint8Array[]> {
  return {
    number,
    wire: 2,
    repeated: true,
    absent: () => [],
    take: (before, raw) => {
      before.push(raw as Uint8Array);
      return before;
    },
  };
}
