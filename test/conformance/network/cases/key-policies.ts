/** Keys with a policy of their own: who must endorse a write then. */
import { common } from '@hyperledger/fabric-protos';
import { applicationPolicyBytes, type PolicyRule } from '../../../../test-network/dist/channel/policy.js';
import { ALL, BOTH, ask, commit, endorse, endorsed, fateOf } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { propose } from '../proposals.js';
import { prepared } from '../shown.js';
import type { Subject } from '../subject.js';

const COURT: PolicyRule = { mspId: 'CourtMSP', role: 'peer' };
const TAX_AND_COURT: PolicyRule = { outOf: 2, rules: [{ mspId: 'TaxMSP', role: 'peer' }, COURT] };

/** `common.SignaturePolicyEnvelope` in base64, as the test chaincode takes it. */
function policyOf(rule: PolicyRule): string {
  const policy = common.ApplicationPolicy.deserializeBinary(
    applicationPolicyBytes(rule),
  ).getSignaturePolicy();
  return Buffer.from(policy?.serializeBinary() ?? []).toString('base64');
}

function written(
  subject: Subject,
  organizations: readonly string[],
  ...args: string[]
): Promise<Observation> {
  return fateOf(subject, endorsed(subject, { args }, organizations));
}

async function guarded(subject: Subject, key: string, rule = COURT): Promise<void> {
  await commit(subject, ['put', key, 'first']);
  await commit(subject, ['guard', key, policyOf(rule)]);
}

export const cases: readonly Case[] = [
  {
    name: 'judge writes of the key instead of the chaincode’s policy',
    run: async (subject) => {
      await guarded(subject, 'guarded-1');
      return [
        await written(subject, BOTH, 'put', 'guarded-1', 'by the others'),
        await written(subject, ['CourtMSP'], 'put', 'guarded-1', 'by the court'),
        await written(subject, ALL, 'put', 'guarded-1', 'by all'),
        await ask(subject, 'get', 'guarded-1'),
      ];
    },
  },
  {
    name: 'judge deletes, too, and end with the key',
    run: async (subject) => {
      await guarded(subject, 'guarded-2');
      return [
        await written(subject, BOTH, 'remove', 'guarded-2'),
        await written(subject, ['CourtMSP'], 'remove', 'guarded-2'),
        await written(subject, BOTH, 'put', 'guarded-2', 'anew'),
      ];
    },
  },
  {
    name: 'judge a change of themselves',
    run: async (subject) => {
      await guarded(subject, 'guarded-3');
      return [
        await written(subject, BOTH, 'guard', 'guarded-3', policyOf(TAX_AND_COURT)),
        await written(subject, ['CourtMSP'], 'guard', 'guarded-3', policyOf(TAX_AND_COURT)),
        await written(subject, ['CourtMSP'], 'put', 'guarded-3', 'by the court'),
        await written(subject, ['TaxMSP', 'CourtMSP'], 'put', 'guarded-3', 'by both'),
        await written(subject, ['TaxMSP', 'CourtMSP'], 'unguard', 'guarded-3'),
        await written(subject, BOTH, 'put', 'guarded-3', 'freely'),
      ];
    },
  },
  {
    name: 'stand beside the chaincode’s policy when other keys are written, too',
    run: async (subject) => {
      await guarded(subject, 'guarded-4');
      return [
        await written(subject, ['CourtMSP'], 'put', 'guarded-4', '2', 'unguarded-4', '2'),
        await written(subject, BOTH, 'put', 'guarded-4', '2', 'unguarded-4', '2'),
        await written(subject, ['TaxMSP', 'CourtMSP'], 'put', 'guarded-4', '2', 'unguarded-4', '2'),
      ];
    },
  },
  {
    name: 'are read back as they were set',
    run: async (subject) => {
      await guarded(subject, 'guarded-5');
      const seen = (await ask(subject, 'guardOf', 'guarded-5')) as { ok?: { payload: string } };
      return {
        isTheSame: seen.ok?.payload === policyOf(COURT),
        absent: await ask(subject, 'guardOf', 'guarded-none'),
      };
    },
  },
  {
    name: 'stand in the read-write set as metadata',
    run: async (subject) => {
      await commit(subject, ['put', 'guarded-6', 'first']);
      const { signed } = propose(subject.channel, subject.tax.identity, {
        args: ['guard', 'guarded-6', policyOf(COURT)],
      });
      return subject.outcome(endorse(subject, signed), (answer) =>
        prepared(subject, answer.getPreparedTransaction()),
      );
    },
  },
  {
    name: 'do nothing to a key that is not there',
    run: async (subject) => [
      await written(subject, BOTH, 'guard', 'guarded-7', policyOf(COURT)),
      await written(subject, BOTH, 'put', 'guarded-7', 'value'),
      await ask(subject, 'get', 'guarded-7'),
    ],
  },
  {
    name: 'count when the gateway finds out whose endorsements are needed',
    run: async (subject) => {
      await guarded(subject, 'guarded-8');
      const { signed } = propose(subject.channel, subject.tax.identity, { args: ['put', 'guarded-8', '2'] });
      return subject.outcome(endorse(subject, signed, []), (answer) => {
        const { endorsers } = prepared(subject, answer.getPreparedTransaction()) as { endorsers: string[] };
        return { endorsers };
      });
    },
  },
  {
    name: 'count beside the chaincode’s policy when the gateway finds out',
    run: async (subject) => {
      await guarded(subject, 'guarded-9');
      const { signed } = propose(subject.channel, subject.tax.identity, {
        args: ['put', 'guarded-9', '2', 'unguarded-9', '2'],
      });
      return subject.outcome(endorse(subject, signed, []), (answer) => {
        const { endorsers } = prepared(subject, answer.getPreparedTransaction()) as { endorsers: string[] };
        return { hasTax: endorsers.includes('TaxMSP'), hasCourt: endorsers.includes('CourtMSP') };
      });
    },
  },
  {
    name: 'can be anything, and nothing satisfies what is no policy',
    run: async (subject) => {
      await commit(subject, ['put', 'guarded-10', 'first']);
      return [
        await written(subject, BOTH, 'guard', 'guarded-10', Buffer.from('no policy').toString('base64')),
        await written(subject, ALL, 'put', 'guarded-10', '2'),
      ];
    },
  },
  {
    name: 'change the version of the key',
    run: async (subject) => {
      await commit(subject, ['put', 'guarded-11', '1']);
      const early = await endorsed(subject, { args: ['increment', 'guarded-11'] });
      await commit(subject, ['guard', 'guarded-11', policyOf({ mspId: 'TaxMSP', role: 'peer' })]);
      return fateOf(subject, early);
    },
  },
];
