/** Arbitrary documents: what `flatten` takes. */
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '@chopmark/core';
import { objectOf, unicodeText } from './json-arbitrary.js';

const key = fc
  .oneof(
    unicodeText,
    fc.constantFrom('__proto__', 'constructor', '', 'a', 'b', 'a b', 'a/b', '~', '0x', '-1', '1a', '!', '名'),
  )
  .filter((text) => text !== '-' && !/^[0-9]+$/.test(text));

const object = (member: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> =>
  fc.uniqueArray(fc.tuple(key, member), { maxLength: 5, selector: ([name]) => name }).map(objectOf);

const value: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      unicodeText,
      fc.boolean(),
      fc.maxSafeInteger().map((number) => number + 0),
    ),
    fc.array(tie('value'), { maxLength: 12 }),
    object(tie('value')),
  ),
})).value;

/** A document with a required member `required`, and whatever else. */
export const documentArbitrary: fc.Arbitrary<JsonObject> = fc
  .tuple(object(value), value)
  .map(([members, required]) => ({ ...members, required }));
