/** A file that cannot be read to its end is refused as a whole, before any line of it counts. */
import type { Fault } from '../problems/faults.js';
import { Refusal } from '../problems/refusal.js';

/** @param faults At least one; each may name its line. */
export function fileRefusal(faults: readonly Fault[], cause?: unknown): Refusal {
  return new Refusal('MALFORMED_FILE', { faults, ...(cause !== undefined && { cause }) });
}
