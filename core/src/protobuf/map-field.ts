/**
 * Maps and choices, which the messages of a channel configuration have.
 *
 * The order of a map's entries is the only thing in a proof that is not held to one form: Go writes them in random
 * order, and configurations are hashed as they stand. Everything else about an entry is: key, then value, both written
 * out, and no key twice.
 *
 * @module
 */
import { utf8Decode } from '../encoding/utf8.js';
import { type Field, type Message, bytes, message, nested, readWithin } from './message.js';
import { ProtobufError } from './protobuf-error.js';

/** `map<string, T>` of messages. */
export function mapField<T extends object>(number: number, spec: Message<T>): Field<Map<string, T>> {
  const entry = message<{ key: Uint8Array; value: T | undefined }>(`${spec.name} entry`, {
    key: bytes(1),
    value: nested(2, spec),
  });
  return {
    number,
    wire: 2,
    repeated: true,
    absent: () => new Map(),
    take: (before, raw, place, budget) => {
      const { key, value } = readWithin(entry, raw as Uint8Array, budget);
      const name = nameOf(key, place);
      if (value === undefined || before.has(name))
        throw new ProtobufError(place, 'entry is malformed or stands twice');
      before.set(name, value);
      return before;
    },
  };
}

function nameOf(key: Uint8Array, place: string): string {
  try {
    return utf8Decode(key);
  } catch {
    throw new ProtobufError(place, 'key is not UTF-8');
  }
}

/** An integer of a `oneof`: 0 is written out, because presence is what the choice is told by. */
export function chosenInteger(number: number): Field<number | undefined> {
  return {
    number,
    wire: 0,
    repeated: false,
    absent: () => undefined,
    take: (_before, raw) => raw as number,
  };
}
