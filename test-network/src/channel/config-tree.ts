/** Building blocks of a channel configuration: groups with values and policies, each modified by the group's Admins. */
import { common } from '@hyperledger/fabric-protos';
import { signaturePolicy } from './policy.js';
import type { PolicyRule } from './policy.js';

const ADMINS = 'Admins';

type Serializable = { serializeBinary(): Uint8Array };

export type MetaRule = { readonly quantity: 'ANY' | 'ALL' | 'MAJORITY'; readonly of: string };

export type GroupParts = {
  readonly groups?: Readonly<Record<string, common.ConfigGroup>>;
  readonly values?: Readonly<Record<string, Serializable>>;
  readonly policies: Readonly<Record<string, PolicyRule | MetaRule | common.SignaturePolicyEnvelope>>;
};

export function configGroup({ groups = {}, values = {}, policies }: GroupParts): common.ConfigGroup {
  const group = new common.ConfigGroup();
  group.setModPolicy(ADMINS);
  for (const [name, inner] of Object.entries(groups)) group.getGroupsMap().set(name, inner);
  for (const [name, message] of Object.entries(values)) group.getValuesMap().set(name, configValue(message));
  for (const [name, rule] of Object.entries(policies)) group.getPoliciesMap().set(name, configPolicy(rule));
  return group;
}

function configValue(message: Serializable): common.ConfigValue {
  const value = new common.ConfigValue();
  value.setValue(message.serializeBinary());
  value.setModPolicy(ADMINS);
  return value;
}

export function configPolicy(
  rule: PolicyRule | MetaRule | common.SignaturePolicyEnvelope,
): common.ConfigPolicy {
  const policy = new common.Policy();
  if ('quantity' in rule) {
    policy.setType(common.Policy.PolicyType.IMPLICIT_META);
    policy.setValue(metaPolicy(rule).serializeBinary());
  } else {
    const envelope = rule instanceof common.SignaturePolicyEnvelope ? rule : signaturePolicy(rule);
    policy.setType(common.Policy.PolicyType.SIGNATURE);
    policy.setValue(envelope.serializeBinary());
  }
  const configured = new common.ConfigPolicy();
  configured.setPolicy(policy);
  configured.setModPolicy(ADMINS);
  return configured;
}

function metaPolicy({ quantity, of }: MetaRule): common.ImplicitMetaPolicy {
  const policy = new common.ImplicitMetaPolicy();
  policy.setSubPolicy(of);
  policy.setRule(common.ImplicitMetaPolicy.Rule[quantity]);
  return policy;
}

/** Who may read, write and govern a group of organizations. */
export const META_POLICIES = {
  Readers: { quantity: 'ANY', of: 'Readers' },
  Writers: { quantity: 'ANY', of: 'Writers' },
  Admins: { quantity: 'MAJORITY', of: ADMINS },
} as const satisfies Record<string, MetaRule>;

/** Features that every node of the channel must know. */
export function capabilities(...names: readonly string[]): common.Capabilities {
  const value = new common.Capabilities();
  for (const name of names) value.getCapabilitiesMap().set(name, new common.Capability());
  return value;
}
