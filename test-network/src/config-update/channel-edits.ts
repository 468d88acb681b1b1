/**
 * What organization life changes in a channel: who is a member, and who orders. Every edit changes a channel group in
 * place, and nothing when all is as it should be. Whoever changes the consenters re-encodes `BlockValidation` in the
 * same update; the orderers refuse it otherwise.
 */
import { common } from '@hyperledger/fabric-protos';
import { applicationMember } from '../channel/application-group.js';
import { configPolicy } from '../channel/config-tree.js';
import { blockValidation, ordererMember } from '../channel/orderer-group.js';
import type { Organization } from '../description.js';
import { sameBytes } from '../embedded/wire/bytes.js';
import type { Roots } from '../identities/msp-folder.js';

const ORDERERS = 'Orderers';
const BLOCK_VALIDATION = 'BlockValidation';

export function addMember(channel: common.ConfigGroup, organization: Organization, roots: Roots): void {
  const { mspId } = organization;
  const application = requireGroup(channel, 'Application').getGroupsMap();
  if (!application.has(mspId)) application.set(mspId, applicationMember(organization, roots));
  const ordering = requireGroup(channel, 'Orderer').getGroupsMap();
  if (!ordering.has(mspId)) ordering.set(mspId, ordererMember(organization, roots));
}

export function removeMember(channel: common.ConfigGroup, mspId: string): void {
  requireGroup(channel, 'Application').getGroupsMap().del(mspId);
  requireGroup(channel, 'Orderer').getGroupsMap().del(mspId);
}

/** Whether the organization stands in both groups. */
export function isMember(channel: common.ConfigGroup, mspId: string): boolean {
  return ['Application', 'Orderer'].every((name) => requireGroup(channel, name).getGroupsMap().has(mspId));
}

export function consentersOf(channel: common.ConfigGroup): readonly common.Consenter[] {
  return parseOrderers(channel).getConsenterMappingList();
}

/** In the place of the consenter with this id, or as the last one. */
export function putConsenter(channel: common.ConfigGroup, consenter: common.Consenter): void {
  const before = consentersOf(channel);
  const isKnown = before.some((entry) => entry.getId() === consenter.getId());
  writeConsenters(
    channel,
    isKnown
      ? before.map((entry) => (entry.getId() === consenter.getId() ? consenter : entry))
      : [...before, consenter],
  );
}

export function removeConsenter(channel: common.ConfigGroup, id: number): void {
  writeConsenters(
    channel,
    consentersOf(channel).filter((entry) => entry.getId() !== id),
  );
}

function writeConsenters(channel: common.ConfigGroup, consenters: readonly common.Consenter[]): void {
  const group = requireGroup(channel, 'Orderer');
  const value = requireValue(group, ORDERERS);
  const message = new common.Orderers();
  message.setConsenterMappingList([...consenters]);
  const bytes = message.serializeBinary();
  if (!sameBytes(bytes, value.getValue_asU8())) value.setValue(bytes);

  const policy = group.getPoliciesMap().get(BLOCK_VALIDATION);
  if (!policy) throw new Error(`the configuration lacks the policy ${BLOCK_VALIDATION}`);
  policy.setPolicy(configPolicy(blockValidation(consenters)).getPolicy());
}

function parseOrderers(channel: common.ConfigGroup): common.Orderers {
  return common.Orderers.deserializeBinary(
    requireValue(requireGroup(channel, 'Orderer'), ORDERERS).getValue_asU8(),
  );
}

function requireGroup(channel: common.ConfigGroup, name: string): common.ConfigGroup {
  const group = channel.getGroupsMap().get(name);
  if (!group) throw new Error(`the configuration lacks the group ${name}`);
  return group;
}

function requireValue(group: common.ConfigGroup, name: string): common.ConfigValue {
  const value = group.getValuesMap().get(name);
  if (!value) throw new Error(`the configuration lacks the value ${name}`);
  return value;
}
