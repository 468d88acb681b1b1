/**
 * Bytes of files, never more than asked for.
 *
 * @module
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { InputError } from '@chopmark/core/verify';
import { reasonOf } from './reason.js';

/** Bytes allowed, by those that the file begins with (at least four, unless it is shorter). */
export type Most = number | ((head: Uint8Array) => number);

/** Bytes of a file or, for `-`, of standard input; little more than `most`, so that too much is seen as such. */
export async function readBounded(file: string, most: Most): Promise<Uint8Array> {
  if (file === '-') return collect(process.stdin, most);
  const handle = await open(file, 'r');
  try {
    return await collect(handle.createReadStream({ autoClose: false }), most);
  } finally {
    await handle.close();
  }
}

const HEAD = 4;

async function collect(stream: AsyncIterable<Buffer | string>, most: Most): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size < HEAD) continue;
    if (size > (typeof most === 'number' ? most : most(Buffer.concat(chunks.slice(0, HEAD), HEAD)))) break;
  }
  return Buffer.concat(chunks);
}

/**
 * A file that was found in a folder: an ordinary file only, as links lead elsewhere and pipes never end. Synchronous,
 * which is a quarter of the work for the many small files of a folder.
 *
 * @returns At most `most` + 1 bytes.
 * @throws {InputError} `LINK_NOT_FOLLOWED`, `BUNDLE_UNREADABLE`
 */
export function readFound(file: string, most: number): Uint8Array {
  const descriptor = openFound(file);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new InputError('LINK_NOT_FOLLOWED', 'not an ordinary file');
    const bytes = new Uint8Array(Math.min(stat.size, most + 1));
    let filled = 0;
    while (filled < bytes.length) {
      const count = readSync(descriptor, bytes, filled, bytes.length - filled, filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  } finally {
    closeSync(descriptor);
  }
}

function openFound(file: string): number {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === 'ELOOP'
      ? new InputError('LINK_NOT_FOLLOWED', 'a symbolic link', { cause })
      : new InputError('BUNDLE_UNREADABLE', reasonOf(cause), { cause });
  }
}
