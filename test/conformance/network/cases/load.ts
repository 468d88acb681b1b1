/** Many clients at once: the same mixture of transactions leads both networks to the same state. */
import { ask, commit, endorsed, fateOf } from '../calls.js';
import type { Case, Observation } from '../case.js';
import type { Subject } from '../subject.js';

type Kind = {
  readonly kind: string;
  readonly args: readonly string[];
  readonly organizations?: readonly string[];
};

const numbered = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place);

/** 200 transactions, each endorsed at one height; what they read was there before. */
const MIXTURE: readonly Kind[] = [
  ...numbered(80).map((place) => ({ kind: 'put', args: ['put', `load-put-${place}`, String(place)] })),
  // Four at once for each of ten counters: one counts.
  ...numbered(40).map((place) => ({ kind: 'increment', args: ['increment', `load-counter-${place % 10}`] })),
  ...numbered(20).map((place) => ({
    kind: 'too few',
    args: ['put', `load-few-${place}`, 'x'],
    organizations: ['AffairsMSP'],
  })),
  ...numbered(20).map((place) => ({ kind: 'announce', args: ['announce', `load-event-${place}`] })),
  ...numbered(20).map((place) => ({
    kind: 'remove',
    args: ['remove', `load-old-${String(place).padStart(4, '0')}`],
  })),
  // Two at once count each of ten ranges, and write into it.
  ...numbered(20).map((place) => ({
    kind: 'count',
    args: [
      'count',
      `load-range-${place % 10}-`,
      `load-range-${place % 10}-~`,
      `load-range-${place % 10}-${place}`,
    ],
  })),
];

async function values(subject: Subject, keys: readonly string[]): Promise<Observation> {
  const answers = await Promise.all(keys.map((key) => ask(subject, 'get', key)));
  return answers.map((answer) => (answer as { ok?: { payload: string } }).ok?.payload ?? 'failed').join();
}

async function countOf(subject: Subject, start: string): Promise<Observation> {
  const answer = (await ask(subject, 'keys', start, `${start}~`)) as { ok?: { payload: string } };
  return (JSON.parse(answer.ok?.payload ?? '[]') as string[]).length;
}

export const cases: readonly Case[] = [
  {
    name: 'brings 200 mixed transactions of many clients to one end',
    needs: 'solitude',
    run: async (subject) => {
      await commit(subject, ['fill', 'load-old-', '25']);
      const endorsements = await Promise.all(
        MIXTURE.map(({ args, organizations }) => endorsed(subject, { args }, organizations)),
      );
      const fates = await Promise.all(endorsements.map((envelope) => fateOf(subject, envelope)));
      const codes: Record<string, Record<string, number>> = {};
      for (const [place, fate] of fates.entries()) {
        const kind = MIXTURE[place]?.kind ?? '';
        const code = (fate as { ok?: string }).ok ?? JSON.stringify(fate);
        const counts = (codes[kind] ??= {});
        counts[code] = (counts[code] ?? 0) + 1;
      }
      return {
        codes,
        counters: await values(
          subject,
          numbered(10).map((place) => `load-counter-${place}`),
        ),
        puts: await countOf(subject, 'load-put-'),
        few: await countOf(subject, 'load-few-'),
        old: await countOf(subject, 'load-old-'),
        events: await countOf(subject, 'load-event-'),
        ranges: await countOf(subject, 'load-range-'),
      };
    },
  },
];
