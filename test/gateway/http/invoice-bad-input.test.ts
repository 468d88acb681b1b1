import assert from 'node:assert/strict';
import { placesOf } from '../../support/gateway/answer.js';
import { invoiceBody, without, withValue, type Body } from '../../support/gateway/invoice-bodies.js';
import { OTHER_SELLER } from '../../support/gateway/people.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

/** What each member may not be: [pointer, value, code]. */
const WRONG: readonly (readonly [pointer: string, value: unknown, code: string])[] = [
  ['/reference', '', 'TOO_SHORT'],
  ['/reference', 'r'.repeat(65), 'TOO_LONG'],
  ['/reference', 'a\u0000b', 'WRONG_FORM'],
  ['/reference', 7, 'WRONG_TYPE'],
  ['/issuedOn', '2026-02-30', 'WRONG_FORM'],
  ['/issuedOn', '22.11.2026', 'WRONG_FORM'],
  ['/issuedOn', 20261122, 'WRONG_TYPE'],
  ['/currency', 'EUR', 'NOT_ALLOWED'],
  ['/letter', 'green', 'NOT_ALLOWED'],
  ['/corrects', '123', 'WRONG_FORM'],
  ['/vatKind', 'Special', 'NOT_ALLOWED'],
  ['/vatKind', null, 'NOT_ALLOWED'],
  ['/seller', 'me', 'WRONG_TYPE'],
  ['/seller/name', 'x'.repeat(301), 'TOO_LONG'],
  ['/seller/name', '   ', 'WRONG_FORM'],
  ['/seller/name', 'ltd\u202e', 'WRONG_FORM'],
  ['/seller/taxId', '91000000t0000001xm', 'WRONG_FORM'],
  ['/seller/taxId', '9'.repeat(21), 'WRONG_FORM'],
  ['/seller/address', 'x'.repeat(301), 'TOO_LONG'],
  ['/seller/phone', 'x'.repeat(61), 'TOO_LONG'],
  ['/seller/bankName', 'x'.repeat(301), 'TOO_LONG'],
  ['/seller/bankAccount', 'x'.repeat(61), 'TOO_LONG'],
  ['/buyer', [], 'WRONG_TYPE'],
  ['/buyer/name', 'x'.repeat(301), 'TOO_LONG'],
  ['/buyer/taxId', '1', 'WRONG_FORM'],
  ['/buyer/address', '', 'TOO_SHORT'],
  ['/buyer/phone', '1\t2', 'WRONG_FORM'],
  ['/buyer/bankName', {}, 'WRONG_TYPE'],
  ['/buyer/bankAccount', true, 'WRONG_TYPE'],
  ['/lines', {}, 'WRONG_TYPE'],
  ['/lines', [], 'TOO_FEW'],
  ['/lines', Array.from({ length: 2001 }, () => (invoiceBody()['lines'] as unknown[])[1]), 'TOO_MANY'],
  ['/lines/0', 'a line', 'WRONG_TYPE'],
  ['/lines/0/name', 'x'.repeat(601), 'TOO_LONG'],
  ['/lines/0/classificationCode', '109010100000000000', 'WRONG_FORM'],
  ['/lines/0/specification', 'x'.repeat(151), 'TOO_LONG'],
  ['/lines/0/unit', 'x'.repeat(21), 'TOO_LONG'],
  ['/lines/0/quantity', '1e3', 'WRONG_FORM'],
  ['/lines/0/quantity', '1'.repeat(26), 'TOO_LONG'],
  ['/lines/0/quantity', 2, 'WRONG_TYPE'],
  ['/lines/0/unitPrice', '0.12345678901234', 'WRONG_FORM'],
  ['/lines/0/unitPrice', '01.00', 'WRONG_FORM'],
  ['/lines/0/net', '176', 'WRONG_FORM'],
  ['/lines/0/net', '-0.00', 'WRONG_FORM'],
  ['/lines/0/net', '176.000', 'WRONG_FORM'],
  ['/lines/0/net', 176.5, 'WRONG_TYPE'],
  ['/lines/0/net', '１７６.00', 'WRONG_FORM'],
  ['/lines/0/rate', '13%', 'WRONG_FORM'],
  ['/lines/0/tax', '1'.repeat(17) + '.00', 'WRONG_FORM'],
  ['/lines/0/kind', 'gift', 'NOT_ALLOWED'],
  ['/totalNet', 276, 'WRONG_TYPE'],
  ['/totalTax', '28.8', 'WRONG_FORM'],
  ['/totalGross', '+304.88', 'WRONG_FORM'],
  ['/remark', 'x'.repeat(451), 'TOO_LONG'],
  ['/remark', 'bell\u0007', 'WRONG_FORM'],
  ['/drawer', 'x'.repeat(101), 'TOO_LONG'],
  ['/drawer', null, 'WRONG_TYPE'],
];

