/** Requests made from the OpenAPI document: what it asks for, what it almost asks for, and what nobody would send. */
import fc from 'fast-check';
import type { OpenApiDocument } from '../../../gateway/dist/openapi/document.js';

export interface FuzzedRequest {
  readonly operationId: string;
  readonly method: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema?: Schema;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

const HOSTILE = [
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  'null',
  '../../etc/passwd',
  "' or 1=1 --",
  '%00',
  '\u202e',
  '𠮷',
  'a'.repeat(3000),
  '[object Object]',
  'constructor',
  '__proto__',
];
const IDS = ['1'.repeat(20), 'inv_0', 'op_0', 'acc_0', 'ses_0', 'wh_0', 'current'];

const word = fc.oneof(fc.constantFrom(...HOSTILE, ...IDS), fc.string({ unit: 'grapheme', maxLength: 40 }));
const anything = fc.oneof(word, fc.jsonValue({ maxDepth: 3 }));

/** Mostly what the schema says, somewhere not. */
function valueOf(document: OpenApiDocument, schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  const name = /^#\/components\/schemas\/(.+)$/.exec(schema.$ref ?? '')?.[1];
  const schemas = (document.components?.schemas ?? {}) as Readonly<Record<string, Schema>>;
  if (name !== undefined) return valueOf(document, schemas[name] ?? {}, depth);
  const good = fittingOf(document, schema, depth);
  return fc.oneof({ weight: 8, arbitrary: good }, { weight: 1, arbitrary: anything });
}

function fittingOf(document: OpenApiDocument, schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((one) => valueOf(document, one, depth)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.example !== undefined) return fc.oneof(fc.constant(schema.example), word);
  switch ([schema.type].flat()[0]) {
    case 'object':
      return depth > 4 ? fc.constant({}) : objectOf(document, schema, depth);
    case 'array':
      return fc.array(valueOf(document, schema.items ?? {}, depth + 1), { maxLength: 3 });
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer(), fc.constantFrom(0, -1, 2 ** 53, 1.5));
    case 'boolean':
      return fc.boolean();
    default:
      return word;
  }
}

function objectOf(
  document: OpenApiDocument,
  { properties = {} }: Schema,
  depth: number,
): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(([name, one]) => [name, valueOf(document, one, depth + 1)]);
  return fc.record(Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: [],
  });
}

const broken = fc.oneof(
  fc.constantFrom('', '{', '[]', 'null', '{"a":1,"a":2}', '"\\ud800"', '[[[[', '1e999', '\u0000'),
  fc.string({ maxLength: 50 }),
);

/** One request for any operation of the document. */
export function requestsOf(document: OpenApiDocument): fc.Arbitrary<FuzzedRequest> {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ path, method, ...(one as unknown as Operation) })),
  );
  return fc.constantFrom(...operations).chain((operation) => requestOf(document, operation));
}

/** `String` would call what a value has under `toString`. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function requestOf(
  document: OpenApiDocument,
  { path, method, operationId, parameters = [], requestBody }: Operation & { path: string; method: string },
): fc.Arbitrary<FuzzedRequest> {
  const texts = (place: Parameter['in']): fc.Arbitrary<Partial<Record<string, string>>> =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((one) => one.in === place)
          .map(({ name, schema = {} }) => [name, valueOf(document, schema).map(textOf)]),
      ),
      { requiredKeys: [] },
    );
  const [type = 'application/json', content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const body =
    content === undefined
      ? fc.constant('')
      : valueOf(document, content.schema).map((one) => JSON.stringify(one));
  return fc
    .record({
      path: texts('path'),
      query: texts('query'),
      headers: texts('header'),
      extra: fc.option(word),
      language: fc.constantFrom('en', 'zh', '*;q=x', ''),
      type: fc.oneof(
        { weight: 9, arbitrary: fc.constant(type) },
        { weight: 1, arbitrary: fc.constant('text/plain') },
      ),
      body: fc.oneof({ weight: 6, arbitrary: body }, { weight: 1, arbitrary: broken }),
    })
    .map(({ path: given, query, headers, extra, language, type: sent, body: text }) => {
      const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given[name] || '0'));
      const asked = new URLSearchParams(Object.entries(query) as [string, string][]);
      if (extra !== null) asked.append('extra', extra);
      const readable = Object.entries(headers).filter(([, value]) => /^[\x20-\x7e]+$/.test(value ?? ''));
      return {
        operationId,
        method,
        address: `${address}${asked.size > 0 ? `?${asked.toString()}` : ''}`,
        headers: {
          ...(Object.fromEntries(readable) as Record<string, string>),
          'Accept-Language': language,
          ...(content !== undefined && { 'Content-Type': sent }),
        },
        ...(content !== undefined && { body: text }),
      };
    });
}
