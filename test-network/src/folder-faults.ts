/** What the system says about files, as a person can act on it; and whether there is room before anything is made. */
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { NetworkError } from './network-error.js';

const FULL: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT']);
const NO_RIGHTS: ReadonlySet<string | undefined> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);
/** There is nothing at a path, or a file where a folder should be. */
export const NOTHING_THERE: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR']);
/** What Go's programs print. */
const FULL_IN_WORDS = /no space left on device|disk quota exceeded/i;

/** A new network takes about 40 MB before its first block. */
const LEAST_ROOM_BYTES = 100 * 1024 * 1024;

/** An error of the file system gets its code; every other error stays what it is. */
export function withFolderCode(error: unknown): unknown {
  if (error instanceof NetworkError) {
    return FULL_IN_WORDS.test(error.detail)
      ? new NetworkError('DISK_FULL', error.detail, { cause: error })
      : error;
  }
  if (!(error instanceof Error)) return error;
  const { code, path } = error as NodeJS.ErrnoException;
  if (FULL.has(code)) return new NetworkError('DISK_FULL', error.message, { cause: error });
  if (NO_RIGHTS.has(code) && path !== undefined)
    return new NetworkError('FOLDER_NOT_WRITABLE', error.message, { cause: error });
  return error;
}

/**
 * Bytes that this user can still write where the folder is, or will be; `undefined` when that file system does not tell, as
 * those that keep no files (/proc) and some over a network.
 */
export async function roomAt(folder: string): Promise<number | undefined> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    try {
      const { blocks, bavail, bsize } = await statfs(at);
      return blocks === 0 ? undefined : bavail * bsize;
    } catch (error) {
      if (!NOTHING_THERE.has((error as NodeJS.ErrnoException).code) || at === dirname(at)) throw error;
    }
  }
}

/** @throws {NetworkError} `DISK_FULL`; nothing was made or changed. */
export async function assertRoom(folder: string): Promise<void> {
  const room = await roomAt(folder);
  if (room !== undefined && room < LEAST_ROOM_BYTES) {
    throw new NetworkError(
      'DISK_FULL',
      `the disk of ${folder} has ${megabytes(room)} MB left, a network needs ${megabytes(LEAST_ROOM_BYTES)} MB to start; nothing was changed`,
    );
  }
}

export function megabytes(bytes: number): number {
  return Math.floor(bytes / (1024 * 1024));
}
