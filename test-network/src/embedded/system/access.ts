/** Who may ask a system chaincode what (`core/aclmgmt`, `core/policy`), and how Fabric says that somebody may not. */
import type { Channel } from '../channel.js';
import type { Proposal } from '../endorser/proposal.js';

export const READERS = '/Channel/Application/Readers';
export const WRITERS = '/Channel/Application/Writers';

/** What a peer says when nobody's signature satisfies a policy that any organization can satisfy. */
export function unsatisfied(policy: string): string {
  const name = policy.split('/').at(-1) ?? policy;
  return `failed evaluating policy on signed data during check policy [${policy}]: [implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the '${name}' sub-policies to be satisfied]`;
}

/** @returns Why the proposal's creator may not, by a policy of the channel; `undefined` when he may. */
export function denialByChannel(
  policy: string,
  { creator }: Proposal,
  { config }: Channel,
): string | undefined {
  return config.satisfies(policy, [config.memberships.identityOf(creator)]) ? undefined : unsatisfied(policy);
}

/**
 * @param role Of the peer's own organization: `Admins`, or `Members` whoever they are.
 * @returns Why the proposal's creator may not; `undefined` when he may.
 */
export function denialByPeer(
  role: 'Admins' | 'Members',
  { creator }: Proposal,
  { config }: Channel,
  mspId: string,
): string | undefined {
  const identity = config.memberships.identityOf(creator);
  if (identity.mspId !== mspId) {
    return `Failed deserializing proposal creator during channelless check policy with policy [${role}]: [expected MSP ID ${mspId}, received ${identity.mspId}]`;
  }
  if (role === 'Members' || config.memberships.hasRole(identity, 'admin')) return undefined;
  return `Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy with policy [${role}]: [The identity is not an admin under this MSP [${mspId}]: The identity does not contain OU [ADMIN], MSP: [${mspId}]]`;
}
