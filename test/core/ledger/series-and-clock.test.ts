import assert from 'node:assert/strict';
import {
  acceptClose,
  acceptSeries,
  acceptTick,
  assertBatchNumber,
  assertSeriesName,
  authorityOf,
  endorsementPolicy,
  isNamespace,
  LEDGER_CONTRACT,
  MSP_IDS,
  NAMESPACE_NAMES,
  NAMESPACES,
  parseDecimalArgument,
  recordHash,
  type LedgerFunction,
} from '@chopmark/core';
import { SHA_SUITE, sha256, sm3 } from '../support/hashes.js';
import { OPEN, TIME, TX_ID } from '../support/ledger.js';

describe('acceptSeries', () => {
  it('makes series, prefix and head', () => {
    const { series, prefix, head } = acceptSeries(OPEN);

    assert.deepEqual(series, {
      authority: 'TaxMSP',
      closed: false,
      kind: 'invoice',
      namespace: 'tax',
      prefix: '26000',
      series: 'main',
      suite: 'sha256-p256',
      time: TIME,
      txId: TX_ID,
      type: 'chopmark/series/1',
    });
    assert.deepEqual(prefix, { kind: 'invoice', prefix: '26000', series: 'main', type: 'chopmark/prefix/1' });
    assert.deepEqual(head, {
      batch: 0,
      fences: 0,
      last: recordHash(sha256, series),
      next: 1,
      series: 'main',
      type: 'chopmark/head/1',
    });
  });

  it('hashes under the suite of the series', () => {
    const { series, head } = acceptSeries({ ...OPEN, suite: 'sm3-sm2' });

    assert.equal(head.last, recordHash(sm3, series));
  });

  it('lets each authority open a series of its own audit checkpoints, and no other', () => {
    const prefixes = { tax: 'AUDITTAX2', affairs: 'AUDITAFFAIRS2', court: 'AUDITCOURT2' };
    for (const namespace of NAMESPACE_NAMES) {
      for (const [owner, prefix] of Object.entries(prefixes)) {
        const open = (): unknown => acceptSeries({ ...OPEN, namespace, kind: 'auditCheckpoint', prefix });
        if (owner === namespace) assert.doesNotThrow(open);
        else assert.throws(open, { code: 'PREFIX_NOT_ALLOWED' });
      }
    }
  });

  it('gives no kind the prefix of another', () => {
    const refused = { code: 'PREFIX_NOT_ALLOWED' };
    assert.throws(() => acceptSeries({ ...OPEN, kind: 'auditCheckpoint' }), refused);
    assert.throws(() => acceptSeries({ ...OPEN, prefix: 'AUDITTAX2' }), refused);
  });

  it('refuses what the namespace may not do', () => {
    const { series, prefix } = acceptSeries(OPEN);
    const cases: [Partial<typeof OPEN>, string][] = [
      [{ series: '' }, 'MALFORMED_ARGUMENT'],
      [{ series: 'Main' }, 'MALFORMED_ARGUMENT'],
      [{ kind: 'bill' }, 'KIND_NOT_ALLOWED'],
      [{ namespace: 'affairs' }, 'KIND_NOT_ALLOWED'],
      [{ namespace: 'court' }, 'KIND_NOT_ALLOWED'],
      [{ prefix: '26440' }, 'PREFIX_NOT_ALLOWED'],
      [{ prefix: '260000' }, 'PREFIX_NOT_ALLOWED'],
      [{ prefix: '26000\n' }, 'PREFIX_NOT_ALLOWED'],
      [{ suite: 'md5' }, 'SUITE_NOT_SUPPORTED'],
      [{ suite: 'sm3-sm2', suites: { 'sha256-p256': SHA_SUITE } }, 'SUITE_NOT_SUPPORTED'],
      [{ existing: series }, 'SERIES_EXISTS'],
      [{ taken: prefix, series: 'other' }, 'PREFIX_TAKEN'],
    ];
    for (const [more, code] of cases) assert.throws(() => acceptSeries({ ...OPEN, ...more }), { code }, code);
  });
});

describe('acceptClose', () => {
  it('closes once', () => {
    const { series } = acceptSeries(OPEN);
    const closed = acceptClose(series);

    assert.deepEqual(closed, { ...series, closed: true });
    assert.throws(() => acceptClose(closed), { code: 'SERIES_CLOSED' });
  });
});

