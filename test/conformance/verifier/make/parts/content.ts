/** Header, path list, shown and hidden fields. */
import type { JsonObject, JsonValue } from '@chopmark/core';
import { ProofBatch, invoice } from '../../../../support/proof-kit.js';
import { withDocument, world } from '../../../../core/verify/cases/world.js';
import { type VerifierCase, good, rows } from '../case.js';

type Change = Readonly<Record<string, unknown>>;

const withHeader = (change: Change) => () =>
  withDocument(({ header, ...rest }) => ({ ...rest, header: { ...header, ...change } }));

const withRequired = (change: Change) => () =>
  withDocument(({ header, ...rest }) => ({
    ...rest,
    header: { ...header, required: { ...header.required, ...change } },
  }));

/** The field with this path is replaced. */
const withField = (path: string, change: (field: never) => unknown) => () =>
  withDocument((document) => ({
    ...document,
    fields: document.fields.map((field, at) =>
      document.paths[at] === path ? change(field as never) : field,
    ),
  }));

const withValue = (path: string, value: unknown): (() => unknown) =>
  withField(path, (field: Change) => ({ ...field, value }));

const withPaths = (change: (paths: string[]) => string[]) => () =>
  withDocument((document) => ({ ...document, paths: change([...document.paths]) }));

const single =
  (document: JsonObject): (() => unknown) =>
  () =>
    new ProofBatch(world.kit, [document]).bundle(0);
const hiding = (hidden: () => Iterable<string>) => () => world.batch.bundle(1, { hidden: hidden() });

