import assert from 'node:assert/strict';
import {
  acceptAnchor,
  acceptSeries,
  canonicalJson,
  formatAttestation,
  MAX_ATTESTED,
  parseAttestation,
  parseBatchRecord,
  parseClockRecord,
  parseHeadRecord,
  parseHexHash,
  parsePrefixRecord,
  parseRoleRecord,
  parseSeriesRecord,
  utf8Encode,
  type Attestation,
  type JsonObject,
} from '@chopmark/core';
import { firstAnchor, OPEN, requireRecord, TIME, TX_ID } from '../support/ledger.js';

const HASH = 'ab'.repeat(32);
const OPENED = acceptSeries(OPEN);
const BATCH = requireRecord(acceptAnchor(firstAnchor())).record;
const ROLE = {
  certificate: HASH,
  granted: TIME,
  mspId: 'TaxMSP',
  revoked: null,
  roles: ['anchor', 'registry'],
  type: 'chopmark/role/1',
};

/** Each parser with a record of its kind and values that it must refuse, by member. */
const CASES: [string, (value: unknown) => unknown, JsonObject, { [member: string]: unknown[] }][] = [
  [
    'parseSeriesRecord',
    parseSeriesRecord,
    OPENED.series,
    {
      authority: ['', 1],
      closed: ['false', 0, null],
      kind: ['', null],
      namespace: ['', ' tax'],
      prefix: ['', 26000, '26-00'],
      series: ['', 'Main'],
      suite: ['sha256', null],
      time: ['2026-01-01T00:00:00Z', '2026-01-01 00:00:00.000Z', 1],
      txId: ['', 'EF'.repeat(32)],
      type: ['chopmark/series/2', 'chopmark/batch/1'],
    },
  ],
  [
    'parsePrefixRecord',
    parsePrefixRecord,
    OPENED.prefix,
    { kind: [1], prefix: ['a'], series: ['A'], type: ['chopmark/prefix/2'] },
  ],
  [
    'parseHeadRecord',
    parseHeadRecord,
    OPENED.head,
    {
      batch: [-1, 0.5, '0'],
      fences: [-1, null],
      last: ['', HASH.toUpperCase()],
      next: [0, 2 ** 53],
      series: [''],
      type: [''],
    },
  ],
  [
    'parseBatchRecord',
    parseBatchRecord,
    BATCH,
    {
      authority: [''],
      batch: [0, '1'],
      first: [0, 1.5, 2 ** 53 - 1],
      kind: [''],
      namespace: [''],
      prefix: [''],
      previous: [null, 'ab'],
      root: [HASH.slice(1)],
      series: ['-'],
      size: [0, 16_385],
      suite: ['x'],
      time: ['2026-01-01T00:00:00Z'],
      txId: ['x'],
      type: ['chopmark/series/1'],
    },
  ],
  [
    'parseClockRecord',
    parseClockRecord,
    { time: '2026-01-01T00:00:00Z', txId: TX_ID, type: 'chopmark/clock/1' },
    { time: [TIME, 1, ''], txId: [1], type: [null] },
  ],
  [
    'parseRoleRecord',
    parseRoleRecord,
    ROLE,
    {
      certificate: ['x'],
      granted: ['', null],
      mspId: [''],
      revoked: ['', false, '2026-01-01'],
      roles: [[], ['registry', 'anchor'], ['anchor', 'anchor'], ['admin'], 'anchor'],
      type: [''],
    },
  ],
];

for (const [name, parse, record, wrong] of CASES) {
  describe(name, () => {
    const isRefusal = ({ code }: { code?: string }) =>
      code === 'MALFORMED_RECORD' || code === 'MALFORMED_HASH';

    it('reads a record of its form', () => {
      assert.deepEqual(parse(JSON.parse(JSON.stringify(record))), record);
    });

    it('refuses each member missing or wrong, and a further one', () => {
      assert.deepEqual(Object.keys(wrong).sort(), Object.keys(record).sort());
      for (const [member, values] of Object.entries(wrong)) {
        const without = Object.fromEntries(Object.entries(record).filter(([key]) => key !== member));
        assert.throws(() => parse(without), { code: 'MALFORMED_RECORD', pointer: `/${member}` });
        for (const value of values)
          assert.throws(() => parse({ ...record, [member]: value }), isRefusal, member);
      }
      assert.throws(() => parse({ ...record, more: 1 }), { code: 'MALFORMED_RECORD', pointer: '/more' });
      for (const value of [null, [], 'x', undefined])
        assert.throws(() => parse(value), { code: 'MALFORMED_RECORD' });
    });
  });
}

describe('parseRoleRecord of a revoked role', () => {
  it('reads the instant of its end', () => {
    assert.deepEqual(parseRoleRecord({ ...ROLE, revoked: TIME }), { ...ROLE, revoked: TIME });
  });
});

describe('parseAttestation', () => {
  const GOOD: Attestation = {
    network: parseHexHash(HASH),
    channel: 'chopmark-embedded',
    namespace: 'tax',
    authority: 'TaxMSP',
    clock: '2026-01-01T00:00:00Z',
    record: BATCH,
    states: [null, { type: 'chopmark/document/1' }],
  };
  const parseText = (text: string) => parseAttestation(utf8Encode(text));

  it('reads what formatAttestation writes', () => {
    const text = formatAttestation(GOOD);

    assert.deepEqual(parseText(text), GOOD);
    assert.ok(text.startsWith('["chopmark/attest/1","abab'));
  });

  it('refuses anything that is not exactly of the form', () => {
    const parts = JSON.parse(formatAttestation(GOOD)) as unknown[];
    const replaced = (at: number, value: unknown) =>
      parts.map((part, place) => (place === at ? value : part));
    const wrong: unknown[] = [
      {},
      [],
      parts.slice(0, 7),
      [...parts, 1],
      replaced(0, 'chopmark/attest/2'),
      replaced(1, 'AB'.repeat(32)),
      replaced(2, ''),
      replaced(3, null),
      replaced(4, 7),
      replaced(5, TIME),
      replaced(6, null),
      replaced(6, { ...BATCH, more: 1 }),
      replaced(7, []),
      replaced(7, null),
      replaced(7, ['x']),
      replaced(7, [[]]),
      replaced(
        7,
        Array.from({ length: MAX_ATTESTED + 1 }, () => null),
      ),
    ];
    for (const value of wrong)
      assert.throws(() => parseText(canonicalJson(value)), { code: 'MALFORMED_ATTESTATION' });
  });

  it('refuses other bytes for the same values', () => {
    const text = formatAttestation(GOOD);

    for (const other of [` ${text}`, text.replace('"tax"', '"t\\u0061x"'), `${text}\n`, text.slice(1), '']) {
      assert.throws(() => parseText(other), { code: 'MALFORMED_ATTESTATION' });
    }
    assert.throws(() => parseAttestation(Uint8Array.of(0xff)), { code: 'MALFORMED_ATTESTATION' });
  });
});
