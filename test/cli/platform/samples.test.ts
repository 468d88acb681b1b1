import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkUscc, parseAmount } from '@chopmark/core';
import { ensureDemoAccounts } from '../../../cli/dist/platform/demo-accounts.js';
import { forgeTotal } from '../../../cli/dist/platform/forge.js';
import { newInvoiceBody, sampleInvoices } from '../../../cli/dist/platform/sample-invoices.js';

describe('sampleInvoices', () => {
  const samples = sampleInvoices();

  it('are twenty, of different sellers, with references of their own', () => {
    assert.equal(samples.length, 20);
    assert.ok(new Set(samples.map(({ seller }) => seller.taxId)).size >= 4);
    assert.equal(new Set(samples.map(({ reference }) => reference)).size, 20);
  });

  it('add up', () => {
    for (const { lines, totalNet, totalTax, totalGross } of samples) {
      const sum = (amounts: readonly string[]): bigint =>
        amounts.reduce((total, amount) => total + parseAmount(amount), 0n);
      assert.equal(sum(lines.map(({ net }) => net)), parseAmount(totalNet));
      assert.equal(sum(lines.map(({ tax }) => tax)), parseAmount(totalTax));
      assert.equal(sum([totalNet, totalTax]), parseAmount(totalGross));
    }
  });

  it('name sandbox taxpayers only, with codes that check', () => {
    for (const { seller, buyer } of samples) {
      for (const taxId of [seller.taxId, buyer.taxId].filter((id) => id !== undefined)) {
        assert.equal(taxId.slice(2, 8), '000000');
        assert.equal(checkUscc(taxId).checkOk, true, taxId);
      }
    }
  });

  it('leave the reference out of the body that is sent again and again', () => {
    assert.equal('reference' in newInvoiceBody(), false);
  });
});

describe('ensureDemoAccounts', () => {
  it('draws passwords once, into a file for the owner only', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chopmark-accounts-'));
    const file = join(folder, 'demo-accounts.json');

    const first = ensureDemoAccounts(file);
    const second = ensureDemoAccounts(file);

    assert.deepEqual(second, first);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(new Set(first.map(({ password }) => password)).size, first.length);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), first);
    rmSync(folder, { recursive: true });
  });
});

describe('forgeTotal', () => {
  it('raises the totals and the first line alike, and touches nothing else', () => {
    const bundle = {
      document: {
        header: { required: { totalNet: '100.00', totalTax: '13.00', totalGross: '113.00' } },
        paths: ['/lines/0/name', '/lines/0/net'],
        fields: [
          { value: 'x', salt: 'a' },
          { value: '100.00', salt: 'b' },
        ],
      },
      statement: { signedProposal: 'AA==' },
    };

    const forged = forgeTotal(bundle) as typeof bundle;

    assert.deepEqual(forged.document.header.required, {
      totalNet: '1100.00',
      totalTax: '13.00',
      totalGross: '1113.00',
    });
    assert.deepEqual(forged.document.fields, [
      { value: 'x', salt: 'a' },
      { value: '1100.00', salt: 'b' },
    ]);
    assert.deepEqual(forged.statement, bundle.statement);
    assert.equal(bundle.document.header.required.totalNet, '100.00', 'the original is left alone');
  });
});
