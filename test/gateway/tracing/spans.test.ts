import assert from 'node:assert/strict';

import { SpanStatusCode } from '@opentelemetry/api';

import { newId } from '../../../gateway/dist/accounts/account-rows.js';
import { AuditLog, OPERATOR } from '../../../gateway/dist/audit/audit-log.js';
import { SILENT } from '../../../gateway/dist/pipeline/log.js';
import { seriesOf } from '../../../gateway/dist/pipeline/series-name.js';
import { Origins } from '../../../gateway/dist/tracing/origins.js';
import { inSpan, isTraced } from '../../../gateway/dist/tracing/spans.js';
import { EVENT_NAMES } from '../../../gateway/dist/webhooks/webhook.js';
import { WebhookDesk } from '../../../gateway/dist/webhooks/webhook-desk.js';
import { DeskWorld, eventually, type LiveDesk } from '../../support/gateway/desk-world.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { BUYER, SELLER } from '../../support/gateway/people.js';
import { type RecordedSpan, SpanRecorder } from '../../support/gateway/span-recorder.js';
import { WebhookReceiver } from '../../support/gateway/webhook-receiver.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

const MARKER = 'MARKER-7f3a';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const TRACEPARENT = `00-${TRACE}-${PARENT}-01`;
const WAIT = { Prefer: 'wait=30' };

const linked = ({ links }: RecordedSpan): string[] => links.map(({ context }) => context.spanId);
const idOf = (span: RecordedSpan): string => span.spanContext().spanId;
const only = (spans: readonly RecordedSpan[]): RecordedSpan => {
  assert.equal(spans.length, 1, spans.map(({ name }) => name).join());
  return spans[0] as RecordedSpan;
};

describe('traces', function () {
  this.timeout(180_000);
  let world: DeskWorld;
  let live: LiveDesk;
  let gateway: TestGateway;
  let recorder: SpanRecorder;

  before(async () => {
    world = await DeskWorld.create();
    live = world.open();
    gateway = await testGateway({ desk: live.desk, now: new Date() });
    await gateway.issue(invoiceBody(), 'issuer', WAIT).expect(201);
  });
  beforeEach(() => (recorder = SpanRecorder.start()));
  afterEach(() => recorder.stop());
  after(async () => {
    gateway.close();
    await world.end();
  });

  /** Every span has ended, but those of the test's own waiting. */
  const settled = (name: string): Promise<void> =>
    eventually(() =>
      assert.ok(recorder.named(name).length > 0 && recorder.named(name).every(({ ended }) => ended)),
    );

  it('show the way of one invoice: request, batch that links to it, block that links to the batch', async () => {
    const { body, headers } = await gateway.issue(invoiceBody(), 'issuer', {
      ...WAIT,
      traceparent: TRACEPARENT,
    });
    await settled('batch');
    await settled('fold');

    const request = only(recorder.named('POST /v1/invoices'));
    assert.deepEqual(recorder.tree(request), { accept: {} });
    assert.equal(request.parent?.spanId, PARENT);
    assert.equal(request.spanContext().traceId, TRACE);
    assert.equal(headers['x-request-id'], TRACE);
    assert.deepEqual(request.attributes, {
      'http.route': '/v1/invoices',
      'http.request.method': 'POST',
      'http.response.status_code': 201,
    });
    assert.deepEqual(only(recorder.named('accept')).attributes, {
      'chopmark.outcome': 'accepted',
      'chopmark.invoice.id': body.id,
    });

    const batch = only(recorder.named('batch'));
    assert.equal(batch.parent, undefined);
    assert.deepEqual(recorder.tree(batch), { seal: {}, endorse: {}, submit: {}, commit: {} });
    assert.deepEqual(linked(batch), [idOf(request)]);
    assert.deepEqual(batch.attributes, {
      'chopmark.series': seriesOf(body.issuedOn, 2),
      'chopmark.batch.number': 2,
      'chopmark.documents': 1,
    });
    const { 'chopmark.outcome': outcome, 'chopmark.transaction.id': txId } = only(
      recorder.named('submit'),
    ).attributes;
    assert.equal(outcome, 'taken');
    assert.match(String(txId), /^[0-9a-f]{64}$/);

    const folds = recorder
      .named('fold')
      .filter(({ attributes }) => attributes['chopmark.block.anchored'] === 1);
    assert.deepEqual(linked(only(folds)), [idOf(batch)]);
    assert.deepEqual(
      recorder.spans.filter(({ ended }) => !ended).map(({ name }) => name),
      [],
    );
  });

  it('give a request without a traceparent the trace id under which its problem is found', async () => {
    const { body, headers } = await gateway.issue('{', 'issuer').expect(400);

    const request = only(recorder.named('POST /v1/invoices'));
    assert.equal((body as unknown as { traceId: string }).traceId, request.spanContext().traceId);
    assert.equal(headers['x-request-id'], request.spanContext().traceId);
    assert.equal(request.status, undefined);
  });

  it('show the making of a proof, and mark what failed by its code', async () => {
    const { body } = await gateway.issue(invoiceBody(), 'issuer', WAIT).expect(201);
    // Nobody signs on the chain in memory, so that no proof is ever good enough to be handed out.
    const { status } = await gateway.send('get', `/v1/invoices/${body.number}/bundle`, 'issuer');

    const request = only(recorder.named('GET /v1/invoices/{number}/bundle'));
    assert.equal(status, 500);
    assert.deepEqual(recorder.tree(request), { proof: { attest: {} } });
    assert.equal(request.status?.code, SpanStatusCode.ERROR);
    const proof = only(recorder.named('proof'));
    assert.deepEqual(proof.status, { code: SpanStatusCode.ERROR });
    assert.equal(proof.attributes['error.type'], 'UnprovenError');
    assert.equal(proof.attributes['chopmark.invoice.id'], body.id);
  });

  it('show an import under its request, and link its batch to it', async () => {
    const lines = [invoiceBody(), invoiceBody(), { vatKind: 'odd' }].map((line) => JSON.stringify(line));
    await gateway
      .send('post', '/v1/invoice-batches', 'issuer')
      .set({ 'Content-Type': 'application/x-ndjson', ...WAIT })
      .send(lines.join('\n'));
    await settled('batch');
    await settled('import');

    const request = only(recorder.named('POST /v1/invoice-batches'));
    const imported = only(recorder.named('import'));
    assert.equal(imported.parent?.spanId, idOf(request));
    assert.equal(imported.attributes['chopmark.lines'], 3);
    assert.deepEqual(linked(only(recorder.named('batch'))), [idOf(imported)]);
  });

  it('show a webhook that is told, and nothing of where', async () => {
    const receiver = await WebhookReceiver.start();
    const desk = webhookDesk(world);
    const account = await accountOf(world);
    const url = `${receiver.url}/${MARKER}`;
    const made = await desk.webhooks.create(OPERATOR, account, {
      url,
      events: EVENT_NAMES,
      description: MARKER,
    });
    receiver.secret = made.secret;
    await gateway.issue(invoiceBody(), 'issuer', WAIT).expect(201);
    await eventually(async () => {
      await desk.sender.step();
      assert.ok(receiver.heard.length > 0);
    });

    const span = only(recorder.named('webhook'));
    assert.equal(span.attributes['chopmark.outcome'], 204);
    assert.equal(span.attributes['chopmark.event.type'], 'invoice.issued');
    assert.doesNotMatch(JSON.stringify(recorder.spans), new RegExp(MARKER));
    await receiver.stop();
  });

  it('hold nothing that was planted in bodies, addresses and headers', async () => {
    const planted = invoiceBody({ remark: MARKER, drawer: MARKER, reference: MARKER });
    await gateway.issue(planted, 'issuer', WAIT).expect(201);
    await gateway.send('get', `/v1/invoices/${BUYER.taxId}?reference=${MARKER}`, 'issuer').expect(404);
    await gateway.send('get', `/${MARKER}/${SELLER.taxId}`).set('User-Agent', MARKER).expect(404);
    await gateway
      .send('post', '/v1/invoices', 'issuer')
      .set({ 'Content-Type': 'application/json', 'Idempotency-Key': MARKER })
      .send(JSON.stringify(planted));
    await settled('batch');
    await settled('fold');

    const told = JSON.stringify(
      recorder.spans.map(({ name, attributes, links, status }) => ({ name, attributes, links, status })),
    );
    assert.ok(recorder.spans.length > 8);
    for (const secret of [MARKER, SELLER.taxId, BUYER.taxId, SELLER.name, BUYER.name, '304.88']) {
      assert.ok(!told.includes(secret), `a span holds ${secret}`);
    }
  });
});

