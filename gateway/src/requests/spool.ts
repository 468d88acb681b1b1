/**
 * A large upload, kept in a file until it is complete: an upload that is cut off leaves nothing behind, and the hash
 * that tells a resent one from another is known before anything is accepted.
 *
 * @module
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface Spool {
  /** SHA-256 of the bytes as sent, lowercase hex. */
  readonly hash: string;
  readonly bytes: number;
  /** Reads from the start; may be called once. */
  read(): AsyncIterable<Uint8Array>;
  remove(): Promise<void>;
}

/** Writes the chunks to a new file in the folder; on failure the file is gone. */
export async function spool(chunks: AsyncIterable<Uint8Array>, folder: string): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${randomUUID()}.upload`);
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return {
    hash: hash.digest('hex'),
    bytes,
    read: () => createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>,
    remove: () => rm(path, { force: true }),
  };
}

/** Uploads that a process which was killed left lying. */
export async function clearSpool(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
