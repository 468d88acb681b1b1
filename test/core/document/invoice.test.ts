import assert from 'node:assert/strict';
import {
  checkInvoice,
  INVOICE_FINDINGS,
  type FindingCode,
  type JsonObject,
  type JsonValue,
} from '@chopmark/core';
import { readVectors } from '../support/vectors.js';

type Edit = { [path: string]: JsonValue | undefined };

const GOOD: JsonObject = {
  issuedOn: '2026-01-01',
  currency: 'CNY',
  letter: 'blue',
  totalNet: '100.00',
  totalTax: '13.00',
  totalGross: '113.00',
  vatKind: 'special',
  seller: {
    name: '示例软件有限公司',
    taxId: '91000000T0000001XM',
    address: '某地',
    phone: '000',
    bankName: '某银行',
    bankAccount: '0',
  },
  buyer: { name: '某公司', taxId: '91000000T00000036G' },
  lines: [
    {
      name: '*服务*咨询',
      classificationCode: '3040000000000000000',
      specification: 'A',
      unit: '次',
      quantity: '2',
      unitPrice: '50',
      net: '100.00',
      rate: '0.13',
      tax: '13.00',
      kind: 'normal',
    },
  ],
  drawer: '某人',
  remark: '第一行\n第二行',
  renderer: { id: 'chopmark-invoice', version: '1' },
};

const RED: JsonObject = edited(GOOD, {
  '/letter': 'red',
  '/corrects': '26002000000000000001',
  '/totalNet': '-100.00',
  '/totalTax': '-13.00',
  '/totalGross': '-113.00',
  '/lines/0/net': '-100.00',
  '/lines/0/tax': '-13.00',
  '/lines/0/quantity': '-2',
});

/** A copy with members set, or removed where the new value is undefined. */
function edited(document: JsonObject, edits: Edit): JsonObject {
  const copy = structuredClone(document) as { [key: string]: never };
  for (const [path, value] of Object.entries(edits)) {
    const tokens = path.split('/').slice(1);
    const last = tokens.pop() ?? '';
    const owner = tokens.reduce<{ [key: string]: never }>((node, token) => node[token] as never, copy);
    if (value === undefined) Reflect.deleteProperty(owner, last);
    else owner[last] = value as never;
  }
  return copy;
}

function line(net: string, tax: string, more: { [name: string]: string } = {}): JsonObject {
  return { name: '*服务*咨询', net, rate: '0.13', tax, kind: 'normal', ...more };
}

