import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  canonicalJson,
  disclose,
  fieldLeaf,
  hashOfDisclosed,
  headerLeaf,
  isHidden,
  parseDisclosedDocument,
  parseHeader,
  parseHexHash,
  parseJson,
  pathsHash,
  sealDocument,
  toHex,
  valuesOfDisclosed,
  type JsonObject,
  type JsonValue,
  type SealedDocument,
} from '@chopmark/core';
import { documentArbitrary } from '../support/document-arbitrary.js';
import { SHA_SUITE, SM3_SUITE, sha256 } from '../support/hashes.js';
import { unicodeText } from '../support/json-arbitrary.js';

const NETWORK = parseHexHash('ab'.repeat(32));

function seal(document: JsonObject, more: { sequence?: number; secret?: Uint8Array } = {}): SealedDocument {
  return sealDocument({
    suite: SHA_SUITE,
    secret: more.secret ?? new Uint8Array(32).fill(7),
    network: NETWORK,
    namespace: 'tax',
    kind: 'invoice',
    schema: 1,
    series: 'main',
    sequence: more.sequence ?? 1,
    document,
    requiredMembers: ['required'],
  });
}

const DOCUMENT = { required: { total: '1.00' }, a: 'x', b: { c: ['y', 'z'], d: {}, e: [] }, f: true, g: -5 };

/** A disclosed document as JSON reads it, to be spoiled. */
interface Plain {
  header: Record<string, unknown>;
  paths: unknown[];
  fields: unknown[];
  [more: string]: unknown;
}

/** The disclosed form as JSON text and back, with one change; what the change returns does not matter. */
function altered(change: (plain: Plain) => unknown): unknown {
  const plain = JSON.parse(JSON.stringify(disclose(seal(DOCUMENT), 'none'))) as Plain;
  change(plain);
  return plain;
}

describe('fieldLeaf and headerLeaf', () => {
  it('are the canonical JSON of their arrays', () => {
    fc.assert(
      fc.property(documentArbitrary, unicodeText, (document, path) => {
        const { header, paths, fields } = seal(document);
        const { suite, network, namespace, kind, schema, series, sequence, required, salt } = header;
        const start = ['chopmark/document/1', suite, network, namespace, kind, schema, series, sequence];
        const list = toHex(sha256(new TextEncoder().encode(canonicalJson(paths))));

        assert.equal(pathsHash(sha256, paths), list);
        assert.equal(headerLeaf(sha256, header, paths), canonicalJson([...start, required, list, salt]));
        for (const { value, salt: own } of fields) {
          assert.equal(fieldLeaf(path, value, own), canonicalJson(['chopmark/field/1', path, value, own]));
        }
      }),
    );
  });
});

describe('sealDocument', () => {
  it('gives the same hash for the same input whatever the order of members', () => {
    const turned = Object.fromEntries(Object.entries(DOCUMENT).reverse());

    assert.deepEqual(seal(turned).hash, seal(DOCUMENT).hash);
  });

  it('gives another hash for another secret, sequence or value', () => {
    const hashes = [
      seal(DOCUMENT),
      seal(DOCUMENT, { secret: new Uint8Array(32) }),
      seal(DOCUMENT, { sequence: 2 }),
      seal({ ...DOCUMENT, a: 'X' }),
      seal({ ...DOCUMENT, g: '-5' }),
      seal({ ...DOCUMENT, required: { total: '2.00' } }),
      seal({ ...DOCUMENT, b: { c: ['y', 'z'], d: [], e: {} } }),
    ].map(({ hash }) => toHex(hash));

    assert.equal(new Set(hashes).size, hashes.length);
  });

  it('salts each path on its own', () => {
    const { header, fields } = seal({ ...DOCUMENT, a: 'same', b: 'same' });
    const salts = [header.salt, ...fields.map(({ salt }) => salt)];

    assert.equal(new Set(salts).size, salts.length);
    for (const salt of salts) assert.match(salt, /^[A-Za-z0-9_-]{22}$/);
  });

  it('refuses a secret of another length and text of half characters', () => {
    assert.throws(() => seal(DOCUMENT, { secret: new Uint8Array(31) }), RangeError);
    assert.throws(() => seal({ ...DOCUMENT, a: '\ud800' }), { code: 'LONE_SURROGATE' });
    assert.throws(() => seal({ ...DOCUMENT, '\ud800': 'a' }), { code: 'LONE_SURROGATE' });
  });
});

