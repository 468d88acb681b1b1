/** Signatures of orderers under a block: each over metadata, its own header and the block's header; who counts. */
import { equalBytes } from '../encoding/bytes.js';
import { CONFIG_ENVELOPE, ORDERERS } from '../fabric-proof/configuration-messages.js';
import {
  ENVELOPE,
  IDENTIFIER_HEADER,
  METADATA,
  type MetadataSignature,
  PAYLOAD,
} from '../fabric-proof/block-messages.js';
import type { VerifiedConfiguration } from '../fabric-proof/configuration-chain.js';
import type { Consenter } from '../fabric-proof/channel-configuration.js';
import { parseIdentity } from '../fabric-proof/identity.js';
import { SIGNATURE_HEADER } from '../fabric-proof/messages.js';
import { neededOf, parseOrdererSignatures, quorumOf } from '../fabric-proof/orderer-signatures.js';
import { OrderingError } from '../fabric-proof/ordering-error.js';
import { readMessage } from '../protobuf/message.js';
import type { FindingCode } from '../verdict/finding-codes.js';
import { revocationsOf } from '../verdict/judge-ordering.js';
import type { CertificateMaterials } from './certificates.js';
import type { BundleContext } from './context.js';
import type { Material } from './materials.js';
import { type StepDraft, cutStep, definiteRows, numberRow, signatureStep } from './step-drafts.js';
import { text } from './text.js';

/** A configuration with the file that holds it: certificates of orderers are cut out of it. */
export interface ConfigurationMaterials {
  readonly configuration: VerifiedConfiguration;
  readonly envelope: Material;
}

export interface SignedBlock {
  /** Begins names of files: `block`, `configuration-1`. */
  readonly slug: string;
  readonly header: Material;
  /** common.Metadata. */
  readonly metadata: Material;
  /** Who may sign: of the configuration before. */
  readonly under: ConfigurationMaterials;
  readonly codes: readonly FindingCode[];
}

/** A signature that nobody can place, or that does not verify, counts for nothing and contradicts nothing. */
export async function* ordererSteps(context: BundleContext, block: SignedBlock): AsyncGenerator<StepDraft> {
  const { book, crypto } = context;
  const { slug, header, metadata, under } = block;
  const { value: valueBytes, signatures } = readMessage(METADATA, metadata.bytes);
  const value = book.cut(
    metadata,
    `${slug}-metadata-value.bin`,
    text(
      'Metadata that orderers sign (common.OrdererBlockMetadata)',
      '排序节点签名的元数据（common.OrdererBlockMetadata）',
    ),
    valueBytes,
  );
  const counted: Consenter[] = [];
  for (const [at, signature] of signatures.entries()) {
    const consenter = consenterOf(signature, under.configuration);
    if (!consenter) continue;
    const leaf = certificateOf(context, under, consenter);
    if (!leaf) continue;
    const cut = (name: string, en: string, zh: string, part: Uint8Array): Material =>
      book.cut(metadata, `${slug}-orderer-${at + 1}-${name}`, text(en, zh), part);
    const signer =
      signature.identifierHeader.length > 0 ? signature.identifierHeader : signature.signatureHeader;
    const signerHeader = cut('header.bin', 'Header of this signature', '该签名的头', signer);
    const signed = cut('signature.der', 'Signature of the orderer', '排序节点签名', signature.signature);
    yield cutStep(
      text(`Orderer ${consenter.id} of ${consenter.mspId}`, `${consenter.mspId} 的排序节点 ${consenter.id}`),
      metadata,
      [metadata, value, signerHeader, signed, leaf.pem, leaf.der, leaf.key],
    );
    const step = await signatureStep(
      {
        title: text(
          `Orderer ${consenter.id} of ${consenter.mspId} signed the block`,
          `${consenter.mspId} 的排序节点 ${consenter.id} 签署了区块`,
        ),
        names: ['key of the orderer', 'metadata', 'header of the signature', 'header of the block'],
        key: leaf.key,
        message: [value, signerHeader, header],
        signature: signed,
        lowS: true,
        codes: [],
        optional: true,
      },
      crypto,
    );
    yield step;
    const isNew = !counted.some((one) =>
      equalBytes(one.certificate.publicKey, consenter.certificate.publicKey),
    );
    if (step.result === 'agrees' && isNew) counted.push(consenter);
  }
  yield await quorumStep(context, counted, block);
}

/** Asks what the verifier asks: number of distinct orderers, policy of the configuration, revocation lists. */
async function quorumStep(
  { trust, crypto }: BundleContext,
  counted: readonly Consenter[],
  { header, metadata, under, codes }: SignedBlock,
): Promise<StepDraft> {
  const { configuration } = under;
  const signatures = parseOrdererSignatures(metadata.bytes);
  const isRevoked = trust ? revocationsOf(trust, crypto) : () => Promise.resolve(false);
  const isQuorum = await quorumOf(signatures, header.bytes, configuration, isRevoked, crypto).then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof OrderingError)) throw error;
      return false;
    },
  );
  const names = counted.map(({ id, mspId }) => `${mspId} (${id})`).join(', ') || '–';
  const count = numberRow(
    text('Distinct orderers that signed', '签名的不同排序节点数'),
    counted.length,
    '≥',
    neededOf(configuration),
  );
  return {
    ...definiteRows(
      text('A quorum of distinct orderers signed', '签名的不同排序节点达到法定数'),
      `quorum and policy BlockValidation of configuration ${configuration.sequence} with ${configuration.consenters.length} orderers; signed: ${names}`,
      [count],
      codes,
    ),
    result: isQuorum ? 'agrees' : 'differs',
  };
}

/** By id, or by certificate; undefined for nobody of this configuration. */
function consenterOf(
  { identifierHeader, signatureHeader }: MetadataSignature,
  { consenters }: VerifiedConfiguration,
): Consenter | undefined {
  if (identifierHeader.length > 0) {
    const { identifier } = readMessage(IDENTIFIER_HEADER, identifierHeader);
    return consenters.find(({ id }) => id === identifier);
  }
  try {
    const { mspId, certificate } = parseIdentity(readMessage(SIGNATURE_HEADER, signatureHeader).creator);
    return consenters.find((one) => one.mspId === mspId && equalBytes(one.certificate.der, certificate.der));
  } catch {
    return undefined; // whoever it is, no consenter
  }
}

/** The orderer's certificate where it stands in the configuration. */
function certificateOf(
  { book, certificates }: BundleContext,
  { envelope }: ConfigurationMaterials,
  { id }: Consenter,
): CertificateMaterials | undefined {
  const { data } = readMessage(PAYLOAD, readMessage(ENVELOPE, envelope.bytes).payload);
  const orderer = readMessage(CONFIG_ENVELOPE, data).config?.channelGroup?.groups.get('Orderer');
  const orderers = orderer?.values.get('Orderers');
  const found = orderers && readMessage(ORDERERS, orderers.value).consenters.find((one) => one.id === id);
  if (!found) return undefined;
  const pem = book.cut(
    envelope,
    `orderer-${id}.pem`,
    text(`Certificate of orderer ${id} in the configuration`, `配置中排序节点 ${id} 的证书`),
    found.identity,
  );
  return certificates.of(pem, `orderer-${id}`);
}
