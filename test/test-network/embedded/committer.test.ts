/** Blocks as the committer meets them: who must have signed, what must fit, and that a refused one changes nothing. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import {
  draftBlock,
  blockHash,
  withMetadata,
  type Block,
} from '../../../test-network/dist/embedded/blocks/block.js';
import { signLowS } from '../../../test-network/dist/identities/sign.js';
import { highSTwin } from './support/high-s.js';
import { NAMESPACE, TestChannel } from './support/test-channel.js';

describe('Committer', () => {
  let channel: TestChannel;

  before(async () => {
    channel = await TestChannel.create();
  });

  after(() => channel.remove());

  const write = (value: string): Uint8Array =>
    channel.transaction({ sets: [{ namespace: NAMESPACE, writes: [['key', value]] }] });

  async function assertRefused(block: Block): Promise<void> {
    const before = {
      height: channel.ledger.height,
      hash: blockHash(channel.ledger.last),
      value: await channel.valueOf('key'),
    };

    await assert.rejects(channel.committer.commit(block), { name: 'BlockRefused' });

    const after = {
      height: channel.ledger.height,
      hash: blockHash(channel.ledger.last),
      value: await channel.valueOf('key'),
    };
    assert.deepEqual(after, before, 'a refused block changes nothing');
  }

  it('stores a block that three of four consenters signed', async () => {
    const height = channel.ledger.height;

    assert.deepEqual(await channel.commit([write('three')]), [0]);

    assert.equal(channel.ledger.height, height + 1);
    assert.equal(await channel.valueOf('key'), 'three');
  });

  it('takes any three of the four', async () => {
    const [one, two, three, four] = channel.consenters;
    for (const signers of [
      [one!, two!, four!],
      [four!, three!, one!],
      [one!, two!, three!, four!],
    ]) {
      await channel.committer.commit(channel.signed(channel.draft([write('any')]), signers));
    }
  });

  it('refuses two of four signatures', async () => {
    await assertRefused(channel.signed(channel.draft([write('two')]), channel.consenters.slice(0, 2)));
  });

  it('refuses one signature three times, and two of which one stands twice', async () => {
    const [one, two] = channel.consenters;

    await assertRefused(channel.signed(channel.draft([write('thrice')]), [one!, one!, one!]));
    await assertRefused(channel.signed(channel.draft([write('twice')]), [one!, two!, two!]));
  });

  it('refuses one consenter under several ids', async () => {
    const { sign } = channel.consenters[0]!;

    await assertRefused(
      channel.signed(
        channel.draft([write('ids')]),
        [1, 2, 3].map((id) => ({ id, sign })),
      ),
    );
  });

  it('refuses two signatures and a third by an unknown id, or by a stranger under a known one', async () => {
    const [one, two, three] = channel.consenters;
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const stranger = { id: 3, sign: (message: Uint8Array) => signLowS(privateKey, message) };

    await assertRefused(
      channel.signed(channel.draft([write('unknown')]), [one!, two!, { id: 9, sign: three!.sign }]),
    );
    await assertRefused(channel.signed(channel.draft([write('stranger')]), [one!, two!, stranger]));
  });

  it('refuses a signature whose s is the high twin', async () => {
    const [one, two, three] = channel.consenters;
    const high = { id: 3, sign: (message: Uint8Array) => highSTwin(three!.sign(message)) };

    await assertRefused(channel.signed(channel.draft([write('high')]), [one!, two!, high]));
  });

  it('refuses a block without signatures, and one whose metadata is no message', async () => {
    await assertRefused(channel.draft([write('none')]));
    await assertRefused(withMetadata(channel.draft([write('none')]), { 0: Buffer.from([0xff, 0xff]) }));
  });

  it('refuses a changed last configuration: it is part of what is signed', async () => {
    const block = channel.signed(channel.draft([write('config')]));
    const metadata = common.Metadata.deserializeBinary(block.metadata[0]!);
    const value = common.OrdererBlockMetadata.deserializeBinary(metadata.getValue_asU8());
    const lastConfig = new common.LastConfig();
    lastConfig.setIndex(1);
    value.setLastConfig(lastConfig);
    metadata.setValue(value.serializeBinary());

    await assertRefused(withMetadata(block, { 0: metadata.serializeBinary() }));
  });

  it('refuses a block that is not the next, or does not name the hash before it', async () => {
    const { last } = channel.ledger;
    const hash = blockHash(last);

    await assertRefused(channel.signed(draftBlock(last.number, last.previousHash, [write('again')])));
    await assertRefused(channel.signed(draftBlock(last.number + 2, hash, [write('gap')])));
    await assertRefused(
      channel.signed(draftBlock(last.number + 1, blockHash({ ...last, number: 0 }), [write('fork')])),
    );
  });

  it('refuses another data hash, envelopes cut elsewhere, and a block without any', async () => {
    const envelope = write('cut');
    const block = channel.draft([envelope]);

    await assertRefused(channel.signed({ ...block, envelopes: [write('other')] }));
    await assertRefused(
      channel.signed({ ...block, envelopes: [envelope.subarray(0, 10), envelope.subarray(10)] }),
    );
    await assertRefused(channel.signed(channel.draft([])));
    await assertRefused(
      channel.signed(channel.draft([Buffer.concat([envelope, Buffer.from([0x18, 0x01])])])),
    );
  });
});
