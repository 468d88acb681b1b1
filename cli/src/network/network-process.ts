/**
 * The commands of test-network as processes: this part never imports it.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT } from '../platform/home.js';

export const NETWORK_MAIN = join(PROJECT, 'test-network', 'dist', 'main.js');

export interface NetworkAnswer {
  readonly code: number;
  /** What it printed on standard output. */
  readonly text: string;
}

/** Runs one command to its end; what it says on standard error goes to ours. */
export function askNetwork(args: readonly string[]): Promise<NetworkAnswer> {
  const child = spawn(process.execPath, [NETWORK_MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, text: Buffer.concat(parts).toString() }));
  });
}
