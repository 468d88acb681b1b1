import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { delivered, seekEnvelope, type Seek } from '../../test-network/embedded/support/grpc.js';
import { embeddedWorld, anchorArguments, codeOf } from './support/embedded-world.js';

describe('embedded network with the real contract, streams', function () {
  this.timeout(120_000);
  const world = embeddedWorld();
  const { submit, endorsed, newSeries, openSeries } = world;

  describe('events', () => {
    it('gives chaincode events of valid transactions from a block on, and goes on after one of them', async () => {
      const name = await openSeries();
      const startBlock = BigInt(world.network.nodes.channel.ledger.height);
      await submit('anchor', anchorArguments(name, 1, 1, 1));
      const invalid = await endorsed('anchor', anchorArguments(name, 2, 2, 1), ['TaxMSP']);
      assert.equal(await codeOf(invalid), 10);
      await submit('anchor', anchorArguments(name, 2, 2, 2));

      const events = await world.tax.network.getChaincodeEvents('tax', { startBlock });
      const batches: unknown[] = [];
      let after = '';
      for await (const event of events) {
        assert.equal(event.eventName, 'batch.anchored');
        batches.push((JSON.parse(Buffer.from(event.payload).toString()) as { size: number }).size);
        after ||= event.transactionId;
        if (batches.length === 2) break;
      }
      events.close();
      assert.deepEqual(batches, [1, 2]);

      const rest = await world.tax.network.getChaincodeEvents('tax', {
        startBlock: 0n,
        checkpoint: { getBlockNumber: () => startBlock, getTransactionId: () => after },
      });
      for await (const event of rest) {
        assert.equal((JSON.parse(Buffer.from(event.payload).toString()) as { size: number }).size, 2);
        break;
      }
      rest.close();
    });

    it('gives whole and filtered blocks as they come', async () => {
      const startBlock = BigInt(world.network.nodes.channel.ledger.height);
      const blocks = await world.tax.network.getBlockEvents({ startBlock });
      const filtered = await world.court.network.getFilteredBlockEvents({ startBlock });
      const { open } = newSeries();
      const transaction = await endorsed('openSeries', open, ['TaxMSP']);

      assert.equal(await codeOf(transaction), 10);

      for await (const block of blocks) {
        assert.equal(BigInt(block.getHeader()!.getNumber()), startBlock);
        assert.deepEqual([...block.getMetadata()!.getMetadataList_asU8()[2]!], [10]);
        break;
      }
      for await (const block of filtered) {
        const [only] = block.getFilteredTransactionsList();
        assert.deepEqual(
          [only!.getTxid(), only!.getTxValidationCode()],
          [transaction.getTransactionId(), 10],
        );
        break;
      }
      blocks.close();
      filtered.close();
    });

    it('refuses blocks with private data', async () => {
      const events = await world.tax.network.getBlockAndPrivateDataEvents({ startBlock: 0n });

      await assert.rejects(events[Symbol.asyncIterator]().next(), { code: status.UNIMPLEMENTED });
    });
  });

  describe('Deliver', () => {
    const seek = async (request: Seek, client = world.tax): Promise<{ blocks: number[]; status: number }> => {
      const stream = client.bare.deliver.deliver();
      stream.on('error', () => undefined);
      try {
        const { blocks, status: answer } = await delivered(
          stream,
          seekEnvelope(client.identity, 'chopmark-embedded', request),
        );
        return { blocks, status: answer };
      } finally {
        stream.cancel();
      }
    };
    const last = (): number => world.network.nodes.channel.ledger.height - 1;

    it('knows oldest, newest, numbers and the next commit', async () => {
      assert.deepEqual(await seek({ start: 'oldest', stop: 'oldest' }), { blocks: [0], status: 200 });
      assert.deepEqual(await seek({ start: 'newest', stop: 'newest' }), { blocks: [last()], status: 200 });
      assert.deepEqual(await seek({ start: 1, stop: 3 }), { blocks: [1, 2, 3], status: 200 });
      assert.equal((await seek({ start: 'oldest', stop: 'newest' })).blocks.length, last() + 1);
      const next = seek({ start: 'next', stop: Number.MAX_SAFE_INTEGER, failIfNotReady: true });
      assert.deepEqual(await next, { blocks: [], status: 404 });
    });

    it('waits for a block that is to come', async () => {
      const number = last() + 1;
      const waiting = seek({ start: number, stop: number });
      const { open } = newSeries();
      await submit('openSeries', open);

      assert.deepEqual(await waiting, { blocks: [number], status: 200 });
    });

    it('answers one request after another on the same stream', async () => {
      const stream = world.tax.bare.deliver.deliver();
      for (const number of [0, 2]) {
        const { blocks, status: answer } = await delivered(
          stream,
          seekEnvelope(world.tax.identity, 'chopmark-embedded', { start: number, stop: number }),
        );
        assert.deepEqual([blocks, answer], [[number], 200]);
      }
      stream.end();
    });

    it('leaves the content out when only headers are asked for, but not of a configuration block', async () => {
      const stream = world.tax.bare.deliver.deliver();
      const { responses } = await delivered(
        stream,
        seekEnvelope(world.tax.identity, 'chopmark-embedded', { start: 0, stop: 1, headersOnly: true }),
      );
      stream.end();

      assert.deepEqual(
        responses.map((response) => response.getBlock()!.hasData()),
        [true, false],
      );
    });

    it('answers 404 where nothing is, 400 to what makes no sense', async () => {
      assert.equal((await seek({ start: 0, stop: 0, channel: 'elsewhere' })).status, 404);
      assert.equal((await seek({ start: 100_000, stop: 100_001 })).status, 404);
      assert.deepEqual(await seek({ start: last(), stop: last() + 5, failIfNotReady: true }), {
        blocks: [last()],
        status: 404,
      });
      assert.equal((await seek({ start: 3, stop: 2 })).status, 400);
      assert.equal((await seek({ start: undefined, stop: 2 })).status, 400);
      assert.equal((await seek({ start: 1, stop: undefined })).status, 400);
      assert.equal((await seek({ start: 0, stop: 0, data: Buffer.from([0xff, 0xff]) })).status, 400);
      assert.equal((await seek({ start: 0, stop: 0, at: new Date(Date.now() - 16 * 60_000) })).status, 400);
      assert.equal((await seek({ start: 0, stop: 0, at: undefined })).status, 400);
    });

    it('does not ask for a certificate that a TLS binding names, as peers without client certificates do not', async () => {
      assert.equal((await seek({ start: 0, stop: 0, tlsCertHash: randomBytes(32) })).status, 200);
    });

    it('answers 403 to a wrong signature', async () => {
      assert.equal(
        (await seek({ start: 0, stop: 0, sign: () => world.tax.identity.sign(Buffer.from('else')) })).status,
        403,
      );
    });
  });
});
