/**
 * How long and by which chance a fault experiment runs: `npm run faults -- --rounds 500 --seed 7`.
 *
 * @module
 */
import type { Draw } from './senders.js';

const DEFAULT_ROUNDS = 30;

export const ROUNDS = Number(process.env['CHOPMARK_FAULT_ROUNDS'] ?? DEFAULT_ROUNDS);
/** Printed in the name of the suite, so that a failure can be repeated. */
export const SEED = Number(process.env['CHOPMARK_SEED'] ?? Date.now() % 1_000_000);

/** A small linear congruential generator: repeatable, nothing more is needed. */
export function drawing(seed = SEED): Draw {
  let state = seed;
  return (bound) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * bound);
  };
}
