import assert from 'node:assert/strict';
import { UnavailableError } from '@chopmark/gateway';
import { line, NDJSON } from '../../support/gateway/ndjson-batches.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

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
    for (const suffix of ['', '/results']) {
      const { status, body } = await gateway.send('get', `/v1/operations/${id}${suffix}`, 'otherIssuer');
      assert.equal(status, 404);
      assert.equal(body.code, 'OPERATION_NOT_FOUND');
    }
  });

  it('is closed, with all that came of it, to its account while that has no role to begin one', async () => {
    gateway.desk.anchorAll();
    const account = gateway.accountId('issuer');
    const statuses = async (suffix: string): Promise<string> => {
      const { status, body } = await gateway.send('get', `/v1/operations/${id}${suffix}`, 'issuer');
      return `${status} ${body.code}`;
    };

    for (const suffix of ['', '/results', '/events', '/bundles']) {
      assert.equal(await statuses(suffix), '200 undefined', suffix);
      for (const roles of [['receiver'], ['administrator'], []] as const) {
        gateway.principals.change(account, { roles });
        assert.equal(await statuses(suffix), '403 ROLE_REQUIRED', `${roles.join()} ${suffix}`);
      }
      gateway.principals.change(account, { roles: ['receiver', 'issuer'] });
      assert.equal(await statuses(suffix), '200 undefined', suffix);
    }
  });

  it('is closed to an officer who may issue for one seller only by now, as is what its key did', async () => {
    const send = (body: object) =>
      gateway
        .send('post', '/v1/invoice-batches', 'taxOfficer')
        .set({ 'Content-Type': NDJSON, 'Idempotency-Key': 'of-an-officer' })
        .send(JSON.stringify(body));
    const batch = (await send(invoiceBody()).expect(202)).body.id;
    const single = (await gateway.issue(invoiceBody(), 'taxOfficer')).body.operationId;
    gateway.desk.anchorAll();
    const ways = [batch, single].flatMap((name) =>
      ['', '/results', '/events', '/bundles'].map((suffix) => `/v1/operations/${name}${suffix}`),
    );
    for (const way of ways) await gateway.send('get', way, 'taxOfficer').expect(200);
    const account = gateway.accountId('taxOfficer');

    gateway.principals.change(account, { roles: ['issuer'] });

    for (const way of ways) {
      const { status, body } = await gateway.send('get', way, 'taxOfficer');
      assert.deepEqual([status, body.code], [404, 'OPERATION_NOT_FOUND'], way);
    }
    const replay = await send(invoiceBody());
    assert.deepEqual([replay.status, replay.body.code], [422, 'IDEMPOTENCY_KEY_REUSED']);
    const own = (
      await gateway.send('post', '/v1/invoice-batches', 'taxOfficer').set('Content-Type', NDJSON).send('{}')
    ).body.id;
    await gateway.send('get', `/v1/operations/${own}/results`, 'taxOfficer').expect(200);

    gateway.principals.change(account, { roles: ['taxOfficer'] });
    for (const way of [...ways, `/v1/operations/${own}`])
      await gateway.send('get', way, 'taxOfficer').expect(200);
    assert.equal((await send(invoiceBody())).body.id, batch);
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
