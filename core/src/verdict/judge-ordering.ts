/** Which block holds the transaction, and did the orderers of the channel sign it? */
import type { BlockBytes } from '../fabric-proof/block.js';
import { parseBlock } from '../fabric-proof/block.js';
import type { BlockHeader } from '../fabric-proof/block-header.js';
import type { Consenter } from '../fabric-proof/channel-configuration.js';
import {
  type ConfigurationBlockBytes,
  type VerifiedConfiguration,
  verifyConfigurationChain,
} from '../fabric-proof/configuration-chain.js';
import { type OrderedBlock, verifyOrderedBlock } from '../fabric-proof/ordered-block.js';
import { OrderingError } from '../fabric-proof/ordering-error.js';
import type { Version } from '../fabric-proof/messages.js';
import { requireSuite } from '../hash/suite.js';
import type { PreparedTrust } from '../trust/prepared-trust.js';
import { chainOf } from '../x509/chain.js';
import { isRevoked } from '../x509/revocation.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { type Finding, finding } from './verdict.js';

/** A chain of configurations as far as it holds. */
export type JudgedConfiguration =
  | { readonly configurations: readonly VerifiedConfiguration[]; readonly finding?: undefined }
  | { readonly configurations?: undefined; readonly finding: Finding };

export async function judgeConfiguration(
  blocks: readonly ConfigurationBlockBytes[],
  trust: PreparedTrust,
  crypto: VerifyCrypto,
): Promise<JudgedConfiguration> {
  const { network, channel } = trust.profile;
  const anchor = { network, channel, isRevoked: revocationsOf(trust, crypto) };
  try {
    const { hash } = requireSuite(crypto.suites, 'sha256-p256');
    return { configurations: await verifyConfigurationChain(blocks, anchor, crypto, hash) };
  } catch (error) {
    return { finding: orderingFinding(error) };
  }
}

export interface JudgedBlock {
  /** Undefined when header and envelopes do not belong together. */
  readonly header: BlockHeader | undefined;
  /** Place of the transaction in the block. */
  readonly position: number;
  /** Undefined unless the orderers signed it. */
  readonly ordered: OrderedBlock | undefined;
  readonly finding: Finding;
}

/**
 * @param position Place of the transaction among the envelopes.
 * @param chain Undefined when the bundle brings no configuration.
 */
export async function judgeBlock(
  block: BlockBytes,
  position: number,
  chain: JudgedConfiguration | undefined,
  trust: PreparedTrust | undefined,
  crypto: VerifyCrypto,
): Promise<JudgedBlock> {
  const { hash } = requireSuite(crypto.suites, 'sha256-p256');
  let header: BlockHeader | undefined;
  const judged = (answer: Finding, ordered?: OrderedBlock): JudgedBlock => ({
    header,
    position,
    ordered,
    finding: answer,
  });
  try {
    header = parseBlock(block, hash);
    if (!trust) return judged(finding('ORDERING_NOT_CHECKED', 'no trust profile for this network'));
    if (!chain) return judged(finding('CONFIGURATION_NOT_IN_BUNDLE', 'nothing says who may sign blocks'));
    if (chain.finding) return judged(chain.finding);
    const newest = chain.configurations[chain.configurations.length - 1];
    if (!newest) return judged(finding('CONFIGURATION_NOT_IN_BUNDLE', 'nothing says who may sign blocks'));
    const ordered = await verifyOrderedBlock(block, newest, revocationsOf(trust, crypto), crypto, hash);
    return judged(finding('BLOCK_ORDERED', textOf(ordered, position)), ordered);
  } catch (error) {
    return judged(orderingFinding(error));
  }
}

function textOf({ header, quorum, configuration }: OrderedBlock, position: number): string {
  const names = quorum.signers.map(({ mspId, id }) => `${mspId} (${id})`).join(', ');
  const count = configuration.consenters.length;
  return `block ${header.number}, position ${position}, signed by ${names} of ${count} orderers, valid under configuration ${configuration.sequence} of block ${configuration.block}`;
}

/**
 * Does the transaction stand where the record was written from?
 *
 * @param recorded Version of the record; undefined when there is nothing readable to compare with.
 */
export function compareBlock(
  { header, position, finding: own }: JudgedBlock,
  recorded: Version | undefined,
): Finding {
  if (own.outcome === 'fail' || !header) return own;
  if (!recorded) {
    return own.outcome === 'pass'
      ? finding('ORDERING_NOT_COMPARED', 'no readable statement to compare with')
      : own;
  }
  const isThere = header.number === BigInt(recorded.block) && position === recorded.position;
  if (isThere) return own;
  return finding(
    'BLOCK_PLACE_MISMATCH',
    `transaction in block ${header.number}, position ${position}, recorded from block ${recorded.block}, position ${recorded.position}`,
  );
}

/** A consenter is named by the configuration; only the profile's revocation lists can take its word away. */
export function revocationsOf(
  trust: PreparedTrust,
  crypto: VerifyCrypto,
): (consenter: Consenter) => Promise<boolean> {
  return async ({ mspId, certificate }) => {
    const organization = trust.organizations.find((one) => one.mspId === mspId);
    if (!organization || organization.revoked.size === 0) return false;
    const chain = await chainOf(certificate, organization, crypto).catch(() => [certificate, certificate]);
    return isRevoked(chain, organization.revoked);
  };
}

function orderingFinding(error: unknown): Finding {
  if (!(error instanceof OrderingError)) throw error;
  return finding(error.code, error.message);
}
