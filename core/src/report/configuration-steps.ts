/**
 * From the genesis block, which the profile names by hash, to the configuration that the block was made under: each
 * configuration block is signed by the orderers of the one before it.
 *
 * @module
 */
import { fromBase64 } from '../encoding/base64.js';
import { utf8Encode } from '../encoding/utf8.js';
import type { BundleConfigurationBlock } from '../bundle/parts.js';
import { type BlockHeader, parseBlockHeader } from '../fabric-proof/block-header.js';
import { parseChannelConfiguration } from '../fabric-proof/channel-configuration.js';
import { parseOrdererSignatures } from '../fabric-proof/orderer-signatures.js';
import type { TrustProfile } from '../trust/trust-profile.js';
import { MissingPart } from '../verdict/part-store.js';
import { type BundleContext, decoded, sourceOf } from './context.js';
import type { Material } from './materials.js';
import { type ConfigurationMaterials, ordererSteps } from './orderer-steps.js';
import { type StepDraft, cutStep, definiteRows, equalRow, hashStep } from './step-drafts.js';
import { text } from './text.js';

/** @returns The newest; undefined when there is none. */
export async function* configurationSteps(
  context: BundleContext,
  profile: TrustProfile,
): AsyncGenerator<StepDraft, ConfigurationMaterials | undefined> {
  const { configuration: blocks } = context.parts;
  if (!blocks || blocks instanceof MissingPart) return undefined;
  let newest: ConfigurationMaterials | undefined;
  for (const [at, block] of blocks.entries()) newest = yield* oneBlock(context, profile, block, at, newest);
  return newest;
}

async function* oneBlock(
  context: BundleContext,
  profile: TrustProfile,
  block: BundleConfigurationBlock,
  at: number,
  before: ConfigurationMaterials | undefined,
): AsyncGenerator<StepDraft, ConfigurationMaterials> {
  const { book, sha256 } = context;
  const source = sourceOf(context, 'configuration');
  const slug = `configuration-${at}`;
  const header = decoded(
    context,
    source,
    `${slug}-header.der`,
    text(`Header of configuration block ${at}`, `配置区块 ${at} 的区块头`),
    fromBase64(block.header),
  );
  const envelope = decoded(
    context,
    source,
    `${slug}-envelope.bin`,
    text(`Envelope of configuration block ${at}`, `配置区块 ${at} 的信封`),
    fromBase64(block.envelope),
  );
  const parsed = parseBlockHeader(header.bytes, sha256.hash);
  const dataHash = book.cut(
    header,
    `${slug}-data-hash.bin`,
    text('Data hash in the header', '区块头中的数据哈希'),
    parsed.dataHash,
  );
  yield cutStep(
    text(`Configuration ${at}, block ${parsed.number}`, `配置 ${at}（区块 ${parsed.number}）`),
    source.material,
    [header, envelope, dataHash],
  );
  yield hashStep({
    title: text(
      `The configuration is that of block ${parsed.number}`,
      `该配置即区块 ${parsed.number} 的内容`,
    ),
    names: ['envelope'],
    parts: [envelope],
    suite: sha256,
    expected: { material: dataHash },
    codes: ['CONFIGURATION_DATA_HASH_MISMATCH'],
  });
  if (before) yield* signedSteps(context, block, { slug, header, parsed }, before);
  else yield genesisStep(context, profile, header);
  const configuration = { ...parseChannelConfiguration(envelope.bytes), block: parsed.number };
  yield definiteRows(
    text('It configures this channel, and nothing was left out before it', '该配置属于本通道，且其前无遗漏'),
    'contents of the configuration',
    [
      equalRow(text('Channel', '通道'), configuration.channel, profile.channel),
      equalRow(text('Number of the configuration', '配置序号'), String(configuration.sequence), String(at)),
    ],
    ['CONFIGURATION_CHANNEL_MISMATCH', 'CONFIGURATION_SEQUENCE_GAP'],
  );
  return { configuration, envelope };
}

/** The one hash that the profile pins. */
function genesisStep(
  { book, sha256, profileText }: BundleContext,
  { network }: TrustProfile,
  header: Material,
): StepDraft {
  const title = text('Network in the trust profile', '信任配置所载网络');
  const bytes = utf8Encode(network);
  const pinned =
    (profileText && book.find(profileText, 'network.txt', title, bytes, utf8Encode('"network":"'))) ??
    book.add('network.txt', title, bytes);
  return hashStep({
    title: text('The first block is the one that the profile names', '首个区块即信任配置所指'),
    names: ['header of the genesis block'],
    parts: [header],
    suite: sha256,
    expected: { material: pinned, hexText: true },
    codes: ['CONFIGURATION_GENESIS_MISMATCH'],
  });
}

async function* signedSteps(
  context: BundleContext,
  { orderers = '' }: BundleConfigurationBlock,
  {
    slug,
    header,
    parsed,
  }: { readonly slug: string; readonly header: Material; readonly parsed: BlockHeader },
  before: ConfigurationMaterials,
): AsyncGenerator<StepDraft> {
  const metadata = decoded(
    context,
    sourceOf(context, 'configuration'),
    `${slug}-signatures.bin`,
    text('Signatures of orderers (common.Metadata)', '排序节点签名（common.Metadata）'),
    fromBase64(orderers),
  );
  const { lastConfiguration } = parseOrdererSignatures(metadata.bytes);
  yield definiteRows(
    text(
      'A configuration block names itself, and is signed by the orderers before it',
      '配置区块指明自身，由其前的排序节点签名',
    ),
    'last configuration in the signed metadata',
    [
      equalRow(
        text('Block of the configuration', '配置所在区块'),
        String(lastConfiguration),
        String(parsed.number),
      ),
    ],
    ['LAST_CONFIGURATION_MISMATCH'],
  );
  yield* ordererSteps(context, {
    slug,
    header,
    metadata,
    under: before,
    codes: ['CONFIGURATION_NOT_SIGNED', 'ORDERERS_REVOKED'],
  });
}
