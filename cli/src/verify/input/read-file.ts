/**
 * Bytes of files, never more than asked for.
 *
 * @module
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { InputError, reasonOf } from './input-error.js';

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
 * A file that was found in a folder: an ordinary file only, as links lead elsewhere and pipes never end.
 *
 * @returns At most `most` + 1 bytes.
 * @throws {InputError} `LINK_NOT_FOLLOWED`, `BUNDLE_UNREADABLE`
 */
export async function readFound(file: string, most: number): Promise<Uint8Array> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (cause: unknown) => {
      throw (cause as NodeJS.ErrnoException).code === 'ELOOP'
        ? new InputError('LINK_NOT_FOLLOWED', 'a symbolic link', { cause })
        : new InputError('BUNDLE_UNREADABLE', reasonOf(cause), { cause });
    },
  );
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new InputError('LINK_NOT_FOLLOWED', 'not an ordinary file');
    const bytes = new Uint8Array(Math.min(stat.size, most + 1));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await handle.close();
  }
}
