/** Simulation: what is read and recorded, what is not seen, and that ranges are read again when the block is judged. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { ledger } from '@hyperledger/fabric-protos';
import { parseReadWriteSets } from '../../../test-network/dist/embedded/ledger/transaction.js';
import { RangeReads, keyRead } from '../../../test-network/dist/embedded/simulation/range-reads.js';
import { Simulator } from '../../../test-network/dist/embedded/simulation/simulator.js';
import { CODE } from '../../../test-network/dist/embedded/validation/codes.js';
import { NAMESPACE, TestChannel } from './support/test-channel.js';

type RangeInfo = ledger.rwset.kvrwset.RangeQueryInfo;

describe('Simulator', () => {
  let channel: TestChannel;

  before(async () => {
    channel = await TestChannel.create();
    await write(Object.fromEntries(['a', 'b', 'c', 'd'].map((key) => [key, key.toUpperCase()])));
  });

  after(() => channel.remove());

  const simulator = (): Simulator => new Simulator('tx', channel.ledger.snapshot());

  async function write(entries: Readonly<Record<string, string | undefined>>): Promise<void> {
    const flags = await channel.commit([
      channel.transaction({ sets: [{ namespace: NAMESPACE, writes: Object.entries(entries) }] }),
    ]);
    assert.deepEqual(flags, [CODE.VALID]);
  }

  async function readAll(simulation: Simulator, start: string, end: string): Promise<string[]> {
    const rows = simulation.range(NAMESPACE, start, end);
    const keys: string[] = [];
    for (let row = await rows.next(); row; row = await rows.next()) keys.push(row.key);
    return keys;
  }

  /** Runs, records, closes; the bytes are what an endorser would sign. */
  async function recorded(run: (simulation: Simulator) => Promise<unknown>): Promise<Uint8Array> {
    const simulation = simulator();
    try {
      await run(simulation);
      return simulation.results();
    } finally {
      await simulation.close();
    }
  }

  const setOf = (results: Uint8Array): ledger.rwset.kvrwset.KVRWSet => parseReadWriteSets(results)[0]!.set;
  const rangesOf = (results: Uint8Array): RangeInfo[] => setOf(results).getRangeQueriesInfoList();

  it('does not see its own writes', async () => {
    const results = await recorded(async (simulation) => {
      simulation.setState(NAMESPACE, 'a', Buffer.from('new'));
      assert.equal(Buffer.from((await simulation.getState(NAMESPACE, 'a'))!).toString(), 'A');
    });

    assert.deepEqual(
      setOf(results)
        .getWritesList()
        .map((entry) => [entry.getKey(), Buffer.from(entry.getValue_asU8()).toString()]),
      [['a', 'new']],
    );
  });

  it('stays at the height at which it began', async () => {
    const simulation = simulator();
    await write({ moved: 'later' });

    assert.equal(await simulation.getState(NAMESPACE, 'moved'), undefined);
    assert.deepEqual(await readAll(simulation, 'm', 'n'), []);

    await simulation.close();
    await write({ moved: undefined });
  });

  it('records an absent key as a read without version, one entry per key, the last write, all in byte order', async () => {
    const results = await recorded(async (simulation) => {
      // U+FFFD sorts after U+1F600 in UTF-16 and before it in UTF-8.
      for (const key of ['\u{1f600}', '\ufffd', 'b', 'b', 'absent'])
        await simulation.getState(NAMESPACE, key);
      for (const [key, value] of [
        ['z', '1'],
        ['\u{1f600}', '2'],
        ['\ufffd', '3'],
        ['z', '4'],
      ] as const)
        simulation.setState(NAMESPACE, key, Buffer.from(value));
      simulation.setState(NAMESPACE, 'gone', undefined);
    });

    const set = setOf(results);
    assert.deepEqual(
      set.getReadsList().map((read) => [read.getKey(), read.hasVersion()]),
      [
        ['absent', false],
        ['b', true],
        ['\ufffd', false],
        ['\u{1f600}', false],
      ],
    );
    assert.deepEqual(
      set
        .getWritesList()
        .map((entry) => [entry.getKey(), entry.getIsDelete(), Buffer.from(entry.getValue_asU8()).toString()]),
      [
        ['gone', true, ''],
        ['z', false, '4'],
        ['\ufffd', false, '3'],
        ['\u{1f600}', false, '2'],
      ],
    );
  });

  it('gives ranges from start to before end, an empty end meaning all of the namespace', async () => {
    const simulation = simulator();

    assert.deepEqual(await readAll(simulation, 'b', 'd'), ['b', 'c']);
    assert.deepEqual(await readAll(simulation, 'c', ''), ['c', 'd']);

    await simulation.close();
  });

  it('records how far an iterator was read', async () => {
    const results = await recorded(async (simulation) => {
      await readAll(simulation, 'a', 'c');
      const rows = simulation.range(NAMESPACE, 'a', 'd');
      await rows.next();
      await rows.next();
    });

    const [whole, part] = rangesOf(results);
    assert.deepEqual([whole?.getStartKey(), whole?.getEndKey(), whole?.getItrExhausted()], ['a', 'c', true]);
    assert.deepEqual([part?.getStartKey(), part?.getEndKey(), part?.getItrExhausted()], ['a', 'b', false]);
    assert.deepEqual(
      part
        ?.getRawReads()
        ?.getKvReadsList()
        .map((read) => read.getKey()),
      ['a', 'b'],
    );
  });

  it('refuses writes after a paged query, and a paged query after writes', async () => {
    const simulation = simulator();
    simulation.range(NAMESPACE, '', '', 2);
    assert.throws(() => simulation.setState(NAMESPACE, 'x', Buffer.from('1')), /paginated query/);
    await simulation.close();

    const other = simulator();
    other.setState(NAMESPACE, 'x', Buffer.from('1'));
    assert.throws(() => other.range(NAMESPACE, '', '', 2), /read-only/);
    await other.close();
  });

  it('pages with a bookmark', async () => {
    const simulation = simulator();
    const rows = simulation.range(NAMESPACE, 'a', 'd', 2);

    assert.deepEqual(
      [(await rows.next())?.key, (await rows.next())?.key, await rows.next()],
      ['a', 'b', undefined],
    );
    assert.equal(await rows.bookmark(), 'c');

    await simulation.close();
  });

  it('gives the heights of a key, newest first, valid writes only', async () => {
    await write({ past: '1' });
    await channel.commit([
      channel.transaction({ endorsers: [], sets: [{ namespace: NAMESPACE, writes: [['past', 'invalid']] }] }),
    ]);
    await write({ past: '2' });
    const { number } = channel.ledger.last;
    const simulation = simulator();

    const heights: number[] = [];
    for await (const { block } of simulation.history(NAMESPACE, 'past')) heights.push(block);

    assert.deepEqual(heights, [number, number - 2]);
    await simulation.close();
  });

  describe('ranges at commit', () => {
    const commitResults = (results: Uint8Array): Promise<number[]> =>
      channel.commit([channel.transaction({ results })]);
    const scan = (start: string, end: string): Promise<Uint8Array> =>
      recorded((simulation) => readAll(simulation, start, end));

    it('takes a range that still gives the same', async () => {
      const results = await scan('a', 'd');
      await write({ zz: 'outside' });

      assert.deepEqual(await commitResults(results), [CODE.VALID]);
    });

    for (const [what, change] of [
      ['a key more', { bb: 'new' }],
      ['a key fewer', { b: undefined }],
      ['another version of a key', { c: 'changed' }],
    ] as const) {
      it(`gives 12 to ${what}`, async () => {
        await write({ a: '1', b: '1', bb: undefined, c: '1' });
        const results = await scan('a', 'd');
        await write(change);

        assert.deepEqual(await commitResults(results), [CODE.PHANTOM_READ_CONFLICT]);
      });
    }

    it('sees what earlier transactions of the block did', async () => {
      await write({ a: '1', b: '1', bb: undefined, c: '1' });
      const first = channel.transaction({ results: await scan('a', 'd') });
      const intruder = channel.transaction({ sets: [{ namespace: NAMESPACE, writes: [['bb', '1']] }] });
      const second = channel.transaction({ results: await scan('a', 'd') });

      assert.deepEqual(await channel.commit([first, intruder, second]), [
        CODE.VALID,
        CODE.VALID,
        CODE.PHANTOM_READ_CONFLICT,
      ]);
    });

    it('does not look beyond the last key that was read', async () => {
      await write({ a: '1', b: '1', bb: undefined, c: '1' });
      const results = await recorded(async (simulation) => {
        const rows = simulation.range(NAMESPACE, 'a', 'd');
        await rows.next();
        await rows.next();
      });
      await write({ bb: 'after the end' });

      assert.deepEqual(await commitResults(results), [CODE.VALID]);
      await write({ b: 'the end itself' });
      assert.deepEqual(await commitResults(results), [CODE.PHANTOM_READ_CONFLICT]);
    });

    it('holds for ranges of more than 50 keys, by their Merkle summary', async () => {
      const many = Object.fromEntries(
        Array.from({ length: 130 }, (_, place) => [`m${String(place).padStart(4, '0')}`, 'x']),
      );
      await write(many);
      const results = await scan('m', 'n');
      assert.equal(rangesOf(results)[0]?.getReadsMerkleHashes()?.getMaxDegree(), 50);
      assert.deepEqual(await commitResults(results), [CODE.VALID]);

      await write({ m0129: 'changed' });

      assert.deepEqual(await commitResults(results), [CODE.PHANTOM_READ_CONFLICT]);
    });
  });
});

