/**
 * The OpenAPI 3.1 document, made from the routes themselves: it cannot fall behind them.
 *
 * @module
 */
import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { PROBLEM_MEDIA_TYPE } from '../problem.js';
import { PROBLEMS, type ProblemCode } from '../problems/catalogue.js';
import { rolesOf, type Right } from '../rights/right.js';
import type { Scopes } from '../rights/scope.js';
import { rightOf } from '../rights/table.js';
import type { AnswerDoc, Content, Route, RouteDoc } from '../routes/route.js';
import { RATE_LIMIT_HEADERS } from '../requests/rate-limit.js';
import { ReadHeaders } from '../schemas/parameters.js';
import { ProblemAnswer } from '../schemas/platform.js';

type Method = RouteConfig['method'];
type Responses = RouteConfig['responses'];
export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

const BEARER = 'bearer';
const API_KEY = 'apiKey';

/** @param version Of this program. @param server Address of this gateway; empty for relative addresses. */
export function openApiDocument(routes: readonly Route[], version: string, server: string): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', BEARER, {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Access token of a session (POST /v1/sessions).',
  });
  registry.registerComponent('securitySchemes', API_KEY, {
    type: 'http',
    scheme: 'bearer',
    description: 'API key (POST /v1/me/api-keys); where scopes are named it needs one of them.',
  });
  for (const route of routes) registry.registerPath(pathOf(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Chopmark gateway',
      version,
      description:
        'Issues documents, anchors their hashes and verifies proofs. Problems: RFC 9457 with a stable `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server === '' ? '/' : server }],
  });
}

function pathOf({ key, doc }: Route): RouteConfig {
  const [method = '', path = ''] = key.split(' ');
  const right = rightOf(key);
  const { params, query, headers, body } = doc;
  const tagged = method === 'GET' && (doc.answers[200]?.headers?.includes('ETag') ?? false);
  return {
    method: method.toLowerCase() as Method,
    path,
    operationId: doc.id,
    tags: [doc.tag],
    summary: doc.summary,
    ...(doc.description !== undefined && { description: doc.description }),
    ...securityOf(right),
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...headersAsked(headers, tagged),
      ...(body && { body: { required: true, content: contentOf(body) } }),
    },
    responses: {
      ...answersOf(doc.answers),
      ...(tagged && answersOf({ 304: HELD })),
      ...problemsOf(problemCodesOf({ key, doc }), doc.answers),
    },
  };
}

const HELD: AnswerDoc = { description: 'What If-None-Match names is still the same.', headers: ['ETag'] };

/** @param tagged Whether the answer can be asked for again by its tag. */
function headersAsked(
  headers: RouteDoc['headers'],
  tagged: boolean,
): Pick<NonNullable<RouteConfig['request']>, 'headers'> {
  const all = tagged ? (headers?.extend(ReadHeaders.shape) ?? ReadHeaders) : headers;
  return all === undefined ? {} : { headers: all };
}

/** `x-roles`: which roles may, `x-rights`: and of whose things (docs/rights.md). */
function securityOf({
  who,
  of,
  scopes,
}: Right): Pick<RouteConfig, 'security'> & Record<`x-${string}`, unknown> {
  if (who === 'anyone') return { security: [] };
  const roles = rolesOf(who);
  return {
    security: [{ [BEARER]: [] }, ...keysThatOpen(scopes)],
    ...(roles !== undefined && { 'x-roles': roles }),
    'x-rights': { who, ...(of !== undefined && { of }), ...(scopes !== undefined && { scopes }) },
  };
}

/** One alternative for each scope: one of them is enough. */
function keysThatOpen(scopes: Scopes | undefined): Record<string, string[]>[] {
  if (scopes === undefined) return [];
  return scopes === 'any' ? [{ [API_KEY]: [] }] : scopes.map((scope) => ({ [API_KEY]: [scope] }));
}

