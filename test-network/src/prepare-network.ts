/** From a description to a network's folder: identities, genesis block, `network.json`. Done once; afterwards read. */
import { readFile, readdir } from 'node:fs/promises';
import { genesisBlock, networkIdOf } from './channel/genesis.js';
import { readMaterial } from './channel/material.js';
import type { NetworkDescription } from './description.js';
import { createIdentities } from './identities/create-identities.js';
import { layoutOf, writeAtomically, writeJson } from './layout.js';
import type { NetworkLayout } from './layout.js';
import { NetworkError } from './network-error.js';
import { readNetworkFile, type NetworkFile } from './network-file.js';

export type PreparedNetwork = {
  readonly description: NetworkDescription;
  readonly layout: NetworkLayout;
  /** Network id: lowercase hex of the genesis header's hash. */
  readonly network: string;
  /** RFC 3339. */
  readonly createdAt: string;
};

/**
 * Opens the network of the folder, or makes it. What the folder says wins over what is wanted: names and ports of a
 * network never change.
 *
 * @throws {NetworkError} `NETWORK_DAMAGED` when the folder holds another kind of network, or its files do not agree.
 */
export async function prepareNetwork(wanted: NetworkDescription, home: string): Promise<PreparedNetwork> {
  const layout = layoutOf(home);
  const known = await readNetworkFile(layout);
  return known ? openNetwork(known, wanted, layout) : createNetwork(wanted, layout);
}

/**
 * Opens the network of the folder; makes nothing.
 *
 * @throws {NetworkError} `NETWORK_DAMAGED` also when there is none.
 */
export async function readNetwork(home: string): Promise<PreparedNetwork> {
  const layout = layoutOf(home);
  const known = await readNetworkFile(layout);
  if (!known) throw new NetworkError('NETWORK_DAMAGED', `${layout.networkFile} does not exist`);
  return openNetwork(known, known, layout);
}

/** Writes down what the channel has by now: an organization that joined or left, new versions of definitions. */
export async function writeDescription(network: PreparedNetwork): Promise<void> {
  await writeJson(network.layout.networkFile, fileOf(network));
}

function fileOf({ description, network, createdAt }: PreparedNetwork): NetworkFile {
  return { ...description, network, createdAt };
}

/**
 * `network.json` is written last: without it nothing was started yet, so a half-made folder is completed. One with
 * blocks has lost the file: another genesis block would take the place of theirs.
 */
async function createNetwork(
  description: NetworkDescription,
  layout: NetworkLayout,
): Promise<PreparedNetwork> {
  const blocks = await readdir(layout.ledger).catch(() => []);
  if (blocks.length > 0) {
    throw new NetworkError(
      'NETWORK_DAMAGED',
      `${layout.networkFile} is missing, though ${layout.ledger} holds blocks; nothing was changed. Restore the file from a copy, or move the network's folder away to start anew`,
    );
  }
  await createIdentities(description, layout);
  const genesis = genesisBlock(description, await readMaterial(description, layout));
  const network = networkIdOf(genesis);
  await writeAtomically(layout.genesisBlock, genesis);
  const createdAt = new Date().toISOString();
  const created = { description, layout, network, createdAt };
  await writeJson(layout.networkFile, fileOf(created));
  return created;
}

async function openNetwork(
  { network, createdAt, ...description }: NetworkFile,
  wanted: Pick<NetworkDescription, 'kind'>,
  layout: NetworkLayout,
): Promise<PreparedNetwork> {
  if (description.kind !== wanted.kind) {
    throw new NetworkError(
      'NETWORK_DAMAGED',
      `${layout.home} holds a network of kind ${description.kind}, not ${wanted.kind}`,
    );
  }
  const genesis = await readFile(layout.genesisBlock).catch((cause: unknown) => {
    throw new NetworkError('NETWORK_DAMAGED', `${layout.genesisBlock} cannot be read`, { cause });
  });
  if (networkIdOf(genesis) !== network) {
    throw new NetworkError(
      'NETWORK_DAMAGED',
      `${layout.genesisBlock} is not the genesis block that network.json names`,
    );
  }
  return { description, layout, network, createdAt };
}
