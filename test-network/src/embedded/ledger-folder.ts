/** The folder of the embedded ledger: its format, and the one process that may have it open. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../layout.js';
import { NetworkError } from '../network-error.js';
import { holdLock, type Lock } from '../processes/lock.js';

const FORMAT = 'chopmark/embedded-ledger/1\n';

/**
 * Takes the folder for this process. A lock whose process is gone is taken over.
 *
 * @throws {NetworkError} `NETWORK_IN_USE` while another process has it; `NETWORK_DAMAGED` when it is of another format.
 */
export async function holdLedgerFolder(folder: string): Promise<Lock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = holdLock(
    join(folder, 'lock'),
    (who) =>
      new NetworkError('NETWORK_IN_USE', `${who} runs this network already (${folder}); stop it first`),
  );
  try {
    await assertFormat(join(folder, 'format'));
  } catch (error) {
    lock.release();
    throw error;
  }
  return lock;
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