describe('acceptTick', () => {
  const at = (time: string) => Date.parse(time);
  const tick = (last: string | undefined, transaction: string, own = transaction) =>
    acceptTick({
      clock: last === undefined ? undefined : { time: last, txId: TX_ID, type: 'chopmark/clock/1' },
      transactionTimeMs: at(transaction),
      ownTimeMs: at(own),
      txId: TX_ID,
    });

  it('takes the transaction time cut to the second', () => {
    assert.deepEqual(tick(undefined, '2026-01-01T00:00:07.999Z'), {
      time: '2026-01-01T00:00:07Z',
      txId: TX_ID,
      type: 'chopmark/clock/1',
    });
  });

  it('advances by 20 seconds at least', () => {
    assert.equal(tick('2026-01-01T00:00:00Z', '2026-01-01T00:00:20.000Z').time, '2026-01-01T00:00:20Z');
    for (const early of [
      '2026-01-01T00:00:19.999Z',
      '2026-01-01T00:00:00.000Z',
      '2025-12-31T00:00:00.000Z',
    ]) {
      assert.throws(() => tick('2026-01-01T00:00:00Z', early), { code: 'CLOCK_TOO_SOON' });
    }
  });

  it('refuses a time more than 5 seconds from its own, either way', () => {
    const own = '2026-01-01T00:01:00.000Z';

    for (const near of ['2026-01-01T00:00:55.000Z', '2026-01-01T00:01:05.000Z'])
      assert.ok(tick(undefined, near, own));
    for (const far of ['2026-01-01T00:00:54.999Z', '2026-01-01T00:01:06.000Z']) {
      assert.throws(() => tick(undefined, far, own), { code: 'CLOCK_DISAGREES' });
    }
  });
});

describe('NAMESPACES', () => {
  it('gives each namespace an authority and three others', () => {
    for (const name of NAMESPACE_NAMES) {
      const { authority, others } = endorsementPolicy(name);

      assert.equal(authority, NAMESPACES[name].authority);
      assert.equal(authorityOf(name), authority);
      assert.deepEqual([authority, ...others].sort(), [...MSP_IDS].sort());
    }
    assert.equal(new Set(NAMESPACE_NAMES.map(authorityOf)).size, 3);
  });

  it('knows no other names', () => {
    for (const name of ['', 'Tax', '__proto__', 'constructor', 'operator']) {
      assert.equal(isNamespace(name), false);
      assert.equal(authorityOf(name), undefined);
    }
  });

  it('gives out numbers of the sandbox region only', () => {
    const prefixes = new RegExp(NAMESPACES.tax.kinds[0]?.prefixes ?? '^$');

    assert.ok(prefixes.test('26000'));
    for (const prefix of ['26440', '2600', '26000 ', '260001']) assert.ok(!prefixes.test(prefix), prefix);
  });
});

describe('LEDGER_CONTRACT', () => {
  it('names each parameter once and hands hashes over as bytes', () => {
    const functions: Record<string, LedgerFunction> = LEDGER_CONTRACT.functions;
    for (const [name, { parameters }] of Object.entries(functions)) {
      assert.equal(new Set(parameters.map((one) => one.name)).size, parameters.length, name);
    }
    const raw = Object.entries(functions).filter(([, { parameters }]) =>
      parameters.some(({ form }) => form === 'bytes'),
    );
    assert.deepEqual(
      raw.map(([name]) => name),
      ['anchor', 'attest'],
    );
  });
});

describe('arguments', () => {
  it('are numbers without leading zeros and names of the series form', () => {
    assert.equal(parseDecimalArgument('0', 'batch'), 0);
    assert.equal(parseDecimalArgument('9007199254740991', 'batch'), 2 ** 53 - 1);
    for (const text of [
      '',
      '01',
      '+1',
      '-1',
      '1.0',
      '1e3',
      ' 1',
      '9007199254740992',
      '１',
      '99999999999999999',
    ]) {
      assert.throws(() => parseDecimalArgument(text, 'batch'), { code: 'MALFORMED_ARGUMENT' }, text);
    }
    assertSeriesName('main-2026');
    for (const name of ['', '-a', 'a_b', 'a/b', 'ä', 'a'.repeat(41), 'a\n']) {
      assert.throws(() => assertSeriesName(name), { code: 'MALFORMED_ARGUMENT' }, name);
    }
    assert.throws(() => assertBatchNumber(0), { code: 'MALFORMED_ARGUMENT' });
  });
});
