import assert from 'node:assert/strict';
import { canonicalJson, MAX_BATCH } from '@chopmark/core';
import {
  anchorOf,
  entriesOf,
  fenceOf,
  ledgerWithRoles,
  ledgerWithSeries,
  PEOPLE,
  PREFIX,
  SERIES,
  sha256,
} from '../support/chaincode-world.js';
import type { Proposal } from '../support/chaincode-proposal.js';
import { assertRefused, keysOf, type LedgerStub } from '../support/ledger-stub.js';

const TIME = new Date('2026-03-01T08:09:10.123Z');
const close: Proposal = { as: PEOPLE.registrar, function: 'closeSeries', args: [SERIES] };
const headOf = async (ledger: LedgerStub): Promise<unknown> =>
  JSON.parse((await ledger.simulate({ as: PEOPLE.client, function: 'getHead', args: [SERIES] })).payload);

/** The first batch with one argument replaced. */
function anchorWith(at: number, value: string | number | Uint8Array): Proposal {
  const proposal = anchorOf(1, entriesOf(1, 3));
  return { ...proposal, args: proposal.args!.map((argument, place) => (place === at ? value : argument)) };
}

describe('anchor', () => {
  it('writes one record and the head, whatever the size, and announces the batch', async () => {
    const ledger = await ledgerWithSeries();
    const entries = entriesOf(1, 5);
    const series = (await ledger.simulate({ as: PEOPLE.client, function: 'getSeries', args: [SERIES] }))
      .payload;

    const simulation = await ledger.simulate({ ...anchorOf(1, entries), time: TIME });

    const record = {
      authority: 'TaxMSP',
      batch: 1,
      first: 1,
      kind: 'invoice',
      namespace: 'tax',
      prefix: PREFIX,
      previous: sha256(series).toString('hex'),
      root: entries.root,
      series: SERIES,
      size: 5,
      suite: 'sha256-p256',
      time: '2026-03-01T08:09:10.123Z',
      txId: simulation.txId,
      type: 'chopmark/batch/1',
    };
    const last = sha256(canonicalJson(record)).toString('hex');
    assert.equal(simulation.payload, canonicalJson(record));
    assert.deepEqual(keysOf(simulation.writes), [`batch/${SERIES}/0000000000000001`, `head/${SERIES}`]);
    assert.deepEqual(
      [...simulation.writes.values()].map((bytes) => bytes?.toString()),
      [
        canonicalJson(record),
        canonicalJson({ batch: 1, fences: 0, last, next: 6, series: SERIES, type: 'chopmark/head/1' }),
      ],
    );
    assert.deepEqual(simulation.event, {
      name: 'batch.anchored',
      payload: canonicalJson({ batch: 1, first: 1, root: entries.root, series: SERIES, size: 5 }),
    });
  });

  it('chains each record to the one before', async () => {
    const ledger = await ledgerWithSeries();
    const first = await ledger.submit(anchorOf(1, entriesOf(1, 3)));

    const second = await ledger.submit(anchorOf(2, entriesOf(4, 1)));

    assert.equal(second['previous'], sha256(canonicalJson(first)).toString('hex'));
    assert.equal(second['first'], 4);
  });

  for (const size of [1, 2, 3, 7, 8, 9, MAX_BATCH]) {
    it(`agrees with the definition of RFC 9162 about the root of ${size} entries`, async () => {
      const ledger = await ledgerWithSeries();

      const record = await ledger.submit(anchorOf(1, entriesOf(1, size)));

      assert.equal(record['size'], size);
    });
  }

  it('answers the same batch with the stored record and writes nothing', async () => {
    const ledger = await ledgerWithSeries();
    const stored = await ledger.submit(anchorOf(1, entriesOf(1, 3)));
    await ledger.submit(anchorOf(2, entriesOf(4, 3)));

    const again = await ledger.simulate(anchorOf(1, entriesOf(1, 3)));

    assert.equal(again.payload, canonicalJson(stored));
    assert.equal(again.writes.size, 0);
    assert.equal(again.event, undefined);
  });

  it('answers the same batch in a closed series too', async () => {
    const ledger = await ledgerWithSeries();
    const stored = await ledger.submit(anchorOf(1, entriesOf(1, 3)));
    await ledger.submit(close);

    assert.deepEqual(await ledger.submit(anchorOf(1, entriesOf(1, 3))), stored);
  });

  it('anchors one of two contents for a number when both are endorsed at once', async () => {
    const ledger = await ledgerWithSeries();
    const one = await ledger.simulate(anchorOf(1, entriesOf(1, 3, 'a')));
    const other = await ledger.simulate(anchorOf(1, entriesOf(1, 3, 'b')));

    assert.deepEqual(ledger.commit(other, one), [0, 11]);
  });

  it('loses an envelope held back over a fence', async () => {
    const ledger = await ledgerWithSeries();
    const held = await ledger.simulate(anchorOf(1, entriesOf(1, 3)));
    await ledger.submit(fenceOf(1));

    assert.deepEqual(ledger.commit(held), [11]);
    await ledger.submit(anchorOf(1, entriesOf(1, 3, 'b')));
  });

  it('loses an envelope held back over the end of the series, and over a revocation', async () => {
    const ledger = await ledgerWithSeries();
    const held = await ledger.simulate(anchorOf(1, entriesOf(1, 3)));
    await ledger.submit(close);
    assert.deepEqual(ledger.commit(held), [11]);

    const other = await ledgerWithSeries();
    const heldToo = await other.simulate(anchorOf(1, entriesOf(1, 3)));
    await other.submit({ as: PEOPLE.admin, function: 'revokeRoles', args: [PEOPLE.issuer.fingerprint] });
    assert.deepEqual(other.commit(heldToo), [11]);
  });

  describe('refuses an argument', () => {
    const { bytes, root } = entriesOf(1, 3);
    const malformed: readonly [string, Proposal][] = [
      ['a series with a capital', anchorWith(0, 'A')],
      ['a series with the separator of keys', anchorWith(0, 'a\0b')],
      ['a batch 0', anchorWith(1, '0')],
      ['a batch with a leading zero', anchorWith(1, '01')],
      ['a batch with a sign', anchorWith(1, '+1')],
      ['a batch with a fraction', anchorWith(1, '1.0')],
      ['a batch in exponent form', anchorWith(1, '1e0')],
      ['a batch in hexadecimal', anchorWith(1, '0x1')],
      ['a batch beyond 2^53-1', anchorWith(1, '9007199254740992')],
      ['an empty batch', anchorWith(1, '')],
      ['a first 0', anchorWith(2, '0')],
      ['a negative first', anchorWith(2, '-1')],
      ['a last sequence beyond 2^53-1', anchorWith(2, '9007199254740990')],
      ['a root in capitals', anchorWith(3, root.toUpperCase())],
      ['a root that is too short', anchorWith(3, root.slice(2))],
      ['no entries', anchorWith(4, '')],
      ['entries cut off', anchorWith(4, bytes.subarray(1))],
      ['entries in hexadecimal, one digit too many', anchorWith(4, `${bytes.toString('hex')}0`)],
      ['one entry too many', anchorOf(1, entriesOf(1, MAX_BATCH + 1))],
    ];
    for (const [why, proposal] of malformed) {
      it(why, async () => {
        await assertRefused(await ledgerWithSeries(), proposal, 'MALFORMED_ARGUMENT');
      });
    }
  });

  it('refuses a series that is not there', async () => {
    await assertRefused(await ledgerWithRoles(), anchorOf(1, entriesOf(1, 3)), 'SERIES_NOT_FOUND');
  });

  it('refuses a closed series', async () => {
    const ledger = await ledgerWithSeries();
    await ledger.submit(close);

    await assertRefused(ledger, anchorOf(1, entriesOf(1, 3)), 'SERIES_CLOSED');
  });

  const conflicts: readonly [string, Proposal][] = [
    ['other entries', anchorOf(1, entriesOf(1, 3, 'b'))],
    ['fewer entries', anchorOf(1, entriesOf(1, 2))],
    ['more entries', anchorOf(1, entriesOf(1, 4))],
    ['another first sequence', anchorOf(1, entriesOf(4, 3))],
    ['the same entries under a foreign root', anchorWith(3, entriesOf(1, 3, 'b').root)],
    ['foreign entries under the stored root', anchorWith(4, entriesOf(1, 3, 'b').bytes)],
    [
      'the stored entries in another order',
      anchorWith(4, Buffer.concat([...entriesOf(1, 3).hashes].reverse())),
    ],
  ];
  for (const [why, proposal] of conflicts) {
    it(`refuses ${why} for a taken number`, async () => {
      const ledger = await ledgerWithSeries();
      await ledger.submit(anchorOf(1, entriesOf(1, 3)));

      await assertRefused(ledger, proposal, 'BATCH_CONFLICT');
    });
  }

  for (const batch of [3, 4, 9_007_199_254_740_991]) {
    it(`refuses batch ${batch} after batch 1`, async () => {
      const ledger = await ledgerWithSeries();
      await ledger.submit(anchorOf(1, entriesOf(1, 3)));

      await assertRefused(ledger, anchorOf(batch, entriesOf(4, 3)), 'BATCH_OUT_OF_ORDER');
    });
  }

  for (const first of [1, 3, 5]) {
    it(`refuses first sequence ${first} when the next is 4`, async () => {
      const ledger = await ledgerWithSeries();
      await ledger.submit(anchorOf(1, entriesOf(1, 3)));

      await assertRefused(ledger, anchorOf(2, entriesOf(first, 3)), 'SEQUENCE_MISMATCH');
    });
  }

  it('refuses more numbers than the kind has digits for', async () => {
    const ledger = await ledgerWithSeries();

    await assertRefused(ledger, anchorOf(1, entriesOf(999_999_999_999_999, 2)), 'SEQUENCE_MISMATCH');
  });

  const mismatches: readonly [string, Proposal][] = [
    ['a root of other entries', anchorWith(3, entriesOf(1, 3, 'b').root)],
    ['a root over other sequences', anchorWith(3, entriesOf(2, 3).root)],
    ['entries in another order', anchorWith(4, Buffer.concat([...entriesOf(1, 3).hashes].reverse()))],
    [
      'one entry twice',
      anchorWith(4, Buffer.concat([...entriesOf(1, 3).hashes, entriesOf(1, 3).hashes[2]!])),
    ],
  ];
  for (const [why, proposal] of mismatches) {
    it(`refuses ${why}`, async () => {
      await assertRefused(await ledgerWithSeries(), proposal, 'ROOT_MISMATCH');
    });
  }

  it('refuses entries whose text form would be the same', async () => {
    const ledger = await ledgerWithSeries();
    const entries = entriesOf(1, 1);
    const [one, other] = [0x80, 0x81].map((byte) => Buffer.alloc(32, byte));
    assert.equal(one!.toString(), other!.toString());

    const proposal = { ...anchorOf(1, entries), args: [SERIES, 1, 1, entries.root, one!] };

    await assertRefused(ledger, proposal, 'ROOT_MISMATCH');
  });
});

