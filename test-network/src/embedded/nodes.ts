/**
 * Peers, orderers and gateway services of all organizations in this process, over one ledger. They trust each other
 * as four machines would not; what they refuse, and how, is Fabric's (fabric.md sections 4 and 6).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NetworkDescription, Organization, OrganizationKey } from '../description.js';
import { requireOrganization } from '../description.js';
import { loadIdentity } from '../identities/identity.js';
import type { PreparedNetwork } from '../prepare-network.js';
import type { Lock } from '../processes/lock.js';
import { parseBlock } from './blocks/block.js';
import type { ConsenterSigner } from './blocks/block-signatures.js';
import type { Channel } from './channel.js';
import { ChaincodeConnections } from './chaincode/chaincode-connections.js';
import { Committer } from './committer.js';
import { ChaincodeInvoker } from './endorser/chaincode-invoker.js';
import { Endorser } from './endorser/endorser.js';
import { Faults } from './faults.js';
import { Peers } from './gateway/peers.js';
import { holdLedgerFolder } from './ledger-folder.js';
import { Ledger } from './ledger/ledger.js';
import { channelConfigFrom } from './msp/channel-config.js';
import { Orderer } from './ordering/orderer.js';
import { OrganizationServer } from './organization-server.js';
import { ConfigurationQuery } from './system/configuration-query.js';
import { LedgerQuery } from './system/ledger-query.js';
import { Lifecycle } from './system/lifecycle.js';
import { PackageStore } from './system/package-store.js';
import { readStringsStrictly } from './wire/strict-strings.js';

export type NodeOptions = {
  /** Limit of one chaincode call, asked at each; Fabric's default is 30 s. */
  readonly executeTimeoutMs?: () => number;
  /** Clock of the nodes: of expiry and time windows. */
  readonly now?: () => Date;
  readonly faults?: Faults;
  /** Told when a block could not be stored: nothing is ordered any more until a restart. */
  readonly orderingFailed?: (cause: unknown) => void;
  /** Told about defects of this network; the default prints them. */
  readonly defect?: (error: unknown) => void;
};

const EXECUTE_TIMEOUT_MS = 30_000;

export class EmbeddedNodes {
  readonly channel: Channel;
  readonly committer: Committer;
  readonly #orderer: Orderer;
  readonly #connections: ReadonlyMap<OrganizationKey, ChaincodeConnections>;
  readonly #servers: readonly OrganizationServer[];
  readonly #folder: Lock;

  private constructor(parts: {
    channel: Channel;
    committer: Committer;
    orderer: Orderer;
    connections: ReadonlyMap<OrganizationKey, ChaincodeConnections>;
    servers: readonly OrganizationServer[];
    folder: Lock;
  }) {
    this.channel = parts.channel;
    this.committer = parts.committer;
    this.#orderer = parts.orderer;
    this.#connections = parts.connections;
    this.#servers = parts.servers;
    this.#folder = parts.folder;
  }

  /**
   * Opens the ledger and all ports.
   *
   * @throws {NetworkError} `NETWORK_IN_USE`, `NETWORK_DAMAGED`
   */
  static async start(network: PreparedNetwork, options: NodeOptions = {}): Promise<EmbeddedNodes> {
    readStringsStrictly();
    const folder = await holdLedgerFolder(network.layout.ledger);
    try {
      return await EmbeddedNodes.#startHeld(network, options, folder);
    } catch (error) {
      folder.release();
      throw error;
    }
  }

  static async #startHeld(
    network: PreparedNetwork,
    options: NodeOptions,
    folder: Lock,
  ): Promise<EmbeddedNodes> {
    const { description, layout } = network;
    const genesis = parseBlock(await readFile(layout.genesisBlock));
    const config = channelConfigFrom(genesis);
    const ledger = await Ledger.open(layout.ledger, genesis);
    const channel: Channel = {
      name: config.channel,
      config,
      ledger,
      now: options.now ?? (() => new Date()),
      faults: options.faults ?? new Faults(),
    };
    const defect = options.defect ?? ((error: unknown) => console.error(error));
    const committer = new Committer(ledger, config);
    const orderer = new Orderer({
      channel,
      signers: await consenterSigners(network),
      batchIntervalMs: description.ordering.batchIntervalMs,
      poolSize: description.ordering.requestPoolSize,
      commit: (block) => committer.commit(block),
      failed: options.orderingFailed ?? defect,
    });
    const connections = new Map<OrganizationKey, ChaincodeConnections>();
    const servers: OrganizationServer[] = [];
    try {
      const endorsers: { organization: Organization; endorser: Endorser }[] = [];
      for (const organization of description.organizations) {
        const calls = new ChaincodeConnections(options.executeTimeoutMs ?? (() => EXECUTE_TIMEOUT_MS));
        connections.set(organization.key, calls);
        endorsers.push({ organization, endorser: await openEndorser(network, organization, channel, calls) });
      }
      const all = endorsers.map(({ endorser }) => endorser);
      for (const { organization, endorser } of endorsers) {
        servers.push(
          await OrganizationServer.start({
            channel,
            peers: new Peers(endorser, all, channel),
            orderer,
            endorser,
            port: organization.ports.peer,
            tls: layout.organization(organization.key).node('peer').tls,
            defect,
          }),
        );
      }
      return new EmbeddedNodes({ channel, committer, orderer, connections, servers, folder });
    } catch (error) {
      for (const server of servers) server.stop();
      await ledger.close();
      throw error;
    }
  }

  /** Ends one organization's streams to its chaincode servers, calls in flight included; the next call dials again. */
  async dropChaincodeStreams(organization: OrganizationKey): Promise<void> {
    await this.#connections.get(organization)?.dropStreams();
  }

  /** What is in progress is stored; whoever waits is cut off. */
  async stop(): Promise<void> {
    await this.#orderer.close();
    for (const server of this.#servers) server.stop();
    for (const connections of this.#connections.values()) await connections.dropStreams();
    await this.channel.ledger.close();
    this.#folder.release();
  }
}

async function openEndorser(
  { description, layout }: PreparedNetwork,
  { key, mspId, ports }: Organization,
  channel: Channel,
  connections: ChaincodeConnections,
): Promise<Endorser> {
  const packages = await PackageStore.open(join(layout.ledger, 'packages', key), connections);
  return new Endorser({
    mspId,
    address: `localhost:${ports.peer}`,
    identity: await loadIdentity(description, layout, key, 'peer'),
    channel,
    invoker: new ChaincodeInvoker(mspId, channel, connections),
    systemChaincodes: new Map<string, Lifecycle | LedgerQuery | ConfigurationQuery>([
      ['_lifecycle', new Lifecycle(mspId, channel, packages)],
      ['qscc', new LedgerQuery(channel)],
      ['cscc', new ConfigurationQuery(channel, mspId)],
    ]),
  });
}

async function consenterSigners({ description, layout }: PreparedNetwork): Promise<ConsenterSigner[]> {
  return Promise.all(
    description.consenters.map(async ({ id, organization }) => {
      const { sign } = await loadIdentity(
        description,
        layout,
        requireOrganization(description, organization).key,
        'orderer',
      );
      return { id, sign };
    }),
  );
}

/** Ports that the embedded network opens, each with its use. */
export function embeddedPorts({ organizations }: NetworkDescription): { port: number; use: string }[] {
  return organizations.flatMap(({ key, ports }) => [
    { port: ports.peer, use: `peer of ${key}` },
    { port: ports.chaincode, use: `chaincode of ${key}` },
  ]);
}