/** An invoice of these lines with right totals. */
function invoiceOf(lines: readonly JsonObject[], more: Edit = {}): JsonObject {
  const sum = (name: string) =>
    lines.reduce((total, one) => total + BigInt((one[name] as string).replace('.', '')), 0n);
  const text = (value: bigint) => {
    const digits = String(value < 0n ? -value : value).padStart(3, '0');
    return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  const totals = {
    '/totalNet': text(sum('net')),
    '/totalTax': text(sum('tax')),
    '/totalGross': text(sum('net') + sum('tax')),
  };
  return edited(GOOD, { '/lines': lines, ...totals, ...more });
}

function found(document: unknown): string[] {
  return checkInvoice(document).map(({ code, pointer }) => `${code} ${pointer}`);
}

const seen = new Set<FindingCode>();

function assertFound(document: unknown, expected: string[], name?: string): void {
  for (const { code } of checkInvoice(document)) seen.add(code);
  assert.deepEqual(found(document).sort(), [...expected].sort(), name);
}

describe('checkInvoice', () => {
  it('finds nothing in good invoices', () => {
    assertFound(GOOD, []);
    assertFound(RED, []);
    assertFound(
      edited(GOOD, {
        '/vatKind': 'ordinary',
        '/buyer': { name: '某人' },
        '/drawer': undefined,
        '/remark': undefined,
      }),
      [],
    );
  });

  it('leaves the document as it is', () => {
    const before = structuredClone(GOOD);

    checkInvoice(GOOD);

    assert.deepEqual(GOOD, before);
  });

  it('never throws, whatever is handed to it', () => {
    for (const value of [
      null,
      undefined,
      1,
      'x',
      [],
      {},
      { lines: [null] },
      { seller: [], lines: {} },
      Object.create(null),
    ]) {
      assert.ok(checkInvoice(value).length > 0);
    }
    assertFound([], ['WRONG_TYPE ']);
  });

  const required = [
    'issuedOn',
    'currency',
    'letter',
    'totalNet',
    'totalTax',
    'totalGross',
    'vatKind',
    'seller',
    'buyer',
    'lines',
    'renderer',
  ];
  const inside = [
    'seller/name',
    'seller/taxId',
    'buyer/name',
    'lines/0/name',
    'lines/0/net',
    'lines/0/rate',
    'lines/0/tax',
    'lines/0/kind',
    'renderer/id',
    'renderer/version',
  ];
  for (const member of [...required, ...inside]) {
    it(`finds /${member} missing, null and of another type`, () => {
      assertFound(edited(GOOD, { [`/${member}`]: undefined }), [`MISSING_MEMBER /${member}`]);
      assertFound(edited(GOOD, { [`/${member}`]: null }), [`WRONG_TYPE /${member}`]);
      assertFound(edited(GOOD, { [`/${member}`]: 7 }), [`WRONG_TYPE /${member}`]);
    });
  }

  it('finds optional members of another type', () => {
    for (const path of [
      '/remark',
      '/drawer',
      '/seller/phone',
      '/buyer/taxId',
      '/lines/0/unit',
      '/lines/0/quantity',
      '/lines/0/unitPrice',
    ]) {
      assertFound(edited(GOOD, { [path]: 1 }), [`WRONG_TYPE ${path}`]);
      assertFound(edited(GOOD, { [path]: null }), [`WRONG_TYPE ${path}`]);
    }
  });

  it('finds members that it does not know, at every level', () => {
    for (const path of ['/note', '/seller/fax', '/buyer/__proto', '/lines/0/total', '/renderer/name']) {
      assertFound(edited(GOOD, { [path]: 'x' }), [`UNKNOWN_MEMBER ${path}`]);
    }
    const hostile = JSON.parse(JSON.stringify(GOOD).replace('{', '{"__proto__":1,"a/b~":2,')) as JsonObject;
    assertFound(hostile, ['UNKNOWN_MEMBER /__proto__', 'UNKNOWN_MEMBER /a~1b~0']);
  });

  const limits: [string, number][] = [
    ['/seller/name', 300],
    ['/seller/address', 300],
    ['/seller/phone', 60],
    ['/seller/bankName', 300],
    ['/seller/bankAccount', 60],
    ['/buyer/name', 300],
    ['/lines/0/name', 600],
    ['/lines/0/specification', 150],
    ['/lines/0/unit', 20],
    ['/drawer', 100],
    ['/remark', 450],
  ];
  for (const [path, most] of limits) {
    it(`takes ${most} characters of ${path} and no more`, () => {
      assertFound(edited(GOOD, { [path]: '名'.repeat(most) }), []);
      assertFound(edited(GOOD, { [path]: '名'.repeat(most + 1) }), [`TOO_LONG ${path}`]);
    });
  }

  it('finds text that is blank or disguised', () => {
    for (const text of ['', ' ', '\u3000', 'a\u0000', 'a\tb', 'a\u202eb', '\ud800', 'a\u2028', '\ufeffa']) {
      assertFound(edited(GOOD, { '/seller/name': text }), ['MALFORMED_TEXT /seller/name']);
    }
    assertFound(edited(GOOD, { '/drawer': 'a\nb' }), ['MALFORMED_TEXT /drawer']);
    assertFound(edited(GOOD, { '/remark': 'a\r\nb' }), ['MALFORMED_TEXT /remark']);
  });

  const malformed: [string, JsonValue, string][] = [
    ['/issuedOn', '2026-02-30', 'MALFORMED_DATE'],
    ['/issuedOn', '2026-1-1', 'MALFORMED_DATE'],
    ['/currency', 'USD', 'NOT_ALLOWED'],
    ['/letter', 'green', 'NOT_ALLOWED'],
    ['/vatKind', 'Special', 'NOT_ALLOWED'],
    ['/lines/0/kind', '0', 'NOT_ALLOWED'],
    ['/renderer/id', 'other', 'NOT_ALLOWED'],
    ['/renderer/version', '2', 'NOT_ALLOWED'],
    ['/corrects', '2600200000000000000', 'MALFORMED_NUMBER'],
    ['/seller/taxId', '91000000t0000001xm', 'MALFORMED_TAX_ID'],
    ['/buyer/taxId', '12345678901234', 'MALFORMED_TAX_ID'],
    ['/lines/0/classificationCode', '304000000000000000', 'MALFORMED_CLASSIFICATION'],
    ['/totalGross', '113', 'MALFORMED_AMOUNT'],
    ['/lines/0/net', '1e2', 'MALFORMED_AMOUNT'],
    ['/lines/0/tax', '-0.00', 'MALFORMED_AMOUNT'],
    ['/lines/0/quantity', '1,5', 'MALFORMED_DECIMAL'],
    ['/lines/0/quantity', '1'.repeat(26), 'MALFORMED_DECIMAL'],
    ['/lines/0/unitPrice', '0.00000000000001', 'MALFORMED_DECIMAL'],
    ['/lines/0/rate', '13%', 'MALFORMED_RATE'],
    ['/lines/0/rate', '0.1234567', 'MALFORMED_RATE'],
    ['/lines', [], 'LINE_COUNT'],
  ];
  for (const [path, value, code] of malformed) {
    it(`finds ${code} for ${path} ${JSON.stringify(value)}`, () => {
      assertFound(edited(GOOD, { [path]: value }), [`${code} ${path}`]);
    });
  }

  it('takes 2,000 lines and no more', () => {
    const lines = Array.from({ length: 2000 }, () => line('1.00', '0.13'));

    assertFound(invoiceOf(lines), []);
    assertFound(invoiceOf([...lines, line('1.00', '0.13')]), ['LINE_COUNT /lines']);
  });

  it('finds everything that is wrong at once', () => {
    const document = edited(GOOD, {
      '/issuedOn': '?',
      '/seller/name': undefined,
      '/lines/0/rate': true,
      '/x': 1,
    });

    assertFound(document, [
      'MALFORMED_DATE /issuedOn',
      'MISSING_MEMBER /seller/name',
      'UNKNOWN_MEMBER /x',
      'WRONG_TYPE /lines/0/rate',
    ]);
  });

  it('asks a special invoice for the taxpayer id of its buyer', () => {
    assertFound(edited(GOOD, { '/buyer/taxId': undefined }), ['BUYER_TAX_ID_REQUIRED /buyer/taxId']);
  });

  it('asks a red invoice what it corrects, and a blue one not to', () => {
    assertFound(edited(RED, { '/corrects': undefined }), ['MISSING_MEMBER /corrects']);
    assertFound(edited(GOOD, { '/corrects': '26002000000000000001' }), ['CORRECTS_NOT_ALLOWED /corrects']);
  });

  it('warns about a taxpayer id whose check fails, and stops nobody', () => {
    for (const code of ['91350100M0001TGQXM', '91000000T00000017H', '110101199003074']) {
      const findings = checkInvoice(edited(GOOD, { '/buyer/taxId': code }));
      findings.forEach((finding) => seen.add(finding.code));
      assert.deepEqual(
        findings.map(({ code: found, severity }) => [found, severity]),
        [['TAX_ID_CHECK', 'warning']],
      );
    }
  });

  it('checks the rules although there is a warning', () => {
    const document = edited(GOOD, { '/buyer/taxId': '91350100M0001TGQXM', '/totalNet': '99.00' });

    assertFound(document, [
      'TAX_ID_CHECK /buyer/taxId',
      'TOTAL_GROSS_MISMATCH /totalGross',
      'TOTAL_NET_MISMATCH /totalNet',
    ]);
  });

  it('compares totals with the sums of the rounded lines', () => {
    assertFound(edited(GOOD, { '/totalTax': '13.01', '/totalGross': '113.01' }), [
      'TOTAL_TAX_MISMATCH /totalTax',
    ]);
    assertFound(edited(GOOD, { '/totalGross': '113.01' }), ['TOTAL_GROSS_MISMATCH /totalGross']);
    const small = Array.from({ length: 3 }, () => line('0.04', '0.01'));
    assertFound(invoiceOf(small), []);
    assertFound(invoiceOf(small, { '/totalTax': '0.02', '/totalGross': '0.14' }), [
      'TOTAL_TAX_MISMATCH /totalTax',
    ]);
  });

  it('knows the rates in force on the day', () => {
    assertFound(edited(GOOD, { '/lines/0/rate': '0.17' }), ['RATE_NOT_IN_FORCE /lines/0/rate']);
    assertFound(edited(GOOD, { '/lines/0/rate': '0.130' }), ['RATE_NOT_IN_FORCE /lines/0/rate']);
    assertFound(edited(GOOD, { '/issuedOn': '2019-03-31' }), ['RATE_NOT_IN_FORCE /lines/0/rate']);
  });

  it('wants no tax on a line without tax', () => {
    for (const rate of ['exempt', 'notTaxed', '0.00']) {
      assertFound(invoiceOf([line('100.00', '0.00', { rate })]), []);
      assertFound(invoiceOf([line('100.00', '0.01', { rate })]), ['LINE_TAX_NOT_ZERO /lines/0/tax']);
    }
  });

  const { tolerance, discountLines } = readVectors<{
    tolerance: { net: string; rate: string; tax: string; accepted: boolean }[];
    discountLines: { lineKinds: number[]; red: boolean; accepted: boolean; reason?: string }[];
  }>('money');

  it('takes a tax within 0.06 of net × rate', () => {
    for (const { net, rate, tax, accepted } of tolerance) {
      const red = net.startsWith('-');
      const more: Edit = red ? { '/letter': 'red', '/corrects': '26002000000000000001' } : {};
      assertFound(
        invoiceOf([line(net, tax, { rate })], more),
        accepted ? [] : ['LINE_TAX_MISMATCH /lines/0/tax'],
        `${net} ${tax}`,
      );
    }
  });

  it('takes a net within 0.01 of quantity × unitPrice', () => {
    const priced = (net: string, quantity: string, unitPrice: string) =>
      invoiceOf([line(net, '13.00', { quantity, unitPrice })]);

    assertFound(priced('100.00', '3', '33.3333333333333'), []);
    assertFound(priced('100.01', '2', '50'), []);
    assertFound(priced('100.02', '2', '50'), ['LINE_NET_MISMATCH /lines/0/net']);
    assertFound(priced('100.00', '1', '100.0101'), ['LINE_NET_MISMATCH /lines/0/net']);
    assertFound(invoiceOf([line('100.00', '13.00', { quantity: '7' })]), []);
  });

  const KINDS = ['normal', 'discount', 'discounted'] as const;
  for (const { lineKinds, red, accepted, reason } of discountLines) {
    it(`${accepted ? 'takes' : 'finds'} line kinds ${lineKinds.join(' ')}${red ? ' in a red invoice' : ''}${reason === undefined ? '' : `: ${reason}`}`, () => {
      const lines = lineKinds.map((kind) => {
        const negative = red || kind === 1;
        return line(negative ? '-10.00' : '100.00', negative ? '-1.30' : '13.00', {
          kind: KINDS[kind] ?? '',
        });
      });
      const more: Edit = red ? { '/letter': 'red', '/corrects': '26002000000000000001' } : {};
      const findings = checkInvoice(invoiceOf(lines, more)).filter(({ code }) => code.startsWith('DISCOUNT'));
      findings.forEach(({ code }) => seen.add(code));

      assert.equal(findings.length === 0, accepted);
    });
  }

  it('wants a discount at the rate of its line and not above it', () => {
    const first = line('100.00', '13.00', { kind: 'discounted' });
    const discount = (net: string, tax: string, rate = '0.13') => line(net, tax, { kind: 'discount', rate });

    assertFound(invoiceOf([first, discount('-100.00', '-13.00')]), []);
    assertFound(invoiceOf([first, discount('-100.00', '-9.00', '0.09')]), ['DISCOUNT_RATE /lines/1/rate']);
    assertFound(invoiceOf([first, discount('-100.01', '-13.00'), line('1.00', '0.13')]), [
      'DISCOUNT_TOO_LARGE /lines/1/net',
    ]);
  });

  it('wants the signs of blue, red and discount lines', () => {
    assertFound(edited(RED, { '/lines/0/quantity': '2' }), [
      'AMOUNT_SIGN /lines/0/quantity',
      'LINE_NET_MISMATCH /lines/0/net',
    ]);
    assertFound(edited(RED, { '/lines/0/unitPrice': '-50', '/lines/0/quantity': '2' }), [
      'AMOUNT_SIGN /lines/0/quantity',
      'AMOUNT_SIGN /lines/0/unitPrice',
    ]);
    const blue = edited(RED, { '/letter': 'blue', '/corrects': undefined });
    assertFound(blue, [
      'AMOUNT_SIGN /lines/0/net',
      'AMOUNT_SIGN /lines/0/quantity',
      'AMOUNT_SIGN /lines/0/tax',
      'AMOUNT_SIGN /totalNet',
      'AMOUNT_SIGN /totalTax',
    ]);
    const red = edited(GOOD, { '/letter': 'red', '/corrects': '26002000000000000001' });
    assertFound(red, [
      'AMOUNT_SIGN /lines/0/net',
      'AMOUNT_SIGN /lines/0/quantity',
      'AMOUNT_SIGN /lines/0/tax',
      'AMOUNT_SIGN /totalNet',
      'AMOUNT_SIGN /totalTax',
    ]);
    const mixed = invoiceOf([line('-100.00', '-13.00'), line('100.00', '13.00')], {
      '/letter': 'red',
      '/corrects': '26002000000000000001',
    });
    assert.ok(found(mixed).includes('AMOUNT_SIGN /lines/1/net'));
  });

  it('adds beyond 2^53 fen without loss', () => {
    const large = { net: '9007199254740992.01', tax: '1170935903116328.96' };
    const document = invoiceOf([line('90071992547409.93', '11709359031163.29'), line('0.01', '0.00')]);

    assertFound(document, []);
    assertFound(invoiceOf([line(large.net, large.tax)]), ['MALFORMED_AMOUNT /totalGross']);
  });

  it('has a test for every code', () => {
    assert.deepEqual([...seen].sort(), Object.keys(INVOICE_FINDINGS).sort());
  });
});
