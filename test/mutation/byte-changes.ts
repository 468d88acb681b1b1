/**
 * What can happen to one byte of a byte string. Changes are numbered place by place, so that a space of mutants is a
 * range of numbers.
 *
 * @module
 */

type Change = {
  /** @param at Place of the byte. */
  readonly name: (at: number) => string;
  /** Undefined where it is the same as another change. */
  readonly apply: (bytes: Buffer, at: number) => Buffer | undefined;
};

/** The ways in which every byte of something is changed. */
export type ByteChanges = readonly Change[];

const flipped = (bytes: Buffer, at: number, bits: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed[at] = (bytes[at] ?? 0) ^ bits;
  return changed;
};

const BITS: ByteChanges = Array.from({ length: 8 }, (_, bit) => ({
  name: (at) => `bit ${bit} of byte ${at}`,
  apply: (bytes, at) => flipped(bytes, at, 1 << bit),
}));

/** One bit, another one in each place. */
const A_BIT: Change = {
  name: (at) => `bit ${at % 8} of byte ${at}`,
  apply: (bytes, at) => flipped(bytes, at, 1 << (at % 8)),
};

const ONE_MORE: Change = {
  name: (at) => `byte ${at} one more`,
  // an even byte and one more is its lowest bit
  apply: (bytes, at) => {
    const before = bytes[at] ?? 0;
    return before % 2 === 0 ? undefined : flipped(bytes, at, before ^ ((before + 1) & 0xff));
  },
};

const LEFT_OUT: Change = {
  name: (at) => `byte ${at} left out`,
  apply: (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
};

const DOUBLED: Change = {
  name: (at) => `byte ${at} doubled`,
  apply: (bytes, at) => Buffer.concat([bytes.subarray(0, at + 1), bytes.subarray(at)]),
};

/** Those that keep the length: for bytes inside others that know how many there are. */
export const SAME_LENGTH: ByteChanges = [...BITS, ONE_MORE];
export const ALL_CHANGES: ByteChanges = [...SAME_LENGTH, LEFT_OUT, DOUBLED];
export const SOME_CHANGES: ByteChanges = [A_BIT, ONE_MORE, LEFT_OUT, DOUBLED];
export const FEW_CHANGES: ByteChanges = [A_BIT, LEFT_OUT, DOUBLED];
export const FEW_OF_SAME_LENGTH: ByteChanges = [A_BIT, ONE_MORE];

/** How many numbers the changes of these bytes take. */
export function countOf(bytes: Buffer, changes: ByteChanges): number {
  return bytes.length * changes.length;
}

/**
 * @param index 0 to `countOf` - 1.
 * @returns Undefined where the number stands for no change, or for one that has another number.
 */
export function changedAt(
  bytes: Buffer,
  changes: ByteChanges,
  index: number,
): { readonly at: number; readonly change: string; readonly bytes: Buffer } | undefined {
  const at = Math.floor(index / changes.length);
  const change = changes[index % changes.length];
  const changed = change?.apply(bytes, at);
  return change && changed && { at, change: change.name(at), bytes: changed };
}
