/** Ports of a network are fixed, so one that is taken is a failure, named together with its holder where it can be found. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { NetworkError } from './network-error.js';

/** A port and what it is wanted for, e.g. `peer of tax`. */
export type PortUse = { readonly port: number; readonly use: string };

const LISTENING = '0A';

/** What a network that was killed leaves behind ends by itself, a moment later. */
const PATIENCE_MS = 3_000;
const POLL_MS = 50;

/**
 * @param patienceMs How long a port may stay taken.
 * @param advice What can be done about a taken port.
 * @throws {NetworkError} `PORT_TAKEN` naming every taken port, what wanted it, and the process that holds it.
 */
export async function assertPortsFree(
  wanted: readonly PortUse[],
  patienceMs = PATIENCE_MS,
  advice = 'Stop that process: the ports of a network never change',
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let taken = await takenOf(wanted);
  while (taken.length > 0 && Date.now() < deadline) {
    await delay(POLL_MS);
    taken = await takenOf(taken);
  }
  if (taken.length === 0) return;
  const lines = await Promise.all(
    taken.map(async ({ port, use }) => `port ${port} (${use}) is taken${await holderOf(port)}`),
  );
  throw new NetworkError('PORT_TAKEN', `${lines.join('; ')}. ${advice}`);
}

/** Those of the ports that are in use at this moment. */
export async function takenOf(wanted: readonly PortUse[]): Promise<readonly PortUse[]> {
  const checked = await Promise.all(wanted.map(async (use) => ({ use, free: await isFree(use.port) })));
  return checked.filter(({ free }) => !free).map(({ use }) => use);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** ` by process 123 (node)`, or nothing where the system does not tell (other users' processes, not Linux). */
export async function holderOf(port: number): Promise<string> {
  try {
    const inode = await listeningInode(port);
    if (inode === undefined) return '';
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      if (!(await holds(pid, `socket:[${inode}]`))) continue;
      const name = (await readFile(`/proc/${pid}/comm`, 'utf8')).trim();
      return ` by process ${pid} (${name})`;
    }
  } catch {
    // A hint only.
  }
  return '';
}

async function listeningInode(port: number): Promise<string | undefined> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const rows = (await readFile(table, 'utf8')).split('\n').map((row) => row.trim().split(/\s+/));
    const row = rows.find(([, local, , state]) => local?.endsWith(suffix) === true && state === LISTENING);
    if (row) return row[9];
  }
  return undefined;
}

async function holds(pid: string, socket: string): Promise<boolean> {
  try {
    const descriptors = await readdir(`/proc/${pid}/fd`);
    const targets = await Promise.all(
      descriptors.map((descriptor) => readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '')),
    );
    return targets.includes(socket);
  } catch {
    return false;
  }
}
