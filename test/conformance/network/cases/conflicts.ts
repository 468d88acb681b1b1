/** What was read must still hold at commit: versions (11) and ranges (12). */
import { ask, commit, endorsed, fateOf } from '../calls.js';
import type { Case, Observation } from '../case.js';
import type { Subject } from '../subject.js';

/** Endorses all at one height, then submits all at once; the codes in no order. */
async function race(subject: Subject, ...calls: readonly (readonly string[])[]): Promise<Observation> {
  const envelopes = await Promise.all(calls.map((args) => endorsed(subject, { args })));
  const fates = await Promise.all(envelopes.map((envelope) => fateOf(subject, envelope)));
  return fates.map((fate) => JSON.stringify(fate)).sort();
}

/** Endorses, lets another transaction be committed, then submits. */
async function overtaken(
  subject: Subject,
  slow: readonly string[],
  ...fast: readonly (readonly string[])[]
): Promise<Observation> {
  const envelope = await endorsed(subject, { args: slow });
  for (const args of fast) await commit(subject, args);
  return fateOf(subject, envelope);
}

export const cases: readonly Case[] = [
  {
    name: 'lets one of several changes of a key count',
    run: async (subject) => {
      await commit(subject, ['put', 'conflict-1', '1']);
      const codes = await race(subject, ...Array.from({ length: 5 }, () => ['increment', 'conflict-1']));
      return [codes, await ask(subject, 'get', 'conflict-1')];
    },
  },
  {
    name: 'lets one of several creations of a key count',
    run: async (subject) => {
      const codes = await race(subject, ...Array.from({ length: 3 }, () => ['increment', 'conflict-2']));
      return [codes, await ask(subject, 'get', 'conflict-2')];
    },
  },
  {
    name: 'lets every blind write count',
    run: (subject) =>
      race(subject, ...Array.from({ length: 4 }, (_, place) => ['put', 'conflict-3', String(place)])),
  },
  {
    name: 'refuses what read a key that was changed since',
    run: async (subject) => {
      await commit(subject, ['put', 'conflict-4', '1']);
      return overtaken(subject, ['increment', 'conflict-4'], ['put', 'conflict-4', '5']);
    },
  },
  {
    name: 'refuses what read a key that was written since with the same value',
    run: async (subject) => {
      await commit(subject, ['put', 'conflict-5', '1']);
      return overtaken(subject, ['increment', 'conflict-5'], ['put', 'conflict-5', '1']);
    },
  },
  {
    name: 'refuses what read a key that was removed since',
    run: async (subject) => {
      await commit(subject, ['put', 'conflict-6', '1']);
      return overtaken(subject, ['increment', 'conflict-6'], ['remove', 'conflict-6']);
    },
  },
  {
    name: 'refuses what read a key as absent that was made since',
    run: (subject) => overtaken(subject, ['increment', 'conflict-7'], ['put', 'conflict-7', '1']),
  },
  {
    name: 'takes what read a key as absent that was made and removed since',
    run: (subject) =>
      overtaken(subject, ['increment', 'conflict-8'], ['put', 'conflict-8', '1'], ['remove', 'conflict-8']),
  },
  {
    name: 'takes what read a key while others changed',
    run: async (subject) => {
      await commit(subject, ['put', 'conflict-9', '1']);
      return overtaken(subject, ['increment', 'conflict-9'], ['put', 'conflict-9-other', '1']);
    },
  },
  {
    name: 'refuses what counted a range into which a key came since',
    run: async (subject) => {
      await commit(subject, ['fill', 'conflict-10-', '4']);
      return overtaken(
        subject,
        ['count', 'conflict-10-', 'conflict-10-~', 'conflict-10'],
        ['put', 'conflict-10-0002x', '1'],
      );
    },
  },
  {
    name: 'refuses what counted a range from which a key went since',
    run: async (subject) => {
      await commit(subject, ['fill', 'conflict-11-', '4']);
      return overtaken(
        subject,
        ['count', 'conflict-11-', 'conflict-11-~', 'conflict-11'],
        ['remove', 'conflict-11-0003'],
      );
    },
  },
  {
    name: 'refuses what counted a range in which a key was written since',
    run: async (subject) => {
      await commit(subject, ['fill', 'conflict-12-', '4']);
      return overtaken(
        subject,
        ['count', 'conflict-12-', 'conflict-12-~', 'conflict-12'],
        ['put', 'conflict-12-0000', 'x'],
      );
    },
  },
  {
    name: 'refuses what found a range empty that is not any more',
    run: (subject) =>
      overtaken(
        subject,
        ['count', 'conflict-13-', 'conflict-13-~', 'conflict-13'],
        ['put', 'conflict-13-0', '1'],
      ),
  },
  {
    name: 'takes what counted a range beside which a key came',
    run: async (subject) => {
      await commit(subject, ['fill', 'conflict-14-', '4']);
      return overtaken(
        subject,
        ['count', 'conflict-14-', 'conflict-14-~', 'conflict-14'],
        ['put', 'conflict-14-~', '1'],
      );
    },
  },
  {
    name: 'refuses what counted a range of more than fifty keys that changed at its end',
    run: async (subject) => {
      await commit(subject, ['fill', 'conflict-15-', '130']);
      return overtaken(
        subject,
        ['count', 'conflict-15-', 'conflict-15-~', 'conflict-15'],
        ['put', 'conflict-15-0129x', '1'],
      );
    },
  },
  {
    name: 'takes what counted a range of more than fifty keys that did not change',
    run: async (subject) => {
      await commit(subject, ['fill', 'conflict-16-', '130']);
      return overtaken(
        subject,
        ['count', 'conflict-16-', 'conflict-16-~', 'conflict-16'],
        ['put', 'conflict-17', '1'],
      );
    },
  },
  {
    name: 'looks at what the peer read of a range that was left early, and no further',
    run: async (subject) => {
      await commit(subject, ['fill', 'conflict-18-', '120']);
      const first = (target: string): readonly string[] => [
        'first',
        'conflict-18-',
        'conflict-18-~',
        '2',
        target,
      ];
      return [
        await overtaken(subject, first('conflict-18'), ['put', 'conflict-18-0050x', '1']),
        await overtaken(subject, first('conflict-19'), ['put', 'conflict-18-0118x', '1']),
      ];
    },
  },
  {
    name: 'lets one of two counts count when each writes into the other’s range',
    run: (subject) =>
      race(
        subject,
        ['count', 'conflict-20-', 'conflict-20-~', 'conflict-20-a'],
        ['count', 'conflict-20-', 'conflict-20-~', 'conflict-20-b'],
      ),
  },
];
