import assert from 'node:assert/strict';
import { INVOICE_FINDINGS, type FindingCode } from '@chopmark/core';
import { writeFault } from '../../../gateway/dist/problem.js';
import { FAULTS, REFERENCE_CAME_BACK } from '../../../gateway/dist/problems/faults.js';
import { INVOICE_FAULTS, invoiceFault } from '../../../gateway/dist/problems/invoice-faults.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { testGateway } from '../../support/gateway-app.js';

const CHINESE = /\p{Script=Han}/u;

describe('texts of faults', () => {
  it('say every finding of core in Chinese and in English, with its numbers', () => {
    assert.deepEqual(Object.keys(INVOICE_FAULTS).sort(), Object.keys(INVOICE_FINDINGS).sort());
    for (const code of Object.keys(INVOICE_FINDINGS) as FindingCode[]) {
      const zh = writeFault(invoiceFault({ pointer: '', code }), 'zh').detail;
      const en = writeFault(invoiceFault({ pointer: '', code }), 'en').detail;
      assert.match(zh, CHINESE, code);
      assert.doesNotMatch(en, CHINESE, code);
      assert.doesNotMatch(zh + en, /[{}]/, code);
    }
  });

  it('say every other fault in both', () => {
    for (const [code, { en, zh }] of Object.entries({ ...FAULTS, REFERENCE_CAME_BACK })) {
      assert.match(zh, CHINESE, code);
      assert.doesNotMatch(en, CHINESE, code);
    }
  });

  it('reach the reader of POST /v1/invoices in his language', async () => {
    const gateway = await testGateway();
    const { body } = await gateway
      .send('post', '/v1/invoices', 'issuer')
      .set('Accept-Language', 'zh')
      .send({ ...invoiceBody(), totalNet: '1.00', totalTax: '1.00', totalGross: '1.00' });

    assert.equal(body.code, 'RULE_VIOLATED');
    assert.deepEqual(
      body.errors.map(({ code }) => code),
      ['TOTAL_NET_MISMATCH', 'TOTAL_TAX_MISMATCH', 'TOTAL_GROSS_MISMATCH'],
    );
    for (const { detail } of body.errors) assert.match(detail, CHINESE);
    gateway.close();
  });
});