/** Every problem that a route can answer with. */
export function problemCodesOf({ key, doc }: Pick<Route, 'key' | 'doc'>): ProblemCode[] {
  const right = rightOf(key);
  const json =
    doc.body && Object.keys(doc.body).some((type) => type.endsWith('json') && !type.includes('ndjson'));
  const parameters = doc.params !== undefined;
  return [
    ...(parameters ? (['MALFORMED_PATH'] as const) : []),
    ...accessProblemsOf(right),
    ...(doc.body
      ? (['UNSUPPORTED_MEDIA_TYPE', 'BODY_TOO_LARGE', 'BODY_INCOMPLETE', 'BODY_TOO_SLOW'] as const)
      : []),
    ...(json ? JSON_PROBLEMS : []),
    ...(doc.problems ?? []),
    'INTERNAL',
    'OVERLOADED',
    'UNAVAILABLE',
  ];
}

function accessProblemsOf({ who, scopes }: Right): ProblemCode[] {
  if (who === 'anyone') return [];
  return [
    'NOT_SIGNED_IN',
    'TOKEN_INVALID',
    'TOKEN_EXPIRED',
    'SESSION_ENDED',
    'API_KEY_INVALID',
    'API_KEY_EXPIRED',
    ...(rolesOf(who) === undefined ? [] : (['ROLE_REQUIRED'] as const)),
    ...(scopes === 'any' ? [] : ([scopes === undefined ? 'SESSION_REQUIRED' : 'SCOPE_REQUIRED'] as const)),
  ];
}

const JSON_PROBLEMS = [
  'MALFORMED_UTF8',
  'MALFORMED_JSON',
  'TOO_DEEP',
  'DUPLICATE_KEY',
  'LONE_SURROGATE',
  'UNSAFE_NUMBER',
  'MALFORMED_REQUEST',
] as const;

function answersOf(answers: Readonly<Record<number, AnswerDoc>>): Responses {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, content, headers = [] }]) => [
      status,
      {
        description,
        ...(content && { content: contentOf(content) }),
        ...(headers.length > 0 && { headers: headersOf(headers) }),
      },
    ]),
  );
}

/** Problems by status; a status that also has an answer of its own (readiness) keeps that one. */
function problemsOf(codes: readonly ProblemCode[], answers: Readonly<Record<number, AnswerDoc>>): Responses {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = PROBLEMS[code];
    if (!(status in answers)) byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      status,
      {
        description: of.join(', '),
        content: { [PROBLEM_MEDIA_TYPE]: { schema: ProblemAnswer } },
        ...headersOfProblems(status, of),
      },
    ]),
  );
}

/** When to come again, and what is left of a limit. */
function headersOfProblems(
  status: number,
  codes: readonly ProblemCode[],
): { headers?: Record<string, HeaderDoc> } {
  if (status !== 429 && status !== 503) return {};
  const isCounted = codes.includes('TOO_MANY_REQUESTS') || codes.includes('TOO_MANY_ATTEMPTS');
  return { headers: headersOf(['Retry-After', ...(isCounted && status === 429 ? RATE_LIMIT_HEADERS : [])]) };
}

function contentOf(content: Content): Record<string, { schema: Content[string] }> {
  return Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }]));
}

type HeaderDoc = {
  readonly description?: string;
  readonly schema: { readonly type: 'string' };
};

function headersOf(names: readonly string[]): Record<string, HeaderDoc> {
  return Object.fromEntries(
    names.map((name) => {
      const description = HEADERS[name];
      return [name, { ...(description !== undefined && { description }), schema: { type: 'string' } }];
    }),
  );
}

/** What a name alone does not say. */
const HEADERS: Readonly<Record<string, string>> = {
  Link: '<address>; rel="next": the next page, as it is; absent on the last one.',
  'Retry-After': 'Seconds.',
  'RateLimit-Limit': 'Requests, or failures, in a window.',
  'RateLimit-Remaining': 'What is left of it.',
  'RateLimit-Reset': 'Seconds until the window begins anew.',
  ETag: 'Strong. For If-None-Match, and for If-Match of a change.',
};
