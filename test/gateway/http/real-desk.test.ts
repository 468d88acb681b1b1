/** The routes over the real desk, PostgreSQL and a chain in memory: the fake of the other suites must not drift from it. */
import assert from 'node:assert/strict';
import { createInvoiceDesk } from '../../../gateway/dist/invoices/create-invoice-desk.js';
import { createDatabase } from '../../../gateway/dist/store/database.js';
import { DeskWorld, NO_TRUST, type LiveDesk } from '../../support/gateway/desk-world.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { OTHER_SELLER } from '../../support/gateway/people.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

const NDJSON = 'application/x-ndjson';

describe('the routes over the real desk', function () {
  this.timeout(180_000);
  let world: DeskWorld;
  let live: LiveDesk;
  let gateway: TestGateway;

  before(async () => {
    world = await DeskWorld.create();
    live = world.open();
    gateway = await testGateway({ desk: live.desk, now: new Date() });
    // The first request waits for the series; the others do not.
    await gateway.issue(invoiceBody({ reference: 'first' }), 'issuer', { Prefer: 'wait=30' }).expect(201);
  });
  after(async () => {
    gateway.close();
    await world.end();
  });

  const wait = { Prefer: 'wait=30' };

  it('issue, and show the invoice to its parties alone', async () => {
    const { status, body, headers } = await gateway.issue(invoiceBody(), 'issuer', wait);

    assert.equal(status, 201);
    assert.match(body.number, /^[0-9]{20}$/);
    assert.match(body.documentHash ?? '', /^[0-9a-f]{64}$/);
    const location = headers['location'] ?? '';
    for (const person of ['issuer', 'receiver', 'auditor'] as const)
      await gateway.send('get', location, person).expect(200);
    await gateway.send('get', location, 'otherIssuer').expect(404);
    const document = await gateway.send('get', `${location}/document`, 'receiver');
    assert.equal((document.body as unknown as { totalGross: string }).totalGross, '304.88');
    const operation = await gateway.send('get', `/v1/operations/${body.operationId}`, 'issuer');
    assert.deepEqual([operation.body.state, operation.body.anchored], ['succeeded', 1]);
  });

  it('give the same invoice for the same key, refuse another body, and point from a reference to the first', async () => {
    const key = { ...wait, 'Idempotency-Key': 'key-1' };
    const first = await gateway.issue(invoiceBody({ reference: 'r-1' }), 'issuer', key);
    const second = await gateway.issue(invoiceBody({ reference: 'r-1' }), 'issuer', key);
    const other = await gateway.issue(invoiceBody({ reference: 'r-2' }), 'issuer', key);
    const again = await gateway.issue(invoiceBody({ reference: 'r-1' }), 'issuer', wait);

    assert.deepEqual([first.status, second.status, other.status, again.status], [201, 201, 422, 409]);
    assert.equal(second.headers['idempotency-replayed'], 'true');
    assert.deepEqual(second.body, first.body);
    assert.equal(again.body.invoice.id, first.body.id);
  });

  it('find by three fields, and never say which differs', async () => {
    const { body } = await gateway.issue(invoiceBody(), 'issuer', wait);
    const check = async (changes: object): Promise<string> => {
      const fields = { number: body.number, date: body.issuedOn, total: '304.88', ...changes };
      return (await gateway.send('post', '/v1/verifications').send(fields)).body.result;
    };

    assert.equal(await check({}), 'consistent');
    assert.equal(await check({ date: '2026-01-01' }), 'inconsistent');
    assert.equal(await check({ total: '304.89' }), 'inconsistent');
    assert.equal(await check({ number: '9'.repeat(20) }), 'notFound');
  });

  it('take a batch, refuse its bad lines alone, and give the same operation again', async () => {
    const lines = [
      invoiceBody(),
      { vatKind: 'odd' },
      invoiceBody({ reference: 'first' }),
      invoiceBody({ seller: OTHER_SELLER }),
    ];
    const post = () =>
      gateway
        .send('post', '/v1/invoice-batches', 'issuer')
        .set({ 'Content-Type': NDJSON, 'Idempotency-Key': 'batch-1' })
        .send(lines.map((line) => JSON.stringify(line)).join('\n'));

    const { status, body } = await post();
    const again = await post();

    assert.equal(status, 202);
    assert.deepEqual([body.total, body.accepted, body.refused], [4, 1, 3]);
    assert.equal(again.body.id, body.id);
    assert.equal(again.headers['idempotency-replayed'], 'true');
    const state = async (): Promise<string> =>
      (await gateway.send('get', `/v1/operations/${body.id}`, 'issuer')).body.state;
    for (let attempt = 0; attempt < 3000 && (await state()) === 'running'; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(await state(), 'partlyFailed');
    const results = await gateway.send('get', `/v1/operations/${body.id}/results`, 'issuer');
    assert.deepEqual(
      results.body.items.map(({ line, errors }) => [line, errors?.[0]?.code]),
      [
        [1, undefined],
        [2, 'NOT_ALLOWED'],
        [3, 'REFERENCE_USED'],
        [4, 'SELLER_NOT_OWN'],
      ],
    );
  });

  it('page through everything once', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await gateway.send('get', `/v1/invoices?limit=2${from}`, 'auditor').expect(200);
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    } while (cursor !== null);

    const { body } = await gateway.send('get', '/v1/invoices?limit=100', 'auditor');
    assert.deepEqual(
      seen,
      body.items.map(({ id }) => id),
    );
    assert.equal(new Set(seen).size, seen.length);
  });

  it('end the list at a cursor that nobody gave out', async () => {
    const { status, body } = await gateway.send('get', '/v1/invoices?cursor=made-up', 'auditor');

    assert.equal(status, 200);
    assert.deepEqual(body, { items: [], nextCursor: null });
  });

  it('say 503 when the database is away', async () => {
    const db = createDatabase('postgresql://chopmark:x@127.0.0.1:1/none');
    const desk = createInvoiceDesk({ db, vault: world.vault, ledger: live.ledger, trust: [NO_TRUST] });
    const away = await testGateway({ desk, now: new Date() });

    for (const request of [
      away.issue(invoiceBody()),
      away.send('get', '/v1/invoices', 'auditor'),
      away.send('get', `/v1/invoices/${'2'.repeat(20)}`, 'auditor'),
      away
        .send('post', '/v1/verifications')
        .send({ number: '2'.repeat(20), date: '2026-11-22', total: '1.00' }),
    ]) {
      const { status, body } = await request;
      assert.deepEqual([status, body.code], [503, 'UNAVAILABLE']);
    }
    away.close();
    await db.destroy();
  });
});
