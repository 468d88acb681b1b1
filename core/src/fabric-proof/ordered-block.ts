/** A block that the orderers of the channel signed, under the configuration that they name. */
import type { Hash } from '../hash/suite.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { type BlockBytes, parseBlock } from './block.js';
import type { BlockHeader } from './block-header.js';
import type { Consenter } from './channel-configuration.js';
import type { VerifiedConfiguration } from './configuration-chain.js';
import { type Quorum, parseOrdererSignatures, quorumOf } from './orderer-signatures.js';
import { OrderingError } from './ordering-error.js';

export interface OrderedBlock {
  readonly header: BlockHeader;
  readonly quorum: Quorum;
  /** The one it was made under. */
  readonly configuration: VerifiedConfiguration;
}

/**
 * @param newest The last configuration of a verified chain: the block must name this one.
 * @throws {OrderingError} Codes that begin with BLOCK or ORDERER, `LAST_CONFIGURATION_MISMATCH`.
 */
export async function verifyOrderedBlock(
  block: BlockBytes,
  newest: VerifiedConfiguration,
  isRevoked: (consenter: Consenter) => Promise<boolean>,
  crypto: VerifyCrypto,
  sha256: Hash,
): Promise<OrderedBlock> {
  const header = parseBlock(block, sha256);
  const signatures = parseOrdererSignatures(block.orderers);
  if (BigInt(signatures.lastConfiguration) !== newest.block || newest.block >= header.number) {
    throw new OrderingError(
      'LAST_CONFIGURATION_MISMATCH',
      `block ${header.number} names configuration block ${signatures.lastConfiguration}, beside it lies ${newest.block}`,
    );
  }
  const quorum = await quorumOf(signatures, header.der, newest, isRevoked, crypto);
  return { header, quorum, configuration: newest };
}
