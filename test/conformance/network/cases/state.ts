/** What a chaincode reads and writes: ranges, pages, history, and the read-write set that endorsers sign. */
import { BOTH, ask, commit, endorse } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { propose, type Argument } from '../proposals.js';
import { SECOND } from '../second-chaincode.js';
import { prepared } from '../shown.js';
import type { Subject } from '../subject.js';

/** The read-write set of a call, and its answer. */
async function simulated(subject: Subject, ...args: readonly Argument[]): Promise<Observation> {
  const { signed } = propose(subject.channel, subject.tax.identity, { args });
  return subject.outcome(endorse(subject, signed, BOTH), (answer) =>
    prepared(subject, answer.getPreparedTransaction()),
  );
}

/** Twelve keys, and keys between which they lie. */
async function filled(subject: Subject, prefix: string, count: number): Promise<void> {
  await commit(subject, ['fill', prefix, String(count)]);
}

export const cases: readonly Case[] = [
  {
    name: 'records reads, absent ones included, and writes',
    run: async (subject) => {
      await commit(subject, ['put', 'state-1', '4']);
      return [
        await simulated(subject, 'increment', 'state-1'),
        await simulated(subject, 'increment', 'state-1-absent'),
      ];
    },
  },
  {
    name: 'lets the last write of a key win, and a delete be a write',
    run: (subject) => simulated(subject, 'writeTwiceAndRemove', 'state-2-a', 'state-2-b'),
  },
  {
    name: 'reads what was committed, not what it wrote itself',
    run: async (subject) => {
      await commit(subject, ['put', 'state-3', 'old']);
      return simulated(subject, 'writeAndRead', 'state-3', 'new');
    },
  },
  {
    name: 'takes an empty value for a delete',
    run: async (subject) => {
      await commit(subject, ['put', 'state-4', 'value']);
      const set = await simulated(subject, 'putEmpty', 'state-4');
      await commit(subject, ['putEmpty', 'state-4']);
      return [
        set,
        await ask(subject, 'keys', 'state-4', 'state-5'),
        await ask(subject, 'history', 'state-4').then(withoutIds),
      ];
    },
  },
  {
    name: 'sorts reads and writes by their bytes',
    run: (subject) =>
      simulated(
        subject,
        'put',
        'state-5-\u{10000}',
        '1',
        'state-5-\u{ffff}',
        '2',
        'state-5-z',
        '3',
        'state-5-Z',
        '4',
        'state-5-é',
        '5',
      ),
  },
  {
    name: 'gives ranges in the order of bytes',
    run: async (subject) => {
      const keys = ['\u{10000}', '\u{ffff}', 'z', 'Z', 'é', '10', '9'].map((tail) => `state-6-${tail}`);
      await commit(subject, ['put', ...keys.flatMap((key) => [key, '1'])]);
      return ask(subject, 'keys', 'state-6-', 'state-6-\u{10ffff}');
    },
  },
  {
    name: 'records a range with its reads',
    run: async (subject) => {
      await filled(subject, 'state-7-', 4);
      return simulated(subject, 'count', 'state-7-', 'state-7-~', 'state-7-count');
    },
  },
  {
    name: 'records an empty range',
    run: (subject) => simulated(subject, 'count', 'state-8-a', 'state-8-b', 'state-8-count'),
  },
  {
    name: 'records a range that was left early, up to what the peer read',
    run: async (subject) => {
      await filled(subject, 'state-9-', 6);
      return simulated(subject, 'first', 'state-9-', 'state-9-~', '2', 'state-9-first');
    },
  },
  {
    name: 'records a range of more than fifty as hashes, and pages of a hundred',
    run: async (subject) => {
      await filled(subject, 'state-10-', 250);
      return simulated(subject, 'count', 'state-10-', 'state-10-~', 'state-10-count');
    },
  },
  {
    name: 'leaves a range of more than a hundred after the first page',
    run: async (subject) => {
      await filled(subject, 'state-11-', 120);
      return simulated(subject, 'first', 'state-11-', 'state-11-~', '3', 'state-11-first');
    },
  },
  {
    name: 'includes the start of a range and excludes its end',
    run: async (subject) => {
      await filled(subject, 'state-12-', 5);
      return ask(subject, 'keys', 'state-12-0001', 'state-12-0003');
    },
  },
  {
    name: 'gives nothing for a range backwards',
    run: async (subject) => {
      await filled(subject, 'state-13-', 5);
      return [
        await ask(subject, 'keys', 'state-13-0003', 'state-13-0001'),
        await ask(subject, 'keys', 'state-13-0001', 'state-13-0001'),
      ];
    },
  },
  {
    name: 'takes an empty start and an empty end for the whole namespace, composite keys apart',
    needs: 'solitude',
    run: async (subject) => {
      await commit(subject, ['put', 'state-14', '1'], { chaincode: SECOND });
      await commit(subject, ['putComposite', 'state-14-type', 'a', '1'], { chaincode: SECOND });
      const { signed } = propose(subject.channel, subject.tax.identity, {
        args: ['keys', '', ''],
        chaincode: SECOND,
      });
      return subject.outcome(endorse(subject, signed, BOTH), (answer) => {
        const { results, response } = prepared(subject, answer.getPreparedTransaction()) as {
          results: { namespaces: { ranges?: { start: string; end: string }[] }[] };
          response: { payload: string };
        };
        const keys = JSON.parse(response.payload) as string[];
        return {
          ranges: (results.namespaces.at(-1)?.ranges ?? []).map(({ start, end }) => ({ start, end })),
          hasPlain: keys.includes('state-14'),
          hasComposite: keys.some((key) => key.startsWith('\u0000')),
        };
      });
    },
  },
  {
    name: 'gives composite keys by their type',
    run: async (subject) => {
      for (const value of ['b', 'a', 'c']) await commit(subject, ['putComposite', 'state-15', value, value]);
      return [
        await ask(subject, 'composites', 'state-15'),
        await simulated(subject, 'composites', 'state-15'),
      ];
    },
  },
  {
    name: 'gives composite keys in pages',
    run: async (subject) => {
      for (const value of ['b', 'a', 'c']) await commit(subject, ['putComposite', 'state-16', value, value]);
      return ask(subject, 'compositePage', 'state-16', '2', '');
    },
  },
  {
    name: 'gives a range in pages, each with a bookmark',
    run: async (subject) => {
      await filled(subject, 'state-17-', 7);
      const page = (size: string, bookmark: string): Promise<Observation> =>
        ask(subject, 'page', 'state-17-', 'state-17-~', size, bookmark);
      return [
        await page('3', ''),
        await page('3', 'state-17-0003'),
        await page('3', 'state-17-0006'),
        await page('7', ''),
        await page('50', ''),
        await page('3', 'state-17-9999'),
        await page('3', 'state-17'),
      ];
    },
  },
  {
    name: 'gives pages larger than a hundred at once',
    run: async (subject) => {
      await filled(subject, 'state-18-', 230);
      const seen = (await ask(subject, 'page', 'state-18-', 'state-18-~', '210', '')) as {
        ok?: { payload: string };
      };
      const { keys, ...rest } = JSON.parse(seen.ok?.payload ?? '{}') as { keys: string[] };
      return { keys: keys.length, ...rest };
    },
  },
  {
    name: 'refuses a page of no size, or of fewer than none',
    run: async (subject) => [
      await ask(subject, 'page', 'state-19-', 'state-19-~', '0', ''),
      await ask(subject, 'page', 'state-19-', 'state-19-~', '0', 'state-19-5'),
      await ask(subject, 'page', 'state-19-', 'state-19-~', '-1', ''),
    ],
  },
  {
    name: 'records what a page read',
    run: async (subject) => {
      await filled(subject, 'state-20-', 5);
      return simulated(subject, 'page', 'state-20-', 'state-20-~', '2', '');
    },
  },
  {
    name: 'takes no write after a page',
    run: async (subject) => {
      await filled(subject, 'state-21-', 5);
      return simulated(subject, 'pageThenWrite', 'state-21-', 'state-21-~', 'state-21-target');
    },
  },
  {
    name: 'gives no page after a write',
    run: async (subject) => {
      await filled(subject, 'state-22-', 5);
      return simulated(subject, 'writeThenPage', 'state-22-', 'state-22-~', 'state-22-target');
    },
  },
  {
    name: 'tells the history of a key, newest first, deletes included, invalid transactions left out',
    run: async (subject) => {
      await commit(subject, ['put', 'state-23', 'one']);
      await commit(subject, ['put', 'state-23', 'two']);
      await commit(subject, ['remove', 'state-23']);
      await commit(subject, ['put', 'state-23', 'three']);
      return [
        withoutIds(await ask(subject, 'history', 'state-23')),
        await simulated(subject, 'history', 'state-23').then(withoutIds),
      ];
    },
  },
  { name: 'tells no history of a key that never was', run: (subject) => ask(subject, 'history', 'state-24') },
  { name: 'has no rich queries', run: (subject) => ask(subject, 'query', '{"selector":{}}') },
  {
    name: 'refuses a key that is empty',
    run: async (subject) => [
      await simulated(subject, 'put', '', 'value'),
      await simulated(subject, 'get', ''),
      await simulated(subject, 'remove', ''),
    ],
  },
  {
    name: 'takes a key of any length and letters',
    run: async (subject) => {
      const key = `state-25-${'ü/\u0001 '.repeat(500)}`;
      await commit(subject, ['put', key, 'value']);
      return ask(subject, 'get', key);
    },
  },
  {
    name: 'removes a key that is not there',
    run: async (subject) => {
      await commit(subject, ['remove', 'state-26']);
      return [
        await simulated(subject, 'remove', 'state-26'),
        withoutIds(await ask(subject, 'history', 'state-26')),
      ];
    },
  },
];

function withoutIds(seen: Observation): Observation {
  return JSON.parse(JSON.stringify(seen).replaceAll('<hash>', '<id>')) as Observation;
}
