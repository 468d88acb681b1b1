import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp, UnavailableError } from '@chopmark/gateway';
import { ImportRunner } from '../../../gateway/dist/imports/import-runner.js';
import { KeptUploads } from '../../../gateway/dist/imports/kept-uploads.js';
import { line, NDJSON, ndjsonBatches } from '../../support/gateway/ndjson-batches.js';

describe('POST /v1/invoice-batches, under way', () => {
  const batches = ndjsonBatches();
  const { post } = batches;

  it('tries a chunk again that met trouble', async () => {
    batches.gateway.desk.fail('appendBatch', new UnavailableError('database', 'away'));

    const { status, body } = await post(line());

    assert.equal(status, 202);
    assert.equal(body.accepted, 1);
  });

  it('answers while trouble stays, and goes on by itself when it is over', async () => {
    const text = Array.from({ length: 1500 }, () => line()).join('\n');
    const { desk } = batches.gateway;
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
    const operation = async () =>
      (await batches.gateway.send('get', headers['location'] ?? '', 'issuer')).body;

    assert.deepEqual([status, body.state, body.total], [202, 'running', null]);
    while (refused === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual([(await operation()).state, (await operation()).accepted], ['running', 1000]);
    isAway = false;
    while ((await operation()).total === null) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal((await operation()).accepted, 1500);
    assert.equal(desk.invoices.length, 1500, 'no line is issued twice');
  }).timeout(180_000);

  it('goes on with what a process left, behind the last durable line', async () => {
    const { desk } = batches.gateway;
    const text = Array.from({ length: 2500 }, () => line()).join('\n');
    const append = desk.appendBatch.bind(desk);
    desk.appendBatch = async (id, lines) => {
      await append(id, lines);
      // The process ends after its first chunk.
      void batches.gateway.imports?.stop();
    };
    const { body } = await post(text, { Prefer: 'wait=30' });
    assert.deepEqual([body.state, body.accepted], ['running', 1000]);
    desk.appendBatch = append;
    desk.left.push(body.id);

    const next = new ImportRunner({
      desk,
      uploads: new KeptUploads(batches.gateway.keptFolder),
      maxBatchBytes: batches.gateway.context.maxBatchBytes,
      logger: batches.gateway.context.logger,
    });
    next.start();
    while ((await desk.operation(body.id))?.total === null)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await next.stop();

    assert.deepEqual(desk.chunks, [1000, 1000, 500]);
    assert.equal(desk.invoices.length, 2500);
  }).timeout(180_000);

  it('ends an import whose file is gone as it is, and says so', async () => {
    const { desk } = batches.gateway;
    const append = desk.appendBatch.bind(desk);
    desk.appendBatch = async (id, lines) => {
      await append(id, lines);
      throw new Error('broken');
    };

    const { body } = await post(line(), { Prefer: 'wait=30' });

    assert.deepEqual([body.state, body.total, body.accepted], ['partlyFailed', 1, 1]);
    assert.ok(batches.gateway.log.some((entry) => entry.includes('an import broke off')));
  });

  it('accepts nothing of an upload that is cut off', async () => {
    const server = createApp(batches.gateway.context).listen(0, '127.0.0.1');
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
          authorization: `Bearer ${batches.gateway.token('issuer')}`,
          'content-length': 1_000_000,
        },
      });
      upload.on('error', () => resolve());
      upload.write(`${line()}\n${line()}\n`, () => setTimeout(() => upload.destroy(), 50));
    });
    await cut;
    const lineOfLog = /"route":"\/v1\/invoice-batches"/;
    while (!batches.gateway.log.some((entry) => lineOfLog.test(entry)))
      await new Promise((resolve) => setTimeout(resolve, 10));

    assert.equal(batches.gateway.desk.chunks.length, 0);
    assert.equal(batches.gateway.desk.invoices.length, 0);
    while (batches.gateway.spooled().length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => server.close(resolve));
  });
});
