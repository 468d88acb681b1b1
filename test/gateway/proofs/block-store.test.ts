import assert from 'node:assert/strict';

import { UnavailableError } from '../../../gateway/dist/errors.js';
import type { StoredBlock } from '../../../gateway/dist/ledger/stored-block.js';
import { BlockStore } from '../../../gateway/dist/proofs/block-store.js';

const blockOf = (number: number, bytes = 100): StoredBlock => ({
  number,
  header: Buffer.alloc(0),
  headerHash: Buffer.alloc(32),
  previousHash: Buffer.alloc(32),
  envelopes: [Buffer.alloc(bytes)],
  signatures: Buffer.alloc(0),
  lastConfig: 0,
});

describe('BlockStore', () => {
  const asked: string[] = [];
  let answer: (number: number) => Promise<StoredBlock | undefined>;
  let store: BlockStore;

  beforeEach(() => {
    asked.length = 0;
    answer = (number) => Promise.resolve(blockOf(number));
    const storedBlock = (number: number, mspId: string) => {
      asked.push(`${mspId} ${number}`);
      return answer(number);
    };
    store = new BlockStore({ storedBlock }, 250);
  });

  it('asks each peer once for a block, however many want it', async () => {
    const all = await Promise.all([1, 1, 1].map((number) => store.block(number, 'TaxMSP')));
    await store.block(1, 'TaxMSP');
    await store.block(1, 'CourtMSP');

    assert.equal(new Set(all).size, 1);
    assert.deepEqual(asked, ['TaxMSP 1', 'CourtMSP 1']);
  });

  it('lets the one go that was wanted least lately, within its bytes', async () => {
    for (const number of [1, 2, 1, 3]) await store.block(number, 'TaxMSP');
    assert.equal(store.bytes, 200);
    asked.length = 0;

    for (const number of [1, 3, 2]) await store.block(number, 'TaxMSP');

    assert.deepEqual(asked, ['TaxMSP 2']);
    assert.equal(store.bytes, 200);
  });

  it('hands on a block that is larger than all it may keep', async () => {
    answer = (number) => Promise.resolve(blockOf(number, 251));

    assert.equal((await store.block(7, 'TaxMSP'))?.number, 7);

    assert.equal(store.bytes, 0);
  });

  it('keeps no failure and no absence', async () => {
    answer = () => Promise.reject(new UnavailableError('ledger', 'away'));
    await assert.rejects(store.block(1, 'TaxMSP'), { name: 'UnavailableError' });
    answer = () => Promise.resolve(undefined);
    assert.equal(await store.block(1, 'TaxMSP'), undefined);
    answer = (number) => Promise.resolve(blockOf(number));

    assert.equal((await store.block(1, 'TaxMSP'))?.number, 1);
  });
});
