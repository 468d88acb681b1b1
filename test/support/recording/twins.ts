/** Negative twins of a recorded full bundle: one thing changed in each, which everybody who holds the file can change. */
import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import type { Bundle, BundleConfigurationBlock, FindingCode } from '@chopmark/core/verify';
import { forgeTotal } from '../../../cli/dist/platform/forge.js';

/** A full bundle with everything inline. */
export type RecordedBundle = Required<Bundle>;

export interface Twin {
  readonly file: string;
  readonly bundle: unknown;
  /** An answer that it must get. */
  readonly code: FindingCode;
}

/** The bundle itself first. */
export function twinsOf(bundle: RecordedBundle): Twin[] {
  const { block, configuration, statement, timestamps, transaction } = bundle;
  const [genesis, ...later] = configuration;
  const [first, second] = timestamps;
  return [
    { file: 'bundle.json', bundle, code: 'TIME_STAMPED' },
    { file: 'bundle-total-raised.json', bundle: forgeTotal(bundle), code: 'CONTENT_NOT_ATTESTED' },
    {
      file: 'bundle-two-orderers.json',
      bundle: { ...bundle, block: { ...block, orderers: withSignatures(block.orderers, 2) } },
      code: 'ORDERERS_TOO_FEW',
    },
    {
      file: 'bundle-neighbor-added.json',
      bundle: { ...bundle, block: { ...block, after: [...block.after, transaction.envelope] } },
      code: 'BLOCK_DATA_HASH_MISMATCH',
    },
    {
      file: 'bundle-sender-broken.json',
      bundle: { ...bundle, transaction: { envelope: lastByteTurned(transaction.envelope) } },
      code: 'TRANSACTION_SIGNATURE_INVALID',
    },
    {
      file: 'bundle-other-genesis.json',
      bundle: {
        ...bundle,
        configuration: [withOtherData(genesis!), ...later],
      },
      code: 'CONFIGURATION_GENESIS_MISMATCH',
    },
    {
      file: 'bundle-two-signers.json',
      bundle: {
        ...bundle,
        statement: { ...statement, endorsements: statement.endorsements.slice(0, 2) },
      },
      code: 'SIGNERS_TOO_FEW',
    },
    {
      file: 'bundle-tokens-exchanged.json',
      bundle: {
        ...bundle,
        timestamps: [
          { ...first, over: second?.over },
          { ...second, over: first?.over },
        ],
      },
      code: 'TIMESTAMP_FOREIGN',
    },
    {
      file: 'bundle-token-broken.json',
      bundle: { ...bundle, timestamps: [{ ...first, token: lastByteTurned(first?.token ?? '') }, second] },
      code: 'TIMESTAMP_INVALID',
    },
  ];
}

/** Metadata of a block with as many of its signatures. */
function withSignatures(metadata: string, count: number): string {
  const message = common.Metadata.deserializeBinary(Buffer.from(metadata, 'base64'));
  message.setSignaturesList(message.getSignaturesList().slice(0, count));
  return Buffer.from(message.serializeBinary()).toString('base64');
}

/** Another first block that agrees with itself: the data hash ends the header. */
function withOtherData(block: BundleConfigurationBlock): BundleConfigurationBlock {
  const envelope = lastByteTurned(block.envelope);
  const header = Buffer.from(block.header, 'base64');
  createHash('sha256')
    .update(Buffer.from(envelope, 'base64'))
    .digest()
    .copy(header, header.length - 32);
  return { ...block, envelope, header: header.toString('base64') };
}

function lastByteTurned(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  return bytes.toString('base64');
}
