/** `processes`: what runs of the network of a folder, by its pid files, as JSON on standard output. */
import { parseArgs } from 'node:util';
import { layoutOf } from '../layout.js';
import { recordedProcesses } from '../processes/pid-files.js';
import { requireHome } from './options.js';

const USAGE = 'usage: node main.js processes --home <folder>';

export function processes(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { home: { type: 'string' } } });
  const running = recordedProcesses(layoutOf(requireHome(values.home, USAGE)).run);
  process.stdout.write(`${JSON.stringify({ running: running.map(({ name, pid }) => ({ name, pid })) })}\n`);
  return Promise.resolve(0);
}
