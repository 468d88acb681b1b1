import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { common } from '@hyperledger/fabric-protos';

import { parseStateKey, readEnvelope } from '../../../gateway/dist/ledger/envelope.js';
import { headerBytes, readBlock } from '../../../gateway/dist/ledger/read-block.js';

interface Recorded {
  readonly genesisBlock: string;
  readonly blocks: Readonly<Record<string, string>>;
  readonly chaincode: string;
  readonly transactions: readonly { readonly txId: string; readonly block: number; readonly code: number }[];
}

/** Bytes of real Fabric v3.1.5. */
const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/fabric-3.1.5/bft-four-organizations.json', import.meta.url), 'utf8'),
) as Recorded;
const block609 = recorded.blocks['609'] ?? '';
const read = (base64: string) =>
  readBlock(common.Block.deserializeBinary(Buffer.from(base64, 'base64')), recorded.chaincode);

describe('readBlock, on blocks of real Fabric', () => {
  const blocks = Object.values(recorded.blocks).map(read);

  it('chains them by their headers', () => {
    for (const [at, block] of blocks.entries()) {
      if (at > 0) assert.deepEqual(Buffer.from(block.previousHash), Buffer.from(blocks[at - 1]!.headerHash));
    }
    assert.equal(read(recorded.genesisBlock).previousHash.length, 0);
  });

  it('finds each transaction with its code, and writes only of valid ones', () => {
    const transactions = blocks.flatMap(({ number, transactions: all }) =>
      all.map((one) => ({ number, ...one })),
    );
    for (const { txId, block, code } of recorded.transactions) {
      const found = transactions.find((one) => one.txId === txId);
      assert.deepEqual([found?.number, found?.code], [block, code]);
      if (code !== 0) assert.deepEqual(found?.writes, []);
    }
    const batch = transactions.find(({ number }) => number === 609);
    assert.ok(batch);
    assert.deepEqual(
      batch.writes.map(({ type }) => type),
      ['batch'],
    );
    assert.equal(batch.position, 0);
  });

  it('sees no writes of another namespace', () => {
    const block = common.Block.deserializeBinary(Buffer.from(block609, 'base64'));
    assert.deepEqual(
      readBlock(block, 'other').transactions.flatMap(({ writes }) => writes),
      [],
    );
  });

  it('takes a transaction without a code for one that was not validated', () => {
    const block = common.Block.deserializeBinary(Buffer.from(block609, 'base64'));
    block.clearMetadata();
    assert.equal(readBlock(block, recorded.chaincode).transactions[0]?.code, 254);
  });
});

describe('readEnvelope', () => {
  it('lets anybody put any bytes into a block', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('ffff', 'hex'), Buffer.from('not protobuf')]) {
      assert.deepEqual(readEnvelope(bytes, 'tax', false), { txId: '', writes: [] });
    }
  });

  it('does not pass over a valid transaction that it cannot read', () => {
    assert.throws(() => readEnvelope(Buffer.from('ffff', 'hex'), 'tax', true));
  });
});

describe('parseStateKey', () => {
  const cases: [string, unknown][] = [
    [
      '\u0000batch\u0000inv-26002\u00000000000000000001\u0000',
      { type: 'batch', attributes: ['inv-26002', '0000000000000001'] },
    ],
    ['\u0000clock\u0000', { type: 'clock', attributes: [] }],
    ['plain', undefined],
    ['', undefined],
    ['\u0000', undefined],
    ['\u0000batch', undefined],
  ];
  for (const [key, parsed] of cases) {
    it(`reads ${JSON.stringify(key)}`, () => assert.deepEqual(parseStateKey(key), parsed));
  }
});

describe('headerBytes', () => {
  it('writes numbers minimally, positive', () => {
    const hash = Buffer.alloc(32, 1);
    assert.equal(headerBytes(0, Buffer.alloc(0), hash).subarray(0, 8).toString('hex'), '3027020100040004');
    assert.equal(headerBytes(607, hash, hash).subarray(0, 8).toString('hex'), '30480202025f0420');
    assert.equal(headerBytes(128, hash, hash).subarray(2, 6).toString('hex'), '02020080');
  });
});
