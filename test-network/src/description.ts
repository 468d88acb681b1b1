/**
 * The network description: what every part of a network is derived from (identities, genesis block, packages, ports).
 * It is chosen once and kept in `network.json`. Names and ports never change: they stand in the genesis block and in
 * the package ids. Organizations that join or leave and new versions of definitions are written there once the channel
 * has them.
 */
import type { PolicyRule } from './channel/policy.js';

export type NetworkKind = 'embedded' | 'native';

/** Short name of an organization in paths and ports: `tax`, `affairs`, `court`, `operator`. */
export type OrganizationKey = string;

/** TCP ports of one organization, on its host. */
export type Ports = {
  /** The peer: gateway service, endorser and deliver. */
  readonly peer: number;
  readonly orderer: number;
  readonly chaincode: number;
  /** The server of the next version during an upgrade; old and new take turns. */
  readonly chaincodeBeside: number;
  readonly peerOperations: number;
  readonly ordererOperations: number;
  /** Channel participation of the orderer. */
  readonly ordererAdmin: number;
  /** Where a real peer listens for chaincode that it starts itself; nothing of ours dials it. */
  readonly peerChaincode: number;
};

export type Organization = {
  readonly key: OrganizationKey;
  readonly mspId: string;
  /** For people; the O of its certificates. */
  readonly name: string;
  readonly country: string;
  readonly locality: string;
  /** DNS name or IPv4 address that the others dial; absent: all organizations share this machine. */
  readonly host?: string;
  readonly ports: Ports;
};

/** A member of the ordering group: `id` from 1, unique for the life of the channel. */
export type Consenter = { readonly id: number; readonly organization: OrganizationKey };

/** Limits of the ordering service, fabric.md section 1.1. */
export type Ordering = {
  readonly batchMaxMessages: number;
  readonly batchMaxBytes: number;
  readonly batchIntervalMs: number;
  readonly requestPoolSize: number;
  readonly forwardTimeoutMs: number;
  readonly complainTimeoutMs: number;
  readonly heartbeatTimeoutMs: number;
  readonly viewChangeTimeoutMs: number;
};

/** A chaincode definition = a namespace of one authority; all share one package. */
export type Definition = {
  readonly name: string;
  /** MSP id of the authority, whose endorsement every transaction of the namespace needs. */
  readonly authority: string;
  /** Kinds of documents that the authority may issue, each with a pattern of the prefixes it owns. */
  readonly kinds: readonly { readonly kind: string; readonly prefixes: string }[];
  readonly version: string;
  readonly sequence: number;
  readonly policy: PolicyRule;
};

export type NetworkDescription = {
  readonly format: 'chopmark/network/1';
  readonly kind: NetworkKind;
  readonly channel: string;
  readonly organizations: readonly Organization[];
  readonly consenters: readonly Consenter[];
  readonly ordering: Ordering;
  readonly definitions: readonly Definition[];
  /** Consenters that left: their ids are not given again. */
  readonly formerConsenters?: readonly number[];
};

/** First port of each kind when nothing else is asked for; an organization takes ten from there. */
export const DEFAULT_PORT_BASE: Readonly<Record<NetworkKind, number>> = { embedded: 18_050, native: 18_150 };

const CHANNEL: Readonly<Record<NetworkKind, string>> = { embedded: 'chopmark-embedded', native: 'chopmark' };
export const PORTS_EACH = 10;

const ORGANIZATIONS = [
  { key: 'tax', mspId: 'TaxMSP', name: 'Sandbox Tax Bureau', locality: 'Shenzhen' },
  { key: 'affairs', mspId: 'AffairsMSP', name: 'Sandbox Government Affairs', locality: 'Hangzhou' },
  { key: 'court', mspId: 'CourtMSP', name: 'Sandbox Internet Court', locality: 'Hangzhou' },
  { key: 'operator', mspId: 'OperatorMSP', name: 'Sandbox Platform Operator', locality: 'Shenzhen' },
] as const;

