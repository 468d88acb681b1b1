/**
 * Brings a channel's configuration to where an edit wants it. What is there already stays: the update is computed
 * from the newest configuration each time, so a command that was killed, or whose answer got lost, just runs again.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { common } from '@hyperledger/fabric-protos';
import { loadIdentity } from '../identities/identity.js';
import { reasonOf } from '../lifecycle/peer-client.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { channelStateAt } from './channel-state.js';
import type { ChannelState } from './channel-state.js';
import { computeUpdate } from './compute-update.js';
import { BroadcastRefused, OrdererClient } from './orderer-client.js';
import { requiredAdmins } from './required-admins.js';
import { signedEnvelope, signedUpdate } from './signed-envelope.js';
import { waitUntilShown } from './shown-by-nodes.js';

/** Longer than a change of the leader takes. */
const PATIENCE_MS = 90_000;
const ORDERED_MS = 20_000;
const POLL_MS = 100;

export type ConfigEdit = {
  /** For people: `add CityMSP to the channel`. */
  readonly what: string;
  /** Changes the channel group in place; changes nothing when it is as it should be. */
  readonly apply: (group: common.ConfigGroup) => void;
  /** MSP ids of admins who sign only when nobody else can, e.g. of the organization that is to leave. */
  readonly reluctant?: readonly string[];
  /** Organizations whose nodes need not show the new configuration: they are not members of it. */
  readonly without?: readonly string[];
  /** Patience with nodes that do not show the new configuration. */
  readonly patienceMs?: number;
};

/**
 * Resolves once the configuration is as wanted and every orderer and peer of the description shows it.
 *
 * @returns The configuration in force.
 * @throws {NetworkError} `CONFIG_REFUSED` with the orderers' words; `CONFIG_NOT_SEEN` naming the nodes that lag.
 */
export async function ensureConfig(
  network: PreparedNetwork,
  edit: ConfigEdit,
  progress: (text: string) => void = () => undefined,
): Promise<ChannelState> {
  const { description } = network;
  const consenters = description.consenters.map(({ organization }) => organization);
  const clients = await Promise.all(consenters.map((key) => OrdererClient.open(network, key)));
  try {
    const state = await reach(network, edit, clients, progress);
    const nodes = description.organizations.filter(({ key }) => edit.without?.includes(key) !== true);
    await waitUntilShown(network, nodes, state.block, edit.patienceMs ?? PATIENCE_MS);
    return state;
  } finally {
    for (const client of clients) client.close();
  }
}

/** The configuration in force, as the orderers of the network have it. */
export async function currentConfig(network: PreparedNetwork): Promise<ChannelState> {
  const { consenters } = network.description;
  const clients = await Promise.all(
    consenters.map(({ organization }) => OrdererClient.open(network, organization)),
  );
  try {
    return await newestOf(clients);
  } finally {
    for (const client of clients) client.close();
  }
}

async function reach(
  network: PreparedNetwork,
  edit: ConfigEdit,
  clients: readonly OrdererClient[],
  progress: (text: string) => void,
): Promise<ChannelState> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt += 1) {
    const state = await newestOf(clients);
    const update = updateFor(network, edit, state);
    if (!update) return state;
    const client = clients[attempt % clients.length];
    if (!client) throw new NetworkError('CONFIG_REFUSED', `${edit.what}: the network has no orderer`);
    let reason = 'it was not ordered';
    try {
      await submit(network, edit, state, update, client, progress);
      if (await isReplaced(clients, state.block)) continue;
    } catch (error) {
      if (error instanceof NetworkError) throw error;
      reason = error instanceof Error ? error.message : String(error);
      const isFinal = error instanceof BroadcastRefused && !error.isTemporary;
      // Refused under a configuration that was replaced meanwhile says nothing about the next attempt.
      if (isFinal && (await newestOf(clients)).block === state.block)
        throw new NetworkError('CONFIG_REFUSED', `${edit.what}: ${reason}`, { cause: error });
    }
    if (Date.now() > deadline) throw new NetworkError('CONFIG_REFUSED', `${edit.what}: ${reason}`);
    await delay(POLL_MS);
  }
}

function updateFor(
  { description }: PreparedNetwork,
  { apply }: ConfigEdit,
  { group }: ChannelState,
): common.ConfigUpdate | undefined {
  const wanted = common.ConfigGroup.deserializeBinary(group.serializeBinary());
  apply(wanted);
  return computeUpdate(description.channel, group, wanted);
}

async function submit(
  { description, layout }: PreparedNetwork,
  { what, reluctant = [] }: ConfigEdit,
  { group }: ChannelState,
  update: common.ConfigUpdate,
  client: OrdererClient,
  progress: (text: string) => void,
): Promise<void> {
  const known = description.organizations.filter(({ mspId }) => !reluctant.includes(mspId));
  const mspIds = requiredAdmins(group, update, [...known.map(({ mspId }) => mspId), ...reluctant]);
  const admins = await Promise.all(
    mspIds.map((mspId) => {
      const organization = description.organizations.find((candidate) => candidate.mspId === mspId);
      if (!organization)
        throw new NetworkError('CONFIG_REFUSED', `${what}: needs an admin of ${mspId}, who is not here`);
      return loadIdentity(description, layout, organization.key, 'admin');
    }),
  );
  progress(`${what}: signed by the admins of ${mspIds.join(', ')}`);
  const [sender] = admins;
  if (!sender) throw new Error('an update without admins');
  const envelope = signedEnvelope(sender, {
    channel: description.channel,
    type: common.HeaderType.CONFIG_UPDATE,
    data: signedUpdate(update, admins).serializeBinary(),
  });
  await client.broadcast(envelope);
}

async function isReplaced(clients: readonly OrdererClient[], block: number): Promise<boolean> {
  const deadline = Date.now() + ORDERED_MS;
  while (Date.now() < deadline) {
    if ((await newestOf(clients)).block > block) return true;
    await delay(POLL_MS);
  }
  return false;
}

/** Orderers that are down or behind do not count. */
async function newestOf(clients: readonly OrdererClient[]): Promise<ChannelState> {
  const answers = await Promise.allSettled(clients.map((client) => channelStateAt(client)));
  const [newest] = answers
    .flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
    .sort((a, b) => b.block - a.block);
  if (newest) return newest;
  const [first] = answers;
  const reason = first?.status === 'rejected' ? reasonOf(first.reason) : 'there is none';
  throw new NetworkError('CONFIG_REFUSED', `no orderer answers: ${reason}`);
}