/** Members that may not be missing, for an issuer. */
const REQUIRED = [
  '/vatKind',
  '/buyer',
  '/buyer/name',
  '/lines',
  '/lines/0/name',
  '/lines/0/net',
  '/lines/0/rate',
  '/lines/0/tax',
];

const UNKNOWN = [
  '/number',
  '/state',
  '/series',
  '/renderer',
  '/seller/role',
  '/buyer/email',
  '/lines/0/total',
  '/__proto__',
];

/** Rules: [what, change, pointer, code]. */
const RULES: readonly (readonly [what: string, change: Body, pointer: string, code: string])[] = [
  [
    'totalNet is not the sum of the lines',
    { totalNet: '276.01', totalGross: '304.89' },
    '/totalNet',
    'TOTAL_NET_MISMATCH',
  ],
  [
    'totalTax is not the sum of the lines',
    { totalTax: '28.87', totalGross: '304.87' },
    '/totalTax',
    'TOTAL_TAX_MISMATCH',
  ],
  ['totalGross is not net and tax', { totalGross: '304.87' }, '/totalGross', 'TOTAL_GROSS_MISMATCH'],
  [
    'a special invoice names no tax id of the buyer',
    { buyer: { name: '个人' } },
    '/buyer/taxId',
    'BUYER_TAX_ID_REQUIRED',
  ],
  ['issuedOn lies in the future', { issuedOn: '2026-11-23' }, '/issuedOn', 'ISSUED_IN_FUTURE'],
  ['issuedOn lies in another year', { issuedOn: '2025-12-31' }, '/issuedOn', 'ISSUED_IN_OTHER_YEAR'],
];

