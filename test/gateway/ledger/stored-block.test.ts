import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { type ServiceError, status } from '@grpc/grpc-js';
import { GatewayError, type Network } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';

import { UnavailableError } from '../../../gateway/dist/errors.js';
import { sha256 } from '../../../gateway/dist/proofs/node-crypto.js';
import { readStoredBlock, storedBlockOf } from '../../../gateway/dist/ledger/stored-block.js';

interface Recorded {
  readonly channel: string;
  readonly genesisBlock: string;
  readonly blocks: Readonly<Record<string, string>>;
}

/** Bytes of real Fabric v3.1.5; block 608 is a configuration update, 610 holds four transactions. */
const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/fabric-3.1.5/bft-four-organizations.json', import.meta.url), 'utf8'),
) as Recorded;
const bytesOf = (number: number): Buffer => Buffer.from(recorded.blocks[number] ?? '', 'base64');

describe('readStoredBlock, on blocks of real Fabric', () => {
  it('gives the bytes whose hash the next block names', () => {
    const [before, after] = [readStoredBlock(bytesOf(609)), readStoredBlock(bytesOf(610))];

    assert.deepEqual(sha256(before.header), Buffer.from(after.previousHash));
    assert.deepEqual(Buffer.from(before.headerHash), Buffer.from(after.previousHash));
  });

  it('gives the envelopes as they stand there: together they give the data hash', () => {
    for (const number of [607, 608, 609, 610]) {
      const block = readStoredBlock(bytesOf(number));
      const dataHash = common.Block.deserializeBinary(bytesOf(number)).getHeader()!.getDataHash_asU8();
      assert.deepEqual(sha256(Buffer.concat(block.envelopes)), Buffer.from(dataHash));
    }
    assert.equal(readStoredBlock(bytesOf(610)).envelopes.length, 4);
  });

  it('finds the configuration in force; a configuration block names itself', () => {
    const inForce = [607, 608, 609, 610].map((number) => readStoredBlock(bytesOf(number)).lastConfig);

    assert.deepEqual(inForce, [0, 608, 608, 608]);
  });

  it('keeps the signatures of a quorum, and none of the genesis block', () => {
    const { signatures } = readStoredBlock(bytesOf(610));
    const genesis = readStoredBlock(Buffer.from(recorded.genesisBlock, 'base64'));

    assert.equal(common.Metadata.deserializeBinary(signatures).getSignaturesList().length, 3);
    assert.deepEqual(
      [genesis.number, genesis.lastConfig, genesis.signatures.length, genesis.previousHash.length],
      [0, 0, 0, 0],
    );
  });
});

describe('storedBlockOf', () => {
  const asked: unknown[] = [];
  const networkThat = (evaluate: () => Promise<Uint8Array>) =>
    ({
      getName: () => recorded.channel,
      getContract: (name: string) => ({
        newProposal: (transaction: string, options: unknown) => {
          asked.push([name, transaction, options]);
          return { evaluate };
        },
      }),
    }) as unknown as Network;
  const failure = (code: number, message: string): GatewayError =>
    new GatewayError({
      code,
      message: 'evaluate call failed',
      details: [{ address: 'p:1', mspId: 'TaxMSP', message }],
      cause: new Error(message) as ServiceError,
    });

  it('asks the one organization', async () => {
    const block = await storedBlockOf(
      networkThat(() => Promise.resolve(bytesOf(609))),
      609,
      'CourtMSP',
    );

    assert.equal(block?.number, 609);
    assert.deepEqual(asked.at(-1), [
      'qscc',
      'GetBlockByNumber',
      { arguments: [recorded.channel, '609'], endorsingOrganizations: ['CourtMSP'] },
    ]);
  });

  for (const message of [
    'chaincode response 500, Failed to get block number 7, error no such block number [7] in index',
    'chaincode response 500, Failed to get block number 7, error cannot serve block [7]. The ledger is bootstrapped from a snapshot. First available block = [9]',
  ]) {
    it(`knows a peer that does not have the block: ${message.slice(70)}`, async () => {
      const network = networkThat(() => Promise.reject(failure(status.UNKNOWN, message)));

      assert.equal(await storedBlockOf(network, 7, 'TaxMSP'), undefined);
    });
  }

  for (const [what, error] of [
    ['is away', failure(status.UNAVAILABLE, 'connection refused')],
    ['does not let us read', failure(status.UNKNOWN, 'access denied for [GetBlockByNumber][ledger]')],
  ] as const) {
    it(`has no answer of a peer that ${what}`, async () => {
      const network = networkThat(() => Promise.reject(error));

      await assert.rejects(storedBlockOf(network, 7, 'TaxMSP'), (thrown) => {
        return thrown instanceof UnavailableError && thrown.part === 'ledger' && thrown.cause === error;
      });
    });
  }

  for (const [what, answer] of [
    ['another block', bytesOf(609)],
    ['no block', Buffer.from('not a block')],
    ['a block without header', Buffer.alloc(0)],
  ] as const) {
    it(`has no answer of a peer that answers ${what}`, async () => {
      const network = networkThat(() => Promise.resolve(answer));

      await assert.rejects(storedBlockOf(network, 7, 'TaxMSP'), { name: 'UnavailableError', part: 'ledger' });
    });
  }
});
