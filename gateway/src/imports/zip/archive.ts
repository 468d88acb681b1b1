/**
 * ZIP archives of strangers, read entry by entry; nothing is unpacked to disk. An archive that contradicts itself, leads
 * out of itself or would grow beyond bounds is refused before anything in it counts.
 *
 * @module
 */
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { concatBytes } from '@chopmark/core';
import { SealBrokenError } from '../../keys/gcm.js';
import { type FilePlace, SealedReader } from '../../keys/sealed-file.js';
import type { Fault } from '../../problems/faults.js';
import { Refusal } from '../../problems/refusal.js';
import { fileRefusal } from '../file-refusal.js';
import { SealedRanges } from './sealed-ranges.js';

const OPTIONS = { lazyEntries: true, decodeStrings: false, autoClose: false } as const;

/** Most entries of one archive: their names are compared. */
export const MAX_ENTRIES = 200_000;

export interface ArchiveEntry {
  readonly name: string;
  /** Bytes, as announced. */
  readonly size: number;
  /** The bytes; ends with an error when they are not those that were announced. */
  stream(): Promise<Readable>;
  /** All of them. @throws {Refusal} `MALFORMED_FILE` */
  read(): Promise<Uint8Array>;
}

export class Archive {
  readonly #zip: ZipFile;

  private constructor(zip: ZipFile) {
    this.#zip = zip;
  }

  /** @throws {Refusal} `MALFORMED_FILE` */
  static async open(file: FilePlace): Promise<Archive> {
    const reader = await SealedReader.open(file);
    const ranges = new SealedRanges(reader);
    try {
      return new Archive(
        await readable(() => yauzl.fromRandomAccessReaderPromise(ranges, reader.size, OPTIONS)),
      );
    } catch (error) {
      await reader.close();
      throw error;
    }
  }

  close(): void {
    this.#zip.close();
  }

  /** Files, folders left out, in the archive's order. May be called once. @throws {Refusal} `MALFORMED_FILE`, `UNPACKED_TOO_LARGE` */
  async *entries(maxUnpackedBytes: number): AsyncGenerator<ArchiveEntry> {
    if (this.#zip.entryCount > MAX_ENTRIES) throw refused('TOO_MANY_FILES', { limit: MAX_ENTRIES });
    const bounds = new Bounds(this.#zip.fileSize, maxUnpackedBytes);
    const entries = this.#zip.eachEntry()[Symbol.asyncIterator]();
    for (;;) {
      const next = await readable(() => entries.next());
      if (next.done === true) return;
      const name = nameOf(next.value);
      bounds.take(name, next.value);
      if (!name.endsWith('/')) yield this.#entry(name, next.value);
    }
  }

  #entry(name: string, entry: Entry): ArchiveEntry {
    const zip = this.#zip;
    const stream = (): Promise<Readable> => readable(() => zip.openReadStreamPromise(entry));
    return {
      name,
      size: entry.uncompressedSize,
      stream,
      read: async () => {
        const chunks: Uint8Array[] = [];
        const source = await stream();
        await readable(async () => {
          for await (const chunk of source) chunks.push(chunk as Uint8Array);
        });
        const bytes = concatBytes(...chunks);
        if (crc32(bytes) !== entry.crc32) throw refused('FILE_DAMAGED');
        return bytes;
      },
    };
  }
}

/** What all entries of an archive may come to. */
class Bounds {
  readonly #fileSize: number;
  readonly #maxUnpacked: number;
  readonly #names = new Set<string>();
  #packed = 0;
  #unpacked = 0;

  constructor(fileSize: number, maxUnpacked: number) {
    this.#fileSize = fileSize;
    this.#maxUnpacked = maxUnpacked;
  }

  take(name: string, entry: Entry): void {
    if (this.#names.has(name)) throw refused('NAME_TWICE', { name });
    this.#names.add(name);
    if (entry.isEncrypted()) throw refused('FILE_ENCRYPTED', { name });
    this.#packed += entry.compressedSize;
    this.#unpacked += entry.uncompressedSize;
    // Entries that share their bytes are how a small file unpacks to petabytes.
    if (this.#packed > this.#fileSize) throw refused('FILES_OVERLAP');
    if (this.#unpacked > this.#maxUnpacked)
      throw new Refusal('UNPACKED_TOO_LARGE', { parameters: { limit: this.#maxUnpacked } });
  }
}

/** Windows writes names in the code page of the machine; where they are no UTF-8, GB18030 reads them. */
function nameOf(entry: Entry): string {
  const { fileNameRaw } = entry;
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true }).decode(fileNameRaw);
  } catch {
    name = new TextDecoder('gb18030').decode(fileNameRaw);
  }
  if (name === '' || yauzl.validateFileName(name) !== null || /\p{Cc}/u.test(name))
    throw refused('NAME_UNSAFE');
  return name;
}

function refused(code: string, parameters: NonNullable<Fault['parameters']> = {}, cause?: unknown): Refusal {
  return fileRefusal([{ pointer: '', code, parameters }], cause);
}

/** Whatever else the reader complains about is a fault of the archive. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Refusal || cause instanceof SealBrokenError) throw cause;
    throw refused('FILE_DAMAGED', {}, cause);
  }
}
