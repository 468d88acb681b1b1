/** Endorse: who is asked, whose words come back, what the prepared transaction says. */
import { gateway, peer } from '@hyperledger/fabric-protos';
import { ALL, BOTH, call, commit, endorse, processProposal } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { propose, signedProposal, type ProposalDraft } from '../proposals.js';
import { prepared, proposalResponse } from '../shown.js';
import type { Subject } from '../subject.js';

function endorsedBy(
  subject: Subject,
  draft: ProposalDraft,
  organizations: readonly string[] = BOTH,
): Promise<Observation> {
  const { signed } = propose(subject.channel, subject.tax.identity, draft);
  return subject.outcome(endorse(subject, signed, organizations), (answer) =>
    prepared(subject, answer.getPreparedTransaction()),
  );
}

const put = (key: string): ProposalDraft => ({ args: ['put', key, 'value'] });

export const cases: readonly Case[] = [
  {
    name: 'collects the endorsements of the organizations that are named',
    run: (subject) => endorsedBy(subject, put('endorse-1')),
  },
  { name: 'collects all of them', run: (subject) => endorsedBy(subject, put('endorse-2'), ALL) },
  {
    name: 'collects one, though the policy needs two',
    run: (subject) => endorsedBy(subject, put('endorse-3'), ['CourtMSP']),
  },
  {
    name: 'takes an organization that is named twice once',
    run: (subject) => endorsedBy(subject, put('endorse-4'), ['TaxMSP', 'TaxMSP', 'AffairsMSP']),
  },
  {
    name: 'finds out whose endorsements a policy needs',
    run: async (subject) => {
      const { signed } = propose(subject.channel, subject.tax.identity, put('endorse-5'));
      return subject.outcome(endorse(subject, signed, []), (answer) => {
        const { endorsers, ...rest } = prepared(subject, answer.getPreparedTransaction()) as {
          endorsers: string[];
        };
        // Which of the three others joins is the gateway's choice.
        return { endorsers: endorsers.length, hasAuthority: endorsers.includes('TaxMSP'), ...rest };
      });
    },
  },
  {
    name: 'finds out whose endorsements several policies need',
    run: async (subject) => {
      const { signed } = propose(subject.channel, subject.tax.identity, {
        args: ['forward', 'ranges2', 'conformance', 'put', 'endorse-6', 'value'],
      });
      return subject.outcome(endorse(subject, signed, []), (answer) =>
        prepared(subject, answer.getPreparedTransaction()),
      );
    },
  },
  {
    name: 'finds out for a call that only reads',
    run: async (subject) => {
      const { signed } = propose(subject.channel, subject.tax.identity, { args: ['get', 'endorse-7'] });
      return subject.outcome(endorse(subject, signed, []), (answer) => {
        const { endorsers } = prepared(subject, answer.getPreparedTransaction()) as { endorsers: string[] };
        return { endorsers: endorsers.length, hasAuthority: endorsers.includes('TaxMSP') };
      });
    },
  },
  {
    name: 'refuses an organization without a peer',
    run: (subject) => endorsedBy(subject, put('endorse-8'), ['TaxMSP', 'NobodyMSP']),
  },
  {
    name: 'names all organizations without a peer',
    run: (subject) => endorsedBy(subject, put('endorse-8'), ['NobodyMSP', 'TaxMSP', 'NeitherMSP']),
  },
  {
    name: 'refuses results that differ by organization',
    run: async (subject) => {
      const { signed } = propose(subject.channel, subject.tax.identity, { args: ['disagree'] });
      return subject.outcome(endorse(subject, signed, BOTH), () => 'endorsed').then(withoutWhose);
    },
  },
  {
    name: 'refuses results that differ when it finds out itself',
    run: async (subject) => {
      const { signed } = propose(subject.channel, subject.tax.identity, { args: ['disagree'] });
      return subject.outcome(endorse(subject, signed, []), () => 'endorsed').then((seen) => countOf(seen));
    },
  },
  {
    name: 'passes on the refusal of every organization',
    run: (subject) =>
      endorsedBy(subject, { args: ['refuse', 'never'] }, ['TaxMSP', 'CourtMSP', 'OperatorMSP']),
  },
  {
    name: 'passes on the refusal of its own organization when it finds out itself',
    run: (subject) => endorsedBy(subject, { args: ['refuse', 'never'] }, []),
  },
  {
    name: 'passes on a refusal without words',
    run: (subject) => endorsedBy(subject, { args: ['refuse', ''] }),
  },
  {
    name: 'passes on that a function is not there',
    run: (subject) => endorsedBy(subject, { args: ['nothing'] }),
  },
  { name: 'needs a channel', run: (subject) => endorsedBy(subject, { ...put('x'), channel: '' }) },
  {
    name: 'needs a channel when it finds out itself',
    run: (subject) => endorsedBy(subject, { ...put('x'), channel: '' }, []),
  },
  {
    name: 'refuses a channel that is not there',
    run: (subject) => endorsedBy(subject, { ...put('x'), channel: 'elsewhere' }),
  },
  {
    name: 'refuses a channel that is not there when it finds out itself',
    run: (subject) => endorsedBy(subject, { ...put('x'), channel: 'elsewhere' }, []),
  },
  { name: 'needs a chaincode', run: (subject) => endorsedBy(subject, { ...put('x'), chaincode: '' }) },
  {
    name: 'refuses a chaincode that is not there',
    run: (subject) => endorsedBy(subject, { ...put('x'), chaincode: 'nowhere' }),
  },
  {
    name: 'refuses a chaincode that is not there when it finds out itself',
    run: (subject) => endorsedBy(subject, { ...put('x'), chaincode: 'nowhere' }, []),
  },
  {
    name: 'looks for the chaincode of the invocation, and the peer calls the one of the header',
    run: (subject) => endorsedBy(subject, { ...put('x'), chaincode: 'nowhere', specChaincode: 'ranges1' }),
  },
  {
    name: 'needs a proposal',
    run: async (subject) => [
      await subject.outcome(endorse(subject, undefined), () => 'endorsed'),
      await subject.outcome(endorse(subject, new peer.SignedProposal()), () => 'endorsed'),
    ],
  },
  {
    name: 'refuses bytes that are no proposal',
    run: async (subject) => {
      const signed = signedProposal(Buffer.from('no proposal at all'), subject.tax.identity.sign);
      return [
        await subject.outcome(endorse(subject, signed), () => 'endorsed'),
        await subject.outcome(processProposal(subject, signed), () => 'answered'),
      ];
    },
  },
  {
    name: 'hands transient data to contracts, and puts none into the transaction',
    run: (subject) => endorsedBy(subject, { args: ['context'], transient: { note: 'kept off the ledger' } }),
  },
  {
    name: 'hands transient data to whom it finds out itself',
    run: async (subject) => {
      const { signed } = propose(subject.channel, subject.tax.identity, {
        args: ['context'],
        transient: { note: 'secret' },
      });
      return subject.outcome(endorse(subject, signed, []), (answer) => {
        const { endorsers, ...rest } = prepared(subject, answer.getPreparedTransaction()) as {
          endorsers: string[];
        };
        return { endorsers: endorsers.length, ...rest };
      });
    },
  },
  {
    name: 'gives each peer its own answer, and the gateway no more than that',
    run: async (subject) => {
      const { signed } = propose(subject.channel, subject.tax.identity, { args: ['disagree'] });
      return Promise.all(
        (['tax', 'court'] as const).map(async (key) =>
          subject.outcome(processProposal(subject, signed, key), (answer) =>
            proposalResponse(subject, answer),
          ),
        ),
      );
    },
  },
  {
    name: 'lets a peer answer a refusal with what it read and wrote, unsigned',
    run: async (subject) => {
      const { signed } = propose(subject.channel, subject.tax.identity, { args: ['refuse', 'never'] });
      return subject.outcome(processProposal(subject, signed), (answer) => proposalResponse(subject, answer));
    },
  },
  {
    name: 'gives the same answer at every gateway',
    run: async (subject) => {
      await commit(subject, ['put', 'endorse-9', 'value']);
      return Promise.all(
        [subject.clients.affairs, subject.clients.court].map(({ bare, identity }) => {
          const request = new gateway.EndorseRequest();
          request.setProposedTransaction(
            propose(subject.channel, identity, { args: ['get', 'endorse-9'] }).signed,
          );
          request.setEndorsingOrganizationsList(BOTH);
          return subject.outcome(
            call<gateway.EndorseResponse>((options, done) => bare.gateway.endorse(request, options, done)),
            (answer) => prepared(subject, answer.getPreparedTransaction()),
          );
        }),
      );
    },
  },
];

/** The first answer is the measure, and which of two comes first is chance: whose the other was is not shown. */
function withoutWhose(seen: Observation): Observation {
  return JSON.parse(
    JSON.stringify(seen).replaceAll(/"mspId":"\w+"|"address":"<peer of \w+>"/g, '"whose":"chance"'),
  ) as Observation;
}

/** How many answers were compared before the gateway gave up is chance: only which kinds there are is shown. */
function countOf(seen: Observation): Observation {
  const failed = (seen as { failed?: { details?: { message: string }[] } }).failed;
  if (!failed) return seen;
  const messages = [...new Set((failed.details ?? []).map(({ message }) => message))];
  return { ...failed, details: messages };
}
