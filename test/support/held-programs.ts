/**
 * Fabric's programs behind a gate: while a file `held` lies in its folder, a node that is started waits. So a test takes
 * a node down for as long as it wants, although the network starts again whatever dies.
 *
 * @module
 */
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinary } from '../../test-network/dist/native/binaries.js';
import type { TestPlatform } from './platform.js';
import { until } from './platform.js';

/** @returns Folder for `FABRIC_BIN`; the programs themselves are those that this process finds. */
export async function writeHeldPrograms(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const name of ['orderer', 'peer'] as const) {
    const script = `#!/bin/sh
while [ -e "\${FABRIC_CFG_PATH:-/nowhere}/held" ]; do sleep 0.1; done
exec '${findBinary(name) ?? ''}' "$@"
`;
    await writeFile(join(folder, name), script);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

const BOUND_MS = 20_000;

/** Kills the node, `orderer-tax`, and keeps it from coming back. */
export async function takeDown(platform: TestPlatform, node: string): Promise<void> {
  await writeFile(gateOf(platform, node), '');
  const pid = pidOf(platform, node);
  process.kill(pid, 'SIGKILL');
  await until(BOUND_MS, () => platform.running().pids[node] !== pid);
}

/** Lets it start again. */
export async function bringBack(platform: TestPlatform, node: string): Promise<void> {
  await rm(gateOf(platform, node), { force: true });
}

export function pidOf(platform: TestPlatform, node: string): number {
  const pid = platform.running().pids[node];
  if (pid === undefined) throw new Error(`running.json names no ${node}`);
  return pid;
}

function gateOf(platform: TestPlatform, node: string): string {
  return join(platform.home, platform.kind, 'network', 'ledger', node, 'held');
}
