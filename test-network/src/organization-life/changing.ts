/** The frame of every command that changes a network: it exists, one command at a time, one line of JSON at the end. */
import { layoutOf } from '../layout.js';
import { NetworkError } from '../network-error.js';
import { readNetwork } from '../prepare-network.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { alone, exists } from './life-files.js';

const DONE = 0;

/**
 * @param work Its result is printed on standard output.
 * @returns Exit code.
 * @throws {NetworkError} `NETWORK_NOT_RUNNING` when there is no network, `COMMAND_RUNNING`, and what `work` throws.
 */
export async function changing(
  home: string,
  work: (network: PreparedNetwork) => Promise<Readonly<Record<string, unknown>>>,
): Promise<number> {
  const layout = layoutOf(home);
  if (!(await exists(layout.networkFile)))
    throw new NetworkError('NETWORK_NOT_RUNNING', `there is no network in ${home}; start one first`);
  return alone(layout, async () => {
    const result = await work(await readNetwork(home));
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return DONE;
  });
}
