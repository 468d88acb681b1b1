/**
 * References of a file that have come already, with the row of each, in 12 bytes per slot. A million marks stand in 25 MB,
 * and in 38 MB while the table grows to that. A table with a column of sellers notes two marks for each reference: a
 * million references take 50 MB, and 75 MB while it grows. Kept as 64 bits of an HMAC under a key of the run, so that
 * nobody can make two references meet.
 *
 * @module
 */
import { createHmac, randomBytes } from 'node:crypto';

const FIRST_SLOTS = 1024;
/** Share of the slots that may be taken before there are twice as many. */
const FULLEST = 0.6;

export class ReferencesSeen {
  readonly #key = randomBytes(32);
  /** 0n: free. */
  #marks = new BigUint64Array(FIRST_SLOTS);
  #rows = new Uint32Array(FIRST_SLOTS);
  #size = 0;

  /** @returns The row that it was first seen in, if it was. */
  rowOf(text: string): number | undefined {
    const mark = this.#markOf(text);
    const slot = this.#slotOf(mark);
    return this.#marks[slot] === mark ? this.#rows[slot] : undefined;
  }

  /** The first row of a reference stays. @returns As `rowOf`, before it was noted. */
  note(text: string, row: number): number | undefined {
    if (this.#size >= this.#marks.length * FULLEST) this.#grow();
    return this.#put(this.#markOf(text), row);
  }

  #markOf(text: string): bigint {
    const mark = createHmac('sha256', this.#key).update(text).digest().readBigUInt64LE();
    return mark === 0n ? 1n : mark;
  }

  /** Where the mark is, or would be put. */
  #slotOf(mark: bigint): number {
    const { length } = this.#marks;
    let slot = Number(mark % BigInt(length));
    while (this.#marks[slot] !== 0n && this.#marks[slot] !== mark) slot = (slot + 1) % length;
    return slot;
  }

  /** @returns The row that stands there already. */
  #put(mark: bigint, row: number): number | undefined {
    const slot = this.#slotOf(mark);
    if (this.#marks[slot] === mark) return this.#rows[slot];
    this.#marks[slot] = mark;
    this.#rows[slot] = row;
    this.#size += 1;
    return undefined;
  }

  #grow(): void {
    const [marks, rows] = [this.#marks, this.#rows];
    this.#marks = new BigUint64Array(marks.length * 2);
    this.#rows = new Uint32Array(marks.length * 2);
    this.#size = 0;
    marks.forEach((mark, at) => {
      if (mark !== 0n) this.#put(mark, rows[at] ?? 0);
    });
  }
}