/** An object with a member of any name, `__proto__` included. */
const named = (name: string, value: JsonValue): JsonObject =>
  JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`) as JsonObject;

export const disclosure: readonly VerifierCase[] = [
  ...good([
    ['everything is shown', () => world.batch.bundle(1)],
    ['one field is hidden', hiding(() => ['/buyer/name'])],
    ['every field is hidden', hiding(() => world.batch.document(1).paths)],
    ['a field has a member named __proto__', single(invoice({ extra: named('__proto__', 'x') }))],
    ['fields are named constructor and toString', single(invoice({ constructor: { toString: 'x' } }))],
    [
      'values are true, a number, an empty object and an empty list',
      single(invoice({ a: true, b: 7, c: {}, d: [] })),
    ],
    ['a value holds bidi and zero-width characters', single(invoice({ remark: 'a\u202eb\u200dc' }))],
  ]),
  ...rows('invalid', 'CONTENT_NOT_ATTESTED', [
    ['a shown value is changed', withValue('/drawer', '别人')],
    ['a shown value gets a trailing space', withValue('/drawer', '另一位 ')],
    ['a shown value is written in another Unicode form', withValue('/renderer/version', '１')],
    ['a zero-width character is put into a value', withValue('/drawer', '另\u200b一位')],
    ['a text becomes a number', withValue('/renderer/version', 1)],
    ['a text becomes true', withValue('/renderer/version', true)],
    ['a text becomes an empty list', withValue('/renderer/version', [])],
    ['a value becomes empty text', withValue('/drawer', '')],
    [
      'the salt of a value is another',
      withField('/drawer', (f: Change) => ({ ...f, salt: 'AAAAAAAAAAAAAAAAAAAAAA' })),
    ],
    ['a hidden leaf is zero', withField('/drawer', () => ({ leaf: '00'.repeat(32) }))],
    [
      'two fields change places',
      () => withDocument((d) => ({ ...d, fields: [d.fields[1], d.fields[0], ...d.fields.slice(2)] })),
    ],
    [
      'a field is shown with the salt of the field beside it',
      () =>
        withDocument((d) => ({
          ...d,
          fields: d.fields.map((field, at) =>
            at === 0 ? { ...field, salt: (d.fields[1] as { salt: string }).salt } : field,
          ),
        })),
    ],
  ]),
  ...rows('error', 'BUNDLE_UNREADABLE', [
    [
      'a field is shown and hidden at once',
      withField('/drawer', (f: Change) => ({ ...f, leaf: '00'.repeat(32) })),
    ],
    ['a field has an unknown member', withField('/drawer', (f: Change) => ({ ...f, note: 'x' }))],
    ['a field has no salt', withField('/drawer', ({ value }: { value: string }) => ({ value }))],
    ['a salt is short', withField('/drawer', (f: Change) => ({ ...f, salt: 'AAAA' }))],
    ['a salt is padded', withField('/drawer', (f: Change) => ({ ...f, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' }))],
    [
      'a salt has loose bits',
      withField('/drawer', (f: Change) => ({ ...f, salt: 'AAAAAAAAAAAAAAAAAAAAAB' })),
    ],
    ['a leaf is in capitals', withField('/drawer', () => ({ leaf: 'AB'.repeat(32) }))],
    ['a leaf is short', withField('/drawer', () => ({ leaf: 'ab'.repeat(31) }))],
    ['a value is null', withValue('/drawer', null)],
    ['a value is a fraction', withValue('/drawer', 0.5)],
    ['a value is an object with members', withValue('/drawer', { a: 'b' })],
    ['a value is a list with entries', withValue('/drawer', ['b'])],
    [
      'a value is beyond 2^53',
      () => JSON.stringify(withValue('/drawer', 'BIG')()).replace('"BIG"', '9007199254740993'),
    ],
    [
      'a value is half a surrogate pair',
      () => JSON.stringify(withValue('/drawer', 'HALF')()).replace('HALF', '\\ud800'),
    ],
  ]),
];

export const paths: readonly VerifierCase[] = [
  ...rows('invalid', 'CONTENT_NOT_ATTESTED', [
    ['a path is renamed', withPaths((list) => list.map((path) => (path === '/drawer' ? '/drawee' : path)))],
    [
      'the path of a hidden field is renamed',
      () =>
        withDocument((d) => ({
          ...world.batch.document(1, ['/drawer']),
          paths: d.paths.map((path) => (path === '/drawer' ? '/drawee' : path)),
        })),
    ],
    [
      'a field is added',
      () =>
        withDocument((d) => ({
          ...d,
          paths: [...d.paths, '/zzz'],
          fields: [...d.fields, { value: 'x', salt: 'AAAAAAAAAAAAAAAAAAAAAA' }],
        })),
    ],
    [
      'a field is added under __proto__',
      () =>
        withDocument((d) => ({
          ...d,
          paths: ['/__proto__/totalGross', ...d.paths],
          fields: [{ value: '1.00', salt: 'AAAAAAAAAAAAAAAAAAAAAA' }, ...d.fields],
        })),
    ],
    [
      'the last field is left out',
      () => withDocument((d) => ({ ...d, paths: d.paths.slice(0, -1), fields: d.fields.slice(0, -1) })),
    ],
    ['there are no fields', () => withDocument((d) => ({ ...d, paths: [], fields: [] }))],
  ]),
  ...rows('error', 'BUNDLE_UNREADABLE', [
    ['paths do not ascend', withPaths((list) => list.reverse())],
    ['a path stands twice', withPaths((list) => [list[0]!, list[0]!, ...list.slice(2)])],
    ['a path begins with another', withPaths((list) => [list[0]!, `${list[0]!}/x`, ...list.slice(2)])],
    ['a path is no pointer', withPaths((list) => ['', ...list.slice(1)])],
    ['a path has a bad escape', withPaths((list) => ['/a~2', ...list.slice(1)])],
    ['a path is a number', withPaths((list) => [7 as never, ...list.slice(1)])],
    ['an array has a gap', withPaths((list) => list.map((path) => path.replace('/lines/0', '/lines/1')))],
    [
      'an index has a leading zero',
      withPaths((list) => list.map((path) => path.replace('/lines/0', '/lines/00'))),
    ],
    [
      'an index is beyond 2^53',
      withPaths((list) => list.map((path) => path.replace('/lines/0', '/lines/9007199254740993'))),
    ],
    [
      'names and numbers stand beside each other',
      withPaths((list) => list.map((path) => path.replace('/lines/0/tax', '/lines/x'))),
    ],
    ['a key is -', withPaths((list) => ['/-', ...list.slice(1)])],
    [
      'a required member stands among the fields too',
      withPaths((list) => [...list.slice(0, -1), '/totalGross']),
    ],
    [
      'something below a required member is a field',
      withPaths((list) => [...list.slice(0, -1), '/totalGross/x']),
    ],
    ['paths are deeper than any document', withPaths((list) => ['/a'.repeat(100), ...list.slice(1)])],
    ['there are more paths than fields', () => withDocument((d) => ({ ...d, fields: d.fields.slice(1) }))],
    ['paths are no list', () => withDocument((d) => ({ ...d, paths: { length: 0 } }))],
  ]),
];

export const header: readonly VerifierCase[] = [
  ...good([
    [
      'members of the header stand in another order',
      () =>
        withDocument(({ header, ...rest }) => ({
          header: Object.fromEntries(Object.entries(header).reverse()),
          ...rest,
        })),
    ],
  ]),
  ...rows('invalid', 'CONTENT_NOT_ATTESTED', [
    ['the day of issue is another', withRequired({ issuedOn: '2026-11-21' })],
    ['the currency is another', withRequired({ currency: 'USD' })],
    ['a required member is added', withRequired({ paid: 'yes' })],
    ['a required text becomes a number', withRequired({ totalGross: 113 })],
    ['a required text gets a sign that looks alike', withRequired({ totalGross: '１13.00' })],
    ['the salt of the header is another', withHeader({ salt: 'AAAAAAAAAAAAAAAAAAAAAA' })],
    ['the schema is another', withHeader({ schema: 2 })],
  ]),
  ...rows('invalid', 'BATCH_RECORD_MISMATCH', [
    ['the kind is another', withHeader({ kind: 'receipt' })],
    ['the namespace is another', withHeader({ namespace: 'court' })],
    [
      'the suite is another',
      withHeader({ suite: 'sm3-sm2' }),
      { verdict: 'indeterminate', code: 'SUITE_NOT_SUPPORTED' },
    ],
  ]),
  ...rows('invalid', 'BATCH_SEQUENCE_MISMATCH', [['the sequence is another', withHeader({ sequence: 43 })]]),
  ...rows('invalid', 'NETWORK_MISMATCH', [
    ['the network is another', withHeader({ network: 'cd'.repeat(32) })],
  ]),
  ...rows('error', 'BUNDLE_UNREADABLE', [
    ['the header has an unknown member', withHeader({ note: 'x' })],
    ['the header has no salt', withHeader({ salt: undefined })],
    ['the network is in capitals', withHeader({ network: 'CD'.repeat(32) })],
    ['the sequence is zero', withHeader({ sequence: 0 })],
    ['the sequence is a text', withHeader({ sequence: '42' })],
    ['the sequence is a fraction', withHeader({ sequence: 42.5 })],
    ['the kind is __proto__', withHeader({ kind: '__proto__' })],
    ['the suite is not known', withHeader({ suite: 'md5-rsa' })],
    ['the series has capitals', withHeader({ series: 'Main' })],
    ['required members are a list', withHeader({ required: [] })],
    ['a required member is null', withRequired({ totalGross: null })],
    ['a required member has a key of digits', withRequired({ totalGross: { '0': 'x' } })],
    ['the header is null', () => withDocument((d) => ({ ...d, header: null }))],
  ]),
  ...rows('indeterminate', 'KIND_UNKNOWN', [
    [
      'the kind is named like a member of every object',
      () => new ProofBatch(world.kit, [invoice()], { kind: 'constructor' }).bundle(0),
      {
        profiles: () => [
          world.kit.profile({
            namespaces: world.kit
              .profile()
              .namespaces.map((one) => ({ ...one, kinds: [{ kind: 'constructor', prefixes: '^26001$' }] })),
          }),
        ],
      },
    ],
  ]),
];
