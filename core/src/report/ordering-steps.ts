/** The block: its envelopes give its data hash, the transaction stands in its place, and a quorum of orderers signed. */
import { concatBytes } from '../encoding/bytes.js';
import { fromBase64 } from '../encoding/base64.js';
import { parseBlockHeader } from '../fabric-proof/block-header.js';
import { parseBlock } from '../fabric-proof/block.js';
import { parseOrdererSignatures } from '../fabric-proof/orderer-signatures.js';
import { MissingPart } from '../verdict/part-store.js';
import { configurationSteps } from './configuration-steps.js';
import { type BundleContext, type Said, decoded, sourceOf } from './context.js';
import type { Material } from './materials.js';
import { type ConfigurationMaterials, ordererSteps } from './orderer-steps.js';
import { type StepDraft, cutStep, definiteRows, equalRow, hashStep } from './step-drafts.js';
import { text } from './text.js';

/** @param said Gets the block's header, for timestamps. */
export async function* orderingDrafts(
  context: BundleContext,
  said: Partial<Said>,
): AsyncGenerator<StepDraft> {
  const { book, parts, sha256, trust } = context;
  const { block, transaction } = parts;
  if (!block || block instanceof MissingPart || !transaction || transaction instanceof MissingPart) return;
  const source = sourceOf(context, 'block');
  const header = decoded(
    context,
    source,
    'block-header.der',
    text('Header of the block, DER', '区块头（DER 编码）'),
    fromBase64(block.header),
  );
  Object.assign(said, { blockHeader: header });
  const metadata = decoded(
    context,
    source,
    'block-signatures.bin',
    text('Signatures of orderers (common.Metadata)', '排序节点签名（common.Metadata）'),
    fromBase64(block.orderers),
  );
  const joined = (slug: string, en: string, zh: string, envelopes: readonly string[]): Material =>
    book.add(
      slug,
      text(`${en}: ${envelopes.length}, one after the other`, `${zh}：共 ${envelopes.length} 个，依次相接`),
      concatBytes(...envelopes.map(fromBase64)),
    );
  const before = joined(
    'envelopes-before.bin',
    'Envelopes before the transaction',
    '交易之前的信封',
    block.before,
  );
  const after = joined(
    'envelopes-after.bin',
    'Envelopes after the transaction',
    '交易之后的信封',
    block.after,
  );
  const envelope =
    said.envelope ??
    book.add(
      'transaction-envelope.bin',
      text('Envelope of the transaction', '交易信封'),
      fromBase64(transaction.envelope),
    );
  const parsed = parseBlockHeader(header.bytes, sha256.hash);
  const dataHash = book.cut(
    header,
    'data-hash.bin',
    text('Data hash in the header', '区块头中的数据哈希'),
    parsed.dataHash,
  );
  yield cutStep(text('The block, as it stands in the file', '区块（取自文件）'), source.material, [
    header,
    metadata,
    dataHash,
  ]);
  yield hashStep({
    title: text('The envelopes are those of the block', '信封即该区块的全部内容'),
    names: ['envelopes before', 'transaction', 'envelopes after'],
    parts: [before, envelope, after],
    suite: sha256,
    expected: { material: dataHash },
    codes: ['BLOCK_DATA_HASH_MISMATCH'],
  });
  yield hashStep({
    title: text('Hash of the block', '区块哈希'),
    names: ['header'],
    parts: [header],
    suite: sha256,
  });
  parseBlock(
    { header: header.bytes, envelopes: envelopesOf(block, envelope), orderers: metadata.bytes },
    sha256.hash,
  );
  if (said.statement) {
    const { recorded } = said.statement;
    yield definiteRows(
      text('The transaction stands where the record was written from', '交易所在位置即记录写入位置'),
      'number of the block, and place of the transaction, compared with the version of the record',
      [
        equalRow(text('Block', '区块'), String(parsed.number), String(recorded.block)),
        equalRow(text('Position', '位置'), String(block.before.length), String(recorded.position)),
      ],
      ['BLOCK_PLACE_MISMATCH'],
    );
  }
  if (!trust) return;
  const under = yield* configurationSteps(context, trust.profile);
  if (!under) return;
  yield* signaturesOf(context, header, metadata, under);
}

function envelopesOf(
  { before, after }: { readonly before: readonly string[]; readonly after: readonly string[] },
  envelope: Material,
): Uint8Array[] {
  return [...before.map(fromBase64), envelope.bytes, ...after.map(fromBase64)];
}

async function* signaturesOf(
  context: BundleContext,
  header: Material,
  metadata: Material,
  under: ConfigurationMaterials,
): AsyncGenerator<StepDraft> {
  const { lastConfiguration } = parseOrdererSignatures(metadata.bytes);
  yield definiteRows(
    text('The orderers name this configuration', '排序节点指明此配置'),
    'last configuration in the signed metadata',
    [
      equalRow(
        text('Block of the configuration', '配置所在区块'),
        String(lastConfiguration),
        String(under.configuration.block),
      ),
    ],
    ['LAST_CONFIGURATION_MISMATCH'],
  );
  yield* ordererSteps(context, {
    slug: 'block',
    header,
    metadata,
    under,
    codes: ['ORDERERS_TOO_FEW', 'ORDERER_SIGNATURE_INVALID', 'ORDERERS_REVOKED'],
  });
}
