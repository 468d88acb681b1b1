/** Ordering: what becomes one block, what is refused, and what an acknowledgement means. */
import assert from 'node:assert/strict';
import { common } from '@hyperledger/fabric-protos';
import type { Block } from '../../../test-network/dist/embedded/blocks/block.js';
import type { Channel } from '../../../test-network/dist/embedded/channel.js';
import { Faults } from '../../../test-network/dist/embedded/faults.js';
import { Orderer } from '../../../test-network/dist/embedded/ordering/orderer.js';
import { NAMESPACE, TestChannel } from './support/test-channel.js';

const { Status } = common;

describe('Orderer', () => {
  let channel: TestChannel;

  before(async () => {
    channel = await TestChannel.create();
  });

  after(() => channel.remove());

  type Limits = { readonly maxMessages?: number; readonly maxBytes?: number; readonly poolSize?: number };

  function orderer(
    { maxMessages = 100, maxBytes = 1_000_000, poolSize = 1_000 }: Limits = {},
    commit: (block: Block) => Promise<Block> = (block) => channel.committer.commit(block),
    failed: (cause: unknown) => void = (cause) => assert.fail(String(cause)),
  ): Orderer {
    const shared: Channel = {
      name: channel.config.channel,
      config: { ...channel.config, batchMaxMessages: maxMessages, batchMaxBytes: maxBytes },
      ledger: channel.ledger,
      now: () => new Date(),
      faults: new Faults(),
    };
    return new Orderer({
      channel: shared,
      signers: channel.consenters,
      batchIntervalMs: 50,
      poolSize,
      commit,
      failed,
    });
  }

  const envelope = (size = 1): common.Envelope =>
    common.Envelope.deserializeBinary(
      channel.transaction({ sets: [{ namespace: NAMESPACE, writes: [['ordered', Buffer.alloc(size, 1)]] }] }),
    );

  /** Sizes of the blocks that the work made. */
  async function blocksOf(work: () => Promise<unknown>): Promise<number[]> {
    const sizes: number[] = [];
    const stop = channel.ledger.onCommit((block) => sizes.push(block.envelopes.length));
    await work();
    stop();
    return sizes;
  }

  it('puts what comes together into one block, and answers once it is stored', async () => {
    const ordering = orderer();
    const height = channel.ledger.height;

    const sizes = await blocksOf(async () => {
      await Promise.all(Array.from({ length: 10 }, () => ordering.submit(envelope())));
      assert.equal(channel.ledger.height, height + 1, 'the answer comes after the block');
    });

    assert.deepEqual(sizes, [10]);
  });

  it('cuts by the number of envelopes and by their bytes, and lets a large one pass alone', async () => {
    const byCount = orderer({ maxMessages: 4 });
    assert.deepEqual(
      await blocksOf(() => Promise.all(Array.from({ length: 10 }, () => byCount.submit(envelope())))),
      [4, 4, 2],
    );

    const byBytes = orderer({ maxBytes: 20_000 });
    assert.deepEqual(
      await blocksOf(() => Promise.all(Array.from({ length: 4 }, () => byBytes.submit(envelope(12_000))))),
      [1, 1, 1, 1],
    );
    assert.deepEqual(
      await blocksOf(() => Promise.all(Array.from({ length: 4 }, () => byBytes.submit(envelope(5_000))))),
      [2, 2],
    );
  });

  it('refuses an envelope that is larger than a block may be', async () => {
    await assert.rejects(orderer({ maxBytes: 10_000 }).submit(envelope(12_000)), {
      status: Status.BAD_REQUEST,
    });
  });

  it('orders an envelope once however often it is sent at once, and refuses it for a while afterwards', async () => {
    const ordering = orderer();
    const same = envelope();

    const sizes = await blocksOf(() => Promise.all([ordering.submit(same), ordering.submit(same)]));

    assert.deepEqual(sizes, [1]);
    await assert.rejects(ordering.submit(same), {
      status: Status.SERVICE_UNAVAILABLE,
      info: 'failed to submit request: request already processed',
    });
  });

  it('refuses more than its pool holds', async () => {
    const ordering = orderer({ poolSize: 2 });
    const taken = [ordering.submit(envelope()), ordering.submit(envelope())];

    await assert.rejects(ordering.submit(envelope()), { status: Status.SERVICE_UNAVAILABLE });

    await Promise.all(taken);
  });

  it('refuses whoever may not write, other channels and configuration updates', async () => {
    const ordering = orderer();
    const peerEnvelope = channel.transaction({ creator: channel.peers.tax });
    const cases: [Uint8Array, number][] = [
      [peerEnvelope, Status.FORBIDDEN],
      [channel.transaction({ sign: () => channel.client.sign(Buffer.from('else')) }), Status.FORBIDDEN],
      [channel.transaction({ channel: 'elsewhere' }), Status.BAD_REQUEST],
      [channel.transaction({ type: common.HeaderType.CONFIG_UPDATE }), Status.NOT_IMPLEMENTED],
      [channel.transaction({ type: common.HeaderType.CONFIG }), Status.BAD_REQUEST],
      [new Uint8Array(), Status.BAD_REQUEST],
    ];
    const height = channel.ledger.height;

    for (const [bytes, status] of cases) {
      await assert.rejects(ordering.submit(common.Envelope.deserializeBinary(bytes)), { status });
    }

    assert.equal(channel.ledger.height, height);
  });

  it('acknowledges nothing when a block cannot be stored, and takes nothing more', async () => {
    const causes: unknown[] = [];
    const ordering = orderer(
      {},
      () => Promise.reject(new Error('the disk is full')),
      (cause) => causes.push(cause),
    );
    const waiting = [ordering.submit(envelope()), ordering.submit(envelope())];

    for (const each of waiting) await assert.rejects(each, { status: Status.SERVICE_UNAVAILABLE });

    assert.equal(causes.length, 1);
    await assert.rejects(ordering.submit(envelope()), { status: Status.SERVICE_UNAVAILABLE });
  });

  it('stores what is in progress when it is closed, and refuses what comes after', async () => {
    const ordering = orderer();
    const submitted = ordering.submit(envelope());
    const outcome = submitted.then(
      () => 'stored',
      () => 'refused',
    );
    const height = channel.ledger.height;

    await ordering.close();

    assert.equal(channel.ledger.height, (await outcome) === 'stored' ? height + 1 : height);
    await assert.rejects(ordering.submit(envelope()), { status: Status.SERVICE_UNAVAILABLE });
  });
});
