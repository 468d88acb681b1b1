/** `status`: the network of a folder as JSON on standard output; exit code 0 when every node answers, else 3. */
import { parseArgs } from 'node:util';
import { readNetwork } from '../prepare-network.js';
import { gatherStatus } from '../status/gather-status.js';
import { requireHome } from './options.js';

const USAGE = 'usage: node main.js status --home <folder>';
const UP = 0;
const NOT_UP = 3;

export async function status(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { home: { type: 'string' } } });
  const seen = await gatherStatus(await readNetwork(requireHome(values.home, USAGE)));
  process.stdout.write(`${JSON.stringify(seen)}\n`);
  return seen.state === 'up' ? UP : NOT_UP;
}
