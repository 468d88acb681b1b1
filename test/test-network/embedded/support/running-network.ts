/** A whole embedded network in this process, in a folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultDescription, type NetworkDescription } from '../../../../test-network/dist/description.js';
import {
  startEmbedded,
  type EmbeddedNetwork,
  type EmbeddedOptions,
} from '../../../../test-network/dist/embedded/start-embedded.js';
import { ensureDefinitions } from '../../../../test-network/dist/lifecycle/ensure-definitions.js';
import { prepareNetwork } from '../../../../test-network/dist/prepare-network.js';

export const CONTRACT = fileURLToPath(new URL('../../../../chaincode/deploy', import.meta.url));
export const RANGE_CHAINCODE = fileURLToPath(new URL('../../../support/range-chaincode', import.meta.url));

export type TestNetwork = EmbeddedNetwork & {
  /** Moves the clock of the nodes. */
  readonly clock: { offsetMs: number };
  readonly remove: () => Promise<void>;
};

/** The network that users get: the real contract, definitions, roles, files. */
export async function startChopmark(portBase: number): Promise<TestNetwork> {
  return start(defaultDescription('embedded', { portBase }), { chaincodeSource: CONTRACT });
}

/** The test chaincode under two names; no roles, no trust profile. */
export async function startRanges(
  portBase: number,
  options: Partial<EmbeddedOptions> = {},
): Promise<TestNetwork> {
  const usual = defaultDescription('embedded', { portBase });
  const definitions = usual.definitions
    .slice(0, 2)
    .map((definition, place) => ({ ...definition, name: `ranges${place + 1}` }));
  return start(
    { ...usual, definitions },
    {
      chaincodeSource: RANGE_CHAINCODE,
      bringUp: async (network, installed) => {
        await ensureDefinitions(network, installed);
        return { connections: {}, trustProfile: '' };
      },
      ...options,
    },
  );
}

async function start(description: NetworkDescription, options: EmbeddedOptions): Promise<TestNetwork> {
  const home = await mkdtemp(join(tmpdir(), 'chopmark-embedded-'));
  const clock = { offsetMs: 0 };
  const network = await startEmbedded(await prepareNetwork(description, join(home, 'network')), {
    now: () => new Date(Date.now() + clock.offsetMs),
    ...options,
  });
  const remove = async (): Promise<void> => {
    await network.stop();
    await rm(home, { recursive: true, force: true });
  };
  return { ...network, clock, remove };
}
