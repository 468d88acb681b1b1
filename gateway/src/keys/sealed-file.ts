/**
 * Files of any length under a key of their own, written and read in pieces: chunks of 64 KiB, each AES-256-GCM with its
 * place and whether it is the last as the nonce (the STREAM construction, https://eprint.iacr.org/2015/189). Chunks that
 * are cut off, added, swapped or of another file do not open. The key seals this one file, so its nonces never repeat.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

import { decrypt, encrypt, KEY_BYTES, NONCE_BYTES, TAG_BYTES } from './gcm.js';

export const CHUNK_BYTES = 64 * 1024;
const SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES;
/** Read at once when a file is read to its end. */
const READ_CHUNKS = 4;
const PLACE = 'file';

/** Where a file lies and what opens it; may be handed to another thread, and is never stored like this. */
export interface FilePlace {
  readonly path: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

export const newFileKey = (): Uint8Array => randomBytes(KEY_BYTES);

function nonceOf(chunk: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(chunk, NONCE_BYTES - 5);
  nonce.writeUInt8(isLast ? 1 : 0, NONCE_BYTES - 1);
  return nonce;
}

/** Seals what comes piece by piece; complete only after `end`. */
export class SealedWriter {
  readonly #file: FileHandle;
  readonly #key: Uint8Array;
  readonly #waiting = Buffer.alloc(CHUNK_BYTES);
  #filled = 0;
  #chunks = 0;

  /** @param file New and empty. @param key Used for nothing before or after. */
  constructor(file: FileHandle, key: Uint8Array) {
    this.#file = file;
    this.#key = key;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      // A full chunk waits until something follows: only then it is known not to be the last.
      if (this.#filled === CHUNK_BYTES) await this.#flush(false);
      const part = bytes.subarray(at, at + CHUNK_BYTES - this.#filled);
      this.#waiting.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
    }
  }

  end(): Promise<void> {
    return this.#flush(true);
  }

  async #flush(isLast: boolean): Promise<void> {
    const nonce = nonceOf(this.#chunks, isLast);
    await this.#file.writeFile(encrypt(this.#key, nonce, PLACE, this.#waiting.subarray(0, this.#filled)));
    this.#chunks += 1;
    this.#filled = 0;
  }
}

/** A sealed file, open for reading anywhere in it. Close it. */
export class SealedReader {
  /** Bytes of what is sealed. */
  readonly size: number;
  readonly #file: FileHandle;
  readonly #key: Uint8Array;
  readonly #chunks: number;

  private constructor(file: FileHandle, key: Uint8Array, sealedSize: number) {
    this.#file = file;
    this.#key = key;
    this.#chunks = Math.max(1, Math.ceil(sealedSize / SEALED_CHUNK));
    this.size = sealedSize - this.#chunks * TAG_BYTES;
  }

  /** Opens the last chunk as well, so the size is known to be what was sealed. @throws {SealBrokenError} */
  static async open({ path, key }: FilePlace): Promise<SealedReader> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const reader = new SealedReader(file, key, size);
      await reader.#open(reader.#chunks - 1, 1);
      return reader;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** From byte `from` up to, not including, `to`, piece by piece. @throws {SealBrokenError} */
  async *read(from = 0, to = this.size, atOnce = READ_CHUNKS): AsyncGenerator<Buffer> {
    const last = Math.min(this.#chunks, Math.ceil(to / CHUNK_BYTES));
    for (let at = Math.floor(from / CHUNK_BYTES); at < last; at += atOnce) {
      const pieces = await this.#open(at, Math.min(atOnce, last - at));
      for (const [piece, bytes] of pieces.entries()) {
        const start = (at + piece) * CHUNK_BYTES;
        yield bytes.subarray(Math.max(0, from - start), Math.max(0, to - start));
      }
    }
  }

  /** The chunk in which byte `at` stands, and where the chunk begins. @throws {SealBrokenError} */
  async chunkAt(at: number): Promise<{ readonly start: number; readonly bytes: Buffer }> {
    const chunk = Math.floor(at / CHUNK_BYTES);
    const [bytes = Buffer.alloc(0)] = await this.#open(chunk, 1);
    return { start: chunk * CHUNK_BYTES, bytes };
  }

  async #open(first: number, count: number): Promise<Buffer[]> {
    const sealed = Buffer.allocUnsafe(count * SEALED_CHUNK);
    const { bytesRead } = await this.#file.read(sealed, 0, sealed.length, first * SEALED_CHUNK);
    const chunks: Buffer[] = [];
    for (let at = 0; at < count; at += 1) {
      const bytes = sealed.subarray(at * SEALED_CHUNK, Math.min(bytesRead, at * SEALED_CHUNK + SEALED_CHUNK));
      const chunk = first + at;
      chunks.push(decrypt(this.#key, nonceOf(chunk, chunk === this.#chunks - 1), PLACE, bytes));
    }
    return chunks;
  }
}

/** From the start, each time that it is called. @throws {SealBrokenError} on the way */
export async function* readSealed(place: FilePlace): AsyncGenerator<Uint8Array> {
  const reader = await SealedReader.open(place);
  try {
    yield* reader.read();
  } finally {
    await reader.close();
  }
}

/** All of it. @throws {SealBrokenError} */
export async function wholeFile(place: FilePlace): Promise<Buffer> {
  const reader = await SealedReader.open(place);
  try {
    const whole = Buffer.allocUnsafe(reader.size);
    let at = 0;
    for await (const chunk of reader.read()) at += chunk.copy(whole, at);
    return whole;
  } finally {
    await reader.close();
  }
}
