import assert from 'node:assert/strict';
import { UnavailableError } from '@chopmark/gateway';
import { line, NDJSON, ndjsonBatches } from '../../support/gateway/ndjson-batches.js';
import { OTHER_SELLER } from '../../support/gateway/people.js';
import { testGateway } from '../../support/gateway-app.js';

describe('POST /v1/invoice-batches', () => {
  const batches = ndjsonBatches();
  const { post, resultsOf } = batches;

  it('answers 202 with an operation once every line is durable', async () => {
    const { status, body, headers } = await post(`${line()}\n${line()}\n`);

    assert.equal(status, 202);
    assert.equal(headers['location'], `/v1/operations/${body.id}`);
    assert.deepEqual([body.total, body.accepted, body.refused], [2, 2, 0]);
    assert.equal(batches.gateway.desk.invoices.length, 2);
  });

  it('judges each line like a single POST, and refuses bad ones alone', async () => {
    const lines = [
      line(),
      '{"vatKind":"special"',
      line({ totalNet: '1.00' }),
      '',
      line({ seller: OTHER_SELLER }),
      line({ vatKind: 'odd' }),
      `{"remark":"${'x'.repeat(64 * 1024)}"}`,
      '{"a":1,"a":2}',
      line({ letter: 'red' }),
      '   ',
      line(),
    ];

    const { body } = await post(lines.join('\r\n'));

    const results = await resultsOf(body.id);
    assert.deepEqual(
      results.map((result) => [
        result.line,
        result.errors?.map(({ pointer, code }) => `${pointer} ${code}`).join() ?? result.state,
      ]),
      [
        [1, 'anchored'],
        [2, ' MALFORMED_JSON'],
        [3, '/totalNet TOTAL_NET_MISMATCH,/totalGross TOTAL_GROSS_MISMATCH'],
        [5, ' SELLER_NOT_OWN'],
        [6, '/vatKind NOT_ALLOWED'],
        [7, ' LINE_TOO_LONG'],
        [8, '/a DUPLICATE_KEY'],
        [9, ' RED_LETTER_NOT_AVAILABLE'],
        [11, 'anchored'],
      ],
    );
    assert.equal(batches.gateway.desk.invoices.length, 2);
    assert.deepEqual([body.total, body.accepted, body.refused], [9, 2, 7]);
  });

  it('hands lines on in chunks of a thousand', async () => {
    const text = Array.from({ length: 2500 }, () => line()).join('\n');
    const { body } = await post(text, { Prefer: 'wait=30' });

    assert.deepEqual(batches.gateway.desk.chunks, [1000, 1000, 500]);
    assert.equal(body.accepted, 2500);
  });

  it('takes a line of exactly 64 KB, and none that is longer', async () => {
    const padded = (length: number): string => `${' '.repeat(length - Buffer.byteLength(line()))}${line()}`;

    const { body } = await post(`${padded(64 * 1024)}\n${padded(64 * 1024 + 1)}`);

    const results = await resultsOf(body.id);
    assert.deepEqual(
      results.map(({ errors }) => errors?.[0]?.code),
      [undefined, 'LINE_TOO_LONG'],
    );
  });

  it('gives the same operation for the same key and bytes', async () => {
    const key = { 'Idempotency-Key': 'batch-1' };
    const first = await post(line(), key);
    const second = await post(line(), key);

    assert.equal(second.status, 202);
    assert.equal(second.body.id, first.body.id);
    assert.equal(second.headers['idempotency-replayed'], 'true');
    assert.equal(batches.gateway.desk.invoices.length, 1);
  });

  it('refuses other bytes under the key', async () => {
    const key = { 'Idempotency-Key': 'batch-1' };
    await post(line(), key);

    const { status, body } = await post(`${line()}\n${line()}`, key);

    assert.equal(status, 422);
    assert.equal(body.code, 'IDEMPOTENCY_KEY_REUSED');
    assert.equal(batches.gateway.desk.invoices.length, 1);
  });

  it('refuses a malformed key before anything is opened', async () => {
    const { status, body } = await post(line(), { 'Idempotency-Key': 'a b' });

    assert.equal(status, 400);
    assert.equal(body.code, 'MALFORMED_HEADER');
  });

  it('says 503 when nothing could be opened', async () => {
    batches.gateway.desk.fail('openBatch', new UnavailableError('database', 'away'));

    const { status, body } = await post(line());

    assert.equal(status, 503);
    assert.equal(body.code, 'UNAVAILABLE');
  });

  for (const text of ['', '\n\n  \n']) {
    it(`refuses a batch without lines (${JSON.stringify(text)})`, async () => {
      const { status, body } = await post(text);

      assert.equal(status, 400);
      assert.equal(body.code, 'EMPTY_BATCH');
    });
  }

  for (const type of ['application/json', 'text/plain', 'application/x-ndjson; charset=gbk']) {
    it(`refuses ${type}`, async () => {
      const { status, body } = await post(line(), { 'Content-Type': type });

      assert.equal(status, 415);
      assert.equal(body.code, 'UNSUPPORTED_MEDIA_TYPE');
      assert.equal(batches.gateway.desk.chunks.length, 0);
    });
  }

  it('refuses more bytes than it takes', async () => {
    const small = await testGateway({ maxBatchBytes: 1000 });

    const { status, body } = await small
      .send('post', '/v1/invoice-batches', 'issuer')
      .set('Content-Type', NDJSON)
      .send(`${line()}\n${line()}\n${line()}`);

    assert.equal(status, 413);
    assert.equal(body.code, 'BODY_TOO_LARGE');
    assert.deepEqual(small.spooled(), []);
    assert.equal(small.desk.chunks.length, 0);
    small.close();
  });
});
