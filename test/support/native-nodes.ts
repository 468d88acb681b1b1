/**
 * Real nodes taken down for as long as a test wants: the process that would start them again is frozen meanwhile.
 *
 * @module
 */
import type { TestPlatform } from './platform.js';
import { until } from './platform.js';

const BOUND_MS = 30_000;

/** Kills the nodes, `orderer-tax`, and keeps them from coming back. */
export function takeDown(platform: TestPlatform, ...nodes: readonly string[]): void {
  process.kill(pidOf(platform, 'network'), 'SIGSTOP');
  for (const node of nodes) process.kill(pidOf(platform, node), 'SIGKILL');
}

/** Lets them start again; resolves once each has a process. */
export async function bringBack(platform: TestPlatform, ...nodes: readonly string[]): Promise<void> {
  const before = nodes.map((node) => pidOf(platform, node));
  process.kill(pidOf(platform, 'network'), 'SIGCONT');
  await until(BOUND_MS, () =>
    nodes.every((node, place) => {
      const now = platform.running().pids[node];
      return now !== undefined && now !== before[place];
    }),
  );
}

export function pidOf(platform: TestPlatform, process: string): number {
  const pid = platform.running().pids[process];
  if (pid === undefined) throw new Error(`running.json names no ${process}`);
  return pid;
}
