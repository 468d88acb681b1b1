import assert from 'node:assert/strict';

import { DamagedInvoiceError } from '../../../gateway/dist/invoices/invoice-desk.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

describe('privacy over HTTP', () => {
  let gateway: TestGateway;
  let number: string;
  let id: string;
  beforeEach(async () => {
    gateway = await testGateway();
    ({ number, id } = (await gateway.issue(invoiceBody()).expect(201)).body);
  });
  afterEach(() => gateway.close());

  const post = (path: string, body: object, who: Parameters<TestGateway['send']>[2]) =>
    gateway.send('post', `/v1/invoices/${number}/${path}`, who).send(body);
  const erase = () => post('erasure', { reason: 'subjectRequest' }, 'administrator');

  it('erases, and says so wherever the invoice was', async () => {
    const { body: erasure } = await erase().expect(200);
    assert.deepEqual([erasure.id, erasure.number, erasure.reason], [id, number, 'subjectRequest']);

    for (const path of ['', '/bundle', '/document', '/holds']) {
      for (const name of [number, id]) {
        const { status, body } = await gateway.send('get', `/v1/invoices/${name}${path}`, 'auditor');
        assert.deepEqual([status, body.code], [410, 'INVOICE_ERASED']);
        assert.deepEqual([body.verdict, body.erasure.number], ['erased', number]);
      }
    }
    await gateway.send('get', `/v1/invoices/${number}`, 'issuer').expect(410);
    await erase().expect(410);
    const { body: list } = await gateway.send('get', '/v1/invoices', 'auditor');
    assert.deepEqual(list.items, []);
    const { body: check } = await gateway
      .send('post', '/v1/verifications')
      .send({ number, date: '2026-11-22', total: '1.00' });
    assert.deepEqual(check, { result: 'erased' });
  });

  it('dates the erasure by the day in Shanghai', async () => {
    for (const [at, day] of [
      ['2026-12-31T15:59:59.999Z', '2026-12-31'],
      ['2026-12-31T16:00:00.000Z', '2027-01-01'],
    ] as const) {
      gateway.desk.erasesAt = new Date(at);
      ({ number, id } = (await gateway.issue(invoiceBody()).expect(201)).body);
      await erase().expect(200);

      const { body } = await gateway.send('get', `/v1/invoices/${id}`, 'auditor').expect(410);

      assert.ok(body.detail.includes(day), body.detail);
    }
  });

  it('answers a replay and the operation of it with 410, whatever is sent', async () => {
    const key = { 'Idempotency-Key': 'erased-1' };
    const body = invoiceBody();
    const made = (await gateway.issue(body, 'issuer', key).expect(201)).body;
    await gateway
      .send('post', `/v1/invoices/${made.id}/erasure`, 'administrator')
      .send({ reason: 'courtOrder' })
      .expect(200);

    for (const sent of [body, invoiceBody({ remark: 'another' })]) {
      const { status, body: problem } = await gateway.issue(sent, 'issuer', key);
      assert.deepEqual([status, problem.code, problem.erasure.id], [410, 'INVOICE_ERASED', made.id]);
    }
    assert.equal(gateway.desk.invoices.length, 1, 'nothing was issued instead');
  });

  it('says what stands in the way', async () => {
    const hold = (await post('holds', { reason: 'litigation' }, 'taxOfficer').expect(201)).body;
    const held = (await erase().expect(409)).body;
    assert.deepEqual([held.code, held.holds[0]?.id], ['LEGAL_HOLD', hold.id]);

    const lift = () => gateway.send('delete', `/v1/invoices/${number}/holds/${hold.id}`, 'taxOfficer');
    await lift().expect(204);
    assert.equal((await lift().expect(404)).body.code, 'HOLD_NOT_FOUND');
    const { body: holds } = await gateway.send('get', `/v1/invoices/${number}/holds`, 'auditor').expect(200);
    assert.equal(typeof holds.items[0]?.liftedAt, 'string');

    gateway.desk.retainedUntil = '2036-11-22';
    const retained = (await erase().expect(409)).body;
    assert.deepEqual([retained.code, retained.until], ['RETENTION_RUNS', '2036-11-22']);
    gateway.desk.retainedUntil = undefined;

    gateway.desk.held = true;
    const { body: waiting } = await gateway.issue(invoiceBody(), 'issuer', { Prefer: 'wait=0' }).expect(202);
    number = waiting.id;
    assert.equal((await erase().expect(409)).body.code, 'NOT_SETTLED');
  });

  it('asks for a reason of the list, and for the right person', async () => {
    await post('erasure', {}, 'administrator').expect(400);
    await post('erasure', { reason: 'because 张三 wants it' }, 'administrator').expect(400);
    await post('holds', { reason: 'litigation', caseReference: 'has blanks' }, 'taxOfficer').expect(400);
    for (const who of ['taxOfficer', 'issuer', 'receiver', 'auditor'] as const)
      await post('erasure', { reason: 'courtOrder' }, who).expect(403);
    for (const who of ['issuer', 'receiver', 'auditor', 'administrator'] as const)
      await post('holds', { reason: 'audit' }, who).expect(403);
    await gateway.send('get', `/v1/invoices/${number}`, 'auditor').expect(200);
  });

  it('tells a damaged invoice from one that is not there', async () => {
    gateway.desk.fail('find', new DamagedInvoiceError(id, 'anchored', null));

    const { status, body } = await gateway.send('get', `/v1/invoices/${number}`, 'auditor');

    assert.deepEqual(
      [status, body.code, body.invoice],
      [500, 'INVOICE_DAMAGED', { id, state: 'anchored', refusal: null }],
    );
  });
});
