/** Instants as they are printed. */

/** @param instant Milliseconds since 1970. */
export function instantOf(instant: number): string {
  return new Date(instant).toISOString();
}

/** The day in UTC. */
export function dayOf(instant: number): string {
  return instantOf(instant).slice(0, 10);
}
