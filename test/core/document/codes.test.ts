import assert from 'node:assert/strict';
import {
  certificateCheck,
  checkCertificateIdentifier,
  checkUscc,
  formatCertificateIdentifier,
  formatInvoiceNumber,
  formatNumber,
  isCalendarDay,
  isRateInForce,
  kindOf,
  MAX_CHECKPOINT_SEQUENCE,
  MAX_INVOICE_SEQUENCE,
  parseCertificateIdentifier,
  parseInvoiceNumber,
  SANDBOX_REGION,
} from '@chopmark/core';
import { readVectors } from '../support/vectors.js';

const USCC = readVectors<{
  cases: { code: string; kind: string; checkValid: boolean; innerValid: boolean }[];
  malformed: { input: string; reason: string }[];
}>('uscc');

const IDENTIFIERS = readVectors<{
  cases: {
    identifier: string;
    typeCode: string;
    issuer: string;
    serial: string;
    version: string;
    check: string;
    computed: string;
    valid: boolean;
  }[];
  malformed: { input: string; reason: string }[];
}>('certificate-identifier');

const NUMBERS = readVectors<{
  numbers: {
    number: string;
    valid: boolean;
    year?: string;
    region?: string;
    channel?: string;
    rest?: string;
  }[];
  rates: { values: string[] };
}>('invoice-codes');

describe('checkUscc', () => {
  it('tells both checks of each code apart', () => {
    for (const { code, checkValid, innerValid } of USCC.cases) {
      assert.deepEqual(checkUscc(code), { wellFormed: true, checkOk: checkValid, innerOk: innerValid }, code);
    }
  });

  it('finds malformed codes and computes nothing of them', () => {
    for (const { input } of USCC.malformed) {
      assert.deepEqual(checkUscc(input), { wellFormed: false, checkOk: false, innerOk: false }, input);
    }
  });
});

describe('checkCertificateIdentifier', () => {
  it('compares the check character with the computed one', () => {
    for (const { identifier, computed, valid, ...rest } of IDENTIFIERS.cases) {
      const { typeCode, issuer, serial, version, check } = rest;
      assert.deepEqual(parseCertificateIdentifier(identifier), { typeCode, issuer, serial, version, check });
      assert.equal(certificateCheck({ typeCode, issuer, serial, version }), computed);
      assert.deepEqual(checkCertificateIdentifier(identifier), { wellFormed: true, checkOk: valid });
      if (valid) assert.equal(formatCertificateIdentifier({ typeCode, issuer, serial, version }), identifier);
    }
  });

  it('finds malformed identifiers', () => {
    for (const { input } of IDENTIFIERS.malformed) {
      assert.deepEqual(checkCertificateIdentifier(input), { wellFormed: false, checkOk: false }, input);
      assert.throws(() => parseCertificateIdentifier(input), { code: 'MALFORMED_IDENTIFIER' }, input);
    }
    const parts = { typeCode: 'X', issuer: '000000', serial: '1', version: '001' };
    assert.throws(() => formatCertificateIdentifier(parts), { code: 'MALFORMED_IDENTIFIER' });
  });
});

describe('parseInvoiceNumber', () => {
  it('reads year, region and channel, and checks the region', () => {
    for (const { number, valid, year, region, channel, rest } of NUMBERS.numbers) {
      if (valid) {
        const found = parseInvoiceNumber(number);
        assert.deepEqual(found, {
          year,
          region,
          channel,
          prefix: number.slice(0, 5),
          sequence: Number(rest),
        });
        assert.equal(formatInvoiceNumber(found.prefix, found.sequence), number);
      } else {
        assert.throws(() => parseInvoiceNumber(number), { code: 'MALFORMED_NUMBER' }, number);
      }
    }
  });

  it('refuses sequence 0, which no document has', () => {
    assert.throws(() => parseInvoiceNumber('26000000000000000000'), { code: 'MALFORMED_NUMBER' });
  });
});

