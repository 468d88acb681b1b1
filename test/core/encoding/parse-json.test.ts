import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalJson, parseJson } from '@chopmark/core';
import { jsonValue } from '../support/json-arbitrary.js';

describe('parseJson', () => {
  it('reads what JSON.stringify writes, with and without white space', () => {
    fc.assert(
      fc.property(jsonValue, fc.constantFrom(0, 1, '\t', '\r\n'), (value, space) => {
        const text = JSON.stringify(value, null, space);

        assert.deepEqual(parseJson(text), JSON.parse(text));
      }),
    );
  });

  it('never reads what JSON.parse refuses, and never another value', () => {
    const edits = fc.tuple(
      jsonValue,
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', '{', '[', ']', ':', '0', '-', ' ', '\\', 'e'),
    );
    fc.assert(
      fc.property(edits, ([value, at, inserted]) => {
        const text = JSON.stringify(value);
        const place = at % (text.length + 1);
        const edited = text.slice(0, place) + inserted + text.slice(place + 1);
        const expected = outcomeOf(() => JSON.parse(edited) as unknown);
        const actual = outcomeOf(() => parseJson(edited));

        if (expected === undefined) assert.equal(actual, undefined, edited);
        else if (actual !== undefined)
          assert.equal(canonicalJson(actual.value), canonicalJson(expected.value));
      }),
    );
  });

  it('names the code and the place', () => {
    const cases: [string, string, string][] = [
      ['{"a":{"b":1,"b":2}}', 'DUPLICATE_KEY', '/a/b'],
      ['{"a":1,"\\u0061":2}', 'DUPLICATE_KEY', '/a'],
      ['{"__proto__":1,"__proto__":2}', 'DUPLICATE_KEY', '/__proto__'],
      ['[0,[9007199254740992]]', 'UNSAFE_NUMBER', '/1/0'],
      ['{"a":["\\ud800"]}', 'LONE_SURROGATE', '/a/0'],
      ['{"a":[1,}', 'MALFORMED_JSON', '/a/1'],
    ];
    for (const [text, code, pointer] of cases) assert.throws(() => parseJson(text), { code, pointer }, text);
  });

  it('keeps members with names of a prototype as members', () => {
    const value = parseJson('{"__proto__":{"x":1},"constructor":2,"toString":3}');

    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.deepEqual(Object.keys(value as object), ['__proto__', 'constructor', 'toString']);
    assert.equal((value as { x?: number }).x, undefined);
  });

  it('reads as deep as allowed and no deeper', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

    assert.ok(parseJson(nested(64)));
    assert.throws(() => parseJson(nested(65)), { code: 'TOO_DEEP' });
    assert.throws(() => parseJson(nested(1_000_000)), { code: 'TOO_DEEP' });
    assert.ok(parseJson('{"a":[]}', { maxDepth: 2 }));
    assert.throws(() => parseJson('{"a":[]}', { maxDepth: 1 }), { code: 'TOO_DEEP' });
  });

  it('bounds the number of values when it is told to', () => {
    assert.deepEqual(parseJson('{"a":[1,2]}', { maxValues: 4 }), { a: [1, 2] });
    assert.throws(() => parseJson('{"a":[1,2,3]}', { maxValues: 4 }), { code: 'TOO_MANY_VALUES' });
  });

  it('refuses bytes that are not UTF-8', () => {
    assert.throws(() => parseJson(new Uint8Array([0x22, 0xff, 0x22])), { code: 'MALFORMED_UTF8' });
  });
});

function outcomeOf<T>(read: () => T): { value: T } | undefined {
  try {
    return { value: read() };
  } catch {
    return undefined;
  }
}
