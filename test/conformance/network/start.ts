/**
 * Starts a network of either kind for the cases: the same channel, the same test chaincode under the same definitions,
 * everything else as users get it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  defaultDescription,
  type NetworkDescription,
  type NetworkKind,
} from '../../../test-network/dist/description.js';
import { startEmbedded } from '../../../test-network/dist/embedded/start-embedded.js';
import { ensureDefinitions } from '../../../test-network/dist/lifecycle/ensure-definitions.js';
import { startNative } from '../../../test-network/dist/native/start-native.js';
import type { InstalledChaincode } from '../../../test-network/dist/packaging/install-files.js';
import { prepareNetwork, type PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import { defineSecond } from './second-chaincode.js';
import { Subject } from './subject.js';

const CHAINCODE = fileURLToPath(new URL('../../support/range-chaincode', import.meta.url));
const PORT_BASE: Readonly<Record<NetworkKind, number>> = { embedded: 28_300, native: 28_400 };

/** The test chaincode under two names: `ranges1` needs the tax bureau and another, `ranges2` government affairs and another. */
export const [RANGES, OTHER] = ['ranges1', 'ranges2'] as const;
/** Small, so that an envelope beyond it is quickly sent. */
export const MAX_ENVELOPE_BYTES = 4 * 1024 * 1024;

export type Started = { readonly subject: Subject; readonly stop: () => Promise<void> };

export async function start(kind: NetworkKind): Promise<Started> {
  const home = await mkdtemp(join(tmpdir(), `chopmark-conformance-${kind}-`));
  const network = await prepareNetwork(descriptionOf(kind), join(home, 'network'));
  const remove = (): Promise<void> => rm(home, { recursive: true, force: true });
  try {
    const running = await run(network);
    const subject = await Subject.open(network, running.installed);
    const stop = async (): Promise<void> => {
      subject.close();
      await running.stop();
      await remove();
    };
    return { subject, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}

function descriptionOf(kind: NetworkKind): NetworkDescription {
  const usual = defaultDescription(kind, { portBase: PORT_BASE[kind], channel: 'conformance' });
  const definitions = usual.definitions
    .slice(0, 2)
    .map((definition, place) => ({ ...definition, name: place === 0 ? RANGES : OTHER }));
  return {
    ...usual,
    definitions: [...definitions, ...usual.definitions.slice(2)],
    ordering: { ...usual.ordering, batchMaxBytes: MAX_ENVELOPE_BYTES },
  };
}

/** Nodes first, without definitions: the usual ones come with roles that the test chaincode does not have. */
async function run(
  network: PreparedNetwork,
): Promise<{ installed: InstalledChaincode; stop: () => Promise<void> }> {
  const { description } = network;
  const bare = { ...network, description: { ...description, definitions: [] } };
  const options = { chaincodeSource: CHAINCODE };
  const running =
    description.kind === 'native' ? await startNative(bare, options) : await startEmbedded(bare, options);
  let stopSecond = (): Promise<void> => Promise.resolve();
  const stop = async (): Promise<void> => {
    await stopSecond();
    await running.stop();
  };
  try {
    const definitions = description.definitions.slice(0, 2);
    await ensureDefinitions({ ...network, description: { ...description, definitions } }, running.installed);
    stopSecond = await defineSecond(network, CHAINCODE);
  } catch (error) {
    await stop();
    throw error;
  }
  return { installed: running.installed, stop };
}
