import assert from 'node:assert/strict';
import { batchUploads } from '../../support/gateway/batch-uploads.js';
import { XLSX } from '../../support/gateway/upload-files.js';

describe('GET /v1/invoice-batches/template', () => {
  const uploads = batchUploads();

  it('gives the columns in the language of the reader', async () => {
    const header = async (language: string): Promise<string> =>
      (
        await uploads.gateway
          .send('get', '/v1/invoice-batches/template?format=csv', 'issuer')
          .set('Accept-Language', language)
          .expect(200)
      ).text.split(',', 1)[0] ?? '';

    assert.equal(await header('zh'), '\ufeff业务单号');
    assert.equal(await header('en'), '\ufeffreference');
  });

  it('reads back its own template, filled in', async () => {
    const { body, headers } = await uploads.gateway
      .send('get', '/v1/invoice-batches/template?format=xlsx', 'issuer')
      .buffer(true)
      .parse(bytesOf);

    assert.equal(headers['content-disposition'], 'attachment; filename=invoices.xlsx');
    const { status, body: problem } = await uploads.post(XLSX, body as unknown as Buffer);
    assert.deepEqual([status, problem.code], [400, 'EMPTY_BATCH']);
  });
});

/** superagent knows no workbook: the body as bytes. */
function bytesOf(answer: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const stream = answer as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    done(null, Buffer.concat(chunks));
  });
}
