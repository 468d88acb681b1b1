import assert from 'node:assert/strict';
import { cleanText, writeError } from '../../../gateway/dist/request-log.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { BUYER, SELLER } from '../../support/gateway/people.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

const MARKER = 'MARKER-7f3a';
const SALT = 'aB3dE5fG7hI9jK1lM3nO5p';
const SECRET = 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7bC9d';

describe('the log', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await testGateway();
  });
  afterEach(() => {
    gateway.close();
  });

  const lines = (): Record<string, unknown>[] =>
    gateway.log.map((line) => JSON.parse(line) as Record<string, unknown>);

  it('has one line a request: method, route, status, time, trace, account', async () => {
    const { headers } = await gateway.issue(invoiceBody());

    const [line, ...others] = lines();
    assert.deepEqual(others, []);
    assert.equal(line!['traceId'], headers['x-request-id']);
    assert.equal(line!['accountId'], gateway.accountId('issuer'));
    const { method, route, status, level, msg } = line!;
    assert.deepEqual(
      { method, route, status, level, msg },
      { method: 'POST', route: '/v1/invoices', status: 201, level: 30, msg: 'request' },
    );
    assert.equal(typeof line!['ms'], 'number');
  });

  it('never holds what was planted in headers, bodies, addresses and trouble', async () => {
    const token = gateway.token('issuer');
    gateway.desk.fail(
      'accept',
      Object.assign(
        new Error(`Key (seller)=(${SELLER.taxId}) salt ${SALT} secret ${SECRET} token ${token}`),
        { detail: MARKER, parameters: [MARKER], query: MARKER },
      ),
    );
    await gateway.issue(invoiceBody({ remark: MARKER })).expect(500);
    await gateway.issue(invoiceBody({ remark: MARKER, reference: MARKER })).expect(201);
    await gateway.issue(`{"${MARKER}":`).expect(400);
    await gateway.send('get', `/v1/invoices/${BUYER.taxId}?reference=${MARKER}`, 'issuer').expect(404);
    await gateway.send('get', `/${MARKER}/${SELLER.taxId}?token=${token}`).expect(404);
    await gateway
      .send('get', '/v1/me')
      .set({ Authorization: `Bearer ${MARKER}`, 'User-Agent': MARKER, Cookie: MARKER })
      .expect(401);
    await gateway.send('post', '/v1/verifications').send({ format: MARKER, salt: SALT }).expect(200);

    const log = gateway.log.join('');
    assert.equal(lines().length, 7);
    for (const planted of [
      MARKER,
      SELLER.taxId,
      BUYER.taxId,
      SALT,
      SECRET,
      token,
      token.split('.')[2] ?? '',
      SELLER.name,
    ]) {
      assert.ok(!log.includes(planted), `the log holds ${planted}`);
    }
    assert.match(log, /\[token\]/, 'the fault itself is there');
  });

  it('hides by name whatever somebody hands the logger', () => {
    const planted = {
      authorization: MARKER,
      password: MARKER,
      taxId: MARKER,
      salt: MARKER,
      secret: MARKER,
      accessToken: MARKER,
    };
    gateway.context.logger.info({ ...planted, one: planted, two: { deep: planted } }, 'test');

    assert.ok(!gateway.log.join('').includes(MARKER));
  });

  it('has faults with their cause and stack, cleaned', async () => {
    gateway.desk.fail('accept', new Error('outer', { cause: new RangeError('inner') }));

    await gateway.issue(invoiceBody()).expect(500);

    const [line] = lines();
    const err = line!['err'] as { message: string; stack: string; cause: { type: string; message: string } };
    assert.equal(line!['level'], 50);
    assert.equal(err.message, 'outer');
    assert.match(err.stack, /log\.test/);
    assert.deepEqual([err.cause.type, err.cause.message], ['RangeError', 'inner']);
  });

  it('says nothing of probes while all is well', async () => {
    await gateway.send('get', '/livez').expect(200);
    await gateway.send('get', '/readyz').expect(200);

    assert.deepEqual(
      lines().map(({ level }) => level),
      [20, 20],
    );
  });
});

describe('cleanText', () => {
  for (const [text, cleaned] of [
    [`tax id ${SELLER.taxId}.`, 'tax id [id].'],
    ['postgresql://user:pass@127.0.0.1/db', 'postgresql://[hidden]@127.0.0.1/db'],
    [`salt=${SALT},`, 'salt=[secret],'],
    ['batch 7 of inv-26002 at block 12', 'batch 7 of inv-26002 at block 12'],
    [`tx ${'ab12'.repeat(16)}`, `tx ${'ab12'.repeat(16)}`],
    ['processTicksAndRejections', 'processTicksAndRejections'],
  ] as const) {
    it(`writes ${cleaned}`, () => {
      assert.equal(cleanText(text), cleaned);
    });
  }

  it('takes no other member of an error than name, code, message, stack and cause', () => {
    const written = writeError(
      Object.assign(new Error('m'), { code: '23505', detail: MARKER, table: 'invoice' }),
    );

    assert.deepEqual(Object.keys(written).sort(), ['code', 'message', 'stack', 'type']);
  });

  it('ends with causes that go round', () => {
    const error = new Error('round');
    error.cause = error;

    assert.doesNotThrow(() => JSON.stringify(writeError(error)));
  });
});
