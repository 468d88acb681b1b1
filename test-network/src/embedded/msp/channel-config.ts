/**
 * The channel configuration in force, read from a configuration block: memberships, policies, consenters, limits.
 * One object never changes; the embedded network does not implement configuration updates, so there is one per channel.
 */
import { common, msp, orderer } from '@hyperledger/fabric-protos';
import type { Block } from '../blocks/block.js';
import { Membership, Memberships, type Identity } from './membership.js';
import { satisfiesSignaturePolicy } from './signature-policy.js';

export type ConsenterKey = {
  readonly id: number;
  readonly mspId: string;
  /** `host:port` of its orderer. */
  readonly address: string;
  /** Bytes of `msp.SerializedIdentity`. */
  readonly identity: Uint8Array;
};

export type ChannelConfig = {
  readonly channel: string;
  /** Number of the block that the configuration came in. */
  readonly block: number;
  readonly memberships: Memberships;
  /** MSP ids of the Application group: whose peers may endorse. */
  readonly applicationMspIds: readonly string[];
  readonly consenters: readonly ConsenterKey[];
  readonly batchMaxMessages: number;
  readonly batchMaxBytes: number;
  /**
   * Does the policy at a path like `/Channel/Application/Writers` hold for these distinct identities, whose signatures
   * are already checked? False for a path that has no policy.
   */
  readonly satisfies: (path: string, identities: readonly Identity[]) => boolean;
  readonly hasPolicy: (path: string) => boolean;
};

/** @throws {Error} When the block is no configuration block, or uses what this network does not implement. */
export function channelConfigFrom(block: Block): ChannelConfig {
  const [envelopeBytes] = block.envelopes;
  if (block.envelopes.length !== 1 || !envelopeBytes)
    throw new Error('a configuration block holds one envelope');
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelopeBytes).getPayload_asU8(),
  );
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  if (header.getType() !== common.HeaderType.CONFIG) throw new Error('the block is no configuration block');
  const root = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()?.getChannelGroup();
  const ordererGroup = root?.getGroupsMap().get('Orderer');
  const applicationGroup = root?.getGroupsMap().get('Application');
  if (!root || !ordererGroup || !applicationGroup)
    throw new Error('the configuration lacks its Orderer or Application group');

  const byMspId = new Map<string, Membership>();
  const applicationMspIds = membershipsOf(applicationGroup, byMspId);
  membershipsOf(ordererGroup, byMspId);
  const memberships = new Memberships([...byMspId.values()]);
  const batch = orderer.BatchSize.deserializeBinary(valueOf(ordererGroup, 'BatchSize'));
  return {
    channel: header.getChannelId(),
    block: block.number,
    memberships,
    applicationMspIds,
    consenters: consentersOf(ordererGroup),
    batchMaxMessages: batch.getMaxMessageCount(),
    batchMaxBytes: batch.getAbsoluteMaxBytes(),
    satisfies: (path, identities) => satisfiesAt(root, pathOf(path), identities, memberships),
    hasPolicy: (path) => policyAt(root, pathOf(path)) !== undefined,
  };
}

/** `/Channel/Application/Writers` → `['Application', 'Writers']`. */
function pathOf(path: string): string[] {
  const [empty, root, ...rest] = path.split('/');
  if (empty !== '' || root !== 'Channel' || rest.length === 0) throw new Error(`no policy path: ${path}`);
  return rest;
}

function policyAt(
  root: common.ConfigGroup,
  path: readonly string[],
): { policy: common.Policy; group: common.ConfigGroup } | undefined {
  let group: common.ConfigGroup | undefined = root;
  for (const name of path.slice(0, -1)) group = group?.getGroupsMap().get(name);
  const policy = group
    ?.getPoliciesMap()
    .get(path.at(-1) ?? '')
    ?.getPolicy();
  return group && policy ? { policy, group } : undefined;
}

function satisfiesAt(
  root: common.ConfigGroup,
  path: readonly string[],
  identities: readonly Identity[],
  memberships: Memberships,
): boolean {
  const found = policyAt(root, path);
  if (!found) return false;
  const { policy, group } = found;
  if (policy.getType() === common.Policy.PolicyType.SIGNATURE) {
    const rule = common.SignaturePolicyEnvelope.deserializeBinary(policy.getValue_asU8());
    return satisfiesSignaturePolicy(rule, identities, memberships);
  }
  if (policy.getType() !== common.Policy.PolicyType.IMPLICIT_META)
    throw new Error('this type of policy is not implemented');
  const meta = common.ImplicitMetaPolicy.deserializeBinary(policy.getValue_asU8());
  const groups = group.getGroupsMap();
  const names = [...groups.keys()].filter((name) =>
    groups.get(name)?.getPoliciesMap().has(meta.getSubPolicy()),
  );
  const satisfied = names.filter((name) =>
    satisfiesAt(root, [...path.slice(0, -1), name, meta.getSubPolicy()], identities, memberships),
  ).length;
  return satisfied >= thresholdOf(meta.getRule(), names.length);
}

function thresholdOf(rule: number, groups: number): number {
  const { Rule } = common.ImplicitMetaPolicy;
  if (groups === 0) return 0;
  if (rule === Rule.ANY) return 1;
  return rule === Rule.ALL ? groups : Math.floor(groups / 2) + 1;
}

function valueOf(group: common.ConfigGroup, name: string): Uint8Array {
  const value = group.getValuesMap().get(name);
  if (!value) throw new Error(`the configuration lacks the value ${name}`);
  return value.getValue_asU8();
}

function membershipsOf(group: common.ConfigGroup, into: Map<string, Membership>): string[] {
  const mspIds: string[] = [];
  group.getGroupsMap().forEach((organization) => {
    const config = msp.MSPConfig.deserializeBinary(valueOf(organization, 'MSP'));
    if (config.getType() !== 0)
      throw new Error('only X.509 memberships are implemented by the embedded network');
    const membership = new Membership(msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8()));
    mspIds.push(membership.mspId);
    if (!into.has(membership.mspId)) into.set(membership.mspId, membership);
  });
  return mspIds;
}

function consentersOf(group: common.ConfigGroup): ConsenterKey[] {
  const mapping = common.Orderers.deserializeBinary(valueOf(group, 'Orderers')).getConsenterMappingList();
  return mapping.map((consenter) => {
    const identity = new msp.SerializedIdentity();
    identity.setMspid(consenter.getMspId());
    identity.setIdBytes(consenter.getIdentity_asU8());
    return {
      id: consenter.getId(),
      mspId: consenter.getMspId(),
      address: `${consenter.getHost()}:${consenter.getPort()}`,
      identity: identity.serializeBinary(),
    };
  });
}
