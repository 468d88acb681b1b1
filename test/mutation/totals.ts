/** What a run over one golden bundle came to, and how it is told. */
import type { Golden } from './golden.js';
import type { Escape } from './judge.js';
import type { Report } from './worker.js';

export interface Total {
  /** Level, part, verdict and deciding code, apart by tabs → mutants. */
  readonly tally: Map<string, number>;
  readonly escapes: Escape[];
  readonly excused: Set<number>;
  readonly seconds: number;
  /** User and system time of all threads. */
  readonly processorSeconds: number;
  /** What the sample was drawn from; undefined when everything was judged. */
  readonly of: { readonly numbers: number; readonly seed: number } | undefined;
}

const SHOWN_ESCAPES = 20;
const COLUMNS = ['level', 'part', 'verdict', 'decided by', 'mutants'] as const;

export function emptyTotal(): Total {
  return {
    tally: new Map(),
    escapes: [],
    excused: new Set(),
    seconds: 0,
    processorSeconds: 0,
    of: undefined,
  };
}

export function addTo({ tally, escapes, excused }: Total, report: Extract<Report, { type: 'done' }>): void {
  for (const [row, count] of report.tally) tally.set(row, (tally.get(row) ?? 0) + count);
  escapes.push(...report.escapes);
  for (const row of report.excused) excused.add(row);
}

/** @returns The number of mutants. */
export function printTotal({ name, bundle }: Golden, total: Total): number {
  const rows = [...total.tally].map(([row, count]) => [...row.split('\t'), String(count)]).sort();
  const mutants = sumOf(rows.map((row) => Number(row.at(-1))));
  const share = total.of ? `, a sample of ${total.of.numbers} numbers by seed ${total.of.seed}` : '';
  console.log(`\n${name}: ${bundle.length} bytes, ${mutants} mutants${share}`);
  console.log(
    `${total.seconds.toFixed(0)} s, processor time ${total.processorSeconds.toFixed(0)} s, ${total.escapes.length} escaped`,
  );
  console.table(rows.map((row) => Object.fromEntries(COLUMNS.map((column, at) => [column, row[at]]))));
  console.table(byLevel(rows));
  for (const escape of total.escapes.slice(0, SHOWN_ESCAPES)) console.log(JSON.stringify(escape));
  return mutants;
}

/** Level → verdict → mutants. */
function byLevel(rows: readonly (readonly string[])[]): Record<string, Record<string, number>> {
  const levels: Record<string, Record<string, number>> = {};
  for (const [level = '', , verdict = '', , count] of rows) {
    const row = (levels[level] ??= {});
    row[verdict] = (row[verdict] ?? 0) + Number(count);
  }
  return levels;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
