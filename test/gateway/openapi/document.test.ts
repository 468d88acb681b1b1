import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { routesOf } from '@chopmark/gateway';
import {
  openApiDocument,
  problemCodesOf,
  type OpenApiDocument,
} from '../../../gateway/dist/openapi/document.js';
import { PROBLEMS, type ProblemCode } from '../../../gateway/dist/problems/catalogue.js';
import { rolesOf } from '../../../gateway/dist/rights/right.js';
import { RIGHTS, rightOf, type RouteKey } from '../../../gateway/dist/rights/table.js';
import { InvoiceRequest } from '../../../gateway/dist/schemas/invoice-request.js';
import { invoiceBody, withValue } from '../../support/gateway/invoice-bodies.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

interface OperationDoc {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly object[];
  readonly 'x-roles'?: readonly string[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

describe('GET /openapi.json', () => {
  let gateway: TestGateway;
  let document: OpenApiDocument;
  let operations: ReadonlyMap<string, OperationDoc>;

  before(async () => {
    gateway = await testGateway();
    const { body } = await gateway.send('get', '/openapi.json').expect(200);
    document = body as unknown as OpenApiDocument;
    operations = new Map(
      Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
        Object.entries(methods as Readonly<Record<string, OperationDoc>>).map(
          ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
        ),
      ),
    );
  });
  after(() => {
    gateway.close();
  });

  it('is OpenAPI 3.1 and has exactly the routes that the rights know', () => {
    assert.equal(document.openapi, '3.1.0');
    assert.deepEqual([...operations.keys()].sort(), Object.keys(RIGHTS).sort());
  });

  it('has exactly the routes that are mounted', async () => {
    for (const key of operations.keys()) {
      const [method = '', path = ''] = key.split(' ');
      const { body } = await gateway.send(
        method.toLowerCase() as 'get' | 'post' | 'delete',
        path.replace(/\{\w+\}/, '1'),
        'taxOfficer',
      );
      assert.notEqual(body.code, 'ROUTE_NOT_FOUND', key);
      assert.notEqual(body.code, 'METHOD_NOT_ALLOWED', key);
    }
  });

  it('leaves out at the other gateways what they do not have', async () => {
    for (const organization of ['affairs', 'court'] as const) {
      const other = await testGateway({ organization });
      const { body } = await other.send('get', '/openapi.json');
      const paths = Object.keys((body as unknown as OpenApiDocument).paths ?? {});
      const expected = (Object.keys(RIGHTS) as RouteKey[])
        .filter((key) => rightOf(key).at.includes(organization))
        .map((key) => key.split(' ')[1]);
      assert.deepEqual(paths.sort(), [...new Set(expected)].sort());
      other.close();
    }
  });

  it('names each operation once and says who may', () => {
    const ids = [...operations.values()].map(({ operationId }) => operationId);
    assert.equal(new Set(ids).size, ids.length);
    for (const [key, { security, summary, 'x-roles': roles }] of operations) {
      const { who, scopes = [] } = rightOf(key);
      assert.notEqual(summary, '');
      const keys = scopes === 'any' ? [{ apiKey: [] }] : scopes.map((scope) => ({ apiKey: [scope] }));
      assert.deepEqual(security, who === 'anyone' ? [] : [{ bearer: [] }, ...keys], key);
      assert.deepEqual(roles, who === 'anyone' ? undefined : rolesOf(who), key);
    }
  });

  it('names every parameter of a path', () => {
    for (const [key, { parameters = [] }] of operations) {
      const wanted = [...key.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      assert.deepEqual(
        parameters.filter((one) => one.in === 'path').map(({ name }) => name),
        wanted,
        key,
      );
    }
  });

  it('lists each problem of the catalogue at some route, those that need none apart', () => {
    const listed = new Set(routesOf(gateway.context).flatMap(problemCodesOf));
    const elsewhere: readonly ProblemCode[] = [
      'ROUTE_NOT_FOUND',
      'METHOD_NOT_ALLOWED',
      // What these answer is no request for a route.
      'MALFORMED_HTTP',
      'HEADERS_TOO_LARGE',
      'REQUEST_TOO_SLOW',
    ];

    const missing = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => !listed.has(code));
    assert.deepEqual(missing.sort(), [...elsewhere].sort());
  });

  it('describes bodies as strictly as the parser reads them', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ ...document, $id: 'openapi' });
    const schema = operations.get('POST /v1/invoices')?.requestBody?.content['application/json']?.schema;
    const validate = ajv.compile({ $id: 'check', ...rebased(schema ?? {}) });
    const samples = [
      invoiceBody(),
      invoiceBody({ extra: 1 }),
      invoiceBody({ vatKind: 'odd' }),
      invoiceBody({ lines: [] }),
      invoiceBody({ remark: '' }),
      invoiceBody({ remark: 'a\u0007' }),
      withValue(invoiceBody(), '/lines/0/net', 1),
      withValue(invoiceBody(), '/lines/0/net', '-0.00'),
      withValue(invoiceBody(), '/buyer/extra', 'x'),
      withValue(invoiceBody(), '/seller/name', 'x'.repeat(301)),
    ];
    for (const sample of samples) {
      assert.equal(
        validate(sample),
        InvoiceRequest.safeParse(sample).success,
        JSON.stringify(sample).slice(0, 200),
      );
    }
  });

  it('refers to nothing that is not there', () => {
    const text = JSON.stringify(document);
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      assert.ok(document.components?.schemas?.[name], name);
    }
    assert.doesNotMatch(text, /https?:\/\/(?!localhost)[a-z]/, 'no foreign address');
  });

  it('is the same document whatever the language', () => {
    const routes = routesOf(gateway.context);
    assert.deepEqual(openApiDocument(routes, '0.1.0', ''), document);
  });
});

/** The schema with its references into the whole document. */
function rebased(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object;
}
