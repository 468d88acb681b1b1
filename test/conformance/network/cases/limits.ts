/** Large and odd things, near the limits and at them. */
import { ask, commit, endorsed, evaluate, fateOf } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { propose } from '../proposals.js';
import type { Subject } from '../subject.js';

const MEGABYTE = 1024 * 1024;

function written(subject: Subject, ...args: readonly (string | Uint8Array)[]): Promise<Observation> {
  return fateOf(subject, endorsed(subject, { args }));
}

async function lengthOf(subject: Subject, key: string): Promise<Observation> {
  const { signed } = propose(subject.channel, subject.tax.identity, { args: ['get', key] });
  return subject.outcome(
    evaluate(subject, signed),
    (answer) => answer.getResult()?.getPayload_asU8().length ?? -1,
  );
}

export const cases: readonly Case[] = [
  {
    name: 'takes a value of a megabyte, as an argument and from the chaincode',
    run: async (subject) => [
      await written(subject, 'put', 'limits-1-a', Buffer.alloc(MEGABYTE, 'x')),
      await written(subject, 'putBytes', 'limits-1-b', String(MEGABYTE)),
      await lengthOf(subject, 'limits-1-a'),
      await lengthOf(subject, 'limits-1-b'),
    ],
  },
  {
    name: 'takes a thousand arguments, and a thousand keys',
    run: async (subject) => {
      const pairs = Array.from({ length: 1_000 }, (_, place) => [
        `limits-2-${String(place).padStart(4, '0')}`,
        'x',
      ]);
      const code = await written(subject, 'put', ...pairs.flat());
      const seen = (await ask(subject, 'keys', 'limits-2-', 'limits-2-~')) as { ok?: { payload: string } };
      return { code, keys: (JSON.parse(seen.ok?.payload ?? '[]') as string[]).length };
    },
  },
  {
    name: 'lets a chaincode return more than an orderer takes, and the orderers refuse it',
    needs: 'solitude',
    run: async (subject) => {
      const seen = (await written(subject, 'putBytes', 'limits-3', String(5 * MEGABYTE))) as {
        failed?: { code: string; message: string; details?: { message: string }[] };
      };
      return {
        ...(seen.failed ?? { code: 'taken' }),
        details: [
          ...new Set(
            seen.failed?.details?.map(({ message }) => message.replace(/is \d+ bytes/, 'is <many> bytes')),
          ),
        ],
      };
    },
  },
  {
    name: 'takes a nonce of one byte, and of a thousand',
    run: async (subject) =>
      Promise.all(
        [Buffer.from([7]), Buffer.alloc(1_000, 9)].map((nonce, place) =>
          fateOf(subject, endorsed(subject, { args: ['put', `limits-4-${place}`, 'x'], nonce })),
        ),
      ),
  },
  {
    name: 'takes an event of a hundred kilobytes',
    run: (subject) => written(subject, 'announceBytes', 'limits-5', '100000'),
  },
  {
    name: 'keeps bytes that are no text as they are',
    run: async (subject) => {
      await commit(subject, ['put', 'limits-6', 'ü€𐍈\u0000\n']);
      return ask(subject, 'get', 'limits-6');
    },
  },
  {
    name: 'ends a chaincode that ends itself, and starts anew',
    needs: 'solitude',
    run: async (subject) => {
      const { signed } = propose(subject.channel, subject.admins.operator.identity, { args: ['die'] });
      const died = await subject.outcome(evaluate(subject, signed, ['OperatorMSP']), () => 'answered');
      for (let attempt = 0; attempt < 100; attempt += 1) {
        const { signed: next } = propose(subject.channel, subject.tax.identity, { args: ['disagree'] });
        const again = await subject.outcome(evaluate(subject, next, ['OperatorMSP']), (answer) =>
          Buffer.from(answer.getResult()?.getPayload_asU8() ?? []).toString(),
        );
        if ('ok' in (again as object)) return { died, again };
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return { died, again: 'never' };
    },
  },
];
