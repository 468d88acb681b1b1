/**
 * Files of many invoices as a caller of POST /v1/invoice-batches sends them, and what becomes of each line.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { NewInvoice } from '@chopmark/gateway';
import { type TestGateway, testGateway } from '../gateway-app.js';
import type { AnswerTest, ListItem } from './answer.js';

export interface BatchUploads {
  readonly gateway: TestGateway;
  readonly post: (type: string, body: string | Buffer) => AnswerTest;
  /** `line state` or `line row column code`, in line order. */
  readonly fates: (type: string, body: string | Buffer) => Promise<string[]>;
  /** The faults that a whole file is refused with; nothing was opened. */
  readonly faults: (type: string, body: string | Buffer) => Promise<string[]>;
  /** What was issued. */
  readonly documents: () => NewInvoice[];
}

/** For the suite that calls it: a gateway of its own for each test; none leaves an upload behind. */
export function batchUploads(): BatchUploads {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await testGateway();
  });
  afterEach(() => {
    assert.deepEqual(gateway.spooled(), [], 'no upload is left lying');
    gateway.close();
  });

  const post: BatchUploads['post'] = (type, body) =>
    gateway
      .send('post', '/v1/invoice-batches', 'issuer')
      .set('Content-Type', type)
      .serialize((value: unknown) => value as string)
      .send(body);

  return {
    get gateway() {
      return gateway;
    },
    post,
    async fates(type, body) {
      const { status, body: operation } = await post(type, body);
      assert.equal(status, 202, JSON.stringify(operation));
      const { body: results } = await gateway.send('get', `/v1/operations/${operation.id}/results`, 'issuer');
      return results.items.flatMap((item) => fatesOf(item));
    },
    async faults(type, body) {
      const { status, body: problem } = await post(type, body);
      assert.deepEqual([status, problem.code], [400, 'MALFORMED_FILE']);
      assert.equal(gateway.desk.invoices.length, 0);
      return problem.errors.map(({ code, line, column }) => [code, line, column].filter(Boolean).join(' '));
    },
    documents: () => gateway.desk.invoices.map(({ invoice }) => invoice),
  };
}

export function fatesOf({ line, state, errors = [] }: ListItem): string[] {
  return errors.length === 0
    ? [`${line} ${state}`]
    : errors.map((error) =>
        [line, error.line, error.file, error.column, error.code].filter(Boolean).join(' '),
      );
}
