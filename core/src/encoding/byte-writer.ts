/**
 * Bytes put together in one buffer that is used again and again: sealing and proving hash millions of
 * short messages, and a new buffer for each costs more than its hash.
 *
 * @module
 */
import { MAX_UNIT_BYTES, utf8EncodeInto } from './utf8.js';

export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length: number;

  /** @param start Bytes that every message begins with. */
  constructor(private readonly start: Uint8Array = new Uint8Array(0)) {
    this.#length = start.length;
    this.#room(0);
    this.#bytes.set(start);
  }

  /** Begins the next message. */
  restart(): this {
    this.#length = this.start.length;
    return this;
  }

  bytes(part: Uint8Array): this {
    this.#room(part.length);
    this.#bytes.set(part, this.#length);
    this.#length += part.length;
    return this;
  }

  /** Writes UTF-8. @throws {DocumentError} `LONE_SURROGATE` */
  text(part: string): this {
    this.#room(part.length * MAX_UNIT_BYTES);
    this.#length = utf8EncodeInto(part, this.#bytes, this.#length);
    return this;
  }

  /** The message: a view that the next message overwrites. */
  message(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
