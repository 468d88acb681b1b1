/**
 * Whose admins must sign an update: every element that changes names the policy that guards it, and the policies of a
 * Chopmark channel end in "an admin of this organization", counted by ANY, MAJORITY or ALL on the way up.
 */
import { common } from '@hyperledger/fabric-protos';

/** A group with the path that leads to it. */
type Place = { readonly name: string; readonly group: common.ConfigGroup };

/**
 * @param original The configuration before the update.
 * @param preferred MSP ids that sign, the first ones first; one that is not named signs only when it must.
 * @returns MSP ids, in the order of `preferred`.
 * @throws {Error} When a policy is of another form than those of this project.
 */
export function requiredAdmins(
  original: common.ConfigGroup,
  update: common.ConfigUpdate,
  preferred: readonly string[],
): readonly string[] {
  const needed = new Set<string>();
  const write = update.getWriteSet();
  if (write)
    visit({ name: 'Channel', group: original }, write, (place, policy) => {
      for (const mspId of adminsOf(place, policy, preferred)) needed.add(mspId);
    });
  return byPreference([...needed], preferred);
}

type Guard = (place: Place, policy: string) => void;

/** A new element needs no policy of its own: the group that gains it changes its version. */
function visit({ name, group }: Place, write: common.ConfigGroup, guard: Guard): void {
  if (write.getVersion() > group.getVersion()) guard({ name, group }, group.getModPolicy());
  write.getValuesMap().forEach((element, key) => {
    const before = group.getValuesMap().get(key);
    if (before && element.getVersion() > before.getVersion()) guard({ name, group }, before.getModPolicy());
  });
  write.getPoliciesMap().forEach((element, key) => {
    const before = group.getPoliciesMap().get(key);
    if (before && element.getVersion() > before.getVersion()) guard({ name, group }, before.getModPolicy());
  });
  write.getGroupsMap().forEach((inner, key) => {
    const before = group.getGroupsMap().get(key);
    if (before) visit({ name: key, group: before }, inner, guard);
  });
}

function adminsOf(
  { name, group }: Place,
  policyName: string,
  preferred: readonly string[],
): readonly string[] {
  const policy = group.getPoliciesMap().get(policyName)?.getPolicy();
  if (!policy) throw new Error(`the group ${name} has no policy ${policyName}`);
  // A group below Application or Orderer is an organization and bears its MSP id.
  if (policy.getType() === common.Policy.PolicyType.SIGNATURE) return [name];
  if (policy.getType() !== common.Policy.PolicyType.IMPLICIT_META)
    throw new Error(`the policy ${policyName} of ${name} is of an unknown type`);
  const meta = common.ImplicitMetaPolicy.deserializeBinary(policy.getValue_asU8());
  const names: string[] = [];
  group.getGroupsMap().forEach((_, key) => names.push(key));
  return byPreference(names, preferred)
    .slice(0, thresholdOf(meta.getRule(), names.length))
    .flatMap((key) => {
      const inner = group.getGroupsMap().get(key);
      return inner ? adminsOf({ name: key, group: inner }, meta.getSubPolicy(), preferred) : [];
    });
}

function thresholdOf(rule: number, groups: number): number {
  const { Rule } = common.ImplicitMetaPolicy;
  if (rule === Rule.ANY) return Math.min(1, groups);
  return rule === Rule.ALL ? groups : Math.floor(groups / 2) + 1;
}

function byPreference(names: readonly string[], preferred: readonly string[]): readonly string[] {
  const rank = (name: string): number => {
    const place = preferred.indexOf(name);
    return place < 0 ? preferred.length : place;
  };
  return [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
