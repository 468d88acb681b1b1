/** How many files got which answer, in one line. */
import {
  ANSWER_KINDS,
  type AnswerKind,
  type Language,
  type Verdict,
  answerKindOf,
  answerWording,
} from '@chopmark/core/verify';

const TEXTS = {
  files: { en: ['file', 'files'], zh: ['份文件', '份文件'] },
  passedOver: {
    en: ['other file passed over', 'other files passed over'],
    zh: ['个其他文件未核验', '个其他文件未核验'],
  },
} as const;

export class Tally {
  readonly #counts = new Map<AnswerKind, { readonly sample: Verdict; count: number }>();
  files = 0;

  add(verdict: Verdict): void {
    const kind = answerKindOf(verdict);
    const known = this.#counts.get(kind) ?? { sample: verdict, count: 0 };
    this.#counts.set(kind, known);
    known.count += 1;
    this.files += 1;
  }

  /** Kind → how many, the best first; kinds that none has are left out. */
  get counts(): Readonly<Partial<Record<AnswerKind, number>>> {
    return Object.fromEntries(
      ANSWER_KINDS.flatMap((kind) => {
        const known = this.#counts.get(kind);
        return known ? [[kind, known.count]] : [];
      }),
    );
  }

  /** `10,000 files: 9,998 valid and in force, 2 invalid; 3 other files passed over`. */
  line(passedOver: number, language: Language): string {
    const count = (value: number): string => value.toLocaleString('en-US');
    const some = (value: number, [one, more]: readonly [string, string]): string =>
      `${count(value)} ${value === 1 ? one : more}`;
    const answers = ANSWER_KINDS.flatMap((kind) => {
      const known = this.#counts.get(kind);
      return known ? [`${count(known.count)} ${answerWording(known.sample).short[language]}`] : [];
    });
    const rest = passedOver > 0 ? [some(passedOver, TEXTS.passedOver[language])] : [];
    return [[some(this.files, TEXTS.files[language]), answers.join(', ')].join(': '), ...rest].join('; ');
  }
}
