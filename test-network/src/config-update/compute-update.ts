/**
 * The difference of two channel configurations as a `common.ConfigUpdate`: the same read and write sets, with the same
 * versions, as `configtxlator compute_update` (`internal/configtxlator/update`).
 *
 * The read set names what the update relies on, the write set what it changes, with a version one higher. A group whose
 * members change counts as changed itself and names all its members; one with a changed member inside does not.
 */
import { common } from '@hyperledger/fabric-protos';
import { sameBytes } from '../embedded/wire/bytes.js';

type Element = common.ConfigValue | common.ConfigPolicy;
type Elements<T> = Pick<Map<string, T>, 'get' | 'has'> & { entries: () => Iterator<[string, T]> };

/** What one map of a group contributes. */
type Part<T> = {
  readonly reads: Map<string, T>;
  readonly writes: Map<string, T>;
  /** Named only when the members of the group change. */
  readonly same: Map<string, T>;
  readonly membersChanged: boolean;
};

type GroupUpdate = {
  readonly read: common.ConfigGroup;
  readonly write: common.ConfigGroup;
  readonly changed: boolean;
};

/** @returns `undefined` when there is no difference. */
export function computeUpdate(
  channel: string,
  original: common.ConfigGroup,
  updated: common.ConfigGroup,
): common.ConfigUpdate | undefined {
  const { read, write, changed } = groupUpdate(original, updated);
  if (!changed) return undefined;
  const update = new common.ConfigUpdate();
  update.setChannelId(channel);
  update.setReadSet(read);
  update.setWriteSet(write);
  return update;
}

function groupUpdate(original: common.ConfigGroup, updated: common.ConfigGroup): GroupUpdate {
  const policies = elementsUpdate(original.getPoliciesMap(), updated.getPoliciesMap(), policyForms);
  const values = elementsUpdate(original.getValuesMap(), updated.getValuesMap(), valueForms);
  const groups = groupsUpdate(original.getGroupsMap(), updated.getGroupsMap());
  const parts = [policies, values, groups];
  const version = original.getVersion();
  const isSelfChanged =
    parts.some(({ membersChanged }) => membersChanged) || original.getModPolicy() !== updated.getModPolicy();
  const isInsideChanged = parts.some(({ reads, writes }) => reads.size + writes.size > 0);
  if (!isSelfChanged && !isInsideChanged) {
    return { read: bareGroup(version), write: bareGroup(version), changed: false };
  }
  const read = bareGroup(version);
  const write = bareGroup(isSelfChanged ? version + 1 : version);
  if (isSelfChanged) write.setModPolicy(updated.getModPolicy());
  fill(read.getPoliciesMap(), policies.reads, isSelfChanged ? policies.same : undefined);
  fill(read.getValuesMap(), values.reads, isSelfChanged ? values.same : undefined);
  fill(read.getGroupsMap(), groups.reads, isSelfChanged ? groups.same : undefined);
  fill(write.getPoliciesMap(), policies.writes, isSelfChanged ? policies.same : undefined);
  fill(write.getValuesMap(), values.writes, isSelfChanged ? values.same : undefined);
  fill(write.getGroupsMap(), groups.writes, isSelfChanged ? groups.same : undefined);
  return { read, write, changed: true };
}

type Forms<T extends Element> = {
  readonly isSame: (a: T, b: T) => boolean;
  readonly bare: (version: number) => T;
  /** Content of the element under another version. */
  readonly at: (element: T, version: number) => T;
};

const valueForms: Forms<common.ConfigValue> = {
  isSame: (a, b) => sameBytes(a.getValue_asU8(), b.getValue_asU8()),
  bare: (version) => {
    const value = new common.ConfigValue();
    value.setVersion(version);
    return value;
  },
  at: (element, version) => {
    const value = common.ConfigValue.deserializeBinary(element.serializeBinary());
    value.setVersion(version);
    return value;
  },
};

const policyForms: Forms<common.ConfigPolicy> = {
  isSame: (a, b) => sameBytes(policyBytes(a), policyBytes(b)),
  bare: (version) => {
    const policy = new common.ConfigPolicy();
    policy.setVersion(version);
    return policy;
  },
  at: (element, version) => {
    const policy = common.ConfigPolicy.deserializeBinary(element.serializeBinary());
    policy.setVersion(version);
    return policy;
  },
};

function policyBytes(policy: common.ConfigPolicy): Uint8Array {
  return policy.getPolicy()?.serializeBinary() ?? new Uint8Array();
}

function elementsUpdate<T extends Element>(
  original: Elements<T>,
  updated: Elements<T>,
  forms: Forms<T>,
): Part<T> {
  const writes = new Map<string, T>();
  const same = new Map<string, T>();
  let membersChanged = false;
  for (const [name, before] of rowsOf(original)) {
    const after = updated.get(name);
    if (!after) membersChanged = true;
    else if (before.getModPolicy() === after.getModPolicy() && forms.isSame(before, after))
      same.set(name, forms.bare(before.getVersion()));
    else writes.set(name, forms.at(after, before.getVersion() + 1));
  }
  for (const [name, after] of rowsOf(updated)) {
    if (original.has(name)) continue;
    membersChanged = true;
    writes.set(name, forms.at(after, 0));
  }
  return { reads: new Map(), writes, same, membersChanged };
}

function groupsUpdate(
  original: Elements<common.ConfigGroup>,
  updated: Elements<common.ConfigGroup>,
): Part<common.ConfigGroup> {
  const reads = new Map<string, common.ConfigGroup>();
  const writes = new Map<string, common.ConfigGroup>();
  const same = new Map<string, common.ConfigGroup>();
  let membersChanged = false;
  for (const [name, before] of rowsOf(original)) {
    const after = updated.get(name);
    if (!after) {
      membersChanged = true;
      continue;
    }
    const { read, write, changed } = groupUpdate(before, after);
    if (changed) {
      reads.set(name, read);
      writes.set(name, write);
    } else same.set(name, read);
  }
  for (const [name, after] of rowsOf(updated)) {
    if (original.has(name)) continue;
    membersChanged = true;
    const { write } = groupUpdate(new common.ConfigGroup(), after);
    write.setVersion(0);
    write.setModPolicy(after.getModPolicy());
    writes.set(name, write);
  }
  return { reads, writes, same, membersChanged };
}

function bareGroup(version: number): common.ConfigGroup {
  const group = new common.ConfigGroup();
  group.setVersion(version);
  return group;
}

function fill<T>(
  into: { set: (name: string, element: T) => unknown },
  ...parts: readonly (ReadonlyMap<string, T> | undefined)[]
): void {
  for (const part of parts) for (const [name, element] of part ?? []) into.set(name, element);
}

/** Maps of the protobuf runtime give iterators that are not iterable. */
function rowsOf<T>(map: Elements<T>): [string, T][] {
  const rows: [string, T][] = [];
  const entries = map.entries();
  for (let next = entries.next(); next.done !== true; next = entries.next()) rows.push(next.value);
  return rows;
}
