import assert from 'node:assert/strict';
import fc from 'fast-check';
import { routesOf } from '@chopmark/gateway';
import { openApiDocument } from '../../../gateway/dist/openapi/document.js';
import { PROBLEMS } from '../../../gateway/dist/problems/catalogue.js';
import { requestsOf, type FuzzedRequest } from '../../support/gateway/openapi-requests.js';
import type { Answer } from '../../support/gateway/answer.js';
import type { Person } from '../../support/gateway/people.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

const RUNS = Number(process.env['CHOPMARK_FUZZ_RUNS'] ?? 300);
const CALLERS: readonly (Person | undefined)[] = [
  undefined,
  'taxOfficer',
  'issuer',
  'receiver',
  'administrator',
];
/** They answer bytes, or go on for as long as somebody listens. */
const STREAMS = /Bundles$|Events$|Log$/;

/** Experiment E14: every operation, whatever is sent. Each answer is judged by the document on its way (gateway-app.ts). */
describe('any request', function () {
  this.timeout(180_000);
  let gateway: TestGateway;

  before(async () => {
    gateway = await testGateway();
  });
  after(() => {
    gateway.close();
  });

  const send = async (request: FuzzedRequest, caller: Person | undefined): Promise<Answer> => {
    const { method, address, headers, body } = request;
    const asked = gateway.send(method as 'get' | 'post', address, caller).set(headers);
    return body === undefined ? asked : asked.serialize((value: unknown) => value as string).send(body);
  };

  it('gets an answer of the document: never a fault of ours, and every problem with its code and words', async () => {
    const document = openApiDocument(routesOf(gateway.context), '0', '');
    const requests = requestsOf(document).filter(({ operationId }) => !STREAMS.test(operationId));

    await fc.assert(
      fc.asyncProperty(requests, fc.constantFrom(...CALLERS), async (request, caller) => {
        const { status, headers, body, text } = await send(request, caller);

        if (status < 400) return;
        assert.match(headers['content-type'] ?? '', /^application\/problem\+json/, text);
        assert.notEqual(body.code, 'INTERNAL', text);
        assert.ok(Object.hasOwn(PROBLEMS, body.code), text);
        assert.equal(PROBLEMS[body.code as keyof typeof PROBLEMS].status, status);
        assert.match(body.traceId, /^[0-9a-f]{32}$/);
        assert.equal(headers['x-request-id'], body.traceId);
        assert.doesNotMatch(text, /\bat .*\.[jt]s:\d+|node_modules/, 'a stack');
        const errors = 'errors' in body ? body.errors : [];
        for (const { code, detail } of errors) assert.ok(code !== '' && detail !== '', text);
      }),
      { numRuns: RUNS },
    );
  });
});
