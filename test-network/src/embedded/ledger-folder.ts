/** The folder of the embedded ledger: its format, and the one process that may have it open. */
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../layout.js';
import { NetworkError } from '../network-error.js';

const FORMAT = 'chopmark/embedded-ledger/1\n';

export type HeldFolder = { readonly release: () => Promise<void> };

/**
 * Takes the folder for this process. A lock whose process is gone is taken over.
 *
 * @throws {NetworkError} `NETWORK_IN_USE` while another process has it; `NETWORK_DAMAGED` when it is of another format.
 */
export async function holdLedgerFolder(folder: string): Promise<HeldFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = join(folder, 'lock');
  await takeLock(lock);
  try {
    await assertFormat(join(folder, 'format'));
  } catch (error) {
    await rm(lock, { force: true });
    throw error;
  }
  let isHeld = true;
  return {
    release: async () => {
      // Once: a second call could take away the lock of whoever came after.
      if (isHeld) await rm(lock, { force: true });
      isHeld = false;
    },
  };
}

async function takeLock(path: string): Promise<void> {
  const own = `${process.pid} ${(await startedAt(process.pid)) ?? ''}\n`;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(own);
      await file.close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await holderOf(path);
    if (holder !== undefined) {
      throw new NetworkError(
        'NETWORK_IN_USE',
        `process ${holder} runs this network already (${path}); stop it first`,
      );
    }
    await rm(path, { force: true });
  }
  throw new NetworkError('NETWORK_IN_USE', `another process took ${path} at the same moment`);
}

/** The process that holds the lock; `undefined` when it is gone, even if its number is in use again. */
async function holderOf(path: string): Promise<number | undefined> {
  const [pid = '', started = ''] = (await readFile(path, 'utf8').catch(() => '')).trim().split(' ');
  const number = Number(pid);
  if (!Number.isSafeInteger(number) || number <= 0 || !isAlive(number)) return undefined;
  const now = await startedAt(number);
  return started !== '' && now !== undefined && now !== started ? undefined : number;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const START_TIME_FIELD = 19;

/** Start of a process in clock ticks after boot, where the system tells (Linux). */
async function startedAt(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces: fields are counted after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD];
  } catch {
    return undefined;
  }
}

async function assertFormat(path: string): Promise<void> {
  let found: string;
  try {
    found = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await writeAtomically(path, FORMAT);
    return;
  }
  if (found !== FORMAT) {
    throw new NetworkError(
      'NETWORK_DAMAGED',
      `${path} names the format ${JSON.stringify(found.trim())}, this program reads ${JSON.stringify(FORMAT.trim())}; nothing was changed. Move the folder away to start anew`,
    );
  }
}
