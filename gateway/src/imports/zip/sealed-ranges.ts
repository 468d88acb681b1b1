/** Reads an archive's ranges from a sealed file; chunks read last are kept, for a directory is read in small steps. */
import { Readable } from 'node:stream';
import yauzl from 'yauzl';
import type { SealedReader } from '../../keys/sealed-file.js';

const KEPT_CHUNKS = 4;

interface Chunk {
  readonly start: number;
  readonly bytes: Buffer;
}

export class SealedRanges extends yauzl.RandomAccessReader {
  readonly #reader: SealedReader;
  #kept: readonly Chunk[] = [];

  /** @param reader Closed when the archive is. */
  constructor(reader: SealedReader) {
    super();
    this.#reader = reader;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#reader.read(start, end, 1), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#fill(buffer.subarray(offset, offset + length), position).then(
      () => callback(null),
      (error: unknown) => callback(error as Error),
    );
  }

  override close(callback: (error: Error | null) => void): void {
    this.#reader.close().then(
      () => callback(null),
      (error: unknown) => callback(error as Error),
    );
  }

  async #fill(target: Buffer, position: number): Promise<void> {
    for (let at = 0; at < target.length;) {
      if (position + at >= this.#reader.size)
        throw new RangeError('the archive ends before its directory says so');
      const { start, bytes } = await this.#chunkAt(position + at);
      at += bytes.copy(target, at, position + at - start);
    }
  }

  async #chunkAt(at: number): Promise<Chunk> {
    const known = this.#kept.find(({ start, bytes }) => at >= start && at < start + bytes.length);
    if (known !== undefined) return known;
    const chunk = await this.#reader.chunkAt(at);
    this.#kept = [chunk, ...this.#kept].slice(0, KEPT_CHUNKS);
    return chunk;
  }
}
