/**
 * What one configuration of a channel says about blocks and organizations: who may sign blocks, how many of them must,
 * and which roots an organization has.
 *
 * @module
 */
import { utf8Decode } from '../encoding/utf8.js';
import { readMessage } from '../protobuf/message.js';
import { CertificateError } from '../x509/certificate-error.js';
import { type Certificate, parseCertificatePem } from '../x509/certificate.js';
import { CHANNEL_HEADER } from './messages.js';
import { ENVELOPE, PAYLOAD } from './block-messages.js';
import {
  CONFIG_ENVELOPE,
  CONSENSUS_TYPE,
  type ConfigGroup,
  FABRIC_MSP_CONFIG,
  MSP_CONFIG,
  ORDERERS,
} from './configuration-messages.js';
import type { ClaimedIdentity } from './identity.js';
import { OrderingError } from './ordering-error.js';
import { type PolicyCheck, policyCheckOf } from './signature-policy.js';

export interface ChannelConfiguration {
  readonly channel: string;
  /** 0 for the genesis block's, and one more with every configuration block. */
  readonly sequence: number;
  readonly consenters: readonly Consenter[];
  /** Policy `BlockValidation`. */
  readonly blockValidation: PolicyCheck;
  readonly organizations: readonly ConfiguredOrganization[];
}

export interface Consenter extends ClaimedIdentity {
  readonly id: number;
}

/** An organization's MSP as the channel has it; lists are PEM texts. */
export interface ConfiguredOrganization {
  readonly mspId: string;
  /** Uses the channel: one that only orders endorses nothing. */
  readonly isMember: boolean;
  readonly roots: readonly string[];
  readonly intermediates: readonly string[];
  readonly revocationLists: readonly string[];
}

const CONFIG = 1;
const FABRIC_MSP = 0;
const BFT = 'BFT';

/**
 * @param envelope common.Envelope of a configuration block.
 * @throws {ProtobufError | CertificateError | DocumentError} Unless everything in it is of its form.
 * @throws {OrderingError} `CONFIGURATION_MALFORMED`; `CONFIGURATION_NOT_SUPPORTED` for another consensus than BFT.
 */
export function parseChannelConfiguration(envelope: Uint8Array): ChannelConfiguration {
  const { header, data } = readMessage(PAYLOAD, readMessage(ENVELOPE, envelope).payload);
  if (!header) throw malformed('no header');
  const { type, channelId } = readMessage(CHANNEL_HEADER, header.channelHeader);
  if (type !== CONFIG) throw malformed(`envelope of type ${type}`);
  const { config } = readMessage(CONFIG_ENVELOPE, data);
  if (!config?.channelGroup) throw malformed('no configuration');
  const { groups } = config.channelGroup;
  const orderer = groups.get('Orderer');
  if (!orderer) throw malformed('no orderers');
  return {
    channel: channelId,
    sequence: config.sequence,
    consenters: consentersOf(orderer),
    blockValidation: blockValidationOf(orderer),
    organizations: organizationsOf(groups.get('Application'), orderer),
  };
}

function consentersOf(orderer: ConfigGroup): Consenter[] {
  const { type } = readMessage(CONSENSUS_TYPE, valueOf(orderer, 'ConsensusType'));
  if (type !== BFT) throw notSupported(`consensus of type ${type}`);
  const { consenters } = readMessage(ORDERERS, valueOf(orderer, 'Orderers'));
  if (consenters.length === 0) throw malformed('no consenters');
  return consenters.map(({ id, mspId, identity }) => ({ id, mspId, certificate: certificateOf(identity) }));
}

/** Another kind of key is legal in a channel; only nothing here can check its signatures. */
function certificateOf(identity: Uint8Array): Certificate {
  try {
    return parseCertificatePem(utf8Decode(identity));
  } catch (cause) {
    if (!(cause instanceof CertificateError)) throw cause;
    throw new OrderingError('CONFIGURATION_NOT_SUPPORTED', `a consenter: ${cause.message}`, { cause });
  }
}

function blockValidationOf(orderer: ConfigGroup): PolicyCheck {
  const policy = orderer.policies.get('BlockValidation')?.policy;
  if (!policy) throw malformed('no policy BlockValidation');
  return policyCheckOf(policy, orderer);
}

/** An organization that both serves and uses the channel stands in both sections with the same MSP. */
function organizationsOf(
  application: ConfigGroup | undefined,
  orderer: ConfigGroup,
): ConfiguredOrganization[] {
  const found = new Map<string, ConfiguredOrganization>();
  for (const section of [application, orderer]) {
    for (const group of section?.groups.values() ?? []) {
      const organization = organizationOf(group, section === application);
      if (!found.has(organization.mspId)) found.set(organization.mspId, organization);
    }
  }
  return [...found.values()];
}

function organizationOf(group: ConfigGroup, isMember: boolean): ConfiguredOrganization {
  const { type, config } = readMessage(MSP_CONFIG, valueOf(group, 'MSP'));
  if (type !== FABRIC_MSP) throw notSupported(`MSP of type ${type}`);
  const msp = readMessage(FABRIC_MSP_CONFIG, config);
  const texts = (list: readonly Uint8Array[]): string[] => list.map((bytes) => utf8Decode(bytes));
  return {
    mspId: msp.name,
    isMember,
    roots: texts(msp.rootCerts),
    intermediates: texts(msp.intermediateCerts),
    revocationLists: texts(msp.revocationList),
  };
}

function valueOf({ values }: ConfigGroup, name: string): Uint8Array {
  const value = values.get(name);
  if (!value) throw malformed(`no value ${name}`);
  return value.value;
}

function malformed(detail: string): OrderingError {
  return new OrderingError('CONFIGURATION_MALFORMED', detail);
}

function notSupported(detail: string): OrderingError {
  return new OrderingError('CONFIGURATION_NOT_SUPPORTED', detail);
}
