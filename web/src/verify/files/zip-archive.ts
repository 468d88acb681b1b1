/**
 * ZIP archives of strangers in a browser (PKWARE APPNOTE, without ZIP64). An archive that contradicts itself, leads out
 * of itself or would grow beyond bounds is refused as a whole before anything in it is read, a single bad entry by
 * itself; with the same codes as by the command.
 *
 * @module
 */
import { InputError, isTooDeep, kindOfFile, MAX_FOLDER_DEPTH } from '@chopmark/core/verify';
import { Inflate } from 'fflate';
import { crc32 } from './crc32.js';
import { MAX_FILES, MAX_UNPACKED_BYTES } from './limits.js';

interface Entry {
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly size: number;
  /** Unix mode; 0 where the maker knew none. */
  readonly mode: number;
  readonly offset: number;
}

const END = { signature: 0x06054b50, size: 22, maxComment: 0xffff } as const;
const DIRECTORY = { signature: 0x02014b50, size: 46 } as const;
const LOCAL = { signature: 0x04034b50, size: 30 } as const;
const ENCRYPTED = 0x1;
const UTF8 = 0x800;
const STORED = 0;
const DEFLATED = 8;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;

/** Whether these first bytes can begin an archive: of an entry, or of an empty archive's end. */
export function isArchive([p, k, kind]: Uint8Array): boolean {
  return p === 0x50 && k === 0x4b && (kind === 0x03 || kind === 0x05);
}

