/** A command of the network as a process of its own, which may be killed on the way. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../test-network/dist/main.js', import.meta.url));

export type Outcome = { readonly code: number | null; readonly out: string; readonly said: string };

/** @param killAt Kills the command once it said something that matches. */
export function networkCommand(args: readonly string[], killAt?: RegExp): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let said = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => {
      said += part.toString();
      if (killAt?.test(said)) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, said }));
  });
}
