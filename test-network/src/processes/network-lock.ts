/**
 * One process runs a network: `run/network.json` is its pid file and the lock of the folder at once. It is taken before
 * the first file is made, for two starts at once must not both make a network.
 */
import { NetworkError } from '../network-error.js';
import { holdLock, type Lock } from './lock.js';
import { pathOf } from './pid-files.js';

export const NETWORK_PROCESS = 'network';

/**
 * @param run Folder of the pid files.
 * @throws {NetworkError} `NETWORK_IN_USE` naming the process.
 */
export function holdNetwork(run: string): Lock {
  return holdLock(
    pathOf(run, NETWORK_PROCESS),
    (who) =>
      new NetworkError(
        'NETWORK_IN_USE',
        `${who} runs this network already (${run}); stop it first: Ctrl-C where it was started, or "chopmark network down"`,
      ),
  );
}