describe('without an SDK', () => {
  it('work is done as it is, with no span', async () => {
    assert.equal(isTraced(), false);
    assert.equal(await inSpan('proof', (span) => Promise.resolve(span)), undefined);
  });
});

describe('Origins', () => {
  const span = (spanId: string, traceFlags = 1) => ({ traceId: TRACE, spanId, traceFlags });

  it('links to each span once, and to 128 at most', () => {
    const origins = new Origins<number>();
    for (let key = 0; key < 300; key += 1) origins.remember(key, span(String(key >> 1)));

    assert.deepEqual(
      origins.linksTo([0, 1, 2, 999]).map(({ context }) => context.spanId),
      ['0', '1'],
    );
    assert.equal(origins.linksTo(Array.from({ length: 300 }, (_, key) => key)).length, 128);
  });

  it('keeps no more than the newest, and none that is not sampled', () => {
    const origins = new Origins<number>();
    origins.remember(-1, span('unsampled', 0));
    for (let key = 0; key <= 20_000; key += 1) origins.remember(key, span(String(key)));

    assert.equal(origins.linksTo([-1, 0]).length, 0);
    assert.equal(origins.linksTo([1, 20_000]).length, 2);
  });

  it('remembers nothing where nothing is traced', () => {
    const origins = new Origins<number>();
    origins.remember(1, undefined);

    assert.deepEqual(origins.linksTo([1]), []);
  });
});

function webhookDesk({ db, vault }: DeskWorld): WebhookDesk {
  const now = (): Date => new Date();
  const audit = new AuditLog(db, 'tax', now);
  return new WebhookDesk({ db, audit, vault, targets: 'loopback', log: SILENT, version: 'test', now });
}

/** An issuer of the seller, so that there is somebody to tell. */
async function accountOf({ db }: DeskWorld): Promise<string> {
  const organization_id = newId('org');
  await db
    .insertInto('organization')
    .values({ id: organization_id, kind: 'taxpayer', name: 'x', tax_id: SELLER.taxId, suspended_at: null })
    .execute();
  const id = newId('acc');
  const row = {
    id,
    name: id,
    password: null,
    roles: ['issuer' as const],
    organization_id,
    suspended_at: null,
  };
  await db.insertInto('account').values(row).execute();
  return id;
}
