/** The ordering half of the configuration: SmartBFT with one consenter of each organization (fabric.md section 1.1). */
import { common, orderer } from '@hyperledger/fabric-protos';
import type { NetworkDescription, Ordering, Organization } from '../description.js';
import { requireOrganization } from '../description.js';
import { hostOf } from '../hosts.js';
import type { Roots } from '../identities/msp-folder.js';
import { capabilities, configGroup, META_POLICIES } from './config-tree.js';
import type { ChannelMaterial, ConsenterCertificates } from './material.js';
import { mspValue } from './msp-value.js';
import { anyRole, identityPrincipal, outOf, signedBy } from './policy.js';

/** Limits that SmartBFT wants named; blocks are cut by count, bytes and interval alone. */
const PREFERRED_MAX_BYTES = 2 * 1024 * 1024;
const REQUEST_BATCH_MAX_BYTES = 10 * 1024 * 1024;
const INCOMING_MESSAGE_BUFFER = 200;
const HEARTBEAT_COUNT = 10;
/** The smallest number of organizations that outvotes a third: 3 of 4, 5 of 7. */
export function quorumOf(consenters: number): number {
  const faulty = Math.floor((consenters - 1) / 3);
  return Math.ceil((consenters + faulty + 1) / 2);
}

export function ordererGroup(description: NetworkDescription, material: ChannelMaterial): common.ConfigGroup {
  const consenters = description.consenters.map(({ id, organization }) =>
    consenter(id, requireOrganization(description, organization), material.consenter(organization)),
  );
  const { ordering } = description;
  return configGroup({
    groups: Object.fromEntries(
      description.organizations.map((organization) => [
        organization.mspId,
        ordererMember(organization, material.roots(organization.key)),
      ]),
    ),
    values: {
      BatchSize: batchSize(ordering),
      BatchTimeout: batchTimeout(),
      Capabilities: capabilities('V2_0'),
      ChannelRestrictions: new orderer.ChannelRestrictions(),
      ConsensusType: consensusType(ordering),
      Orderers: orderers(consenters),
    },
    policies: { ...META_POLICIES, BlockValidation: blockValidation(consenters) },
  });
}

/** What an organization is in the Orderer group; whether it has a consenter stands elsewhere. */
export function ordererMember(organization: Organization, roots: Roots): common.ConfigGroup {
  const { mspId, ports } = organization;
  const endpoints = new common.OrdererAddresses();
  endpoints.setAddressesList([`${hostOf(organization)}:${ports.orderer}`]);
  return configGroup({
    values: { MSP: mspValue(mspId, roots), Endpoints: endpoints },
    policies: {
      Readers: anyRole(mspId, ['admin', 'orderer']),
      Writers: anyRole(mspId, ['admin', 'orderer']),
      Admins: anyRole(mspId, ['admin']),
    },
  });
}

export function consenter(
  id: number,
  organization: Organization,
  certificates: ConsenterCertificates,
): common.Consenter {
  const { mspId, ports } = organization;
  const entry = new common.Consenter();
  entry.setId(id);
  entry.setHost(hostOf(organization));
  entry.setPort(ports.orderer);
  entry.setMspId(mspId);
  entry.setIdentity(Buffer.from(certificates.identity));
  entry.setClientTlsCert(Buffer.from(certificates.tls));
  entry.setServerTlsCert(Buffer.from(certificates.tls));
  return entry;
}

function orderers(consenters: common.Consenter[]): common.Orderers {
  const value = new common.Orderers();
  value.setConsenterMappingList(consenters);
  return value;
}

/** A block counts when a quorum of the consenters signed it, each named by its own certificate. */
export function blockValidation(consenters: readonly common.Consenter[]): common.SignaturePolicyEnvelope {
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setIdentitiesList(
    consenters.map((entry) =>
      identityPrincipal(entry.getMspId(), Buffer.from(entry.getIdentity_asU8()).toString()),
    ),
  );
  envelope.setRule(
    outOf(
      quorumOf(consenters.length),
      consenters.map((_, place) => signedBy(place)),
    ),
  );
  return envelope;
}

function batchSize({ batchMaxMessages, batchMaxBytes }: Ordering): orderer.BatchSize {
  const value = new orderer.BatchSize();
  value.setMaxMessageCount(batchMaxMessages);
  value.setAbsoluteMaxBytes(batchMaxBytes);
  value.setPreferredMaxBytes(PREFERRED_MAX_BYTES);
  return value;
}

/** Required by the form; SmartBFT cuts by its own interval. */
function batchTimeout(): orderer.BatchTimeout {
  const value = new orderer.BatchTimeout();
  value.setTimeout('2s');
  return value;
}

function consensusType(ordering: Ordering): orderer.ConsensusType {
  const value = new orderer.ConsensusType();
  value.setType('BFT');
  value.setMetadata(smartBftOptions(ordering).serializeBinary());
  return value;
}

function smartBftOptions(ordering: Ordering): orderer.smartbft.Options {
  const options = new orderer.smartbft.Options();
  options.setRequestBatchMaxCount(ordering.batchMaxMessages);
  options.setRequestBatchMaxBytes(REQUEST_BATCH_MAX_BYTES);
  options.setRequestBatchMaxInterval(duration(ordering.batchIntervalMs));
  options.setIncomingMessageBufferSize(INCOMING_MESSAGE_BUFFER);
  options.setRequestPoolSize(ordering.requestPoolSize);
  options.setRequestForwardTimeout(duration(ordering.forwardTimeoutMs));
  options.setRequestComplainTimeout(duration(ordering.complainTimeoutMs));
  options.setRequestAutoRemoveTimeout('3m0s');
  options.setViewChangeResendInterval('2s');
  options.setViewChangeTimeout(duration(ordering.viewChangeTimeoutMs));
  options.setLeaderHeartbeatTimeout(duration(ordering.heartbeatTimeoutMs));
  options.setLeaderHeartbeatCount(HEARTBEAT_COUNT);
  options.setCollectTimeout('1s');
  return options;
}

/** Go's notation of a duration, up to a minute. */
function duration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
