/**
 * Batches of invoices, one a line.
 *
 * @module
 */
import type { TestGateway } from '../gateway-app.js';
import type { AnswerTest, ListItem } from './answer.js';
import { batchUploads } from './batch-uploads.js';
import { invoiceBody } from './invoice-bodies.js';

export const NDJSON = 'application/x-ndjson';

export const line = (changes = {}): string => JSON.stringify(invoiceBody(changes));

export interface NdjsonBatches {
  readonly gateway: TestGateway;
  readonly post: (text: string, headers?: Readonly<Record<string, string>>) => AnswerTest;
  readonly resultsOf: (id: string) => Promise<readonly ListItem[]>;
}

/** For the suite that calls it: as {@link batchUploads}, when requests may be cut off. */
export function ndjsonBatches(): NdjsonBatches {
  // A request that was cut off may still be opening its file.
  afterEach(async () => {
    for (let tries = 0; uploads.gateway.spooled().length > 0 && tries < 6000; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
  });
  const uploads = batchUploads();

  return {
    get gateway() {
      return uploads.gateway;
    },
    post: (text, headers = {}) =>
      uploads.gateway
        .send('post', '/v1/invoice-batches', 'issuer')
        .set('Content-Type', NDJSON)
        .set(headers)
        .send(text),
    resultsOf: async (id) =>
      (await uploads.gateway.send('get', `/v1/operations/${id}/results`, 'issuer').expect(200)).body.items,
  };
}
