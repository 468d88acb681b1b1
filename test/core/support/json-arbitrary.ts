/** Arbitrary JSON values of the narrow input: safe numbers, whole characters, any key. */
import fc from 'fast-check';
import type { JsonValue } from '@chopmark/core';

/** Strings of whole characters: controls, quotation marks, emojis included. */
export const unicodeText = fc.string({ unit: 'binary', maxLength: 12 });

const key = fc.oneof(
  unicodeText,
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '',
    'a',
    'b',
    '1',
    '10',
    '2',
    'é',
    'e\u0301',
    '\u{1f600}',
    '\ufb33',
  ),
);

const safeNumber = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
);

export const jsonValue: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), safeNumber, unicodeText),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.uniqueArray(fc.tuple(key, tie('value')), { maxLength: 5, selector: ([name]) => name }).map(objectOf),
  ),
})).value;

/** Object of the entries, in their order where the language keeps it; `__proto__` is a member like any other. */
export function objectOf(entries: readonly (readonly [string, JsonValue])[]): { [key: string]: JsonValue } {
  return Object.fromEntries(entries);
}
