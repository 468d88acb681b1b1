/**
 * Blocks in one append-only file. Frame: length (4 bytes, big-endian) ‖ CRC-32 of the content (4) ‖ content. A block is
 * durable before `append` resolves. A frame that was cut off by a crash was never acknowledged: at the next start it is
 * moved to a file of its own. Damage anywhere else is an error; nothing is dropped silently.
 */
import { open, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';

export type BlockPlace = { readonly offset: number; readonly length: number };

const FRAME_HEADER = 8;
const MAX_BLOCK_BYTES = 512 * 1024 * 1024;

export class BlockFileDamaged extends Error {
  override readonly name = 'BlockFileDamaged';
}

export class BlockStore {
  readonly #file: FileHandle;
  #end: number;
  #failed: Error | undefined;

  private constructor(file: FileHandle, end: number) {
    this.#file = file;
    this.#end = end;
  }

  /**
   * @param known End of the last block that an index already vouches for; only what follows is read through.
   * @param onBlock Called for each block after it, in order.
   */
  static async open(
    path: string,
    known: number,
    onBlock: (content: Buffer, place: BlockPlace) => Promise<void>,
  ): Promise<BlockStore> {
    const file = await open(path, 'a+', 0o600);
    try {
      await syncFolder(dirname(path));
      const { size } = await file.stat();
      if (size < known)
        throw new BlockFileDamaged(`the block file has ${size} bytes, its index knows ${known}`);
      const end = await readThrough(file, known, size, onBlock);
      if (end < size) {
        await writeFile(`${path}.cut-${end}`, await bytesOf(file, end, size), { mode: 0o600, flush: true });
        await file.truncate(end);
        await file.sync();
      }
      return new BlockStore(file, end);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Where the next block will start. */
  get end(): number {
    return this.#end;
  }

  /** Resolves once the block is on disk. After a failed write the store refuses all further ones: what is on disk is not known. */
  async append(content: Uint8Array): Promise<BlockPlace> {
    if (this.#failed) throw this.#failed;
    const place = { offset: this.#end, length: content.length };
    const header = Buffer.alloc(FRAME_HEADER);
    header.writeUInt32BE(content.length, 0);
    header.writeUInt32BE(crc32(content), 4);
    try {
      await writeAll(this.#file, Buffer.concat([header, content]));
      await this.#file.datasync();
    } catch (cause) {
      this.#failed = new Error('the block file could not be written', { cause });
      throw this.#failed;
    }
    this.#end += FRAME_HEADER + content.length;
    return place;
  }

  /** @throws {BlockFileDamaged} When the bytes are not those that were written. */
  async read(place: BlockPlace): Promise<Buffer> {
    const frame = Buffer.alloc(FRAME_HEADER + place.length);
    const { bytesRead } = await this.#file.read(frame, 0, frame.length, place.offset);
    const content = frame.subarray(FRAME_HEADER);
    const intact =
      bytesRead === frame.length &&
      frame.readUInt32BE(0) === place.length &&
      frame.readUInt32BE(4) === crc32(content);
    if (!intact) throw new BlockFileDamaged(`the block at offset ${place.offset} is damaged`);
    return content;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** @returns End of the last whole block. */
async function readThrough(
  file: FileHandle,
  start: number,
  size: number,
  onBlock: (content: Buffer, place: BlockPlace) => Promise<void>,
): Promise<number> {
  let offset = start;
  const header = Buffer.alloc(FRAME_HEADER);
  while (offset + FRAME_HEADER <= size) {
    await file.read(header, 0, FRAME_HEADER, offset);
    const length = header.readUInt32BE(0);
    const end = offset + FRAME_HEADER + length;
    if (length === 0 || end > size) {
      if (length <= MAX_BLOCK_BYTES && (await isTorn(file, offset, size))) break;
      throw new BlockFileDamaged(`the block at offset ${offset} is damaged`);
    }
    const content = Buffer.alloc(length);
    await file.read(content, 0, length, offset + FRAME_HEADER);
    if (crc32(content) !== header.readUInt32BE(4)) {
      // Length and content of an append may reach the disk in any order: only the last frame can be torn.
      if (end === size) break;
      throw new BlockFileDamaged(`the block at offset ${offset} is damaged`);
    }
    await onBlock(content, { offset, length });
    offset = end;
  }
  return offset;
}

/**
 * Whether what is left can be one frame that a crash cut off, or room that was never filled. A length that was changed
 * on disk looks like the former, but whole frames follow it.
 */
async function isTorn(file: FileHandle, offset: number, size: number): Promise<boolean> {
  if (size - offset > FRAME_HEADER + MAX_BLOCK_BYTES) return false;
  const rest = await bytesOf(file, offset, size);
  if (rest.readUInt32BE(0) === 0) return rest.every((byte) => byte === 0);
  for (let at = 1; at + FRAME_HEADER < rest.length; at += 1) if (endsInFrames(rest, at)) return false;
  return true;
}

/** Frames from here to the very end, the first of them whole: chance does not make that. */
function endsInFrames(bytes: Buffer, start: number): boolean {
  const ends: number[] = [];
  for (let at = start; at < bytes.length;) {
    const length = at + FRAME_HEADER <= bytes.length ? bytes.readUInt32BE(at) : 0;
    if (length === 0) return false;
    at += FRAME_HEADER + length;
    ends.push(at);
  }
  return ends.at(-1) === bytes.length && isWhole(bytes.subarray(start, ends[0]));
}

function isWhole(frame: Buffer): boolean {
  return crc32(frame.subarray(FRAME_HEADER)) === frame.readUInt32BE(4);
}

async function bytesOf(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.alloc(end - start);
  await file.read(bytes, 0, bytes.length, start);
  return bytes;
}

/** A new file is on disk once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written);
    written += bytesWritten;
  }
}
