import assert from 'node:assert/strict';
import {
  acceptAnchor,
  acceptFence,
  batchAnchoredEvent,
  batchFencedEvent,
  batchRoot,
  canonicalBytes,
  hexHashOf,
  MAX_BATCH,
  MAX_INVOICE_SEQUENCE,
  parseBatchRecord,
  parseHeadRecord,
  parseHexHash,
  recordHash,
  splitHashes,
  toHex,
} from '@chopmark/core';
import { sha256 } from '../support/hashes.js';
import { entries, firstAnchor, requireRecord, TIME, TX_ID } from '../support/ledger.js';

describe('acceptAnchor', () => {
  it('makes the record and moves the head', () => {
    const input = firstAnchor();

    const { record, head } = requireRecord(acceptAnchor(input));

    assert.deepEqual(record, {
      authority: 'TaxMSP',
      batch: 1,
      first: 1,
      kind: 'invoice',
      namespace: 'tax',
      prefix: '26000',
      previous: recordHash(sha256, input.series),
      root: toHex(batchRoot(sha256, 1, entries(2))),
      series: 'main',
      size: 2,
      suite: 'sha256-p256',
      time: TIME,
      txId: TX_ID,
      type: 'chopmark/batch/1',
    });
    assert.deepEqual(head, { ...input.head, batch: 1, last: toHex(sha256(canonicalBytes(record))), next: 3 });
    assert.deepEqual(parseBatchRecord(record), record);
    assert.deepEqual(parseHeadRecord(head), head);
  });

  it('chains the next batch to the one before, also after a fence', () => {
    const one = requireRecord(acceptAnchor(firstAnchor()));
    const fenced = acceptFence(one.head, 2, undefined);

    const two = requireRecord(
      acceptAnchor(firstAnchor({ head: fenced }, { batch: 2, first: 3, entries: entries(1) })),
    );

    assert.equal(two.record.previous, recordHash(sha256, one.record));
    assert.equal(two.head.next, 4);
    assert.equal(two.head.fences, 1);
  });

  it('answers the same batch with same, in a closed series too', () => {
    const { record, head } = requireRecord(acceptAnchor(firstAnchor()));

    assert.equal(acceptAnchor(firstAnchor({ head, existing: record })), 'same');
    const { series } = firstAnchor();
    assert.equal(
      acceptAnchor(firstAnchor({ head, existing: record, series: { ...series, closed: true } })),
      'same',
    );
  });

  it('refuses other content for a taken number', () => {
    const { record, head } = requireRecord(acceptAnchor(firstAnchor()));
    const stands = { head, existing: record };
    const others = [
      firstAnchor(stands, { entries: entries(3) }),
      firstAnchor(stands, { entries: entries(2).reverse() }),
      firstAnchor(stands, { first: 2 }),
      firstAnchor(stands, { root: parseHexHash('00'.repeat(32)) }),
      // the root that stands, with entries that it does not follow from
      firstAnchor(stands, { entries: entries(2).reverse(), root: record.root }),
    ];
    for (const input of others) assert.throws(() => acceptAnchor(input), { code: 'BATCH_CONFLICT' });
  });

  it('refuses a closed series, another number and another first sequence', () => {
    const { series } = firstAnchor();

    assert.throws(() => acceptAnchor(firstAnchor({ series: { ...series, closed: true } })), {
      code: 'SERIES_CLOSED',
    });
    assert.throws(() => acceptAnchor(firstAnchor({}, { batch: 2 })), { code: 'BATCH_OUT_OF_ORDER' });
    assert.throws(() => acceptAnchor(firstAnchor({}, { first: 2 })), { code: 'SEQUENCE_MISMATCH' });
    const after = requireRecord(acceptAnchor(firstAnchor())).head;
    assert.throws(() => acceptAnchor(firstAnchor({ head: after })), { code: 'BATCH_OUT_OF_ORDER' });
    assert.throws(() => acceptAnchor(firstAnchor({ head: after }, { batch: 2, first: 2 })), {
      code: 'SEQUENCE_MISMATCH',
    });
  });

  it('refuses a root that does not follow from the entries', () => {
    const root = hexHashOf(batchRoot(sha256, 1, entries(3)));

    assert.throws(() => acceptAnchor(firstAnchor({}, { root })), { code: 'ROOT_MISMATCH' });
  });

  it('ends with the last number of the kind', () => {
    const { head } = firstAnchor();
    const next = MAX_INVOICE_SEQUENCE;

    assert.ok(acceptAnchor(firstAnchor({ head: { ...head, next } }, { first: next, entries: entries(1) })));
    const beyond = firstAnchor({ head: { ...head, next } }, { first: next, entries: entries(2) });
    assert.throws(() => acceptAnchor(beyond), { code: 'SEQUENCE_MISMATCH' });
  });

  it('refuses malformed requests', () => {
    const root = parseHexHash('00'.repeat(32));
    const malformed: Parameters<typeof firstAnchor>[1][] = [
      { batch: 0 },
      { batch: 1.5 },
      { first: 0, root, entries: entries(1) },
      { first: 2 ** 53, root, entries: entries(1) },
      { first: 2 ** 53 - 1, root, entries: entries(2) },
      { entries: [], root },
      { entries: [new Uint8Array(31)], root },
      { entries: Array.from({ length: MAX_BATCH + 1 }, () => new Uint8Array(32)), root },
    ].map((request) => ({ root, ...request }));
    for (const request of malformed) {
      const input = { ...firstAnchor(), request: { ...firstAnchor().request, ...request } };
      assert.throws(() => acceptAnchor(input), { code: 'MALFORMED_ARGUMENT' });
    }
  });

  it('announces what it did', () => {
    const { record, head } = requireRecord(acceptAnchor(firstAnchor()));

    assert.deepEqual(batchAnchoredEvent(record), {
      batch: 1,
      first: 1,
      root: record.root,
      series: 'main',
      size: 2,
    });
    assert.deepEqual(batchFencedEvent(acceptFence(head, 2, undefined)), {
      batch: 2,
      fences: 1,
      series: 'main',
    });
  });
});

describe('acceptFence', () => {
  it('changes nothing in the head but the number of fences', () => {
    const { head } = firstAnchor();

    assert.deepEqual(acceptFence(acceptFence(head, 1, undefined), 1, undefined), { ...head, fences: 2 });
  });

  it('refuses a number that is taken, and hands over its record', () => {
    const { record, head } = requireRecord(acceptAnchor(firstAnchor()));

    assert.throws(
      () => acceptFence(head, 1, record),
      (error: Error & { code: string }) => {
        assert.equal(error.code, 'BATCH_ANCHORED');
        assert.deepEqual(parseBatchRecord(JSON.parse(error.message)), record);
        return true;
      },
    );
  });

  it('refuses a number that is not the next', () => {
    const { head } = firstAnchor();

    assert.throws(() => acceptFence(head, 2, undefined), { code: 'BATCH_OUT_OF_ORDER' });
    assert.throws(() => acceptFence(head, 0, undefined), { code: 'MALFORMED_ARGUMENT' });
  });
});

describe('splitHashes', () => {
  it('splits bytes into hashes', () => {
    const [a, b] = entries(2) as [Uint8Array, Uint8Array];

    assert.deepEqual(splitHashes(Uint8Array.from([...a, ...b])), [a, b]);
  });

  it('refuses none, too many and rests', () => {
    for (const size of [0, 31, 33, 96]) {
      assert.throws(() => splitHashes(new Uint8Array(size), 2), { code: 'MALFORMED_ARGUMENT' });
    }
  });
});