export class ZipArchive {
  private constructor(
    private readonly bytes: Uint8Array,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws {InputError} `ARCHIVE_…`, `TOO_MANY_FILES` */
  static open(bytes: Uint8Array, most = MAX_FILES): ZipArchive {
    return new ZipArchive(bytes, readDirectory(bytes, most));
  }

  /** Names of files, folders left out, in the archive's order. */
  get names(): readonly string[] {
    return [...this.entries.keys()].filter((name) => !name.endsWith('/'));
  }

  /**
   * @param most Bytes of the file at most.
   * @throws {InputError}
   */
  read(name: string, most: number): Uint8Array {
    const entry = this.entries.get(name);
    if (!entry) throw new InputError('BUNDLE_UNREADABLE', 'no such file in the archive');
    assertReadable(entry, name, most);
    const view = viewOf(this.bytes, entry.offset, LOCAL.size);
    if (view?.getUint32(0, true) !== LOCAL.signature)
      throw unreadable('a file does not begin where it should');
    const start = entry.offset + LOCAL.size + view.getUint16(26, true) + view.getUint16(28, true);
    const packed = this.bytes.subarray(start, start + entry.packed);
    const bytes = entry.method === STORED ? packed : unpack(packed, entry.size);
    if (bytes.length !== entry.size || crc32(bytes) !== entry.checksum)
      throw unreadable('size or checksum is not the one announced');
    return bytes;
  }
}

function readDirectory(bytes: Uint8Array, most: number): ReadonlyMap<string, Entry> {
  const end = endOf(bytes);
  const count = end.getUint16(10, true);
  const offset = end.getUint32(16, true);
  if (count > most) throw new InputError('TOO_MANY_FILES', `${count} entries, ${most} allowed`);
  const entries = new Map<string, Entry>();
  let at = offset;
  let packed = 0;
  let unpacked = 0;
  for (let read = 0; read < count; read += 1) {
    const view = viewOf(bytes, at, DIRECTORY.size);
    if (view?.getUint32(0, true) !== DIRECTORY.signature) throw unreadable('the directory is broken');
    const length = view.getUint16(28, true);
    const entry = entryOf(view);
    const name = nameOf(bytes.subarray(at + DIRECTORY.size, at + DIRECTORY.size + length), entry.flags);
    if (entries.has(name)) throw new InputError('ARCHIVE_NAME_TWICE', name);
    entries.set(name, entry);
    packed += entry.packed;
    if (kindOfFile(name) !== 'other') unpacked += entry.size;
    at += DIRECTORY.size + length + view.getUint16(30, true) + view.getUint16(32, true);
  }
  // Entries that share their bytes are how a small file unpacks to petabytes.
  if (packed > bytes.length) throw unreadable('entries overlap');
  if (unpacked > MAX_UNPACKED_BYTES)
    throw new InputError('ARCHIVE_TOO_LARGE', `unpacks to ${unpacked} bytes, ${MAX_UNPACKED_BYTES} allowed`);
  return entries;
}

/** The end record stands last, but for a comment whose length it tells. */
function endOf(bytes: Uint8Array): DataView {
  const first = Math.max(0, bytes.length - END.size - END.maxComment);
  for (let at = bytes.length - END.size; at >= first; at -= 1) {
    const view = viewOf(bytes, at, END.size);
    if (view?.getUint32(0, true) !== END.signature) continue;
    const whole = at + END.size + view.getUint16(20, true) === bytes.length;
    const oneDisk = view.getUint32(4, true) === 0 && view.getUint16(8, true) === view.getUint16(10, true);
    if (whole && oneDisk) return view;
  }
  throw unreadable('the end of the archive is missing');
}

function entryOf(view: DataView): Entry {
  return {
    flags: view.getUint16(8, true),
    method: view.getUint16(10, true),
    checksum: view.getUint32(16, true),
    packed: view.getUint32(20, true),
    size: view.getUint32(24, true),
    mode: view.getUint16(40, true),
    offset: view.getUint32(42, true),
  };
}

function nameOf(bytes: Uint8Array, flags: number): string {
  // Without the flag a name is in some code page: what is not ASCII there only looks strange.
  const name = new TextDecoder(flags & UTF8 ? 'utf-8' : 'latin1').decode(bytes);
  const leadsOut = /^\/|^[A-Za-z]:|\\|(?:^|\/)\.\.(?:\/|$)/.test(name);
  if (name === '' || leadsOut || /\p{Cc}/u.test(name))
    throw new InputError('ARCHIVE_NAME_UNSAFE', 'a name leads out of the archive');
  return name;
}

function assertReadable({ mode, flags, method, size, packed }: Entry, name: string, most: number): void {
  const type = mode & FILE_TYPE;
  if (isTooDeep(name)) throw new InputError('FOLDER_TOO_DEEP', `more than ${MAX_FOLDER_DEPTH} folders deep`);
  if (type !== 0 && type !== REGULAR) throw new InputError('LINK_NOT_FOLLOWED', 'not an ordinary file');
  if (flags & ENCRYPTED) throw new InputError('ARCHIVE_ENCRYPTED', 'encrypted');
  if (kindOfFile(name) === 'archive') throw new InputError('ARCHIVE_NESTED', 'an archive inside an archive');
  if (method !== STORED && method !== DEFLATED) throw unreadable(`compression method ${method} is not known`);
  if (Math.max(size, packed) > most)
    throw new InputError('BUNDLE_TOO_LARGE', `${Math.max(size, packed)} bytes, ${most} allowed`);
}

/** Input that is unpacked at once: what comes out is counted before there is more. */
const STEP = 16_384;

/** Never more than announced is kept, and little more unpacked. */
function unpack(packed: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let filled = 0;
  const inflate = new Inflate((chunk) => {
    if (filled + chunk.length > size) throw unreadable('unpacks to more than announced');
    bytes.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length; at += STEP)
      inflate.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  } catch (cause) {
    throw cause instanceof InputError ? cause : unreadable('cannot be unpacked');
  }
  return bytes.subarray(0, filled);
}

function viewOf(bytes: Uint8Array, at: number, size: number): DataView | undefined {
  return at >= 0 && at + size <= bytes.length
    ? new DataView(bytes.buffer, bytes.byteOffset + at, size)
    : undefined;
}

function unreadable(detail: string): InputError {
  return new InputError('ARCHIVE_UNREADABLE', detail);
}
