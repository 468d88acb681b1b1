/**
 * Files → bundles to be judged, and parts of evidence to be found by their hash.
 *
 * @module
 */
import {
  type BundleFileKind,
  InputError,
  kindOfFile,
  MAX_BUNDLE_BYTES,
  MAX_PART_BYTES,
} from '@chopmark/core/verify';
import { MAX_ARCHIVE_BYTES } from './limits.js';
import { bytesOf, type LocalFile } from './local-files.js';
import { isArchive, ZipArchive } from './zip-archive.js';

export interface Candidate {
  /** Path; in an archive `archive.zip!/path`. */
  readonly label: string;
  /** @throws {InputError} */
  readonly read: () => Promise<Uint8Array>;
}

/** Parts by their hash (lowercase hex). They are found wherever they lay: their hash is all that counts. */
export type Parts = Map<string, () => Promise<Uint8Array>>;

export interface Collected {
  readonly candidates: readonly Candidate[];
  readonly parts: Parts;
  /** Files that are neither bundle nor part, by their names. */
  readonly passedOver: number;
}

/** A part's name, also as browsers name a second download. */
const PART = /(?:^|\/)([0-9a-f]{64})(?: ?\(\d+\))?\.json$/;

export async function collect(files: readonly LocalFile[]): Promise<Collected> {
  const collecting = new Collecting();
  for (const one of files) await collecting.take(one, files.length === 1);
  return collecting;
}

class Collecting implements Collected {
  readonly candidates: Candidate[] = [];
  readonly parts: Parts = new Map();
  passedOver = 0;

  /** @param alone It was chosen by itself: it is judged whatever its name is. */
  async take({ path, ...one }: LocalFile, alone: boolean): Promise<void> {
    const kind = kindOfFile(path);
    const read = (most: number) => (): Promise<Uint8Array> =>
      'file' in one ? bytesOf(one.file, most) : Promise.reject(one.fault);
    if (kind === 'archive' || (alone && isArchive(await read(3)()))) {
      await this.#takeArchive(path, read(MAX_ARCHIVE_BYTES));
    } else {
      this.#put(
        path,
        alone && kind === 'other' ? 'bundle' : kind,
        read(MAX_BUNDLE_BYTES),
        read(MAX_PART_BYTES),
      );
    }
  }

  async #takeArchive(path: string, read: () => Promise<Uint8Array>): Promise<void> {
    try {
      const bytes = await read();
      if (bytes.length > MAX_ARCHIVE_BYTES)
        throw new InputError('ARCHIVE_TOO_LARGE', `more than ${MAX_ARCHIVE_BYTES} bytes`);
      const archive = ZipArchive.open(bytes);
      for (const name of archive.names) {
        const kind = kindOfFile(name);
        const unpack = (most: number) => (): Promise<Uint8Array> =>
          Promise.resolve().then(() => archive.read(name, most));
        this.#put(
          `${path}!/${name}`,
          kind === 'archive' ? 'bundle' : kind,
          unpack(MAX_BUNDLE_BYTES),
          unpack(MAX_PART_BYTES),
        );
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.candidates.push({ label: path, read: () => Promise.reject(error) });
    }
  }

  #put(
    label: string,
    kind: BundleFileKind,
    bundle: () => Promise<Uint8Array>,
    part: () => Promise<Uint8Array>,
  ): void {
    const [, hash] = kind === 'other' ? [] : (PART.exec(label) ?? []);
    if (hash !== undefined) this.parts.set(hash, part);
    else if (kind === 'bundle') this.candidates.push({ label, read: bundle });
    else this.passedOver += 1;
  }
}
