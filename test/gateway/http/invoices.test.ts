import assert from 'node:assert/strict';
import { placesOf } from '../../support/gateway/answer.js';
import { UnavailableError } from '@chopmark/gateway';
import type { WrittenCause } from '../../../gateway/dist/problems/ledger-causes.js';
import { invoiceBody, without, withValue } from '../../support/gateway/invoice-bodies.js';
import { BUYER, OTHER_SELLER, SELLER, type Person } from '../../support/gateway/people.js';
import { TODAY, testGateway, type TestGateway } from '../../support/gateway-app.js';

const TWENTY_DIGITS = /^26002[0-9]{15}$/;

describe('POST /v1/invoices', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await testGateway();
  });
  afterEach(() => {
    gateway.close();
  });

  it('answers 201 with number and address once anchored', async () => {
    const { status, body, headers } = await gateway.issue(invoiceBody());

    assert.equal(status, 201, JSON.stringify(body));
    assert.match(body.number, TWENTY_DIGITS);
    assert.equal(headers['location'], `/v1/invoices/${body.number}`);
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(body.state, 'anchored');
    assert.deepEqual(body.seller, SELLER);
    assert.deepEqual(body.buyer, BUYER);
    assert.equal(body.warnings, undefined);
  });

  it('hands the desk the complete document, with what was left out', async () => {
    const sent = without(without(invoiceBody(), '/lines/0/kind'), '/seller');
    await gateway.issue(without(without(without(sent, '/totalNet'), '/totalTax'), '/totalGross'));

    const [{ invoice } = { invoice: undefined }] = gateway.desk.invoices;
    const { document } = invoice!;
    assert.deepEqual(document['seller'], SELLER);
    assert.equal(document['issuedOn'], TODAY);
    assert.equal(document['currency'], 'CNY');
    assert.equal(document['letter'], 'blue');
    assert.equal(document['totalNet'], '276.00');
    assert.equal(document['totalTax'], '28.88');
    assert.equal(document['totalGross'], '304.88');
    assert.deepEqual(document['renderer'], { id: 'chopmark-invoice', version: '1' });
    assert.equal((document['lines'] as { kind: string }[])[0]?.kind, 'normal');
    assert.equal('reference' in document, false, 'the reference is no field of the document');
    assert.equal(invoice!.createdBy, gateway.accountId('issuer'));
    assert.equal(invoice!.sellerTaxId, SELLER.taxId);
  });

  it("keeps an issuer's further particulars beside the name and tax id of its account", async () => {
    await gateway.issue(invoiceBody({ seller: { phone: '0100-1' } }));

    assert.deepEqual(gateway.desk.invoices[0]?.invoice.document['seller'], { ...SELLER, phone: '0100-1' });
  });

  it('takes the day of Asia/Shanghai, which begins at 16:00 UTC', async () => {
    gateway.now = new Date('2026-11-22T16:00:00.000Z');

    const { body } = await gateway.issue(invoiceBody());

    assert.equal(body.issuedOn, '2026-11-23');
  });

  it('says in a 202 and in the operation what is in the way', async () => {
    gateway.desk.held = true;
    gateway.desk.inTheWay = {
      since: '2026-11-22T03:00:00.000Z',
      lastTriedAt: '2026-11-22T03:04:00.000Z',
      causes: [
        { organization: 'CourtMSP', code: 'PEER_UNREACHABLE' },
        { organization: null, code: 'LINE_HALTED', reason: 'LEDGER_FORKED' },
      ],
    };

    const { status, body } = await gateway.issue(invoiceBody(), 'issuer', { Prefer: 'wait=0' });
    const { body: operation } = await gateway
      .send('get', `/v1/operations/${body.operationId}`, 'issuer')
      .set('Accept-Language', 'zh');
    gateway.desk.fail('waiting', new UnavailableError('database', 'gone'));
    const blind = await gateway.issue(invoiceBody(), 'issuer', { Prefer: 'wait=0' });

    assert.deepEqual([status, blind.status, blind.body.waiting], [202, 202, undefined]);
    const told = ({ code, organization, retryHelps }: WrittenCause) => [code, organization, retryHelps];
    for (const { waiting } of [body, operation]) {
      assert.deepEqual(waiting?.causes.map(told), [
        ['PEER_UNREACHABLE', 'CourtMSP', true],
        ['LINE_HALTED', null, false],
      ]);
    }
    assert.match(body.waiting?.causes[1]?.detail ?? '', /halted.*LEDGER_FORKED/);
    assert.match(operation.waiting?.causes[0]?.detail ?? '', /没有应答/);
  });

  it('answers 202 with the operation while the invoice is not anchored', async () => {
    gateway.desk.held = true;

    const { status, body, headers } = await gateway.issue(invoiceBody(), 'issuer', { Prefer: 'wait=0' });

    assert.equal(status, 202);
    assert.equal(body.number, null);
    assert.equal(body.documentHash, null);
    assert.equal(headers['location'], `/v1/operations/${body.operationId}`);
    const operation = await gateway.send('get', headers['location'] ?? '', 'issuer');
    assert.equal(operation.body.state, 'running');
    assert.equal(operation.headers['retry-after'], '1');
  });

  for (const [prefer, wait] of [
    [undefined, 5],
    ['wait=12', 12],
    ['respond-async, wait=3', 3],
    ['respond-async', 0],
    ['wait=31', 30],
    ['wait=99999', 30],
    ['wait=soon', 5],
    ['handling=lenient', 5],
  ] as const) {
    it(`waits ${wait} s for Prefer: ${prefer ?? '(none)'}`, async () => {
      await gateway.issue(invoiceBody(), 'issuer', prefer === undefined ? {} : { Prefer: prefer });

      assert.deepEqual(gateway.desk.waits, [wait * 1000]);
    });
  }

  it('returns warnings without standing in the way', async () => {
    const { status, body } = await gateway.issue(
      withValue(invoiceBody(), '/buyer/taxId', '91000000T00000036H'),
      'issuer',
      { 'Accept-Language': 'zh-CN' },
    );

    assert.equal(status, 201);
    assert.deepEqual(placesOf(body.warnings ?? []), ['/buyer/taxId TAX_ID_CHECK']);
  });

  describe('Idempotency-Key', () => {
    const KEY = { 'Idempotency-Key': 'a-key' };

    it('gives the same invoice for the same key and body, whatever the order of members', async () => {
      const first = await gateway.issue(invoiceBody(), 'issuer', KEY);
      const reordered = Object.fromEntries(Object.entries(invoiceBody()).reverse());
      const second = await gateway.issue(JSON.stringify(reordered, undefined, 3), 'issuer', KEY);

      assert.equal(second.status, 201);
      assert.deepEqual(second.body, first.body);
      assert.equal(second.headers['idempotency-replayed'], 'true');
      assert.equal(first.headers['idempotency-replayed'], undefined);
      assert.equal(gateway.desk.invoices.length, 1);
    });

    it('gives it when a rule of today would not let it pass any more', async () => {
      const lastMinute = await testGateway({ now: new Date('2026-12-31T15:59:00.000Z') });
      try {
        const body = invoiceBody({ issuedOn: '2026-12-31' });
        const first = await lastMinute.issue(body, 'issuer', KEY);
        lastMinute.now = new Date('2026-12-31T16:01:00.000Z');
        const second = await lastMinute.issue(body, 'issuer', KEY);

        assert.equal(first.status, 201, JSON.stringify(first.body));
        assert.deepEqual([second.status, second.body], [201, first.body]);
        assert.equal((await lastMinute.issue(body)).body.code, 'RULE_VIOLATED');
      } finally {
        lastMinute.close();
      }
    });

    it('gives the present state: 202 first, 201 once anchored', async () => {
      gateway.desk.held = true;
      const first = await gateway.issue(invoiceBody(), 'issuer', KEY);
      const second = await gateway.issue(invoiceBody(), 'issuer', KEY);
      gateway.desk.held = false;
      const third = await gateway.issue(invoiceBody(), 'issuer', KEY);

      assert.deepEqual([first.status, second.status, third.status], [202, 202, 201]);
      assert.equal(third.body.id, first.body.id);
    });

    it('gives the same invoice on the next day too, though today fills in the date', async () => {
      const first = await gateway.issue(invoiceBody(), 'issuer', KEY);
      gateway.now = new Date('2026-11-22T18:00:00.000Z');
      await assert.doesNotReject(async () => {
        const second = await gateway.issue(invoiceBody(), 'issuer', KEY);
        assert.equal(second.body.id, first.body.id);
        assert.equal(second.body.issuedOn, TODAY);
      });
    });

    it('refuses another body under the key', async () => {
      await gateway.issue(invoiceBody(), 'issuer', KEY);

      const { status, body } = await gateway.issue(invoiceBody({ remark: 'other' }), 'issuer', KEY);

      assert.equal(status, 422);
      assert.equal(body.code, 'IDEMPOTENCY_KEY_REUSED');
      assert.equal(gateway.desk.invoices.length, 1);
    });

    it('says of a body that is no request what is wrong with it, and stays with what it made', async () => {
      const first = await gateway.issue(invoiceBody(), 'issuer', KEY).expect(201);

      for (const [body, code] of [
        ['{"vatKind":', 'MALFORMED_JSON'],
        ['', 'MALFORMED_JSON'],
        [{ vatKind: 'ordinary' }, 'MALFORMED_REQUEST'],
      ] as const) {
        const refused = await gateway.issue(body, 'issuer', KEY);
        assert.deepEqual([refused.status, refused.body.code], [400, code]);
      }

      assert.equal((await gateway.issue(invoiceBody(), 'issuer', KEY).expect(201)).body.id, first.body.id);
      assert.equal(gateway.desk.invoices.length, 1);
    });

    it('is a matter of each account', async () => {
      await gateway.issue(invoiceBody(), 'issuer', KEY);
      const { status } = await gateway.issue(invoiceBody(), 'taxOfficer', KEY);

      assert.equal(status, 201);
      assert.equal(gateway.desk.invoices.length, 2);
    });

    it('is not used up by a request that was refused', async () => {
      await gateway.issue(invoiceBody({ totalNet: '1.00' }), 'issuer', KEY).expect(422);
      await gateway.issue(invoiceBody(), 'issuer', KEY).expect(201);
    });

    for (const [name, key] of [
      ['too long', 'x'.repeat(256)],
      ['with a space', 'a b'],
      ['empty', ''],
    ] as const) {
      it(`refuses a key that is ${name}`, async () => {
        const { status, body } = await gateway.issue(invoiceBody(), 'issuer', { 'Idempotency-Key': key });

        assert.equal(status, 400);
        assert.equal(body.code, 'MALFORMED_HEADER');
        assert.equal(gateway.desk.invoices.length, 0);
      });
    }

    it('takes a key of 255 characters', async () => {
      await gateway.issue(invoiceBody(), 'issuer', { 'Idempotency-Key': 'x'.repeat(255) }).expect(201);
    });
  });

  describe('reference', () => {
    it('used twice by a seller is answered with the first invoice', async () => {
      const first = await gateway.issue(invoiceBody({ reference: 'order-1' }));

      const { status, body, headers } = await gateway.issue(
        invoiceBody({ reference: 'order-1', remark: 'again' }),
      );

      assert.equal(status, 409);
      assert.equal(body.code, 'REFERENCE_USED');
      const { id, number } = first.body;
      assert.deepEqual(body.invoice, { id, number, state: 'anchored', link: `/v1/invoices/${number}` });
      assert.equal(headers['link'], `</v1/invoices/${number}>; rel="related"`);
      assert.equal(gateway.desk.invoices.length, 1);
    });

    it('of one seller is free for another', async () => {
      await gateway.issue(invoiceBody({ reference: 'order-1' })).expect(201);
      const other = invoiceBody({ reference: 'order-1', seller: OTHER_SELLER });
      await gateway.issue(other, 'otherIssuer').expect(201);
    });

    it('is for the eyes of the seller and of officers, not of the buyer', async () => {
      const { body } = await gateway.issue(invoiceBody({ reference: 'order-1' })).expect(201);
      const month = body.issuedOn.slice(0, 7);
      const seenBy = async (person: Person): Promise<unknown[]> => {
        const one = await gateway.send('get', `/v1/invoices/${body.number}`, person).expect(200);
        const list = await gateway.send('get', '/v1/invoices', person).expect(200);
        const found = await gateway.send('get', '/v1/invoices?reference=order-1', person).expect(200);
        const register = await gateway.send('get', `/v1/registers/${month}`, person).expect(200);
        const table = await gateway.send('get', `/v1/registers/${month}?format=csv`, person).expect(200);
        const items = list.body.items as unknown as readonly { reference?: string }[];
        return [
          (one.body as unknown as { reference?: string }).reference,
          items.map(({ reference }) => reference),
          found.body.items.length,
          register.text.includes('order-1'),
          table.text.includes('order-1'),
        ];
      };

      for (const person of ['issuer', 'taxOfficer', 'auditor'] as const)
        assert.deepEqual(await seenBy(person), ['order-1', ['order-1'], 1, true, true], person);
      assert.deepEqual(await seenBy('receiver'), [undefined, [undefined], 0, false, false]);
    });
  });

  describe('trouble', () => {
    it('before anything is durable is a 503 with Retry-After', async () => {
      gateway.desk.fail('accept', new UnavailableError('database', 'connection refused to 10.0.0.5'));

      const { status, body, headers } = await gateway.issue(invoiceBody());

      assert.equal(status, 503);
      assert.equal(body.code, 'UNAVAILABLE');
      assert.match(body.detail, /database/);
      assert.doesNotMatch(JSON.stringify(body), /10\.0\.0\.5/);
      assert.equal(headers['retry-after'], '5');
      assert.equal(gateway.desk.invoices.length, 0);
    });

    it('while waiting is a 202: the invoice is durable', async () => {
      gateway.desk.fail('settle', new UnavailableError('ledger', 'silent'));

      const { status, body, headers } = await gateway.issue(invoiceBody());

      assert.equal(status, 202);
      assert.equal(body.state, 'accepted');
      assert.equal(headers['location'], `/v1/operations/${body.operationId}`);
    });

    it('of our own making is a 500 that says nothing but its trace id', async () => {
      gateway.desk.fail('accept', new TypeError('undefined is not a function'));

      const { status, body, headers } = await gateway.issue(invoiceBody());

      assert.equal(status, 500);
      assert.equal(body.code, 'INTERNAL');
      assert.equal(body.traceId, headers['x-request-id']);
      assert.doesNotMatch(JSON.stringify(body), /undefined is not|at .*\.ts|\.js/);
    });

    it('of the pipeline with the document is a 422 with the reason', async () => {
      gateway.desk.refusal = { code: 'SERIES_CLOSED', detail: 'the series is closed' };

      const { status, body } = await gateway.issue(invoiceBody());

      assert.equal(status, 422);
      assert.equal(body.code, 'INVOICE_REFUSED');
      assert.deepEqual(body.errors, [{ pointer: '', code: 'SERIES_CLOSED', detail: 'the series is closed' }]);
      assert.equal(body.invoice.state, 'refused');
    });
  });

  describe('whose invoice', () => {
    it('an issuer issues for no other taxpayer', async () => {
      const { status, body } = await gateway.issue(invoiceBody({ seller: OTHER_SELLER }));

      assert.equal(status, 403);
      assert.equal(body.code, 'SELLER_NOT_OWN');
      assert.equal(gateway.desk.invoices.length, 0);
    });

    it('an issuer without a taxpayer issues for none', async () => {
      const { status, body } = await gateway.issue(invoiceBody(), 'homelessIssuer');

      assert.equal(status, 403);
      assert.equal(body.code, 'SELLER_NOT_OWN');
    });

    it('a tax officer issues on behalf of any', async () => {
      const { status, body } = await gateway.issue(invoiceBody({ seller: OTHER_SELLER }), 'taxOfficer');

      assert.equal(status, 201);
      assert.deepEqual(body.seller, OTHER_SELLER);
    });

    it('a tax officer has to name the seller', async () => {
      const { status, body } = await gateway.issue(without(invoiceBody(), '/seller'), 'taxOfficer');

      assert.equal(status, 400);
      assert.deepEqual(placesOf(body.errors), ['/seller/name REQUIRED', '/seller/taxId REQUIRED']);
    });
  });
});
