/** What the terminal of the person at it can show. */
import type { Language, Outcome, Verdict } from '@chopmark/core/verify';

/** @param env Reads `LC_ALL`, `LC_MESSAGES` and `LANG` in this order. */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export type Color = 'green' | 'red' | 'yellow' | 'gray' | 'bold';

export type Paint = (color: Color, text: string) => string;

const SEQUENCES: Readonly<Record<Color, number>> = { green: 32, red: 31, yellow: 33, gray: 90, bold: 1 };

/** Colors only on a terminal, and never when `NO_COLOR` is set (no-color.org). */
export function paintFor(isTerminal: boolean, env: NodeJS.ProcessEnv, wanted: boolean): Paint {
  const colors = wanted && isTerminal && !env['NO_COLOR'];
  return (color, text) => (colors ? `\u001b[${SEQUENCES[color]}m${text}\u001b[0m` : text);
}

/** Text of a bundle's author, made harmless: no control characters, no change of the writing direction. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}

export const MARK: Readonly<Record<Outcome, string>> = { pass: '✔', fail: '✘', unknown: '?', skipped: '–' };

/** Symbol and color of the one answer. */
export function answerMark({ verdict, inForce }: Verdict): readonly [string, Color] {
  if (verdict === 'invalid') return [MARK.fail, 'red'];
  if (verdict === 'valid' && inForce === 'yes') return [MARK.pass, 'green'];
  return [inForce === 'no' ? MARK.fail : MARK.unknown, 'yellow'];
}
