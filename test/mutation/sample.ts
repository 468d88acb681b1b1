/** Numbers of mutants to judge: all, or some that follow from a seed and lie all over the space. */

/** mulberry32: numbers from 0 to 1 that follow from the seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Sample {
  readonly count: number;
  readonly seed: number;
}

/** One number out of each of `count` equal stretches of 0 to `size` - 1; every number where there are no more. */
export function* sampled(size: number, { count, seed }: Sample): Generator<number> {
  const random = randomFrom(seed);
  const step = Math.max(1, size / count);
  for (let from = 0; from < size; from += step)
    yield Math.min(size - 1, Math.floor(from + (step > 1 ? random() * step : 0)));
}

/** @param sample Undefined: all numbers. */
export function numbersOf(size: number, sample: Sample | undefined): Generator<number> {
  return sampled(size, sample ?? { count: size, seed: 0 });
}
