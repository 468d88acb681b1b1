/** Gauges that one query answers: several readers at once, and a second later, make it once. */
const KEPT_MS = 1_000;

/** @returns The values of each member; while there is no answer `NaN`, Prometheus' own word for "not known". */
export function readTogether<T extends Readonly<Record<string, number>>>(
  ask: () => Promise<T | undefined>,
): (member: keyof T) => () => Promise<number> {
  let kept: { readonly at: number; readonly answer: Promise<T | undefined> } | undefined;
  return (member) => async () => {
    if (kept === undefined || performance.now() - kept.at > KEPT_MS) {
      kept = { at: performance.now(), answer: ask().catch(() => undefined) };
    }
    return (await kept.answer)?.[member] ?? NaN;
  };
}
