/**
 * ZIP archives of strangers. Nothing is unpacked to disk; an archive that contradicts itself, leads out of itself or
 * would grow beyond bounds is refused as a whole before anything in it is read, a single bad entry by itself.
 *
 * @module
 */
import { close, open, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { crc32, inflateRaw, inflateRawSync } from 'node:zlib';
import { InputError, MAX_FOLDER_DEPTH, isTooDeep, kindOfFile } from '@chopmark/core/verify';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { reasonOf } from './reason.js';
import { MAX_FILES } from './limits.js';

/** What bundles and parts of one archive may come to, unpacked. */
export const MAX_UNPACKED_BYTES = 2_000_000_000;
/** An archive on standard input, which has to be kept in memory. */
export const MAX_STREAMED_ARCHIVE_BYTES = 256_000_000;

const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER = 30;
const LOCAL_SIGNATURE = 0x04034b50;
const OPTIONS = { lazyEntries: true, decodeStrings: false, autoClose: false } as const;

const openFile = promisify(open);
const closeFile = promisify(close);
const inflate = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflateRaw);

/** Whether these first bytes can begin an archive: of an entry, or of an empty archive's end. */
export function isArchive(head: Uint8Array): boolean {
  const [p, k, kind] = head;
  return p === 0x50 && k === 0x4b && (kind === 0x03 || kind === 0x05);
}

export class Archive {
  private constructor(
    private readonly source: number | Buffer,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /**
   * @param source Path, or the bytes of the whole archive.
   * @param most Entries at most.
   * @throws {InputError} `ARCHIVE_…`, `TOO_MANY_FILES`
   */
  static async open(source: string | Buffer, most = MAX_FILES): Promise<Archive> {
    const opened = typeof source === 'string' ? await openFile(source, 'r') : source;
    try {
      const zip = await readable(() =>
        typeof opened === 'number'
          ? yauzl.fromFdPromise(opened, OPTIONS)
          : yauzl.fromBufferPromise(opened, OPTIONS),
      );
      return new Archive(opened, await readable(() => entriesOf(zip, most)));
    } catch (error) {
      if (typeof opened === 'number') await closeFile(opened);
      throw error;
    }
  }

  /** Names of files, folders left out, in the archive's order. */
  get names(): readonly string[] {
    return [...this.entries.keys()].filter((name) => !name.endsWith('/'));
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /**
   * @param most Bytes of the file at most.
   * @throws {InputError}
   */
  async read(name: string, most: number): Promise<Uint8Array> {
    const entry = this.entries.get(name);
    if (!entry) throw new InputError('BUNDLE_UNREADABLE', 'no such file in the archive');
    assertReadable(entry, name, most);
    return readable(async () => {
      const packed = this.#bytes(this.#startOf(entry), entry.compressedSize);
      const bytes = entry.compressionMethod === STORED ? packed : await unpack(packed, entry);
      if (bytes.length !== entry.uncompressedSize || crc32(bytes) !== entry.crc32)
        throw new InputError('ARCHIVE_UNREADABLE', 'size or checksum is not the one announced');
      return bytes;
    });
  }

  async close(): Promise<void> {
    if (typeof this.source === 'number') await closeFile(this.source);
  }

  /** The local header repeats what the directory says, and only it tells how long itself is (APPNOTE 4.3.7). */
  #startOf({ relativeOffsetOfLocalHeader: offset }: Entry): number {
    const header = this.#bytes(offset, LOCAL_HEADER);
    if (header.length < LOCAL_HEADER || header.readUInt32LE(0) !== LOCAL_SIGNATURE)
      throw new InputError('ARCHIVE_UNREADABLE', 'a file does not begin where it should');
    return offset + LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28);
  }

  /** Synchronous: half of the work for many small files. */
  #bytes(start: number, length: number): Buffer {
    if (typeof this.source !== 'number') return this.source.subarray(start, start + length);
    const bytes = Buffer.allocUnsafeSlow(length);
    return bytes.subarray(0, readSync(this.source, bytes, 0, length, start));
  }
}

async function entriesOf(zip: ZipFile, most: number): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > most)
    throw new InputError('TOO_MANY_FILES', `${zip.entryCount} entries, ${most} allowed`);
  const entries = new Map<string, Entry>();
  let packed = 0;
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    const name = nameOf(entry);
    if (entries.has(name)) throw new InputError('ARCHIVE_NAME_TWICE', name);
    entries.set(name, entry);
    packed += entry.compressedSize;
    if (kindOfFile(name) !== 'other') unpacked += entry.uncompressedSize;
  }
  // Entries that share their bytes are how a small file unpacks to petabytes.
  if (packed > zip.fileSize) throw new InputError('ARCHIVE_UNREADABLE', 'entries overlap');
  if (unpacked > MAX_UNPACKED_BYTES)
    throw new InputError('ARCHIVE_TOO_LARGE', `unpacks to ${unpacked} bytes, ${MAX_UNPACKED_BYTES} allowed`);
  return entries;
}

function nameOf(entry: Entry): string {
  const name = yauzl.getFileNameLowLevel(
    entry.generalPurposeBitFlag,
    entry.fileNameRaw,
    entry.extraFields,
    true,
  );
  const fault = yauzl.validateFileName(name);
  if (fault !== null) throw new InputError('ARCHIVE_NAME_UNSAFE', fault);
  if (name === '' || /\p{Cc}/u.test(name))
    throw new InputError('ARCHIVE_NAME_UNSAFE', 'empty, or control characters');
  return name;
}

/** Kinds of file by the upper half of the attributes, as Unix keeps them; 0 where the maker knew none. */
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;

function assertReadable(entry: Entry, name: string, most: number): void {
  if (isTooDeep(name)) throw new InputError('FOLDER_TOO_DEEP', `more than ${MAX_FOLDER_DEPTH} folders deep`);
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  if (type !== 0 && type !== REGULAR) throw new InputError('LINK_NOT_FOLLOWED', 'not an ordinary file');
  if (entry.isEncrypted()) throw new InputError('ARCHIVE_ENCRYPTED', 'encrypted');
  if (kindOfFile(name) === 'archive') throw new InputError('ARCHIVE_NESTED', 'an archive inside an archive');
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    throw new InputError('ARCHIVE_UNREADABLE', `compression method ${entry.compressionMethod} is not known`);
  const size = Math.max(entry.uncompressedSize, entry.compressedSize);
  if (size > most) throw new InputError('BUNDLE_TOO_LARGE', `${size} bytes, ${most} allowed`);
}

/** Bytes up to which the way to another thread costs more than unpacking. */
const SMALL = 256_000;

/** Never more than announced is unpacked. */
async function unpack(packed: Uint8Array, { uncompressedSize }: Entry): Promise<Buffer> {
  const options = { maxOutputLength: Math.max(1, uncompressedSize) };
  return uncompressedSize > SMALL ? inflate(packed, options) : inflateRawSync(packed, options);
}

/** Whatever else the readers complain about is a fault of the archive. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError('ARCHIVE_UNREADABLE', reasonOf(cause), { cause });
  }
}
