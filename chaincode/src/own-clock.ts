/**
 * The endorser's own clock, the only real clock in the contract. `tick` alone
 * asks it, to refuse; its reading never becomes part of a result, so endorsers
 * whose clocks differ still sign the same bytes.
 *
 * @module
 */

/** Milliseconds since 1970 by the clock of this machine. */
export function ownClockMs(): number {
  return Date.now();
}