describe('formatNumber', () => {
  it('follows from kind, prefix and sequence', () => {
    assert.equal(formatNumber('invoice', `26${SANDBOX_REGION}2`, 1), '26002000000000000001');
    assert.equal(formatNumber('invoice', '26002', MAX_INVOICE_SEQUENCE), '26002999999999999999');
  });

  it('refuses prefixes and sequences that no number has', () => {
    for (const [prefix, sequence] of [
      ['2600', 1],
      ['260020', 1],
      ['2600A', 1],
      ['26002', 0],
      ['26002', 1.5],
      ['26002', 10 ** 15],
    ] as const) {
      assert.throws(() => formatNumber('invoice', prefix, sequence), { code: 'MALFORMED_NUMBER' });
    }
  });
});

describe('numbers of audit checkpoints', () => {
  it('begin with letters, as no number of an invoice does', () => {
    assert.equal(formatNumber('auditCheckpoint', 'AUDITTAX2', 57), 'AUDITTAX2-000000057');
    assert.equal(
      formatNumber('auditCheckpoint', 'AUDITAFFAIRS0', MAX_CHECKPOINT_SEQUENCE),
      'AUDITAFFAIRS0-999999999',
    );
  });

  it('refuse prefixes and sequences that no number has', () => {
    for (const [prefix, sequence] of [
      ['26002', 1],
      ['AUDIT2', 1],
      ['AUDITTAX', 1],
      ['AUDITTAX22', 1],
      ['audittax2', 1],
      ['AUDITTAX2', 0],
      ['AUDITTAX2', 1.5],
      ['AUDITTAX2', 10 ** 9],
    ] as const) {
      assert.throws(() => formatNumber('auditCheckpoint', prefix, sequence), { code: 'MALFORMED_NUMBER' });
    }
  });
});

describe('kindOf', () => {
  it('knows the required members of blue and red invoices', () => {
    const invoice = kindOf('invoice');

    assert.ok(!invoice.requiredMembers({ letter: 'blue' }).includes('corrects'));
    assert.ok(invoice.requiredMembers({ letter: 'red' }).includes('corrects'));
    const checkpoint = kindOf('auditCheckpoint');
    assert.ok(!checkpoint.requiredMembers({}).includes('previous'));
    assert.ok(checkpoint.requiredMembers({ previous: 'ab' }).includes('previous'));
    for (const name of ['', 'Invoice', '__proto__', 'constructor'])
      assert.throws(() => kindOf(name), { code: 'UNKNOWN_KIND' });
  });
});

describe('isRateInForce', () => {
  it('knows the rates of the list from their first day on', () => {
    for (const rate of [...NUMBERS.rates.values, 'exempt', 'notTaxed']) {
      assert.ok(isRateInForce(rate, '2026-01-01'), rate);
      assert.ok(isRateInForce(rate, '2019-04-01'), rate);
      assert.ok(!isRateInForce(rate, '2019-03-31'), rate);
    }
    for (const rate of ['0.17', '0.130', '0', '0.13 ', '免税'])
      assert.ok(!isRateInForce(rate, '2026-01-01'), rate);
  });

  it('ends with the last day of a rate', () => {
    const table = [{ rate: '0.16', from: '2018-05-01', until: '2019-03-31' }];

    assert.ok(isRateInForce('0.16', '2019-03-31', table));
    assert.ok(!isRateInForce('0.16', '2019-04-01', table));
  });
});

describe('isCalendarDay', () => {
  it('takes days that the calendar has', () => {
    for (const day of ['2026-01-01', '2024-02-29', '2026-12-31']) assert.ok(isCalendarDay(day), day);
    for (const day of [
      '2026-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-1-1',
      '0000-01-01',
      '2026-01-01T00:00:00Z',
      '20260101',
      '',
    ]) {
      assert.ok(!isCalendarDay(day), day);
    }
  });
});
