/**
 * The two wire forms of protobuf that the messages of a proof use, read strictly: a number has exactly one
 * encoding here, so signed bytes cannot be cut in two ways (docs/formats.md, section 6).
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 * @module
 */
import { ProtobufError } from './protobuf-error.js';

/** Varint (0) or length-delimited (2); fixed32 and fixed64 occur in none of the messages. */
export type WireType = 0 | 2;

export class WireReader {
  #offset = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly place: string,
  ) {}

  get done(): boolean {
    return this.#offset === this.bytes.length;
  }

  /** @throws {ProtobufError} Unless a field number from 1 and one of the two wire forms follow. */
  tag(): { readonly number: number; readonly wire: number } {
    const tag = this.varint();
    const number = Math.floor(tag / 8);
    if (number === 0 || number > 0x1fff_ffff) throw this.error('field number out of range');
    return { number, wire: tag % 8 };
  }

  /** @throws {ProtobufError} When the varint is cut off, longer than needed, or above 2^53 - 1. */
  varint(): number {
    let value = 0;
    let factor = 1;
    for (let count = 1; count <= 8; count += 1) {
      const byte = this.bytes[this.#offset];
      if (byte === undefined) throw this.error('ends inside a varint');
      this.#offset += 1;
      value += (byte & 0x7f) * factor;
      factor *= 128;
      if (byte < 0x80) {
        if (byte === 0 && count > 1) throw this.error('varint longer than needed');
        if (!Number.isSafeInteger(value)) break;
        return value;
      }
    }
    throw this.error('varint out of range');
  }

  /** @returns A view, not a copy: proofs hash original bytes. */
  delimited(): Uint8Array {
    const length = this.varint();
    const end = this.#offset + length;
    if (end > this.bytes.length) throw this.error('ends inside a field');
    const slice = this.bytes.subarray(this.#offset, end);
    this.#offset = end;
    return slice;
  }

  private error(detail: string): ProtobufError {
    return new ProtobufError(this.place, detail);
  }
}
