/**
 * From the genesis block, which the verifier knows by hash, to the configuration that a block was made under. Each
 * configuration block is believed by the word of the orderers of the one before it; none vouches for itself.
 *
 * @module
 */
import { equalBytes } from '../encoding/bytes.js';
import { fromHex } from '../encoding/hex.js';
import type { Hash } from '../hash/suite.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { type BlockHeader, parseBlockHeader } from './block-header.js';
import {
  type ChannelConfiguration,
  type Consenter,
  parseChannelConfiguration,
} from './channel-configuration.js';
import { parseOrdererSignatures, quorumOf } from './orderer-signatures.js';
import { OrderingError, orMalformed } from './ordering-error.js';

/** A block of exactly one configuration envelope. */
export interface ConfigurationBlockBytes {
  readonly header: Uint8Array;
  readonly envelope: Uint8Array;
  /** Absent for the genesis block. */
  readonly orderers?: Uint8Array;
}

export interface VerifiedConfiguration extends ChannelConfiguration {
  /** Number of the block that brought it. */
  readonly block: bigint;
}

/** What the verifier knows beforehand. */
export interface ChainAnchor {
  /** SHA-256 of the genesis block's header, lowercase hex. */
  readonly network: string;
  readonly channel: string;
  readonly isRevoked: (consenter: Consenter) => Promise<boolean>;
}

/**
 * @param blocks Genesis block first, then every configuration block in order.
 * @returns Each configuration, in the same order; the last is the newest.
 * @throws {OrderingError} Every code that begins with CONFIGURATION, `BLOCK_HEADER_MALFORMED`,
 *   `ORDERER_METADATA_MALFORMED`, `LAST_CONFIGURATION_MISMATCH`, `ORDERERS_REVOKED`.
 */
export async function verifyConfigurationChain(
  blocks: readonly ConfigurationBlockBytes[],
  anchor: ChainAnchor,
  crypto: VerifyCrypto,
  sha256: Hash,
): Promise<readonly VerifiedConfiguration[]> {
  const found: VerifiedConfiguration[] = [];
  for (const block of blocks) {
    const header = parseBlockHeader(block.header, sha256);
    assertData(header, block.envelope, sha256);
    const before = found[found.length - 1];
    if (before) await assertSigned(block, header, before, anchor, crypto);
    else assertGenesis(header, anchor);
    const configuration = configurationOf(block, header, anchor);
    if (configuration.sequence !== found.length) {
      throw new OrderingError(
        'CONFIGURATION_SEQUENCE_GAP',
        `block ${header.number} holds configuration ${configuration.sequence} in place ${found.length}`,
      );
    }
    found.push(configuration);
  }
  return found;
}

function assertGenesis({ number, hash }: BlockHeader, { network }: ChainAnchor): void {
  if (number !== 0n || !equalBytes(hash, fromHex(network)))
    throw new OrderingError(
      'CONFIGURATION_GENESIS_MISMATCH',
      `block ${number} is not the first of ${network}`,
    );
}

function assertData({ number, dataHash }: BlockHeader, envelope: Uint8Array, sha256: Hash): void {
  if (!equalBytes(sha256(envelope), dataHash)) {
    throw new OrderingError(
      'CONFIGURATION_DATA_HASH_MISMATCH',
      `the configuration is not that of block ${number}`,
    );
  }
}

/** A configuration block names itself as last configuration, and yet is signed by the orderers of the one before. */
async function assertSigned(
  { orderers = new Uint8Array(0) }: ConfigurationBlockBytes,
  { number, der }: BlockHeader,
  before: VerifiedConfiguration,
  { isRevoked }: ChainAnchor,
  crypto: VerifyCrypto,
): Promise<void> {
  if (number <= before.block)
    throw new OrderingError(
      'CONFIGURATION_SEQUENCE_GAP',
      `block ${number} stands after block ${before.block}`,
    );
  const signatures = parseOrdererSignatures(orderers);
  if (BigInt(signatures.lastConfiguration) !== number) {
    throw new OrderingError(
      'LAST_CONFIGURATION_MISMATCH',
      `configuration block ${number} names block ${signatures.lastConfiguration}`,
    );
  }
  try {
    await quorumOf(signatures, der, before, isRevoked, crypto);
  } catch (cause) {
    if (!(cause instanceof OrderingError) || cause.code === 'ORDERERS_REVOKED') throw cause;
    throw new OrderingError('CONFIGURATION_NOT_SIGNED', `block ${number}: ${cause.message}`, { cause });
  }
}

function configurationOf(
  { envelope }: ConfigurationBlockBytes,
  { number }: BlockHeader,
  { channel }: ChainAnchor,
): VerifiedConfiguration {
  const configuration = orMalformed('CONFIGURATION_MALFORMED', `configuration of block ${number}`, () =>
    parseChannelConfiguration(envelope),
  );
  if (configuration.channel !== channel) {
    throw new OrderingError(
      'CONFIGURATION_CHANNEL_MISMATCH',
      `block ${number} configures channel ${configuration.channel}`,
    );
  }
  return { ...configuration, block: number };
}
