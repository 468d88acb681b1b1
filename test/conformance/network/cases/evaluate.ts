/** Evaluate: one peer answers. */
import { peer } from '@hyperledger/fabric-protos';
import { ask, askOf, commit, evaluate } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { propose, signedProposal, type ProposalDraft } from '../proposals.js';
import type { Subject } from '../subject.js';

const READ: ProposalDraft = { args: ['get', 'nothing-here'] };

function withTargets(subject: Subject, draft: ProposalDraft, ...targets: string[]): Promise<Observation> {
  const { signed } = propose(subject.channel, subject.tax.identity, draft);
  return subject.outcome(evaluate(subject, signed, targets), (answer) =>
    subject.text(Buffer.from(answer.getResult()?.getPayload_asU8() ?? []).toString()),
  );
}

function bytes(subject: Subject, content: Uint8Array): Promise<Observation> {
  return subject.outcome(
    evaluate(subject, signedProposal(content, subject.tax.identity.sign)),
    () => 'answered',
  );
}

export const cases: readonly Case[] = [
  {
    name: 'reads what was committed',
    run: async (subject) => {
      await commit(subject, ['put', 'evaluate-1', 'one']);
      return ask(subject, 'get', 'evaluate-1');
    },
  },
  {
    name: 'gives the answer of a call that writes, and writes nothing',
    run: async (subject) => [
      await ask(subject, 'writeAndRead', 'evaluate-2', 'two'),
      await ask(subject, 'get', 'evaluate-2'),
    ],
  },
  { name: 'reads an absent key as empty', run: (subject) => askOf(subject, READ) },
  {
    name: 'tells the contract who calls and with what',
    run: (subject) => askOf(subject, { args: ['context'], transient: { note: 'kept off the ledger' } }),
  },
  {
    name: 'asks a peer of the organization that is named',
    run: async (subject) =>
      Promise.all(
        ['TaxMSP', 'AffairsMSP', 'CourtMSP', 'OperatorMSP'].map((mspId) =>
          withTargets(subject, { args: ['disagree'] }, mspId),
        ),
      ),
  },
  {
    name: 'prefers its own organization among those that are named',
    run: (subject) => withTargets(subject, { args: ['disagree'] }, 'CourtMSP', 'TaxMSP'),
  },
  {
    name: 'finds no peer of an organization that is not there',
    run: (subject) => withTargets(subject, READ, 'NobodyMSP'),
  },
  {
    name: 'keeps transient data in its own organization',
    run: (subject) => withTargets(subject, { args: ['disagree'], transient: { note: 'secret' } }),
  },
  {
    name: 'needs a proposal',
    run: (subject) => subject.outcome(evaluate(subject, undefined), () => 'answered'),
  },
  {
    name: 'needs a proposal with content',
    run: (subject) => subject.outcome(evaluate(subject, new peer.SignedProposal()), () => 'answered'),
  },
  {
    name: 'refuses bytes that are no proposal',
    run: async (subject) => [
      await bytes(subject, Buffer.from('no proposal at all')),
      await bytes(subject, Buffer.of(8)),
    ],
  },
  { name: 'needs a channel', run: (subject) => askOf(subject, { ...READ, channel: '' }) },
  {
    name: 'refuses a channel that is not there',
    run: (subject) => askOf(subject, { ...READ, channel: 'elsewhere' }),
  },
  { name: 'needs a chaincode', run: (subject) => askOf(subject, { ...READ, chaincode: '' }) },
  {
    name: 'needs a chaincode in the invocation too',
    run: (subject) => askOf(subject, { ...READ, specChaincode: '' }),
  },
  {
    name: 'refuses a chaincode that is not there',
    run: (subject) => askOf(subject, { ...READ, chaincode: 'nowhere' }),
  },
  {
    name: 'looks for the chaincode of the invocation, and the peer calls the one of the header',
    run: async (subject) => [
      await askOf(subject, { ...READ, specChaincode: 'nowhere' }),
      await askOf(subject, { ...READ, chaincode: 'nowhere', specChaincode: 'ranges1' }),
    ],
  },
  { name: 'passes on that a function is not there', run: (subject) => ask(subject, 'no-such-function') },
  { name: 'passes on that a call has no function', run: (subject) => askOf(subject, { args: [] }) },
  {
    name: 'passes on the words of a refusal',
    run: (subject) => ask(subject, 'refuse', 'not on a Sunday (für niemanden)'),
  },
  { name: 'passes on a refusal without words', run: (subject) => ask(subject, 'refuse', '') },
  {
    name: 'passes on arguments of any bytes',
    run: (subject) => ask(subject, 'sizes', Buffer.from([0, 255, 128, 10]), '', 'ü', Buffer.alloc(300_000)),
  },
  {
    name: 'gives back a large answer',
    run: async (subject) => {
      const { signed } = propose(subject.channel, subject.tax.identity, { args: ['bytes', '5000000'] });
      return subject.outcome(
        evaluate(subject, signed),
        (answer) => answer.getResult()?.getPayload_asU8().length ?? -1,
      );
    },
  },
];