describe('POST /v1/invoices with bad input', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await testGateway();
  });
  afterEach(() => {
    assert.equal(gateway.desk.invoices.length, 0, 'a refused request leaves nothing behind');
    gateway.close();
  });

  for (const [pointer, value, code] of WRONG) {
    it(`says ${code} for ${pointer} = ${JSON.stringify(value).slice(0, 30)}`, async () => {
      const { status, body } = await gateway.issue(withValue(invoiceBody(), pointer, value));

      assert.equal(status, 400);
      assert.equal(body.code, 'MALFORMED_REQUEST');
      assert.deepEqual(placesOf(body.errors), [`${pointer} ${code}`]);
    });
  }

  it('lists 200 faults at most and counts all: the answer is not many times the request', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`m${at}`, 1]));

    const { status, body } = await gateway.issue({ ...invoiceBody(), ...unknown });

    assert.equal(status, 400);
    assert.equal(body.code, 'MALFORMED_REQUEST');
    assert.equal(body.errors.length, 200);
    assert.match(body.detail, /\b5000\b/);
  });

  for (const pointer of REQUIRED) {
    it(`says REQUIRED when ${pointer} is missing`, async () => {
      const { status, body } = await gateway.issue(without(invoiceBody(), pointer));

      assert.equal(status, 400);
      assert.deepEqual(placesOf(body.errors), [`${pointer} REQUIRED`]);
    });
  }

  for (const pointer of UNKNOWN) {
    it(`says UNKNOWN_FIELD for ${pointer}`, async () => {
      const name = pointer.split('/').pop() ?? '';
      const holder = pointer.slice(0, pointer.lastIndexOf('/'));
      // Written into the text: assigning __proto__ would set a prototype.
      const text = JSON.stringify(withValue(invoiceBody(), `${holder}/planted`, 'x')).replace(
        '"planted"',
        `"${name}"`,
      );

      const { status, body } = await gateway.issue(text);

      assert.equal(status, 400);
      assert.deepEqual(placesOf(body.errors), [`${pointer} UNKNOWN_FIELD`]);
    });
  }

  it('tells every fault at once', async () => {
    const body = withValue(withValue(without(invoiceBody(), '/vatKind'), '/lines/1/net', '1'), '/extra', 1);

    const answer = await gateway.issue(body);

    assert.deepEqual(placesOf(answer.body.errors).sort(), [
      '/extra UNKNOWN_FIELD',
      '/lines/1/net WRONG_FORM',
      '/vatKind REQUIRED',
    ]);
  });

  for (const value of [[], 'text', 7, true, null]) {
    it(`refuses a body that is ${JSON.stringify(value)}`, async () => {
      const { status, body } = await gateway.issue(JSON.stringify(value));

      assert.equal(status, 400);
      assert.equal(body.code, 'MALFORMED_REQUEST');
      assert.deepEqual(placesOf(body.errors), [' WRONG_TYPE']);
    });
  }

  for (const [what, change, pointer, code] of RULES) {
    it(`says ${code} when ${what}`, async () => {
      const { status, body } = await gateway.issue(invoiceBody(change));

      assert.equal(status, 422);
      assert.equal(body.code, 'RULE_VIOLATED');
      assert.deepEqual(placesOf(body.errors), [`${pointer} ${code}`]);
    });
  }

  for (const [what, pointer, value, code] of [
    ['tax beyond the tolerance', '/lines/0/tax', '22.95', 'LINE_TAX_MISMATCH'],
    ['a rate that is not in force', '/lines/0/rate', '0.17', 'RATE_NOT_IN_FORCE'],
    ['net far from quantity × price', '/lines/0/quantity', '3', 'LINE_NET_MISMATCH'],
  ] as const) {
    it(`says ${code} for ${what}`, async () => {
      const body = withValue(invoiceBody(), pointer, value);
      for (const total of ['totalNet', 'totalTax', 'totalGross']) Reflect.deleteProperty(body, total);

      const answer = await gateway.issue(body);

      assert.equal(answer.status, 422);
      const codes = answer.body.errors.map((fault) => fault.code);
      assert.deepEqual(codes, [code]);
    });
  }

  it('refuses totals with more digits than an amount has', async () => {
    const line = { name: 'x', net: '9999999999999999.99', rate: 'exempt', tax: '0.00', kind: 'normal' };
    const body = { vatKind: 'special', buyer: invoiceBody()['buyer'], lines: [line, line] };

    const answer = await gateway.issue(body);

    assert.equal(answer.status, 400);
    assert.deepEqual(placesOf(answer.body.errors), ['/totalNet TOO_LARGE']);
  });

  for (const change of [
    { letter: 'red', corrects: '26002000000000000001' },
    { corrects: '26002000000000000001' },
    { letter: 'red' },
  ]) {
    it(`refuses red letters for now: ${JSON.stringify(change)}`, async () => {
      const { status, body } = await gateway.issue(invoiceBody(change));

      assert.equal(status, 422);
      assert.equal(body.code, 'RED_LETTER_NOT_AVAILABLE');
    });
  }

  it('looks at the seller before the rules: a stranger learns nothing of them', async () => {
    const { body } = await gateway.issue(invoiceBody({ seller: OTHER_SELLER, totalNet: '1.00' }));

    assert.equal(body.code, 'SELLER_NOT_OWN');
  });

  describe('canonical traps', () => {
    const good = JSON.stringify(invoiceBody());

    for (const [what, text, code] of [
      ['nothing', '', 'MALFORMED_JSON'],
      ['half a document', good.slice(0, -1), 'MALFORMED_JSON'],
      ['text after the document', `${good}{}`, 'MALFORMED_JSON'],
      ['a comment', `/* */${good}`, 'MALFORMED_JSON'],
      ['a trailing comma', good.replace(/}$/, ',}'), 'MALFORMED_JSON'],
      ['single quotes', "{'vatKind':'special'}", 'MALFORMED_JSON'],
      ['NaN', '{"vatKind":NaN}', 'MALFORMED_JSON'],
      ['an array hole', '{"lines":[1,,2]}', 'MALFORMED_JSON'],
      ['a raw line break in a text', '{"remark":"a\nb"}', 'MALFORMED_JSON'],
      [
        'the same member twice',
        good.replace('"vatKind":', '"vatKind":"ordinary","vatKind":'),
        'DUPLICATE_KEY',
      ],
      [
        'the same member twice, once escaped',
        good.replace('"vatKind":', '"vat\\u004bind":"ordinary","vatKind":'),
        'DUPLICATE_KEY',
      ],
      ['half a surrogate pair', good.replace('示例开票员', '\\ud83d'), 'LONE_SURROGATE'],
      ['a number beyond 2^53 − 1', '{"reference":9007199254740993}', 'UNSAFE_NUMBER'],
      ['a number beyond a double', '{"reference":1e400}', 'UNSAFE_NUMBER'],
      ['too deep nesting', `${'['.repeat(40)}${']'.repeat(40)}`, 'TOO_DEEP'],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { status, body } = await gateway.issue(text);

        assert.equal(status, 400);
        assert.equal(body.code, code);
      });
    }

    it('refuses bytes that are not UTF-8', async () => {
      const gbk = Buffer.concat([
        Buffer.from('{"remark":"'),
        Buffer.from([0xca, 0xbe, 0xc0, 0xfd]),
        Buffer.from('"}'),
      ]);

      const { status, body } = await gateway.issue(gbk);

      assert.equal(status, 400);
      assert.equal(body.code, 'MALFORMED_UTF8');
    });

    it('refuses a byte order mark', async () => {
      const { status, body } = await gateway.issue(`\ufeff${good}`);

      assert.equal(status, 400);
      assert.equal(body.code, 'MALFORMED_JSON');
    });

    it('names the place of a duplicate', async () => {
      const { body } = await gateway.issue('{"buyer":{"name":"a","name":"b"}}');

      assert.deepEqual(placesOf(body.errors), ['/buyer/name DUPLICATE_KEY']);
    });
  });

  describe('bodies', () => {
    it('refuses 10 MB with a length', async () => {
      const { status, body } = await gateway.issue(`{"remark":"${'x'.repeat(10 * 1024 * 1024)}"}`);

      assert.equal(status, 413);
      assert.equal(body.code, 'BODY_TOO_LARGE');
    });

    it('refuses 10 MB without a length', async () => {
      const request = gateway.send('post', '/v1/invoices', 'issuer').set('Content-Type', 'application/json');
      for (let part = 0; part < 160; part += 1) request.write('x'.repeat(64 * 1024));

      const { status, body } = await request;

      assert.equal(status, 413);
      assert.equal(body.code, 'BODY_TOO_LARGE');
    });

    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=gbk',
      'application/xml',
      'multipart/form-data; boundary=x',
    ]) {
      it(`refuses Content-Type ${type}`, async () => {
        const { status, body } = await gateway.issue(JSON.stringify(invoiceBody()), 'issuer', {
          'Content-Type': type,
        });

        assert.equal(status, 415);
        assert.equal(body.code, 'UNSUPPORTED_MEDIA_TYPE');
      });
    }

    it('refuses a body without Content-Type', async () => {
      const request = gateway.send('post', '/v1/invoices', 'issuer');
      request.write('{}');
      const { status, body } = await request;

      assert.equal(status, 415);
      assert.equal(body.code, 'UNSUPPORTED_MEDIA_TYPE');
    });

    it('refuses a compressed body: a small one may hold gigabytes', async () => {
      const { status, body } = await gateway.issue(JSON.stringify(invoiceBody()), 'issuer', {
        'Content-Encoding': 'gzip',
      });

      assert.equal(status, 415);
      assert.equal(body.code, 'UNSUPPORTED_MEDIA_TYPE');
    });
  });

  it('answers in Chinese who asks for it', async () => {
    const { body, headers } = await gateway.issue(without(invoiceBody(), '/vatKind'), 'issuer', {
      'Accept-Language': 'fr, zh-CN;q=0.9, en;q=0.5',
    });

    assert.equal(body.title, '请求格式错误');
    assert.deepEqual(body.errors, [{ pointer: '/vatKind', code: 'REQUIRED', detail: '缺少该字段' }]);
    assert.equal(headers['content-language'], 'zh-CN');
  });
});