/** Namespaces and the MSP that has authority over each; a further bureau is a further row. */
const AUTHORITIES = [
  {
    name: 'tax',
    authority: 'TaxMSP',
    kinds: [
      { kind: 'invoice', prefixes: '^[0-9]{2}00[0-9]$' },
      { kind: 'auditCheckpoint', prefixes: '^AUDITTAX[0-9]$' },
    ],
  },
  {
    name: 'affairs',
    authority: 'AffairsMSP',
    kinds: [{ kind: 'auditCheckpoint', prefixes: '^AUDITAFFAIRS[0-9]$' }],
  },
  {
    name: 'court',
    authority: 'CourtMSP',
    kinds: [{ kind: 'auditCheckpoint', prefixes: '^AUDITCOURT[0-9]$' }],
  },
] as const;

/** Kinds that the code of this version knows in a namespace. */
export function kindsOf(name: string): Definition['kinds'] {
  return AUTHORITIES.find((one) => one.name === name)?.kinds ?? [];
}

/**
 * The four organizations of Chopmark with one consenter each.
 *
 * @param options.portBase First of the 40 ports; one organization takes ten. With hosts: first of the same ten on each.
 * @param options.hosts Host of every organization, by key; absent: all on this machine.
 * @param options.channel Name of the channel, for a test that runs both kinds side by side.
 */
export function defaultDescription(
  kind: NetworkKind,
  options: {
    readonly portBase?: number;
    readonly channel?: string;
    readonly hosts?: Readonly<Record<OrganizationKey, string>>;
  } = {},
): NetworkDescription {
  const base = options.portBase ?? DEFAULT_PORT_BASE[kind];
  const { hosts } = options;
  return {
    format: 'chopmark/network/1',
    kind,
    channel: options.channel ?? CHANNEL[kind],
    organizations: ORGANIZATIONS.map((organization, place) => ({
      ...organization,
      country: 'CN',
      ...(hosts ? { host: requireHost(hosts, organization.key) } : {}),
      ports: portsFrom(hosts ? base : base + place * PORTS_EACH),
    })),
    consenters: ORGANIZATIONS.map(({ key }, place) => ({ id: place + 1, organization: key })),
    ordering: {
      batchMaxMessages: 100,
      batchMaxBytes: 40 * 1024 * 1024,
      batchIntervalMs: 50,
      requestPoolSize: 20_000,
      forwardTimeoutMs: 1_000,
      complainTimeoutMs: 3_000,
      heartbeatTimeoutMs: 10_000,
      viewChangeTimeoutMs: 5_000,
    },
    definitions: AUTHORITIES.map((row) => ({
      ...row,
      version: '1',
      sequence: 1,
      policy: policyOf(row.authority),
    })),
  };
}

function requireHost(hosts: Readonly<Record<OrganizationKey, string>>, key: OrganizationKey): string {
  const host = hosts[key];
  if (host === undefined) throw new Error(`no host is given for ${key}`);
  return host;
}

/** The ten ports from `first` on. */
export function portsFrom(first: number): Ports {
  return {
    orderer: first,
    peer: first + 1,
    chaincode: first + 2,
    peerOperations: first + 3,
    ordererOperations: first + 4,
    ordererAdmin: first + 5,
    peerChaincode: first + 6,
    chaincodeBeside: first + 7,
  };
}

/** The authority and one of the others: neither the authority alone nor all others without it can write. */
function policyOf(authority: string): PolicyRule {
  const others = ORGANIZATIONS.map(({ mspId }) => mspId).filter((mspId) => mspId !== authority);
  return {
    outOf: 2,
    rules: [
      { mspId: authority, role: 'peer' },
      { outOf: 1, rules: others.map((mspId) => ({ mspId, role: 'peer' })) },
    ],
  };
}

/** @throws {Error} When the description has no such organization. */
export function requireOrganization(description: NetworkDescription, key: OrganizationKey): Organization {
  const organization = description.organizations.find((candidate) => candidate.key === key);
  if (!organization) throw new Error(`the network description has no organization ${key}`);
  return organization;
}

/** Organization of an MSP id, if the description has one. */
export function organizationOfMsp(description: NetworkDescription, mspId: string): Organization | undefined {
  return description.organizations.find((candidate) => candidate.mspId === mspId);
}
