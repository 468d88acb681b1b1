/** Blocks of real Fabric v3.1.5 (four organizations, SmartBFT) must mean to this code what they meant to Fabric. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { common } from '@hyperledger/fabric-protos';
import {
  blockHash,
  channelHeaderOf,
  commitHashOf,
  flagsOf,
  headerBytes,
  parseBlock,
  toBlockMessage,
  withMetadata,
  type Block,
} from '../../../test-network/dist/embedded/blocks/block.js';
import {
  assertContent,
  assertNextBlock,
  assertOrdererQuorum,
} from '../../../test-network/dist/embedded/blocks/block-signatures.js';
import { nextCommitHash } from '../../../test-network/dist/embedded/blocks/commit-hash.js';
import { updatesOfBlock } from '../../../test-network/dist/embedded/ledger/block-updates.js';
import {
  parseReadWriteSets,
  parseTransaction,
} from '../../../test-network/dist/embedded/ledger/transaction.js';
import { channelConfigFrom } from '../../../test-network/dist/embedded/msp/channel-config.js';
import { keyRead } from '../../../test-network/dist/embedded/simulation/range-reads.js';
import { ReadWriteSet } from '../../../test-network/dist/embedded/simulation/read-write-set.js';
import { checkForm } from '../../../test-network/dist/embedded/validation/transaction-form.js';
import { EMPTY_STATE } from './support/empty-state.js';

type Recorded = {
  readonly channel: string;
  readonly genesisBlock: string;
  readonly blocks: Readonly<Record<string, string>>;
  readonly transactions: readonly {
    readonly name: string;
    readonly txId: string;
    readonly block: number;
    readonly code: number;
  }[];
};

const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/fabric-3.1.5/bft-four-organizations.json', import.meta.url), 'utf8'),
) as Recorded;
const bytesOf = (number: string): Buffer => Buffer.from(recorded.blocks[number] ?? '', 'base64');
const blockOf = (number: number): Block => parseBlock(bytesOf(String(number)));

describe('blocks recorded from Fabric v3.1.5', () => {
  const genesis = parseBlock(Buffer.from(recorded.genesisBlock, 'base64'));
  const first = channelConfigFrom(genesis);
  const second = channelConfigFrom(blockOf(608));

  it('have the header bytes of fabric.md section 6.1', () => {
    assert.equal(headerBytes(genesis).subarray(0, 9).toString('hex'), '302702010004000420');
    assert.equal(headerBytes(blockOf(607)).subarray(0, 8).toString('hex'), '30480202025f0420');
  });

  it('are the same bytes when they are written again', () => {
    for (const [number, text] of Object.entries(recorded.blocks)) {
      const again = Buffer.from(toBlockMessage(blockOf(Number(number))).serializeBinary());
      assert.equal(again.toString('base64'), text, `block ${number}`);
    }
  });

  it('follow one another, each under the configuration before it', () => {
    assertOrdererQuorum(blockOf(607), first);
    assertNextBlock(blockOf(608), blockOf(607), first);
    assertNextBlock(blockOf(609), blockOf(608), second);
    assertNextBlock(blockOf(610), blockOf(609), second);
  });

  it('are refused with one of their three signatures taken away, or doubled in its place', () => {
    const block = blockOf(609);
    const metadata = common.Metadata.deserializeBinary(block.metadata[0] ?? new Uint8Array());
    const [one, two] = metadata.getSignaturesList();
    assert.equal(metadata.getSignaturesList().length, 3);
    for (const signatures of [
      [one!, two!],
      [one!, two!, two!],
    ]) {
      metadata.setSignaturesList(signatures);
      const weaker = withMetadata(block, { 0: metadata.serializeBinary() });

      assert.throws(() => assertNextBlock(weaker, blockOf(608), second), { name: 'BlockRefused' });
    }
  });

  it('are refused with any part of what the orderers signed changed', () => {
    const block = blockOf(609);
    const [envelope] = block.envelopes;
    const doubled = { ...block, envelopes: [...block.envelopes, envelope!] };

    assert.throws(() => assertContent(doubled), { name: 'BlockRefused' });
    assert.throws(() => assertOrdererQuorum({ ...block, number: 611 }, second), { name: 'BlockRefused' });
    assert.throws(() => assertOrdererQuorum({ ...block, dataHash: blockOf(610).dataHash }, second), {
      name: 'BlockRefused',
    });
  });

  it('have the commit hashes that follow from their transactions', async () => {
    for (const number of [608, 609, 610]) {
      const block = blockOf(number);
      const { updates } = await updatesOfBlock(block, EMPTY_STATE);

      const hash = nextCommitHash(flagsOf(block), updates, commitHashOf(blockOf(number - 1)));

      assert.equal(hash.toString('hex'), Buffer.from(commitHashOf(block)).toString('hex'), `block ${number}`);
    }
  });

  it('carry transactions that are well formed for this code too', () => {
    for (const number of [607, 609, 610]) {
      const config = number === 607 ? first : second;
      for (const envelope of blockOf(number).envelopes) assert.equal(checkForm(envelope, config).code, 0);
    }
  });

  it('carry transactions where the record says', () => {
    for (const { txId, block: number, code } of recorded.transactions) {
      const block = blockOf(number);
      const position = block.envelopes.findIndex((envelope) => channelHeaderOf(envelope)?.getTxId() === txId);
      assert.equal(flagsOf(block)[position], code, txId);
    }
  });

  it('carry read-write sets that this code would have written byte for byte', () => {
    for (const number of [607, 609, 610]) {
      for (const envelope of blockOf(number).envelopes) {
        const results = parseTransaction(envelope).action.getResults_asU8();

        const again = rebuilt(results);

        assert.equal(Buffer.from(again).toString('hex'), Buffer.from(results).toString('hex'));
      }
    }
  });

  it('name the hash of the block before', () => {
    assert.deepEqual(Buffer.from(blockOf(608).previousHash), blockHash(blockOf(607)));
  });
});

/** The same reads and writes, put into a new set in reverse order. */
function rebuilt(results: Uint8Array): Uint8Array {
  const set = new ReadWriteSet();
  for (const { namespace, set: parsed } of parseReadWriteSets(results).reverse()) {
    for (const read of parsed.getReadsList().reverse()) {
      const version = read.getVersion();
      const at = version && { block: version.getBlockNum(), position: version.getTxNum() };
      assert.deepEqual(keyRead(read.getKey(), at).serializeBinary(), read.serializeBinary());
      set.addRead(namespace, read.getKey(), at);
    }
    for (const write of parsed.getWritesList().reverse()) {
      set.addWrite(namespace, write.getKey(), write.getIsDelete() ? undefined : write.getValue_asU8());
    }
  }
  return set.serialize();
}
