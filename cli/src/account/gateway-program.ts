/**
 * A program of the gateway's on its own machine, with the gateway's environment. This part never imports the gateway.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../platform/home.js';
import { parseSettings } from './settings.js';

/** What `--settings` says of itself. */
export const SETTINGS = 'systemd unit or file of NAME=VALUE lines of the gateway (default: this environment)';

export interface ProgramAnswer {
  readonly code: number;
  /** What it said on stdout. */
  readonly text: string;
}

/** @param script Path below the gateway's built program. @param settings File that adds to this environment. */
export function runGatewayProgram(
  script: readonly string[],
  args: readonly string[],
  settings: string | undefined,
): Promise<ProgramAnswer> {
  const env = {
    ...process.env,
    ...(settings !== undefined && parseSettings(readFileSync(settings, 'utf8'))),
  };
  const child = spawn(process.execPath, [join(PROJECT, 'gateway', 'dist', ...script), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, text: Buffer.concat(parts).toString() }));
  });
}
