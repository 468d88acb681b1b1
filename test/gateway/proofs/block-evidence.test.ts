import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { readStoredBlock, type StoredBlock } from '../../../gateway/dist/ledger/stored-block.js';
import { EvidenceSource } from '../../../gateway/dist/proofs/block-evidence.js';
import { BlockStore } from '../../../gateway/dist/proofs/block-store.js';
import { ConfigurationChain } from '../../../gateway/dist/proofs/configuration-chain.js';

/** Bytes of real Fabric v3.1.5: 0 and 608 are configurations, 610 holds four transactions. */
const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/fabric-3.1.5/bft-four-organizations.json', import.meta.url), 'utf8'),
) as { readonly genesisBlock: string; readonly blocks: Readonly<Record<string, string>> };

const blocks = new Map(
  [recorded.genesisBlock, ...Object.values(recorded.blocks)]
    .map((text) => readStoredBlock(Buffer.from(text, 'base64')))
    .map((block) => [block.number, block]),
);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function configurationOf(number: number, lastConfig: number, before: number): StoredBlock[] {
  const block = (at: number, inForce: number): StoredBlock => ({
    number: at,
    header: Buffer.of(at),
    headerHash: Buffer.alloc(32),
    previousHash: Buffer.alloc(32),
    envelopes: [Buffer.of(at)],
    signatures: Buffer.of(at),
    lastConfig: inForce,
  });
  return [block(number, lastConfig), block(number - 1, before)];
}

describe('EvidenceSource, on blocks of real Fabric', () => {
  const asked: string[] = [];
  const source = () =>
    new EvidenceSource(
      new BlockStore({
        storedBlock: (number, mspId) => {
          asked.push(`${mspId} ${number}`);
          return Promise.resolve(blocks.get(number));
        },
      }),
    );
  beforeEach(() => (asked.length = 0));

  it('splits the block around the transaction', async () => {
    const block = blocks.get(610)!;
    for (const position of [0, 2, 3]) {
      const { transaction, block: part } = await source().of({ block: 610, position }, 'TaxMSP');

      assert.equal(transaction.envelope, base64(block.envelopes[position]!));
      assert.deepEqual(part.before, block.envelopes.slice(0, position).map(base64));
      assert.deepEqual(part.after, block.envelopes.slice(position + 1).map(base64));
      assert.equal(part.header, base64(block.header));
      assert.equal(part.orderers, base64(block.signatures));
    }
  });

  it('gives the configuration chain from genesis on', async () => {
    const { configuration } = await source().of({ block: 610, position: 0 }, 'TaxMSP');

    const [genesis, update] = [blocks.get(0)!, blocks.get(608)!];
    assert.deepEqual(configuration, [
      { header: base64(genesis.header), envelope: base64(genesis.envelopes[0]!) },
      {
        header: base64(update.header),
        envelope: base64(update.envelopes[0]!),
        orderers: base64(update.signatures),
      },
    ]);
  });

  it('gives genesis alone for a block before the first update', async () => {
    const { configuration } = await source().of({ block: 607, position: 0 }, 'TaxMSP');

    assert.equal(configuration.length, 1);
  });

  it('reads each block of a peer once', async () => {
    const one = source();
    await one.of({ block: 610, position: 0 }, 'TaxMSP');
    await one.of({ block: 610, position: 1 }, 'TaxMSP');
    await one.of({ block: 609, position: 0 }, 'TaxMSP');

    assert.deepEqual(asked, ['TaxMSP 610', 'TaxMSP 608', 'TaxMSP 607', 'TaxMSP 0', 'TaxMSP 609']);
  });

  it('takes everything from the one peer', async () => {
    const one = source();
    await one.of({ block: 610, position: 0 }, 'TaxMSP');
    asked.length = 0;
    await one.of({ block: 610, position: 0 }, 'CourtMSP');

    assert.deepEqual(asked, ['CourtMSP 610', 'CourtMSP 608', 'CourtMSP 607', 'CourtMSP 0']);
  });

  for (const [what, place, block] of [
    ['a block that the peer does not have', { block: 611, position: 0 }, 611],
    ['a place that the block does not have', { block: 610, position: 4 }, 610],
  ] as const) {
    it(`says so of ${what}`, async () => {
      await assert.rejects(source().of(place, 'TaxMSP'), {
        name: 'EvidenceError',
        code: 'BLOCK_NOT_AVAILABLE',
        block,
      });
    });
  }

  it('refuses a block of more envelopes than a bundle may hold', async () => {
    const envelopes = Array.from({ length: 5_002 }, () => Buffer.of(1));
    const storedBlock = () => Promise.resolve({ ...blocks.get(610)!, envelopes });
    const crowded = new EvidenceSource(new BlockStore({ storedBlock }));

    await assert.rejects(crowded.of({ block: 610, position: 0 }, 'TaxMSP'), {
      code: 'FULL_BUNDLE_TOO_LARGE',
    });
  });
});

describe('ConfigurationChain', () => {
  /** Configuration blocks of these numbers, each naming the one before. */
  function chainOf(...numbers: readonly number[]): ConfigurationChain {
    const all = [0, ...numbers].flatMap((number, at, every) =>
      number === 0 ? [] : configurationOf(number, number, every[at - 1] ?? 0),
    );
    const known = new Map(all.reverse().map((block) => [block.number, block]));
    known.set(0, blocks.get(0)!);
    return new ConfigurationChain((number) => {
      const block = known.get(number);
      return block === undefined ? Promise.reject(new Error(`no block ${number}`)) : Promise.resolve(block);
    });
  }
  const headersOf = async (chain: ConfigurationChain, number: number) =>
    (await chain.upTo(number)).slice(1).map(({ header }) => Buffer.from(header, 'base64')[0]);

  it('ascends, every configuration in it', async () => {
    const chain = chainOf(5, 9, 20);

    assert.deepEqual(await headersOf(chain, 20), [5, 9, 20]);
    assert.deepEqual(await headersOf(chain, 9), [5, 9]);
    assert.deepEqual(await headersOf(chain, 0), []);
  });

  it('holds as many as a bundle may carry, and no more', async () => {
    const numbers = Array.from({ length: 64 }, (_, at) => 2 * at + 2);

    assert.equal((await chainOf(...numbers).upTo(126)).length, 64);
    await assert.rejects(chainOf(...numbers).upTo(128), { code: 'FULL_BUNDLE_TOO_LARGE' });
  });

  it('is led in no circle by a peer that names a later block', async () => {
    const circle = new ConfigurationChain((number) =>
      Promise.resolve(configurationOf(number, 9, 9)[number === 9 ? 0 : 1]!),
    );

    await assert.rejects(circle.upTo(9), { code: 'BLOCK_NOT_AVAILABLE', block: 8 });
  });
});
