/**
 * `end`: ends whatever runs of the network of a folder: its own process, which ends the others in order, and what an
 * earlier run left behind. Prints the names of what it ended as JSON.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { layoutOf } from '../layout.js';
import { NetworkError } from '../network-error.js';
import { NETWORK_PROCESS } from '../processes/network-lock.js';
import { endLeftovers, recordedProcesses } from '../processes/pid-files.js';
import { isStill } from '../processes/process-mark.js';
import { requireHome } from './options.js';

const USAGE = 'usage: node main.js end --home <folder>';
/** Longer than the network itself waits for each of its nodes. */
const PATIENCE_MS = 30_000;
const POLL_MS = 50;

export async function end(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { home: { type: 'string' } } });
  const { run } = layoutOf(requireHome(values.home, USAGE));
  const running = recordedProcesses(run);
  const own = running.find(({ name }) => name === NETWORK_PROCESS);
  if (own) {
    askToEnd(own.pid);
    const deadline = Date.now() + PATIENCE_MS;
    while (isStill(own) && Date.now() < deadline) await delay(POLL_MS);
  }
  await endLeftovers(run, (text) => console.error(text));
  process.stdout.write(`${JSON.stringify({ ended: running.map(({ name }) => name) })}\n`);
  return 0;
}

/** @throws {NetworkError} `NETWORK_IN_USE` when it is another user's. */
function askToEnd(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    // Gone since it was looked for: that is what was wanted.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw new NetworkError(
      'NETWORK_IN_USE',
      `process ${pid} of another user runs this network, and only that user can end it`,
      { cause: error },
    );
  }
}
