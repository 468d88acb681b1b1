/** One chaincode calls another; and who can be asked for a chaincode that not every organization holds. */
import { ALL, BOTH, askOf, commit, endorse, endorsed, evaluate, fateOf } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { propose, type ProposalDraft } from '../proposals.js';
import { SECOND } from '../second-chaincode.js';
import { prepared } from '../shown.js';
import { OTHER, RANGES } from '../start.js';
import type { Subject } from '../subject.js';

const forward = (...args: string[]): ProposalDraft => ({ args: ['forward', ...args] });

function through(subject: Subject, ...args: string[]): Promise<Observation> {
  return askOf(subject, forward(...args));
}

function endorsedBy(
  subject: Subject,
  draft: ProposalDraft,
  organizations: readonly string[],
): Promise<Observation> {
  const { signed } = propose(subject.channel, subject.tax.identity, draft);
  return subject.outcome(endorse(subject, signed, organizations), (answer) =>
    prepared(subject, answer.getPreparedTransaction()),
  );
}

export const cases: readonly Case[] = [
  {
    name: 'gives the answer of the other, and a read-write set of both',
    run: async (subject) => {
      await commit(subject, ['put', 'calls-1', 'of the other'], { chaincode: SECOND });
      return [
        await through(subject, SECOND, 'conformance', 'get', 'calls-1'),
        await endorsedBy(subject, forward(SECOND, 'conformance', 'put', 'calls-2', 'value'), BOTH),
      ];
    },
  },
  {
    name: 'takes no channel for its own',
    run: (subject) => through(subject, SECOND, '', 'get', 'calls-3'),
  },
  {
    name: 'writes into the namespace of the other, under both policies',
    run: async (subject) => {
      const draft = forward(SECOND, 'conformance', 'put', 'calls-4', 'value');
      const fates = [
        await fateOf(subject, await endorsed(subject, draft, BOTH)),
        await fateOf(subject, await endorsed(subject, draft, ['TaxMSP'])),
      ];
      return [fates, await askOf(subject, { args: ['get', 'calls-4'], chaincode: SECOND })];
    },
  },
  {
    name: 'finds out whose endorsements both need',
    run: (subject) => endorsedBy(subject, forward(SECOND, 'conformance', 'put', 'calls-5', 'value'), []),
  },
  {
    name: 'keeps the outermost event only',
    run: (subject) => endorsedBy(subject, { args: ['announceThrough', SECOND, 'outer', 'inner'] }, BOTH),
  },
  {
    name: 'drops the event of the other when it has none itself',
    run: (subject) => endorsedBy(subject, forward(SECOND, 'conformance', 'announce', 'inner'), BOTH),
  },
  {
    name: 'passes on the refusal of the other',
    run: (subject) => through(subject, SECOND, 'conformance', 'refuse', 'never'),
  },
  {
    name: 'passes on that a function of the other is not there',
    run: (subject) => through(subject, SECOND, 'conformance', 'nothing'),
  },
  {
    name: 'cannot call a chaincode that is not there',
    run: (subject) => through(subject, 'nowhere', 'conformance', 'get', 'x'),
  },
  { name: 'cannot call itself', run: (subject) => through(subject, RANGES, 'conformance', 'get', 'x') },
  {
    name: 'cannot call another definition of its own package: they share one stream',
    run: (subject) => through(subject, OTHER, 'conformance', 'get', 'x'),
  },
  {
    name: 'cannot call into a channel that is not there',
    run: (subject) => through(subject, SECOND, 'elsewhere', 'get', 'x'),
  },
  {
    name: 'calls a system chaincode',
    run: async (subject) => {
      const { signed } = propose(
        subject.channel,
        subject.tax.identity,
        forward('qscc', 'conformance', 'GetBlockByNumber', 'conformance', 'no number'),
      );
      return subject.outcome(evaluate(subject, signed), (answer) =>
        subject.text(Buffer.from(answer.getResult()?.getPayload_asU8() ?? []).toString()),
      );
    },
    difference: {
      why: 'a contract of Chopmark calls no other chaincode (lint forbids it), so the embedded network leaves this out, by name',
      embedded: {
        failed: {
          code: 'UNKNOWN',
          message:
            'evaluate call to endorser returned error: chaincode response 500, INVOKE_CHAINCODE failed: transaction ID: <hash>: execute failed: calling qscc from a chaincode is not implemented by the embedded network',
          details: [
            {
              address: '<peer of tax>',
              mspId: 'TaxMSP',
              message:
                'chaincode response 500, INVOKE_CHAINCODE failed: transaction ID: <hash>: execute failed: calling qscc from a chaincode is not implemented by the embedded network',
            },
          ],
        },
      },
    },
  },
  {
    name: 'asks for endorsements where the chaincode is held, and nowhere else',
    run: async (subject) => [
      await endorsedBy(subject, { args: ['get', 'calls-6'], chaincode: SECOND }, ALL),
      await endorsedBy(subject, { args: ['get', 'calls-6'], chaincode: SECOND }, ['CourtMSP']),
      await endorsedBy(subject, { args: ['get', 'calls-6'], chaincode: SECOND }, []),
    ],
  },
  {
    name: 'evaluates where the chaincode is held, and nowhere else',
    run: async (subject) =>
      Promise.all(
        ['AffairsMSP', 'CourtMSP', 'OperatorMSP'].map((mspId) => {
          const { signed } = propose(subject.channel, subject.tax.identity, {
            args: ['disagree'],
            chaincode: SECOND,
          });
          return subject.outcome(evaluate(subject, signed, [mspId]), (answer) =>
            Buffer.from(answer.getResult()?.getPayload_asU8() ?? []).toString(),
          );
        }),
      ),
  },
  {
    name: 'says at a peer that lacks it why the chaincode cannot be called',
    run: async (subject) => {
      const { signed } = propose(subject.channel, subject.tax.identity, {
        args: ['get', 'x'],
        chaincode: SECOND,
        specChaincode: RANGES,
      });
      return [
        await subject.outcome(endorse(subject, signed, ['CourtMSP']), () => 'endorsed'),
        await subject.outcome(endorse(subject, signed, ['OperatorMSP']), () => 'endorsed'),
      ];
    },
  },
];
