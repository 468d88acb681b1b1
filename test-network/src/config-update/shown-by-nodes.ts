/** A configuration counts as in force once the nodes themselves show it: each orderer and each peer is asked. */
import { setTimeout as delay } from 'node:timers/promises';
import { common } from '@hyperledger/fabric-protos';
import type { Organization } from '../description.js';
import { PeerClient, reasonOf } from '../lifecycle/peer-client.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { channelStateOf, lastConfigOf } from './channel-state.js';
import { OrdererClient } from './orderer-client.js';

const POLL_MS = 100;

/**
 * @param block Number of the configuration block; a later one does as well.
 * @throws {NetworkError} `CONFIG_NOT_SEEN` naming the nodes that do not show it in time.
 */
export async function waitUntilShown(
  network: PreparedNetwork,
  organizations: readonly Organization[],
  block: number,
  patienceMs: number,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  const rows = await Promise.all(
    organizations.flatMap(({ key }) => [
      shows(`orderer-${key}`, () => configAtOrderer(network, key), block, deadline),
      shows(`peer-${key}`, () => configAtPeer(network, key), block, deadline),
    ]),
  );
  const behind = rows.filter((row) => row !== undefined);
  if (behind.length > 0) {
    throw new NetworkError(
      'CONFIG_NOT_SEEN',
      `configuration block ${block} is in force, but not yet at ${behind.join('; ')}`,
    );
  }
}

/** @returns What is wrong when the node does not show the block in time. */
async function shows(
  name: string,
  ask: () => Promise<number>,
  block: number,
  deadline: number,
): Promise<string | undefined> {
  for (;;) {
    let reason: string;
    try {
      const shown = await inTime(ask, deadline);
      if (shown >= block) return undefined;
      reason = `shows ${shown}`;
    } catch (error) {
      reason = reasonOf(error);
    }
    if (Date.now() > deadline) return `${name} (${reason})`;
    await delay(POLL_MS);
  }
}

/** A frozen node must not hold up what is told about it. */
async function inTime<T>(ask: () => Promise<T>, deadline: number): Promise<T> {
  const late = new AbortController();
  const answer = ask();
  // Nobody waits for it once it is late.
  answer.catch(() => undefined);
  try {
    const overdue = delay(Math.max(0, deadline - Date.now()), undefined, { signal: late.signal });
    return await Promise.race([answer, overdue.then(() => Promise.reject(new Error('does not answer')))]);
  } finally {
    late.abort();
  }
}

async function configAtOrderer(network: PreparedNetwork, key: string): Promise<number> {
  const client = await OrdererClient.open(network, key);
  try {
    return lastConfigOf(await client.block('newest'));
  } finally {
    client.close();
  }
}

async function configAtPeer(network: PreparedNetwork, key: string): Promise<number> {
  const { channel } = network.description;
  const client = await PeerClient.open(network, key);
  try {
    const answer = await client.propose({ chaincode: 'cscc', args: ['GetConfigBlock', channel], channel });
    return channelStateOf(common.Block.deserializeBinary(answer)).block;
  } finally {
    client.close();
  }
}
