/** Makes orderers and peers members of the channel by its genesis block; who is one already stays one. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { peer } from '@hyperledger/fabric-protos';
import type { Organization } from '../description.js';
import { during, PeerClient } from '../lifecycle/peer-client.js';
import { tailOf } from '../log-tail.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { askParticipation, CHANNELS } from './participation.js';

const POLL_MS = 50;
const ATTEMPTS = 100;

/**
 * @param block Genesis block, or for an orderer that joins later a younger configuration block.
 * @throws {NetworkError} `NODE_FAILED`
 */
export async function joinOrderer(
  network: PreparedNetwork,
  organization: Organization,
  block: Uint8Array,
): Promise<void> {
  const { channel } = network.description;
  await joining(network, 'orderer', organization, async () => {
    const known = await onceListening(() =>
      askParticipation(network, organization, 'GET', `${CHANNELS}/${channel}`),
    );
    if (known.status === 200) return;
    const joined = await askParticipation(network, organization, 'POST', CHANNELS, { block });
    if (joined.status !== 201) throw new Error(`status ${joined.status}: ${joined.text}`);
  });
}

/** A node may end after it was healthy: the connection says only that it is gone, its log says why. */
async function joining(
  { description, layout }: PreparedNetwork,
  node: 'orderer' | 'peer',
  { key }: Organization,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await during('NODE_FAILED', `join ${description.channel} at the ${node} of ${key}`, work);
  } catch (error) {
    // On a host of its own the node writes elsewhere.
    const tail = await tailOf(join(layout.logs, `${node}-${key}.log`)).catch(() => undefined);
    if (!(error instanceof NetworkError) || tail === undefined) throw error;
    throw new NetworkError(error.code, `${error.detail}; the end of its log: ${tail}`, { cause: error });
  }
}

/** An orderer counts as healthy by its port of operations; the one of channel participation opens a moment later. */
async function onceListening<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      const isRefused = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
      if (!isRefused || attempt === ATTEMPTS) throw error;
      await delay(POLL_MS);
    }
  }
}

/** @throws {NetworkError} `NODE_FAILED` */
export async function joinPeer(
  network: PreparedNetwork,
  organization: Organization,
  genesis: Uint8Array,
): Promise<void> {
  const { channel } = network.description;
  const client = await PeerClient.open(network, organization.key);
  try {
    await joining(network, 'peer', organization, async () => {
      const answer = await client.propose({ chaincode: 'cscc', args: ['GetChannels'] });
      const known = peer.ChannelQueryResponse.deserializeBinary(answer).getChannelsList();
      if (known.some((entry) => entry.getChannelId() === channel)) return;
      await client.propose({ chaincode: 'cscc', args: ['JoinChain', genesis] });
    });
  } finally {
    client.close();
  }
}
