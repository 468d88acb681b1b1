/** One kind of problem: its HTTP status and its words. */
import type { Text } from '../i18n/language.js';

export interface ProblemKind {
  readonly status: number;
  readonly title: Text;
  /** What happened, with `{parameters}`. */
  readonly detail: Text;
  /** What the caller can do about it; shown on the help page. */
  readonly advice: Text;
}

export const kind = (status: number, title: Text, detail: Text, advice: Text): ProblemKind => ({
  status,
  title,
  detail,
  advice,
});
