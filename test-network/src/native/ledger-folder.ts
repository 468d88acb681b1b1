/** The folder with the blocks of a native network: whose they are. Orderers and peers do not ask, they fail later. */
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../layout.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';

const FORMAT = 'chopmark/native-ledger/1';

/** @throws {NetworkError} `NETWORK_DAMAGED` when the blocks are another network's, or of another format. */
export async function claimLedgerFolder({ layout, network }: PreparedNetwork): Promise<void> {
  const path = join(layout.ledger, 'format');
  const own = `${FORMAT} ${network}\n`;
  await mkdir(layout.ledger, { recursive: true, mode: 0o700 });
  const found = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === own) return;
  if (found === undefined && (await readdir(layout.ledger)).length === 0) return writeAtomically(path, own);
  throw new NetworkError(
    'NETWORK_DAMAGED',
    `${layout.ledger} holds blocks of ${found === undefined ? 'an unknown format' : `"${found.trim()}"`}, not of "${own.trim()}"; nothing was changed. Restore the folder they belong to, or move them away`,
  );
}