describe('disclose', () => {
  it('keeps the hash whichever fields are hidden, and shows the others', () => {
    fc.assert(
      fc.property(documentArbitrary, fc.infiniteStream(fc.boolean()), (document, coin) => {
        const sealed = seal(document);
        const hidden = sealed.paths.filter(() => coin.next().value as boolean);
        const text = canonicalJson(disclose(sealed, hidden));
        const read = parseDisclosedDocument(parseJson(text));

        assert.deepEqual(hashOfDisclosed(SHA_SUITE, read), sealed.hash);
        assert.equal(canonicalJson(read), text);
        assert.deepEqual(
          read.paths.filter((_, place) => isHidden(read.fields[place]!)),
          hidden,
        );
        if (hidden.length === 0)
          assert.equal(canonicalJson(valuesOfDisclosed(read)), canonicalJson(document));
      }),
    );
  });

  it('refuses to hide a path that is not there, the header among them', () => {
    for (const path of ['/nothing', '/b', '/required', '#header', '']) {
      assert.throws(() => disclose(seal(DOCUMENT), [path]), { code: 'MALFORMED_PATHS' }, path);
    }
  });

  it('hides no value in its leaf hash that a guess could confirm', () => {
    const [first] = disclose(seal(DOCUMENT), ['/a']).fields;
    const [second] = disclose(seal(DOCUMENT, { secret: new Uint8Array(32) }), ['/a']).fields;

    assert.notDeepEqual(first, second);
  });
});

describe('valuesOfDisclosed', () => {
  it('leaves out hidden members, and keeps the places of an array', () => {
    const values = (hidden: string[]) => valuesOfDisclosed(disclose(seal(DOCUMENT), hidden));

    assert.deepEqual(values([]), DOCUMENT);
    assert.deepEqual(values(['/a', '/b/d', '/g']), {
      required: { total: '1.00' },
      b: { c: ['y', 'z'], e: [] },
      f: true,
    });
    assert.deepEqual(values(['/b/c/0']), { ...DOCUMENT, b: { c: [null, 'z'], d: {}, e: [] } });
    assert.deepEqual(values(['/b/c/0', '/b/c/1', '/b/d', '/b/e']), { ...DOCUMENT, b: { c: [null, null] } });
  });
});

describe('hashOfDisclosed', () => {
  it('differs when any shown or hidden thing differs', () => {
    const other: fc.Arbitrary<JsonValue> = fc.oneof(
      unicodeText,
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.constantFrom({}, []),
    );
    fc.assert(
      fc.property(documentArbitrary, fc.nat(), other, (document, at, value) => {
        const sealed = seal(document);
        if (sealed.fields.length === 0) return;
        const disclosed = disclose(sealed, 'none');
        const place = at % sealed.fields.length;
        const replace = (field: (typeof disclosed.fields)[number]) => ({
          ...disclosed,
          fields: disclosed.fields.map((one, index) => (index === place ? field : one)),
        });
        const { value: old, salt } = sealed.fields[place]!;

        if (canonicalJson(value) !== canonicalJson(old)) {
          assert.notDeepEqual(hashOfDisclosed(SHA_SUITE, replace({ value, salt })), sealed.hash);
        }
        const swapped = (salt.startsWith('A') ? 'B' : 'A') + salt.slice(1);
        assert.notDeepEqual(hashOfDisclosed(SHA_SUITE, replace({ value: old, salt: swapped })), sealed.hash);
        assert.notDeepEqual(hashOfDisclosed(SHA_SUITE, replace({ leaf: NETWORK })), sealed.hash);
      }),
    );
  });

  it('differs when anything in the header or the path list differs', () => {
    const { hash } = seal(DOCUMENT);
    const changes: ((plain: Plain) => unknown)[] = [
      ({ header }) => (header['kind'] = 'bill'),
      ({ header }) => (header['namespace'] = 'court'),
      ({ header }) => (header['network'] = 'cd'.repeat(32)),
      ({ header }) => (header['required'] = { required: { total: '1.01' } }),
      ({ header }) => (header['required'] = {}),
      ({ header }) => (header['salt'] = 'A'.repeat(22)),
      ({ header }) => (header['schema'] = 2),
      ({ header }) => (header['sequence'] = 2),
      ({ header }) => (header['series'] = 'other'),
      ({ paths }) => (paths[0] = '/A'),
    ];
    for (const change of changes) {
      const disclosed = parseDisclosedDocument(altered(change));
      assert.notDeepEqual(hashOfDisclosed(SHA_SUITE, disclosed), hash, change.toString());
    }
  });

  it('wants the suite of the header', () => {
    const disclosed = disclose(seal(DOCUMENT), 'none');

    assert.throws(() => hashOfDisclosed(SM3_SUITE, disclosed), { code: 'UNKNOWN_SUITE' });
  });
});

