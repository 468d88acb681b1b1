/**
 * How numbers of a workbook are shown (ECMA-376 part 1, 18.8.30 and 18.8.31): as a day, or rounded, or scaled. What
 * a person saw is what an invoice may say, so a number that is shown as another one is told from one that is not.
 *
 * @module
 */
import { AS_IT_IS, type NumberShown } from '../table/row.js';

export type Shown = 'date' | NumberShown;

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** Dates and times; 27 to 36 and 50 to 58 are those of Chinese, Japanese and Korean programs. */
const BUILT_IN_DATES: ReadonlySet<number> = new Set([
  ...range(14, 22),
  ...range(27, 36),
  ...range(45, 47),
  ...range(50, 58),
]);

const BUILT_IN_NUMBERS: Readonly<Record<number, NumberShown>> = {
  ...Object.fromEntries([1, 3, 5, 6, 37, 38, 41, 42].map((id) => [id, { as: 'exact', decimals: 0 }])),
  ...Object.fromEntries([2, 4, 7, 8, 39, 40, 43, 44].map((id) => [id, { as: 'exact', decimals: 2 }])),
  9: { as: 'percent', decimals: 0 },
  10: { as: 'percent', decimals: 2 },
  ...Object.fromEntries([11, 12, 13, 48].map((id) => [id, { as: 'other' }])),
};

/** @param code Of a format that the workbook itself defines. */
export function shownBy(id: number, code: string | undefined): Shown {
  if (code !== undefined) return shownByCode(code);
  return BUILT_IN_DATES.has(id) ? 'date' : (BUILT_IN_NUMBERS[id] ?? AS_IT_IS);
}

/** Texts, escaped characters, widths and fillings, colors, conditions and locales. */
const NO_PLACEHOLDERS = /"[^"]*"|[\\_*].|\[[^\]]*\]/gsu;

function shownByCode(code: string): Shown {
  const sections = code.replace(NO_PLACEHOLDERS, '').split(';');
  if (/[ymd]/i.test(sections[0] ?? '')) return 'date';
  // Of positive and of negative numbers; zero may be a dash.
  const [first = { as: 'other' }, ...others] = sections
    .slice(0, 2)
    .filter((section) => /[0#?@]|general/i.test(section))
    .map(shownBySection);
  return others.reduce(worse, first);
}

function shownBySection(section: string): NumberShown {
  if (/general|@/i.test(section)) return AS_IT_IS;
  const isScaled = /[0#?.],+(?![0#?,])/.test(section);
  if (isScaled || /[/hs]|e[+-]/i.test(section)) return { as: 'other' };
  const decimals = /\.([0#?]*)/.exec(section)?.[1]?.length ?? 0;
  const percents = section.split('%').length - 1;
  if (percents > 1) return { as: 'other' };
  return { decimals, as: percents === 0 ? 'exact' : 'percent' };
}

/** Positive and negative numbers should be shown alike; where they are not, the one that shows less. */
function worse(one: NumberShown, other: NumberShown): NumberShown {
  if (one.as !== other.as) return { as: 'other' };
  return (one.decimals ?? Infinity) <= (other.decimals ?? Infinity) ? one : other;
}
