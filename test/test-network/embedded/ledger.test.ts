import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { blockHash, draftBlock } from '../../../test-network/dist/embedded/blocks/block.js';
import { Committer } from '../../../test-network/dist/embedded/committer.js';
import { noChanges } from '../../../test-network/dist/embedded/ledger/block-updates.js';
import { Ledger } from '../../../test-network/dist/embedded/ledger/ledger.js';
import type { StateReader } from '../../../test-network/dist/embedded/ledger/state-store.js';
import { NAMESPACE, TestChannel } from './support/test-channel.js';

describe('Ledger', () => {
  let channel: TestChannel;

  beforeEach(async () => {
    channel = await TestChannel.create();
    for (const value of ['1', '2', '3']) await put('key', value);
  });

  afterEach(() => channel.remove());

  async function put(key: string, value: string | undefined): Promise<void> {
    await channel.commit([channel.transaction({ sets: [{ namespace: NAMESPACE, writes: [[key, value]] }] })]);
  }

  async function historyOf(state: StateReader, key: string): Promise<number[]> {
    const heights: number[] = [];
    for await (const { block } of state.history(NAMESPACE, key)) heights.push(block);
    return heights;
  }

  /** Everything that a reader can see of the chain. */
  async function picture(): Promise<unknown> {
    const { ledger } = channel;
    return {
      height: ledger.height,
      last: blockHash(ledger.last).toString('hex'),
      commitHash: Buffer.from(ledger.commitHash).toString('hex'),
      value: await channel.valueOf('key'),
      history: await historyOf(ledger.state, 'key'),
      byHash: (await ledger.blockByHash(blockHash(ledger.last)))?.number,
    };
  }

  it('is the same after it was opened again', async () => {
    const before = await picture();

    await channel.reopen();

    assert.deepEqual(await picture(), before);
  });

  it('makes state and indexes again from the blocks when they are lost', async () => {
    const before = await picture();
    await channel.ledger.close();
    await rm(join(channel.ledgerFolder, 'state'), { recursive: true });
    channel.ledger = await Ledger.open(channel.ledgerFolder, channel.genesis);

    assert.deepEqual(await picture(), before);
  });

  for (const name of ['CURRENT', 'MANIFEST']) {
    it(`makes them again when their ${name} is damaged`, async () => {
      const before = await picture();
      await channel.ledger.close();
      const folder = join(channel.ledgerFolder, 'state');
      const [file] = (await readdir(folder)).filter((entry) => entry.startsWith(name));
      await writeFile(join(folder, file!), 'garbage');

      channel.ledger = await Ledger.open(channel.ledgerFolder, channel.genesis);

      assert.deepEqual(await picture(), before);
    });
  }

  it('brings up a state that stayed behind its blocks', async () => {
    await channel.ledger.close();
    await cp(join(channel.ledgerFolder, 'state'), join(channel.folder, 'old-state'), { recursive: true });
    channel.ledger = await Ledger.open(channel.ledgerFolder, channel.genesis);
    channel.committer = new Committer(channel.ledger, channel.config);
    await put('key', '4');
    await put('other', 'x');
    const before = await picture();
    await channel.ledger.close();
    await rm(join(channel.ledgerFolder, 'state'), { recursive: true });
    await cp(join(channel.folder, 'old-state'), join(channel.ledgerFolder, 'state'), { recursive: true });

    channel.ledger = await Ledger.open(channel.ledgerFolder, channel.genesis);

    assert.deepEqual(await picture(), before);
    assert.equal(await channel.valueOf('other'), 'x');
  });

  it('drops a block that was torn while it was written, and takes the next one', async () => {
    await channel.ledger.close();
    const blocks = join(channel.ledgerFolder, 'blocks');
    // The state had not heard of the last block when the process died.
    await rm(join(channel.ledgerFolder, 'state'), { recursive: true });
    await truncate(blocks, (await stat(blocks)).size - 5);

    channel.ledger = await Ledger.open(channel.ledgerFolder, channel.genesis);

    assert.equal(await channel.valueOf('key'), '2');
  });

  it('starts no new chain over blocks whose first length is damaged', async () => {
    await channel.ledger.close();
    const blocks = join(channel.ledgerFolder, 'blocks');
    await rm(join(channel.ledgerFolder, 'state'), { recursive: true });
    const whole = await readFile(blocks);
    const damaged = Buffer.from(whole);
    damaged[1]! ^= 1;
    await writeFile(blocks, damaged);

    await assert.rejects(Ledger.open(channel.ledgerFolder, channel.genesis), { code: 'NETWORK_DAMAGED' });

    assert.deepEqual(await readFile(blocks), damaged);
    await writeFile(blocks, whole);
    channel.ledger = await Ledger.open(channel.ledgerFolder, channel.genesis);
  });

  it('refuses the blocks of another genesis block', async () => {
    await channel.ledger.close();
    const other = draftBlock(0, new Uint8Array(), [Buffer.from('other')]);

    await assert.rejects(Ledger.open(channel.ledgerFolder, other), {
      code: 'NETWORK_DAMAGED',
      detail: /another genesis block/,
    });

    channel.ledger = await Ledger.open(channel.ledgerFolder, channel.genesis);
    assert.equal(await channel.valueOf('key'), '3', 'nothing was changed');
  });

  it('tells of each block after it can be read, and gives its bytes back', async () => {
    const told: number[] = [];
    const stop = channel.ledger.onCommit((block) => {
      assert.equal(channel.ledger.height, block.number + 1);
      told.push(block.number);
    });
    const next = channel.ledger.height;

    await put('key', '4');
    stop();
    await put('key', '5');

    assert.deepEqual(told, [next]);
    await channel.reopen();
    const stored = await channel.ledger.block(next);
    assert.deepEqual(blockHash(stored!), blockHash((await channel.ledger.block(next))!));
    assert.equal(await channel.ledger.block(999), undefined);
  });

  it('refuses a block that is not the next', async () => {
    const block = await channel.ledger.block(1);

    await assert.rejects(channel.ledger.commit(block!, noChanges()), /not the next/);
  });

  it('holds the empty key and composite ones, and ends with the namespace', async () => {
    await put('a\0b', 'composite');
    await put('', 'empty');

    const keys: string[] = [];
    for await (const { key } of channel.ledger.state.range(NAMESPACE, '', '')) keys.push(key);

    assert.deepEqual(keys, ['', 'a\0b', 'key']);
  });
});
