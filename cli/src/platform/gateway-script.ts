/** A script of the gateway's own program, in a process of its own: this part never imports the gateway. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT } from './home.js';

export interface ScriptAnswer {
  /** 1 when it was killed. */
  readonly code: number;
  /** What it said on stdout. */
  readonly text: string;
}

/**
 * @param script Path below the gateway's built program.
 * @param env All of its environment. What it says on stderr is ours.
 */
export async function runGatewayScript(
  script: readonly string[],
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ScriptAnswer> {
  const child = spawn(process.execPath, [join(PROJECT, 'gateway', 'dist', ...script), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  return { code, text };
}