describe('parseDisclosedDocument', () => {
  const cases: [string, (plain: Plain) => unknown, string][] = [
    ['a further member', (plain) => (plain['extra'] = 1), 'MALFORMED_FIELD'],
    ['no header', (plain) => Reflect.deleteProperty(plain, 'header'), 'MALFORMED_FIELD'],
    ['a field too few', ({ fields }) => fields.pop(), 'MALFORMED_FIELD'],
    ['a field too many', ({ fields }) => fields.push(fields[0]), 'MALFORMED_FIELD'],
    [
      'a value and a leaf',
      ({ fields }) => Object.assign(fields[0] as object, { leaf: 'ab'.repeat(32) }),
      'MALFORMED_FIELD',
    ],
    ['an empty field', ({ fields }) => (fields[0] = {}), 'MALFORMED_FIELD'],
    ['a field that is no object', ({ fields }) => (fields[0] = null), 'MALFORMED_FIELD'],
    ['a leaf in capitals', ({ fields }) => (fields[0] = { leaf: 'AB'.repeat(32) }), 'MALFORMED_FIELD'],
    [
      'a salt of 15 bytes',
      ({ fields }) => (fields[0] = { value: 'x', salt: 'A'.repeat(20) }),
      'MALFORMED_FIELD',
    ],
    [
      'a salt with unused bits',
      ({ fields }) => (fields[0] = { value: 'x', salt: `${'A'.repeat(21)}B` }),
      'MALFORMED_FIELD',
    ],
    [
      'a salt with padding',
      ({ fields }) => (fields[0] = { value: 'x', salt: `${'A'.repeat(22)}==` }),
      'MALFORMED_FIELD',
    ],
    [
      'null as a value',
      ({ fields }) => (fields[0] = { value: null, salt: 'A'.repeat(22) }),
      'MALFORMED_FIELD',
    ],
    [
      'a fraction as a value',
      ({ fields }) => (fields[0] = { value: 0.5, salt: 'A'.repeat(22) }),
      'MALFORMED_FIELD',
    ],
    [
      'a value with members',
      ({ fields }) => (fields[0] = { value: { a: 1 }, salt: 'A'.repeat(22) }),
      'MALFORMED_FIELD',
    ],
    [
      'a value with items',
      ({ fields }) => (fields[0] = { value: ['a'], salt: 'A'.repeat(22) }),
      'MALFORMED_FIELD',
    ],
    ['paths that do not ascend', ({ paths }) => paths.reverse(), 'MALFORMED_PATHS'],
    ['a required member among the fields', ({ paths }) => (paths[6] = '/required'), 'MALFORMED_PATHS'],
    [
      'a part of a required member among the fields',
      ({ paths }) => (paths[6] = '/required/total'),
      'MALFORMED_PATHS',
    ],
  ];
  for (const [name, change, code] of cases) {
    it(`refuses ${name}`, () => {
      const plain = altered(change);

      assert.throws(() => parseDisclosedDocument(plain), { code });
    });
  }

  it('points at the place', () => {
    const plain = altered(({ fields }) => (fields[1] = { leaf: 'x' }));

    assert.throws(() => parseDisclosedDocument(plain, '/document'), { pointer: '/document/fields/1/leaf' });
  });
});

describe('parseHeader', () => {
  const good = JSON.parse(JSON.stringify(seal(DOCUMENT).header)) as Record<string, unknown>;

  it('reads what sealDocument makes', () => {
    assert.deepEqual(parseHeader(good), seal(DOCUMENT).header);
  });

  const wrong: [string, unknown[]][] = [
    ['kind', ['', 'a/b', 1, null]],
    ['namespace', ['', ' tax']],
    ['network', ['AB'.repeat(32), 'ab', 1]],
    ['required', [null, [], 'x', { a: null }, { a: 0.5 }, { a: new Array<string>(1001).fill('x') }]],
    ['salt', ['', 'A'.repeat(21), 'A'.repeat(24), 1]],
    ['schema', [0, '1', 1.5]],
    ['sequence', [0, -1, 2 ** 53, '1']],
    ['series', ['', 'Main', '-a', 'a'.repeat(41)]],
    ['suite', ['sha256', 'md5', null, '__proto__']],
  ];
  for (const [name, values] of wrong) {
    it(`refuses a wrong ${name}, or none`, () => {
      for (const value of values)
        assert.throws(() => parseHeader({ ...good, [name]: value }), { code: 'MALFORMED_HEADER' });
      assert.throws(
        () => parseHeader(Object.fromEntries(Object.entries(good).filter(([key]) => key !== name))),
        {
          code: 'MALFORMED_HEADER',
          pointer: `/${name}`,
        },
      );
    });
  }

  it('refuses a further member', () => {
    assert.throws(() => parseHeader({ ...good, more: 1 }), { code: 'MALFORMED_HEADER', pointer: '/more' });
    assert.throws(() => parseHeader('x'), { code: 'MALFORMED_HEADER' });
  });
});
