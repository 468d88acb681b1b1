/** How long the steps of an experiment took: shown, never asserted. */
export interface Stopwatch {
  /** Ends a step. */
  (name: string): void;
  /** Whole milliseconds by step. */
  readonly all: Readonly<Record<string, number>>;
}

export function stopwatch(): Stopwatch {
  const all: Record<string, number> = {};
  let began = performance.now();
  const end = (name: string): void => {
    const now = performance.now();
    all[name] = Math.round(now - began);
    began = now;
  };
  return Object.assign(end, { all });
}
