import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp, UnavailableError } from '@chopmark/gateway';
import { ImportRunner } from '../../../gateway/dist/imports/import-runner.js';
import { KeptUploads } from '../../../gateway/dist/imports/kept-uploads.js';
import type { ListItem } from '../../support/gateway/answer.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { OTHER_SELLER } from '../../support/gateway/people.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

const NDJSON = 'application/x-ndjson';
const line = (changes = {}): string => JSON.stringify(invoiceBody(changes));

describe('POST /v1/invoice-batches', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await testGateway();
  });
  afterEach(async () => {
    // A request that was cut off may still be opening its file.
    for (let tries = 0; gateway.spooled().length > 0 && tries < 500; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(gateway.spooled(), [], 'no upload is left lying');
    gateway.close();
  });

  const post = (text: string, headers: Readonly<Record<string, string>> = {}) =>
    gateway.send('post', '/v1/invoice-batches', 'issuer').set('Content-Type', NDJSON).set(headers).send(text);

  const resultsOf = async (id: string): Promise<readonly ListItem[]> =>
    (await gateway.send('get', `/v1/operations/${id}/results`, 'issuer').expect(200)).body.items;

  it('answers 202 with an operation once every line is durable', async () => {
    const { status, body, headers } = await post(`${line()}\n${line()}\n`);

    assert.equal(status, 202);
    assert.equal(headers['location'], `/v1/operations/${body.id}`);
    assert.deepEqual([body.total, body.accepted, body.refused], [2, 2, 0]);
    assert.equal(gateway.desk.invoices.length, 2);
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
    assert.equal(gateway.desk.invoices.length, 2);
    assert.deepEqual([body.total, body.accepted, body.refused], [9, 2, 7]);
  });

  it('hands lines on in chunks of a thousand', async () => {
    const text = Array.from({ length: 2500 }, () => line()).join('\n');
    const { body } = await post(text, { Prefer: 'wait=30' });

    assert.deepEqual(gateway.desk.chunks, [1000, 1000, 500]);
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
    assert.equal(gateway.desk.invoices.length, 1);
  });

  it('refuses other bytes under the key', async () => {
    const key = { 'Idempotency-Key': 'batch-1' };
    await post(line(), key);

    const { status, body } = await post(`${line()}\n${line()}`, key);

    assert.equal(status, 422);
    assert.equal(body.code, 'IDEMPOTENCY_KEY_REUSED');
    assert.equal(gateway.desk.invoices.length, 1);
  });

  it('refuses a malformed key before anything is opened', async () => {
    const { status, body } = await post(line(), { 'Idempotency-Key': 'a b' });

    assert.equal(status, 400);
    assert.equal(body.code, 'MALFORMED_HEADER');
  });

  it('tries a chunk again that met trouble', async () => {
    gateway.desk.fail('appendBatch', new UnavailableError('database', 'away'));

    const { status, body } = await post(line());

    assert.equal(status, 202);
    assert.equal(body.accepted, 1);
  });

  it('answers while trouble stays, and goes on by itself when it is over', async () => {
    const text = Array.from({ length: 1500 }, () => line()).join('\n');
    const { desk } = gateway;
    const append = desk.appendBatch.bind(desk);
    let isAway = false;
    let refused = 0;
    desk.appendBatch = async (id, lines) => {
      if (isAway) {
        refused += 1;
        throw new UnavailableError('database', 'away');
      }
      await append(id, lines);
      isAway = true;
    };

    const { status, body, headers } = await post(text, { Prefer: 'respond-async' });
    const operation = async () => (await gateway.send('get', headers['location'] ?? '', 'issuer')).body;

    assert.deepEqual([status, body.state, body.total], [202, 'running', null]);
    while (refused === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual([(await operation()).state, (await operation()).accepted], ['running', 1000]);
    isAway = false;
    while ((await operation()).total === null) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal((await operation()).accepted, 1500);
    assert.equal(desk.invoices.length, 1500, 'no line is issued twice');
  }).timeout(60_000);

  it('goes on with what a process left, behind the last durable line', async () => {
    const { desk } = gateway;
    const text = Array.from({ length: 2500 }, () => line()).join('\n');
    const append = desk.appendBatch.bind(desk);
    desk.appendBatch = async (id, lines) => {
      await append(id, lines);
      // The process ends after its first chunk.
      void gateway.imports?.stop();
    };
    const { body } = await post(text, { Prefer: 'wait=30' });
    assert.deepEqual([body.state, body.accepted], ['running', 1000]);
    desk.appendBatch = append;
    desk.left.push(body.id);

    const next = new ImportRunner({
      desk,
      uploads: new KeptUploads(gateway.keptFolder),
      maxBatchBytes: gateway.context.maxBatchBytes,
      logger: gateway.context.logger,
    });
    next.start();
    while ((await desk.operation(body.id))?.total === null)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await next.stop();

    assert.deepEqual(desk.chunks, [1000, 1000, 500]);
    assert.equal(desk.invoices.length, 2500);
  }).timeout(60_000);

  it('ends an import whose file is gone as it is, and says so', async () => {
    const { desk } = gateway;
    const append = desk.appendBatch.bind(desk);
    desk.appendBatch = async (id, lines) => {
      await append(id, lines);
      throw new Error('broken');
    };

    const { body } = await post(line(), { Prefer: 'wait=30' });

    assert.deepEqual([body.state, body.total, body.accepted], ['partlyFailed', 1, 1]);
    assert.ok(gateway.log.some((entry) => entry.includes('an import broke off')));
  });

  describe('as a dry run', () => {
    const check = (text: string, headers: Readonly<Record<string, string>> = {}) =>
      gateway
        .send('post', '/v1/invoice-batches?dryRun=true', 'issuer')
        .set('Content-Type', NDJSON)
        .set(headers)
        .send(text);

    it('makes every check and issues nothing', async () => {
      await gateway.issue(invoiceBody({ reference: 'used' }));
      const lines = [
        line({ reference: 'a' }),
        line({ reference: 'a' }),
        line({ reference: 'used' }),
        line({ vatKind: 'odd' }),
        line(),
      ];

      const { status, body } = await check(lines.join('\n'));

      assert.equal(status, 202);
      assert.deepEqual(
        [body.dryRun, body.state, body.total, body.accepted, body.anchored, body.refused],
        [true, 'partlyFailed', 5, 2, 0, 3],
      );
      assert.deepEqual(
        (await resultsOf(body.id)).map(({ state, errors }) => errors?.[0]?.code ?? state),
        ['checked', 'REFERENCE_USED', 'REFERENCE_USED', 'NOT_ALLOWED', 'checked'],
      );
      assert.equal(gateway.desk.invoices.length, 1);
    });

    it('does not take the key of the real one', async () => {
      const key = { 'Idempotency-Key': 'batch-1' };
      const checked = await check(line(), key);
      const issued = await post(line(), key);

      assert.notEqual(issued.body.id, checked.body.id);
      assert.equal(issued.body.accepted, 1);
      assert.equal((await check(line(), key)).headers['idempotency-replayed'], 'true');
    });

    it('refuses another value', async () => {
      const { status, body } = await gateway
        .send('post', '/v1/invoice-batches?dryRun=maybe', 'issuer')
        .set('Content-Type', NDJSON)
        .send(line());

      assert.deepEqual([status, body.code], [400, 'MALFORMED_QUERY']);
    });
  });

  it('says 503 when nothing could be opened', async () => {
    gateway.desk.fail('openBatch', new UnavailableError('database', 'away'));

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
      assert.equal(gateway.desk.chunks.length, 0);
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

  it('accepts nothing of an upload that is cut off', async () => {
    const server = createApp(gateway.context).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const cut = new Promise<void>((resolve) => {
      const upload = request({
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/v1/invoice-batches',
        headers: {
          'content-type': NDJSON,
          authorization: `Bearer ${gateway.token('issuer')}`,
          'content-length': 1_000_000,
        },
      });
      upload.on('error', () => resolve());
      upload.write(`${line()}\n${line()}\n`, () => setTimeout(() => upload.destroy(), 50));
    });
    await cut;
    const lineOfLog = /"route":"\/v1\/invoice-batches"/;
    while (!gateway.log.some((entry) => lineOfLog.test(entry)))
      await new Promise((resolve) => setTimeout(resolve, 10));

    assert.equal(gateway.desk.chunks.length, 0);
    assert.equal(gateway.desk.invoices.length, 0);
    while (gateway.spooled().length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('GET /v1/operations/{id}', () => {
  let gateway: TestGateway;
  let id: string;

  beforeEach(async () => {
    gateway = await testGateway();
    gateway.desk.held = true;
    const text = `${line({ reference: 'a' })}\n{}\n${line({ reference: 'a' })}`;
    const answer = await gateway
      .send('post', '/v1/invoice-batches', 'issuer')
      .set('Content-Type', NDJSON)
      .send(text);
    id = answer.body.id;
  });
  afterEach(() => {
    gateway.close();
  });

  it('tells how it fares', async () => {
    const running = await gateway.send('get', `/v1/operations/${id}`, 'issuer');
    assert.equal(running.body.state, 'running');
    assert.equal(running.body.createdBy, gateway.accountId('issuer'));
    assert.equal(running.headers['retry-after'], '1');

    gateway.desk.anchorAll();
    const done = await gateway.send('get', `/v1/operations/${id}`, 'issuer');
    assert.equal(done.body.state, 'partlyFailed');
    assert.deepEqual([done.body.total, done.body.anchored, done.body.refused], [3, 1, 2]);
    assert.equal(done.headers['retry-after'], undefined);
  });

  it('gives results as a list or one a line', async () => {
    const list = await gateway
      .send('get', `/v1/operations/${id}/results`, 'issuer')
      .set('Accept', 'application/json');
    const lines = await gateway
      .send('get', `/v1/operations/${id}/results`, 'issuer')
      .set('Accept', NDJSON)
      .buffer(true)
      .parse(textOf);

    assert.equal(list.headers['content-type']?.split(';')[0], 'application/json');
    assert.equal(lines.headers['content-type']?.split(';')[0], NDJSON);
    const parsed = lines.text
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one) as object);
    assert.deepEqual(parsed, list.body.items);
    assert.deepEqual(
      parsed.map((one) => (one as { state: string }).state),
      ['accepted', 'refused', 'refused'],
    );
  });

  it('gives results as a table that a spreadsheet leaves as it is', async () => {
    const { body } = await gateway
      .send('post', '/v1/invoice-batches', 'issuer')
      .set('Content-Type', NDJSON)
      .send(`${line({ reference: '=HYPERLINK("x")' })}\n{"a":"b"}`);

    const { text, headers } = await gateway
      .send('get', `/v1/operations/${body.id}/results`, 'issuer')
      .set({ Accept: 'text/csv', 'Accept-Language': 'en' });

    assert.equal(headers['content-type']?.split(';')[0], 'text/csv');
    const [header, first, second] = text.split('\r\n');
    assert.equal(header, '\ufeffline,state,code,file,fault at line,column,detail,reference,id,number,total');
    assert.match(first ?? '', /^1,accepted,,,,,,"'=HYPERLINK\(""x""\)",inv_[0-9a-f]{32},,304\.88$/);
    assert.match(second ?? '', /^2,refused,REQUIRED,,2,\/vatKind,is missing,,,,$/);
  });

  it('gives an empty list for an operation without lines', async () => {
    const { body } = await gateway.issue(invoiceBody());

    const { body: results } = await gateway.send(
      'get',
      `/v1/operations/${body.operationId}/results`,
      'issuer',
    );

    assert.deepEqual(results, { items: [], nextCursor: null });
  });

  it('says 503 when results cannot be read', async () => {
    gateway.desk.fail('results', new UnavailableError('database', 'away'));

    const { status, body } = await gateway.send('get', `/v1/operations/${id}/results`, 'issuer');

    assert.equal(status, 503);
    assert.equal(body.code, 'UNAVAILABLE');
  });

  it('belongs to the account that began it, officers and auditors', async () => {
    for (const person of ['taxOfficer', 'auditor', 'issuer'] as const) {
      await gateway.send('get', `/v1/operations/${id}`, person).expect(200);
    }
    for (const person of ['otherIssuer', 'receiver'] as const) {
      for (const suffix of ['', '/results']) {
        const { status, body } = await gateway.send('get', `/v1/operations/${id}${suffix}`, person);
        assert.equal(status, 404);
        assert.equal(body.code, 'OPERATION_NOT_FOUND');
      }
    }
  });

  for (const name of ['op_0', 'inv_1', '%2e%2e']) {
    it(`says 404 for ${name}`, async () => {
      const { status, body } = await gateway.send('get', `/v1/operations/${name}`, 'taxOfficer');

      assert.equal(status, 404);
      assert.equal(body.code, 'OPERATION_NOT_FOUND');
    });
  }
});

/** superagent knows no NDJSON: the body as text. */
function textOf(answer: unknown, done: (error: Error | null, body: string) => void): void {
  const stream = answer as NodeJS.ReadableStream & { text?: string };
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  stream.on('end', () => {
    stream.text = text;
    done(null, text);
  });
}
