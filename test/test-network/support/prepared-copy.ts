/** Networks for tests that damage one each: keys and certificates are made once for all that want the same. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NetworkDescription } from '../../../test-network/dist/description.js';
import { prepareNetwork, type PreparedNetwork } from '../../../test-network/dist/prepare-network.js';

/** Folder of each description's original. */
const originals = new Map<string, Promise<string>>();

/** Root hook of mocha. */
after(async () => {
  for (const folder of originals.values()) await rm(await folder, { recursive: true, force: true });
});

/** As `prepareNetwork` in an empty folder; others may have the same keys and the same network id. */
export async function preparedCopy(wanted: NetworkDescription, home: string): Promise<PreparedNetwork> {
  const key = JSON.stringify(wanted);
  const original = originals.get(key) ?? make(wanted);
  originals.set(key, original);
  await cp(await original, home, { recursive: true });
  return prepareNetwork(wanted, home);
}

async function make(wanted: NetworkDescription): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chopmark-original-'));
  await prepareNetwork(wanted, folder);
  return folder;
}
