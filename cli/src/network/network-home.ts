/**
 * The network of a home: which one a command means, and whether a launcher runs it.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Home, type NetworkKind, homeOf, readJson } from '../platform/home.js';
import { holderOf, isAlive } from '../platform/start-lock.js';

export const KINDS: readonly NetworkKind[] = ['embedded', 'native'];

/** @returns The home of the kind that is asked for; else of the one that runs, else of the one that was made. */
export function networkHome(asked: NetworkKind | undefined, env: NodeJS.ProcessEnv): Home {
  if (asked) return homeOf(asked, env);
  const homes = KINDS.map((kind) => homeOf(kind, env));
  return homes.find((home) => processOf(home) !== undefined) ?? homes.find(isMade) ?? homeOf('embedded', env);
}

/** Whether the network was made: without `network.json` there is nothing to ask. */
export function isMade(home: Home): boolean {
  return existsSync(join(home.network, 'network.json'));
}

/** Number of the process that runs the network, by its pid file; `undefined` when it is gone. */
export function processOf(home: Home): number | undefined {
  const { pid } = (readJson(join(home.network, 'run', 'network.json')) ?? {}) as { pid?: unknown };
  return typeof pid === 'number' && isAlive(pid) ? pid : undefined;
}

/** Number of the launcher (`npm start`, `chopmark start`) that runs this network and would start it again. */
export function launcherOf(home: Home): number | undefined {
  if (!existsSync(home.lockFile)) return undefined;
  const launcher = holderOf(home.lockFile);
  if (launcher === undefined) return undefined;
  // While it starts there is no such file yet: then whatever runs is its.
  const running = readJson(home.running) as { network?: unknown } | undefined;
  return running === undefined || running.network === home.kind ? launcher : undefined;
}