describe('RangeReads', () => {
  /** The definition in words: every degree + 1 of a level make one hash of the next; at the end the rests move up. */
  function oracle(count: number, degree: number): { level: number; hashes: string[] } | undefined {
    if (count <= degree) return undefined;
    const groups = <T>(items: readonly T[]): T[][] =>
      Array.from({ length: Math.ceil(items.length / (degree + 1)) }, (_, place) =>
        items.slice(place * (degree + 1), (place + 1) * (degree + 1)),
      );
    const sha = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
    let hashes = groups(Array.from({ length: count }, (_, place) => readOf(place))).map((reads) => {
      const message = new ledger.rwset.kvrwset.QueryReads();
      message.setKvReadsList(reads);
      return sha(message.serializeBinary());
    });
    let level = 1;
    while (hashes.length > degree) {
      // A full group becomes a hash at once, the rest only because a higher level exists; one hash alone moves as it is.
      hashes = groups(hashes).map((group) => (group.length === 1 ? group[0]! : sha(Buffer.concat(group))));
      level += 1;
    }
    return { level, hashes: hashes.map((hash) => hash.toString('hex')) };
  }

  const readOf = (place: number): ReturnType<typeof keyRead> =>
    keyRead(`k${String(place).padStart(6, '0')}`, { block: 1, position: place });

  it('summarizes any number of results as the definition says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 0, max: 300 }), (degree, count) => {
        const reads = new RangeReads(degree);
        for (let place = 0; place < count; place += 1) reads.add(readOf(place));

        const { merkle, reads: raw } = reads.summary();

        const expected = oracle(count, degree);
        assert.deepEqual(
          merkle && { level: merkle.maxLevel, hashes: merkle.hashes.map((hash) => hash.toString('hex')) },
          expected,
        );
        assert.equal(raw.length, expected ? 0 : count);
      }),
      { numRuns: 300 },
    );
  });
});
