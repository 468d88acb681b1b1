/**
 * A large upload, kept in a file until it is complete: an upload that is cut off leaves nothing behind, and the hash
 * that tells a resent one from another is known before anything is accepted. The file is sealed under a key that only
 * this process has in memory: what a killed process leaves nobody reads.
 *
 * @module
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { type FilePlace, newFileKey, SealedWriter } from '../keys/sealed-file.js';

export interface Spool extends FilePlace {
  /** SHA-256 of the bytes as sent, lowercase hex. */
  readonly hash: string;
  readonly bytes: number;
  remove(): Promise<void>;
}

/** Writes the chunks to a new file in the folder; on failure the file is gone. */
export async function spool(chunks: AsyncIterable<Uint8Array>, folder: string): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${randomUUID()}.upload`);
  const key = newFileKey();
  const file = await open(path, 'wx', 0o600);
  const writer = new SealedWriter(file, key);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      await writer.write(chunk);
    }
    await writer.end();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return { hash: hash.digest('hex'), bytes, path, key, remove: () => rm(path, { force: true }) };
}

/**
 * A folder for this process, beside those of others that use the same data; folders that processes of this machine left
 * behind when they were killed are removed.
 *
 * @returns Its path.
 */
export async function openSpoolFolder(uploads: string): Promise<string> {
  await mkdir(uploads, { recursive: true, mode: 0o700 });
  for (const name of await readdir(uploads)) {
    const owner = /^([a-z0-9.-]+)_([0-9]+)$/i.exec(name);
    const isOthers = owner !== null && (owner[1] !== hostname() || isAlive(Number(owner[2])));
    if (!isOthers) await rm(join(uploads, name), { recursive: true, force: true });
  }
  const folder = join(uploads, `${hostname()}_${process.pid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** A number given to a new process in the meantime only keeps a folder longer. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
