const known = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/**
 * Where a document stands in a statement. A thousand documents ask the same list, so it is indexed once.
 *
 * @param hashes The statement's own list, never changed.
 */
export function placeOf(hashes: readonly string[], hash: string): number | undefined {
  const places = known.get(hashes) ?? new Map(hashes.map((one, at) => [one, at]));
  known.set(hashes, places);
  return places.get(hash);
}
