/**
 * The files of a folder and of the folders in it. Links are not followed; depth and number are bounded.
 *
 * @module
 */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, MAX_FOLDER_DEPTH } from '@chopmark/core/verify';
import { reasonOf } from './reason.js';
import { MAX_FILES } from './limits.js';

/** @returns Names relative to the root, with `/`, in the order of their code units; each with what is wrong with it. */
export async function listFolder(
  root: string,
  most = MAX_FILES,
): Promise<readonly { readonly name: string; readonly fault?: InputError }[]> {
  const found: { name: string; fault?: InputError }[] = [];
  const look = async (prefix: string, depth: number): Promise<void> => {
    const entries = await entriesOf(join(root, prefix));
    if (entries instanceof InputError) {
      if (prefix === '') throw entries;
      found.push({ name: prefix.slice(0, -1), fault: entries });
      return;
    }
    for (const entry of entries) {
      const name = prefix + entry.name;
      if (found.length >= most) throw new InputError('TOO_MANY_FILES', `more than ${most} files`);
      if (entry.isFile()) found.push({ name });
      else if (!entry.isDirectory())
        found.push({ name, fault: new InputError('LINK_NOT_FOLLOWED', kindOf(entry)) });
      else if (entry.name.startsWith('.')) continue;
      else if (depth > MAX_FOLDER_DEPTH)
        found.push({
          name,
          fault: new InputError('FOLDER_TOO_DEEP', `more than ${MAX_FOLDER_DEPTH} folders deep`),
        });
      else await look(`${name}/`, depth + 1);
    }
  };
  await look('', 1);
  return found;
}

async function entriesOf(folder: string): Promise<Dirent[] | InputError> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    return new InputError('BUNDLE_UNREADABLE', reasonOf(cause), { cause });
  }
}

function kindOf(entry: Dirent): string {
  return entry.isSymbolicLink() ? 'a symbolic link' : 'not an ordinary file';
}
