/**
 * Every operation of the OpenAPI document, and how its sample (route-samples.ts) is sent.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { routesOf } from '@chopmark/gateway';
import { openApiDocument } from '../../../gateway/dist/openapi/document.js';
import { ORGANIZATIONS, type Organization, type Right } from '../../../gateway/dist/rights/right.js';
import { TestGateway } from '../gateway-app.js';
import type { AccessWorld } from './access-world.js';
import type { Answer, AnswerTest } from './answer.js';
import { accountsOfPeople, type Person } from './people.js';
import { holdersOf, SAMPLES, type SampleRequest } from './route-samples.js';

export interface ParameterDoc {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
}

export interface AnswerDoc {
  readonly description: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, { readonly schema: { readonly $ref?: string } }>>;
}

export interface Operation {
  readonly key: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly at: Organization;
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters?: readonly ParameterDoc[];
  readonly responses: Readonly<Record<string, AnswerDoc>>;
  /** Properties of its answer of success in JSON, if that is an object. */
  readonly answered: Readonly<Record<string, object>>;
  readonly 'x-rights'?: Pick<Right, 'who' | 'of' | 'scopes'>;
}

type Schemas = Readonly<Record<string, { readonly properties?: Readonly<Record<string, object>> }>>;

/** Each operation of any gateway once, at the first that has it. */
export function operationsOf(): Operation[] {
  const found = new Map<string, Operation>();
  for (const at of ORGANIZATIONS) {
    const gateway = new TestGateway({ accounts: accountsOfPeople() }, { organization: at });
    const { paths = {}, components } = openApiDocument(routesOf(gateway.context), '0', '');
    gateway.close();
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, described] of Object.entries(methods)) {
        const key = `${method.toUpperCase()} ${path}`;
        const operation = { ...(described as object), key, method, path, at } as Operation;
        const answered = answeredBy(operation, (components?.schemas ?? {}) as Schemas);
        if (!found.has(key)) found.set(key, { ...operation, answered });
      }
    }
  }
  return [...found.values()];
}

function answeredBy({ responses }: Operation, schemas: Schemas): Operation['answered'] {
  const schema = responses['200']?.content?.['application/json']?.schema ?? {};
  const named = schema.$ref?.split('/').at(-1);
  const { properties = {} } = named === undefined ? (schema as Schemas[string]) : (schemas[named] ?? {});
  return properties;
}

/** Whose things an operation may be asked about, and who asks: the first role of its row. */
export function ownerOf(operation: Operation): Person {
  const grants = operation['x-rights']?.who;
  const [role = '', condition = ''] =
    typeof grants === 'object' ? (Object.entries(grants)[0] ?? []) : ['everyAccount', 'any'];
  return holdersOf(role, condition)?.owner ?? 'issuer';
}

export interface Asking {
  readonly world: AccessWorld;
  readonly gateway: TestGateway;
  readonly owner: Person;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The sample of an operation about something of the owner, sent with the token given. */
export async function askSample(
  operation: Operation,
  { world, gateway, owner, token, headers }: Asking,
): Promise<{ answer: Answer; request: SampleRequest }> {
  const sample = SAMPLES[operation.operationId];
  assert.ok(sample, `${operation.operationId} has no sample`);
  const request = await sample.request({ world, gateway }, owner);
  const answer = await askAgain(operation, request, { gateway, token, headers: headers ?? {} });
  return { answer, request };
}

/** The very same request once more. */
export function askAgain(
  { method, path, operationId }: Operation,
  request: SampleRequest,
  { gateway, token, headers = {} }: Pick<Asking, 'gateway' | 'token' | 'headers'>,
): AnswerTest {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => request.path?.[name] ?? '');
  const sent = gateway.send(method, `${address}${request.query ?? ''}`).set(headers);
  if (request.cookie !== undefined) void sent.set('Cookie', request.cookie);
  if (SAMPLES[operationId]?.isBinary === true) void sent.buffer(true).parse(problemOrBytes);
  if (token !== undefined) void sent.set('Authorization', `Bearer ${token}`);
  if (request.body !== undefined) {
    void sent.set('Content-Type', request.type ?? 'application/json');
    void sent.send(typeof request.body === 'string' ? request.body : JSON.stringify(request.body));
  }
  return sent;
}

/** Reads an answer that is bytes unless it is a problem. */
function problemOrBytes(
  answer: Parameters<Parameters<AnswerTest['parse']>[0]>[0],
  done: (error: Error | null, body: unknown) => void,
): void {
  const chunks: Buffer[] = [];
  const stream = answer as unknown as IncomingMessage;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    const bytes = Buffer.concat(chunks);
    const isProblem = stream.headers['content-type']?.startsWith('application/problem+json') === true;
    done(null, isProblem ? JSON.parse(bytes.toString()) : bytes);
  });
}
