/**
 * Secrets that a gateway makes for itself and keeps in its own folder, readable by its user only.
 *
 * @module
 */
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';

/**
 * Reads the file of the folder, or makes it there (mode 0600). Complete or absent: a secret cut short by a crash would
 * lock everybody out; and of two processes that make one at once both get the first.
 */
export async function readOrMakeSecret(folder: string, name: string, make: () => string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  const text = (await read(path)) ?? (await create(path, make()));
  await chmod(path, 0o600);
  return text;
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function create(path: string, text: string): Promise<string> {
  const draft = `${path}.${randomBytes(4).toString('hex')}.new`;
  await writeFile(draft, text, { mode: 0o600, flush: true });
  try {
    await link(draft, path);
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return await readFile(path, 'utf8');
  } finally {
    await rm(draft, { force: true });
  }
}
