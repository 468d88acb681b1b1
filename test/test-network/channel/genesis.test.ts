import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { blockDataHash } from '../../../test-network/dist/channel/block.js';
import { genesisBlock, networkIdOf } from '../../../test-network/dist/channel/genesis.js';
import { readMaterial } from '../../../test-network/dist/channel/material.js';
import type { ChannelMaterial } from '../../../test-network/dist/channel/material.js';
import { quorumOf } from '../../../test-network/dist/channel/orderer-group.js';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { createIdentities } from '../../../test-network/dist/identities/create-identities.js';
import { layoutOf } from '../../../test-network/dist/layout.js';
import type { NetworkLayout } from '../../../test-network/dist/layout.js';
import { findBinary } from '../../../test-network/dist/native/binaries.js';
import { requireOrSkip } from '../../support/require.js';
import { configtxOf } from './configtx.js';

const DESCRIPTION = defaultDescription('native', { portBase: 26_100 });
const SEAL = { time: new Date('2026-01-01T00:00:00Z'), nonce: Buffer.alloc(24, 7) };

describe('genesisBlock', () => {
  let folder: string;
  let layout: NetworkLayout;
  let material: ChannelMaterial;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-genesis-'));
    layout = layoutOf(join(folder, 'network'));
    await createIdentities(DESCRIPTION, layout);
    material = await readMaterial(DESCRIPTION, layout);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('gives the same bytes for the same input, and another network for another seal', () => {
    const first = genesisBlock(DESCRIPTION, material, SEAL);

    const again = genesisBlock(DESCRIPTION, material, SEAL);
    const other = genesisBlock(DESCRIPTION, material, { ...SEAL, nonce: Buffer.alloc(24, 8) });

    assert.deepEqual(again, first);
    assert.notEqual(networkIdOf(other), networkIdOf(first));
  });

  it('carries the hash of its only envelope, no previous hash and no signature', () => {
    const block = common.Block.deserializeBinary(genesisBlock(DESCRIPTION, material, SEAL));

    const header = block.getHeader()!;
    assert.equal(header.getNumber(), 0);
    assert.equal(header.getPreviousHash_asU8().length, 0);
    assert.deepEqual(
      Buffer.from(header.getDataHash_asU8()),
      Buffer.from(blockDataHash(block.getData()!.getDataList_asU8())),
    );
    const [signatures] = block.getMetadata()!.getMetadataList_asU8();
    assert.equal(common.Metadata.deserializeBinary(signatures!).getSignaturesList().length, 0);
  });

  it('means what configtxgen makes of the same description', async function () {
    const [configtxgen, configtxlator] = (['configtxgen', 'configtxlator'] as const).map((name) =>
      requireOrSkip(this, 'native', findBinary(name), `${name} in FABRIC_BIN or PATH`),
    ) as [string, string];
    await writeFile(join(folder, 'configtx.yaml'), configtxOf(DESCRIPTION, layout));
    const theirs = join(folder, 'theirs.block');
    const ours = join(folder, 'ours.block');
    await writeFile(ours, genesisBlock(DESCRIPTION, material));

    const options = ['-configPath', folder, '-profile', 'Chopmark', '-channelID', DESCRIPTION.channel];
    execFileSync(configtxgen, [...options, '-outputBlock', theirs], { stdio: 'pipe' });

    const [wanted, got] = [theirs, ours].map((block) => decoded(configtxlator, block)) as [Decoded, Decoded];
    assert.deepEqual(got.data.data[0]!.payload.data, wanted.data.data[0]!.payload.data);
    assert.deepEqual(got.metadata, wanted.metadata);
    const { channel_header: ourHeader } = got.data.data[0]!.payload.header;
    const { channel_header: theirHeader } = wanted.data.data[0]!.payload.header;
    const varying = { timestamp: '', tx_id: '' };
    assert.deepEqual({ ...ourHeader, ...varying }, { ...theirHeader, ...varying });
    const inspected = execFileSync(configtxgen, ['-configPath', folder, '-inspectBlock', ours], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    assert.match(inspected, /"BlockValidation"/);
  });
});

type Decoded = {
  readonly data: {
    readonly data: {
      readonly payload: { readonly data: unknown; readonly header: { readonly channel_header: object } };
    }[];
  };
  readonly metadata: unknown;
};

function decoded(configtxlator: string, block: string): Decoded {
  // configtxlator opens its output by name, which a pipe has not.
  const output = `${block}.json`;
  execFileSync(
    configtxlator,
    ['proto_decode', '--type', 'common.Block', '--input', block, '--output', output],
    { stdio: 'pipe' },
  );
  return JSON.parse(readFileSync(output, 'utf8')) as Decoded;
}

describe('quorumOf', () => {
  for (const [consenters, quorum] of [
    [1, 1],
    [4, 3],
    [5, 4],
    [7, 5],
    [10, 7],
  ] as const) {
    it(`asks for ${quorum} of ${consenters}`, () => {
      assert.equal(quorumOf(consenters), quorum);
    });
  }
});