describe('POST /v1/invoices at the edge of what is allowed', () => {
  const atTheEdge: readonly (readonly [what: string, change: Body])[] = [
    ['names of 300 characters', { buyer: { ...(invoiceBody()['buyer'] as Body), name: '买'.repeat(300) } }],
    ['a remark of 450 characters in lines', { remark: `${'备'.repeat(448)}\n注` }],
    ['the first day of the year', { issuedOn: '2026-01-01' }],
    ['today', { issuedOn: '2026-11-22' }],
    ['characters beyond the first plane', { drawer: '𠮷野家' }],
    ['a buyer without tax id on an ordinary invoice', { vatKind: 'ordinary', buyer: { name: '个人' } }],
  ];
  for (const [what, change] of atTheEdge) {
    it(`takes ${what}`, async () => {
      const gateway = await testGateway();

      const { status, body } = await gateway.issue(invoiceBody(change));

      assert.equal(status, 201, JSON.stringify(body));
      gateway.close();
    });
  }

  it('takes tax that differs by the tolerance of a line', async () => {
    const gateway = await testGateway();
    const body = withValue(invoiceBody({ totalTax: '28.93', totalGross: '304.93' }), '/lines/0/tax', '22.93');

    const answer = await gateway.issue(body);

    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    gateway.close();
  });
});