describe('fence', () => {
  it('rewrites the head and announces it', async () => {
    const ledger = await ledgerWithSeries();
    await ledger.submit(anchorOf(1, entriesOf(1, 3)));
    const before = (await headOf(ledger)) as object;

    const simulation = await ledger.simulate(fenceOf(2));

    assert.equal(simulation.payload, canonicalJson({ ...before, fences: 1 }));
    assert.deepEqual(keysOf(simulation.writes), [`head/${SERIES}`]);
    assert.deepEqual(simulation.event, {
      name: 'batch.fenced',
      payload: canonicalJson({ batch: 2, fences: 1, series: SERIES }),
    });
  });

  it('changes the head each time, so that each fence voids what was endorsed before it', async () => {
    const ledger = await ledgerWithSeries();
    await ledger.submit(fenceOf(1));
    const held = await ledger.simulate(anchorOf(1, entriesOf(1, 3)));

    const head = await ledger.submit(fenceOf(1));

    assert.equal(head['fences'], 2);
    assert.deepEqual(ledger.commit(held), [11]);
  });

  it('loses against an anchor that was ordered first: only a valid fence frees a number', async () => {
    const ledger = await ledgerWithSeries();
    const anchored = await ledger.simulate(anchorOf(1, entriesOf(1, 3)));
    const fenced = await ledger.simulate(fenceOf(1));

    assert.deepEqual(ledger.commit(anchored, fenced), [0, 11]);
  });

  it('works in a closed series', async () => {
    const ledger = await ledgerWithSeries();
    await ledger.submit(close);

    assert.equal((await ledger.submit(fenceOf(1)))['fences'], 1);
  });

  it('refuses a taken number and hands back its record', async () => {
    const ledger = await ledgerWithSeries();
    const record = await ledger.submit(anchorOf(1, entriesOf(1, 3)));
    await ledger.submit(anchorOf(2, entriesOf(4, 1)));

    const refusal = await assertRefused(ledger, fenceOf(1), 'BATCH_ANCHORED');

    assert.deepEqual(JSON.parse(refusal.message), record);
  });

  it('refuses a number after the next', async () => {
    await assertRefused(await ledgerWithSeries(), fenceOf(2), 'BATCH_OUT_OF_ORDER');
  });

  it('refuses a series that is not there', async () => {
    await assertRefused(await ledgerWithRoles(), fenceOf(1), 'SERIES_NOT_FOUND');
  });

  for (const [why, proposal] of [
    ['a malformed series', fenceOf(1, 'A')],
    ['a batch 0', fenceOf(0)],
  ] as const) {
    it(`refuses ${why}`, async () => {
      await assertRefused(await ledgerWithSeries(), proposal, 'MALFORMED_ARGUMENT');
    });
  }
});
