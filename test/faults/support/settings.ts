/**
 * How long and by which chance a fault experiment runs: `npm run faults -- --rounds 500 --seed 7`.
 *
 * @module
 */
import type { Draw } from './senders.js';

const DEFAULT_ROUNDS = 30;

export const ROUNDS = Number(process.env['CHOPMARK_FAULT_ROUNDS'] ?? DEFAULT_ROUNDS);
/** Rounds of experiments that take longer: a tenth of what is asked, and a few of it in CI. */
export const FEW_ROUNDS = Math.max(3, Math.floor(ROUNDS / 10));
/** Printed in the name of the suite, so that a failure can be repeated. */
/** Invoices of an import before a backup: more tell how long a repair takes. */
export const DOCUMENTS = Number(process.env['CHOPMARK_FAULT_DOCUMENTS'] ?? 30);
export const SEED = Number(process.env['CHOPMARK_SEED'] ?? Date.now() % 1_000_000);

/** A small linear congruential generator: repeatable, nothing more is needed. */
export function drawing(seed = SEED): Draw {
  let state = seed;
  return (bound) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * bound);
  };
}
