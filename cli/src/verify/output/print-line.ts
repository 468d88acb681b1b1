/** A verdict in one line, for lists of many. */
import { type Language, type Verdict, answerWording, decidingFinding } from '@chopmark/core/verify';
import { type Paint, answerMark, plain } from '../terminal.js';

/** `✔ valid and in force  26001000000000000042  folder/a.json`; what is amiss is named by its code. */
export function formatLine(label: string, verdict: Verdict, language: Language, paint: Paint): string {
  const [mark, color] = answerMark(verdict);
  const short = answerWording(verdict).short[language];
  const isGood = verdict.verdict === 'valid' && verdict.inForce === 'yes';
  const code = isGood ? undefined : decidingFinding(verdict)?.code;
  const parts = [paint(color, `${mark} ${short}`), verdict.number, code, plain(label)];
  return `${parts.filter((part) => part !== undefined && part !== null).join('  ')}\n`;
}
