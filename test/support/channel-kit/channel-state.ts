/** What one configuration of a kit's channel holds, as Fabric's own messages. Every message can be bent on the way. */
import { common, msp, orderer } from '@hyperledger/fabric-protos';
import type { Identity } from '../test-authority.js';
import { type Finish, serializedIdentity } from '../proposal-kit.js';

export interface KitConsenter {
  readonly id: number;
  readonly identity: Identity;
}

export interface KitOrganization {
  readonly mspId: string;
  readonly roots: readonly string[];
  readonly intermediates?: readonly string[];
  readonly revocationLists?: readonly string[];
}

export interface ChannelState {
  readonly channel: string;
  readonly sequence: number;
  readonly consenters: readonly KitConsenter[];
  readonly organizations: readonly KitOrganization[];
  /** Default `BFT`. */
  readonly consensus?: string;
  /** Default: the quorum of the consenters, each named by its certificate, as `configtxgen` writes it. */
  readonly blockValidation?: common.Policy;
}

export type ConfigurationMessage =
  'ConfigEnvelope' | 'ConfigGroup' | 'OrdererGroup' | 'Orderers' | 'ConfigPayload' | 'ConfigChannelHeader';

const ADMINS = 'Admins';

/** common.ConfigEnvelope. */
export function configEnvelopeOf(state: ChannelState, finish: Finish<ConfigurationMessage>): Uint8Array {
  const channel = group({});
  channel.getGroupsMap().set('Application', group({ organizations: state.organizations }));
  channel.getGroupsMap().set('Orderer', ordererGroupOf(state, finish));
  const config = new common.Config();
  config.setSequence(state.sequence);
  finish('ConfigGroup', channel);
  config.setChannelGroup(channel);
  const envelope = new common.ConfigEnvelope();
  envelope.setConfig(config);
  if (state.sequence > 0) {
    const update = new common.Envelope();
    update.setPayload(Buffer.from('the update that led here'));
    update.setSignature(Buffer.from('of an admin'));
    envelope.setLastUpdate(update);
  }
  return finish('ConfigEnvelope', envelope);
}

function ordererGroupOf(state: ChannelState, finish: Finish<ConfigurationMessage>): common.ConfigGroup {
  const consensus = new orderer.ConsensusType();
  consensus.setType(state.consensus ?? 'BFT');
  const orderers = new common.Orderers();
  orderers.setConsenterMappingList(state.consenters.map(consenterOf));
  const made = group({
    organizations: state.organizations,
    values: { ConsensusType: consensus.serializeBinary(), Orderers: finish('Orderers', orderers) },
  });
  const policy = new common.ConfigPolicy();
  policy.setPolicy(state.blockValidation ?? quorumPolicy(state.consenters));
  policy.setModPolicy(ADMINS);
  made.getPoliciesMap().set('BlockValidation', policy);
  finish('OrdererGroup', made);
  return made;
}

function consenterOf({ id, identity }: KitConsenter): common.Consenter {
  const entry = new common.Consenter();
  entry.setId(id);
  entry.setHost('localhost');
  entry.setPort(7050 + id);
  entry.setMspId(identity.mspId);
  entry.setIdentity(Buffer.from(identity.certificatePem));
  return entry;
}

interface GroupParts {
  readonly organizations?: readonly KitOrganization[];
  readonly values?: Readonly<Record<string, Uint8Array>>;
}

function group({ organizations = [], values = {} }: GroupParts): common.ConfigGroup {
  const made = new common.ConfigGroup();
  made.setModPolicy(ADMINS);
  for (const one of organizations) made.getGroupsMap().set(one.mspId, organizationGroup(one));
  for (const [name, bytes] of Object.entries(values)) {
    const value = new common.ConfigValue();
    value.setValue(bytes);
    value.setModPolicy(ADMINS);
    made.getValuesMap().set(name, value);
  }
  return made;
}

function organizationGroup(organization: KitOrganization): common.ConfigGroup {
  const made = group({ values: { MSP: mspConfigOf(organization) } });
  const writers = new common.ConfigPolicy();
  writers.setPolicy(signaturePolicy(1, [rolePrincipal(organization.mspId, 'ORDERER')]));
  made.getPoliciesMap().set('Writers', writers);
  return made;
}

function mspConfigOf({
  mspId,
  roots,
  intermediates = [],
  revocationLists = [],
}: KitOrganization): Uint8Array {
  const bytes = (list: readonly string[]): Uint8Array[] => list.map((text) => Buffer.from(text));
  const config = new msp.FabricMSPConfig();
  config.setName(mspId);
  config.setRootCertsList(bytes(roots));
  config.setIntermediateCertsList(bytes(intermediates));
  config.setRevocationListList(bytes(revocationLists));
  const value = new msp.MSPConfig();
  value.setConfig(config.serializeBinary());
  return value.serializeBinary();
}

/** 3 of 4, 5 of 7. */
export function quorumOf(consenters: number): number {
  return Math.ceil((consenters + Math.floor((consenters - 1) / 3) + 1) / 2);
}

export function quorumPolicy(consenters: readonly KitConsenter[]): common.Policy {
  return signaturePolicy(
    quorumOf(consenters.length),
    consenters.map(({ identity }) => identityPrincipal(identity)),
  );
}

/** `n` of these principals, each once. */
export function signaturePolicy(n: number, principals: readonly msp.MSPPrincipal[]): common.Policy {
  const group = new common.SignaturePolicy.NOutOf();
  group.setN(n);
  group.setRulesList(
    principals.map((_, at) => {
      const rule = new common.SignaturePolicy();
      rule.setSignedBy(at);
      return rule;
    }),
  );
  const rule = new common.SignaturePolicy();
  rule.setNOutOf(group);
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setRule(rule);
  envelope.setIdentitiesList([...principals]);
  const policy = new common.Policy();
  policy.setType(common.Policy.PolicyType.SIGNATURE);
  policy.setValue(envelope.serializeBinary());
  return policy;
}

export function identityPrincipal(identity: Identity): msp.MSPPrincipal {
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.IDENTITY);
  principal.setPrincipal(serializedIdentity(identity).serializeBinary());
  return principal;
}

export function rolePrincipal(mspId: string, role: keyof typeof msp.MSPRole.MSPRoleType): msp.MSPPrincipal {
  const value = new msp.MSPRole();
  value.setMspIdentifier(mspId);
  value.setRole(msp.MSPRole.MSPRoleType[role]);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(value.serializeBinary());
  return principal;
}

/** Asks the policy `subPolicy` of every organization of the Orderer group. */
export function implicitPolicy(
  rule: keyof typeof common.ImplicitMetaPolicy.Rule,
  subPolicy = 'Writers',
): common.Policy {
  const value = new common.ImplicitMetaPolicy();
  value.setSubPolicy(subPolicy);
  value.setRule(common.ImplicitMetaPolicy.Rule[rule]);
  const policy = new common.Policy();
  policy.setType(common.Policy.PolicyType.IMPLICIT_META);
  policy.setValue(value.serializeBinary());
  return policy;
}
