import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  canonicalJson,
  flatten,
  parsePathList,
  unflatten,
  type JsonObject,
  type JsonValue,
} from '@chopmark/core';
import { documentArbitrary } from '../support/document-arbitrary.js';

const pathsOf = (document: JsonObject): string[] => flatten(document, []).fields.map(({ path }) => path);

describe('flatten', () => {
  it('gives each value without members its path, ascending by UTF-16 code unit', () => {
    const document = { b: { y: 1, x: [] }, a: ['u', {}, [false]], 'c/d': '~', '\u{1f600}': 1, '\ufb33': 2 };

    assert.deepEqual(flatten(document, ['b']), {
      required: { b: { y: 1, x: [] } },
      fields: [
        { path: '/a/0', value: 'u' },
        { path: '/a/1', value: {} },
        { path: '/a/2/0', value: false },
        { path: '/c~1d', value: '~' },
        { path: '/\u{1f600}', value: 1 },
        { path: '/\ufb33', value: 2 },
      ],
    });
  });

  it('sorts places of an array as text', () => {
    const paths = pathsOf({ a: Array.from({ length: 12 }, () => 'x') });

    assert.deepEqual(paths.slice(0, 4), ['/a/0', '/a/1', '/a/10', '/a/11']);
  });

  it('takes a document without fields', () => {
    assert.deepEqual(flatten({ a: 'x' }, ['a']), { required: { a: 'x' }, fields: [] });
    assert.deepEqual(parsePathList([]), []);
  });

  it('is undone by unflatten, and gives a path list', () => {
    fc.assert(
      fc.property(documentArbitrary, (document) => {
        const { required, fields } = flatten(document, ['required']);

        assert.deepEqual(
          parsePathList(fields.map(({ path }) => path)),
          fields.map(({ path }) => path),
        );
        assert.equal(canonicalJson(unflatten(required, fields)), canonicalJson(document));
      }),
    );
  });

  it('keeps members with names of a prototype', () => {
    const document = JSON.parse('{"__proto__":{"x":"1"},"constructor":"2"}') as JsonObject;
    const { fields } = flatten(document, []);

    assert.deepEqual(fields, [
      { path: '/__proto__/x', value: '1' },
      { path: '/constructor', value: '2' },
    ]);
    assert.deepEqual(unflatten({}, fields), document);
  });

  it('refuses what a document may not hold, with the place', () => {
    const cases: [unknown, string][] = [
      [{ a: { b: null } }, '/a/b'],
      [{ a: [1, 0.5] }, '/a/1'],
      [{ a: 2 ** 53 }, '/a'],
      [{ a: Number.NaN }, '/a'],
      [{ a: undefined }, '/a'],
      [{ a: [undefined] }, '/a/0'],
      [{ a: 1n }, '/a'],
      [{ '7': 'x' }, '/7'],
      [{ a: { '-': 'x' } }, '/a/-'],
      [{ a: { '00': 'x' } }, '/a/00'],
    ];
    for (const [document, pointer] of cases) {
      assert.throws(() => flatten(document as JsonObject, []), { code: 'MALFORMED_DOCUMENT', pointer });
    }
  });

  it('refuses a required member that is missing, inherited or not of a document', () => {
    assert.throws(() => flatten({ b: 1 }, ['a']), { code: 'MALFORMED_DOCUMENT', pointer: '/a' });
    assert.throws(() => flatten({}, ['toString']), { code: 'MALFORMED_DOCUMENT', pointer: '/toString' });
    assert.throws(() => flatten({ a: { b: null } }, ['a']), { code: 'MALFORMED_DOCUMENT', pointer: '/a/b' });
  });

  it('refuses nesting without end', () => {
    let value: JsonValue = 'x';
    for (let depth = 0; depth < 64; depth += 1) value = [value];

    assert.throws(() => flatten({ a: value }, []), { code: 'MALFORMED_DOCUMENT' });
  });

  it('refuses more fields, and more values in a required member, than a verifier reads', () => {
    const many = (count: number): string[] => new Array<string>(count).fill('x');

    assert.equal(flatten({ a: many(50_000) }, []).fields.length, 50_000);
    assert.throws(() => flatten({ a: many(50_001) }, []), { code: 'MALFORMED_DOCUMENT' });
    assert.throws(() => flatten({ a: many(1001) }, ['a']), { code: 'MALFORMED_DOCUMENT', pointer: '/a' });
  });
});

describe('parsePathList', () => {
  const refused: [string, unknown][] = [
    ['no array', { '0': '/a' }],
    ['no text', ['/a', 7]],
    ['no pointer', ['a']],
    ['the whole document', ['']],
    ['a stray tilde', ['/a~2']],
    ['not ascending', ['/b', '/a']],
    ['twice', ['/a', '/a']],
    ['ascending by code point only', ['/\ufb33', '/\u{1f600}']],
    ['a path at the beginning of the next', ['/a', '/a/b']],
    ['a path at the beginning of a later one', ['/a', '/a!', '/a/b']],
    ['places of an array at the beginning of others', ['/a/0', '/a/0/b']],
    ['a gap', ['/a/0', '/a/2']],
    ['a gap at the beginning', ['/a/1']],
    ['leading zeros', ['/a/0', '/a/01']],
    ['a leading zero alone', ['/a/00']],
    ['the place after the last', ['/a/-']],
    ['names beside places', ['/a/0', '/a/b']],
    ['a document that is an array', ['/0', '/1']],
    ['a number that is none', ['/a/0', '/a/1e0']],
    ['too deep', [`/a${'/b'.repeat(64)}`]],
  ];
  for (const [name, value] of refused) {
    it(`refuses ${name}`, () => assert.throws(() => parsePathList(value), { code: 'MALFORMED_PATHS' }));
  }

  it('points at the path that is wrong', () => {
    assert.throws(() => parsePathList(['/a', '/b', '/b'], '/paths'), { pointer: '/paths/2' });
  });

  it('refuses lists whose tree would take long to build', () => {
    const deep = (at: number): string => `/a${String(at).padStart(5, '0')}${'/b'.repeat(10)}`;
    const list = (length: number, path: (at: number) => string): string[] =>
      Array.from({ length }, (_, at) => path(at));

    assert.equal(parsePathList(list(36_000, deep)).length, 36_000);
    assert.throws(() => parsePathList(list(37_000, deep)), { code: 'MALFORMED_PATHS' });
    assert.throws(() => parsePathList(list(50_001, (at) => `/a${String(at).padStart(5, '0')}`)), {
      code: 'MALFORMED_PATHS',
    });
  });

  it('takes lists of many places', () => {
    const document = { a: Array.from({ length: 2000 }, () => ({ b: 'x', c: 'y' })) };

    assert.equal(parsePathList(pathsOf(document)).length, 4000);
  });
});

describe('unflatten', () => {
  it('refuses fields whose paths are no path list', () => {
    assert.throws(() => unflatten({}, [{ path: '/a/1', value: 'x' }]), { code: 'MALFORMED_PATHS' });
  });
});
