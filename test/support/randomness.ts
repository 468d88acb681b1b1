/**
 * Random bytes of the kits. Fresh, unless a seed is given: then the same work makes the same bytes, which is how frozen
 * test data is made again and compared.
 *
 * @module
 */
import { createHash, randomBytes as freshBytes } from 'node:crypto';

let seeded: { readonly seed: string; drawn: number } | undefined;

/** As `node:crypto` has it; of the seed inside `withSeed`. */
export function randomBytes(size: number): Buffer {
  if (!seeded) return freshBytes(size);
  const blocks: Buffer[] = [];
  for (let made = 0; made < size; made += 32) {
    blocks.push(createHash('sha256').update(`${seeded.seed}\0${seeded.drawn}`).digest());
    seeded.drawn += 1;
  }
  return Buffer.concat(blocks).subarray(0, size);
}

/** Runs `make` with bytes of this seed; nothing else may draw meanwhile. Not to be nested. */
export async function withSeed<T>(seed: string, make: () => T | Promise<T>): Promise<T> {
  if (seeded) throw new Error(`still making ${seeded.seed}`);
  seeded = { seed, drawn: 0 };
  try {
    return await make();
  } finally {
    seeded = undefined;
  }
}
