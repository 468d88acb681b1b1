/**
 * What a caller named → the files to be judged, in a fixed order. What cannot be opened stands among them as something
 * that cannot be read, so that nothing asked for goes unanswered.
 *
 * @module
 */
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  InputError,
  MAX_BUNDLE_BYTES,
  MAX_PART_BYTES,
  isHiddenFile,
  kindOfFile,
  partFileNames,
} from '@chopmark/core/verify';
import { Archive, MAX_STREAMED_ARCHIVE_BYTES, isArchive } from './archive.js';
import { type Candidate, refused } from './candidate.js';
import { listFolder } from './folder.js';
import { reasonOf } from './reason.js';
import { MAX_FILES } from './limits.js';
import { readBounded, readFound } from './read-file.js';

export interface Gathered {
  readonly candidates: readonly Candidate[];
  /** A folder or an archive was among what was named. */
  readonly bulk: boolean;
  /** Files in folders and archives that are neither bundle nor part, by their names. */
  readonly passedOver: number;
  /** Closes archives; afterwards no candidate can be read. */
  close(): Promise<void>;
}

/** @param named Files, folders, archives; `-` is standard input. */
export async function gather(named: readonly string[]): Promise<Gathered> {
  const gathering = new Gathering();
  for (const one of named) await gathering.take(one);
  return gathering;
}

class Gathering implements Gathered {
  readonly candidates: Candidate[] = [];
  bulk = false;
  passedOver = 0;
  readonly #archives: Archive[] = [];
  /** Files in folders and archives still allowed. */
  #left = MAX_FILES;

  async take(named: string): Promise<void> {
    await this.#orRefused(named, async () => {
      if (named === '-') return this.#takeStream(named);
      const found = await stat(named).catch((cause: unknown) => {
        throw new InputError('BUNDLE_UNREADABLE', reasonOf(cause), { cause });
      });
      if (found.isDirectory()) return this.#takeFolder(named);
      if (!found.isFile()) return this.#takeStream(named);
      if (isArchive(await readBounded(named, 3))) return this.#takeArchive(named, named);
      this.candidates.push(inOwnFolder(named));
    });
  }

  async close(): Promise<void> {
    for (const archive of this.#archives.splice(0)) await archive.close();
  }

  /** Standard input, or a pipe: an archive is kept in memory, everything else can be no larger than a bundle. */
  async #takeStream(named: string): Promise<void> {
    const bytes = Buffer.from(await asInput(() => readBounded(named, mostOfStream)));
    if (isArchive(bytes)) {
      if (bytes.length > MAX_STREAMED_ARCHIVE_BYTES)
        throw new InputError(
          'ARCHIVE_TOO_LARGE',
          `more than ${MAX_STREAMED_ARCHIVE_BYTES} bytes in a stream`,
        );
      return this.#takeArchive(named, bytes);
    }
    this.candidates.push({
      label: named,
      found: false,
      read: () => Promise.resolve(bytes),
      part: () => Promise.resolve(undefined),
    });
  }

  async #takeFolder(root: string): Promise<void> {
    this.bulk = true;
    const before = this.candidates.length;
    const files = await listFolder(root, this.#left);
    this.#left -= files.length;
    for (const { name, fault } of files) {
      const label = join(root, name);
      const kind = kindOfFile(name);
      if (fault && !isHiddenFile(name)) this.candidates.push(refused(label, fault));
      else if (kind === 'archive') await this.#orRefused(label, () => this.#takeArchive(label, label));
      else if (kind === 'bundle') this.candidates.push(inFolder(root, name));
      else if (kind === 'other') this.passedOver += 1;
    }
    this.#assertSome(before);
  }

  async #takeArchive(label: string, source: string | Buffer): Promise<void> {
    this.bulk = true;
    const before = this.candidates.length;
    const archive = await Archive.open(source, this.#left);
    this.#archives.push(archive);
    this.#left -= archive.names.length;
    for (const name of archive.names) {
      const kind = kindOfFile(name);
      if (kind === 'bundle' || kind === 'archive') this.candidates.push(inArchive(archive, label, name));
      else if (kind === 'other') this.passedOver += 1;
    }
    this.#assertSome(before);
  }

  #assertSome(before: number): void {
    if (this.candidates.length === before)
      throw new InputError('BUNDLE_MISSING', 'no file that could be a bundle');
  }

  async #orRefused(label: string, take: () => Promise<void>): Promise<void> {
    try {
      await take();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.candidates.push(refused(label, error));
    }
  }
}

function inFolder(root: string, name: string): Candidate {
  const file = join(root, name);
  return {
    label: file,
    found: true,
    read: () => Promise.resolve().then(() => readFound(file, MAX_BUNDLE_BYTES)),
    part: (hash) => Promise.resolve(partInFolder(root, name, hash)),
  };
}

function partInFolder(root: string, name: string, hash: string): Uint8Array | undefined {
  for (const place of partFileNames(name, hash)) {
    try {
      return readFound(join(root, place), MAX_PART_BYTES);
    } catch (error) {
      ifInputError(error);
    }
  }
  return undefined;
}

function inArchive(archive: Archive, label: string, name: string): Candidate {
  return {
    label: `${label}!/${name}`,
    found: true,
    read: () => archive.read(name, MAX_BUNDLE_BYTES),
    part: async (hash) => {
      const place = partFileNames(name, hash).find((one) => archive.has(one));
      return place === undefined ? undefined : archive.read(place, MAX_PART_BYTES).catch(ifInputError);
    },
  };
}

/** A part that cannot be read is a part that is not there. */
function ifInputError(error: unknown): undefined {
  if (!(error instanceof InputError)) throw error;
}

/** A file that was named: a link is followed, as whoever named it meant it. */
function inOwnFolder(named: string): Candidate {
  return {
    ...inFolder(dirname(named), basename(named)),
    label: named,
    found: false,
    read: () => asInput(() => readBounded(named, MAX_BUNDLE_BYTES)),
  };
}

const mostOfStream = (head: Uint8Array): number =>
  isArchive(head) ? MAX_STREAMED_ARCHIVE_BYTES : MAX_BUNDLE_BYTES;

async function asInput<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new InputError('BUNDLE_UNREADABLE', reasonOf(cause), { cause });
  }
}
