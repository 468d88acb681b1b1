import assert from 'node:assert/strict';

import { LedgerError } from '@chopmark/core';

import { UnavailableError } from '../../../gateway/dist/errors.js';
import type { Ledger } from '../../../gateway/dist/ledger/ledger.js';
import { anchoredBatches } from '../../../gateway/dist/metrics/anchored-batches.js';
import { measureBacklog } from '../../../gateway/dist/metrics/backlog.js';
import { measuredLedger } from '../../../gateway/dist/metrics/measured-ledger.js';
import { Metrics } from '../../../gateway/dist/metrics/metrics.js';
import { serveMetrics } from '../../../gateway/dist/metrics/serve-metrics.js';
import { createDatabase } from '../../../gateway/dist/store/database.js';
import { testGateway } from '../../support/gateway-app.js';
import { DeskWorld, eventually, newInvoice } from '../../support/gateway/desk-world.js';

async function valueOf(metrics: Metrics, line: string): Promise<string | undefined> {
  const text = await metrics.registry.metrics();
  return text
    .split('\n')
    .find((one) => one.startsWith(`${line} `))
    ?.slice(line.length + 1);
}

describe('metrics of requests', () => {
  it('are by pattern of the route and never by what was asked for', async () => {
    const gateway = await testGateway();
    await gateway.send('get', '/livez');
    await gateway.send('get', '/v1/invoices/26002000000000004711').expect(401);
    await gateway.send('get', '/no/such/91000000MA0000000A').expect(404);

    const text = await gateway.metrics.registry.metrics();

    assert.match(text, /request_seconds_count\{[^}]*route="\/livez",status="200"[^}]*\} 1/);
    assert.match(
      text,
      /request_seconds_count\{[^}]*route="\/v1\/invoices\/\{number\}",status="401"[^}]*\} 1/,
    );
    assert.match(text, /request_seconds_count\{[^}]*route="\(none\)",status="404"[^}]*\} 1/);
    assert.doesNotMatch(text, /26002000000000004711|91000000MA/);
  });
});

describe('metrics of the ledger', () => {
  const ledger = {
    mspId: 'TaxMSP',
    clock: () => Promise.resolve(undefined),
    tick: () => Promise.reject(new LedgerError('CLOCK_TOO_SOON', 'a moment')),
    submit: () => Promise.reject(new UnavailableError('ledger', 'away')),
    close: () => undefined,
  } as unknown as Ledger;

  it('tell how long each call took and how it ended, and change nothing of it', async () => {
    const metrics = new Metrics();
    const measured = measuredLedger(ledger, metrics);

    assert.equal(measured.mspId, 'TaxMSP');
    assert.equal(await measured.clock(), undefined);
    await assert.rejects(measured.tick(), { code: 'CLOCK_TOO_SOON' });
    await assert.rejects(measured.submit('id', Buffer.of(1)), { name: 'UnavailableError' });
    measured.close();

    const counts = ['clock",outcome="ok', 'tick",outcome="CLOCK_TOO_SOON', 'submit",outcome="unavailable'];
    for (const labels of counts) {
      const line = `chopmark_ledger_call_seconds_count{call="${labels}"}`;
      assert.equal(await valueOf(metrics, line), '1', labels);
    }
  });
});

describe('metrics of the pipeline', () => {
  let world: DeskWorld;
  before(async function () {
    this.timeout(120_000);
    world = await DeskWorld.create();
  });
  after(() => world.end());

  it('tell what waits, and then what was anchored', async () => {
    const metrics = new Metrics();
    measureBacklog(metrics, world.db);
    const idle = world.open({ started: false });
    const accepted = await idle.desk.accept(newInvoice());
    assert.equal(accepted.outcome, 'accepted');
    assert.equal(await valueOf(metrics, 'chopmark_outbox_documents'), '1');
    assert.ok(Number(await valueOf(metrics, 'chopmark_outbox_oldest_seconds')) > 0);

    const working = world.open({ onAnchored: anchoredBatches(metrics, world.db) });
    await working.desk.settle(accepted.invoice.id, 60_000);

    await eventually(async () => {
      assert.equal(await valueOf(metrics, 'chopmark_outbox_documents'), '0');
      assert.equal(await valueOf(metrics, 'chopmark_batch_documents_count'), '1');
      assert.equal(await valueOf(metrics, 'chopmark_batch_documents_sum'), '1');
      assert.equal(await valueOf(metrics, 'chopmark_batch_anchoring_seconds_count'), '1');
    });
    assert.equal(await valueOf(metrics, 'chopmark_batches_in_flight'), '0');
    assert.equal(await valueOf(metrics, 'chopmark_halts'), '0');
    assert.ok(Number(await valueOf(metrics, 'chopmark_projection_next_block')) > 0);
  });

  it('are not a number while the database is away', async () => {
    const metrics = new Metrics();
    const db = createDatabase('postgresql://nobody@127.0.0.1:1/none');
    measureBacklog(metrics, db);

    assert.equal(await valueOf(metrics, 'chopmark_outbox_documents'), 'Nan');
    await db.destroy();
  });
});

describe('the port of the metrics', () => {
  it('answers GET /metrics and nothing else', async () => {
    const listening = await serveMetrics(new Metrics(), '127.0.0.1', 0);
    const answer = await fetch(`${listening.url}/metrics`);
    const others = await Promise.all([
      fetch(listening.url),
      fetch(`${listening.url}/metrics?x`),
      fetch(`${listening.url}/metrics`, { method: 'POST' }),
    ]);

    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=/);
    assert.match(await answer.text(), /^# HELP chopmark_http_request_seconds /m);
    assert.deepEqual(
      others.map(({ status }) => status),
      [404, 404, 404],
    );
    await listening.close(1000);
  });
});
