/** `_lifecycle`: installing, approving, committing, and what is refused. Each case has a definition of its own. */
import { common, peer } from '@hyperledger/fabric-protos';
import type { PolicyRule } from '../../../../test-network/dist/channel/policy.js';
import { BOTH, endorsed, fateOf } from '../calls.js';
import type { Case, Observation } from '../case.js';
import {
  approvalsOf,
  approvedAs,
  definition,
  definitionQuestion,
  packageOf,
} from '../definition-questions.js';
import {
  MAJORITY,
  approval,
  approve,
  approveByMajority,
  changed,
  commitDefinition,
  commitment,
  queried,
  readinessQuestion,
} from '../definitions.js';
import { RANGES } from '../start.js';
import type { Subject } from '../subject.js';

const TAX: PolicyRule = { mspId: 'TaxMSP', role: 'peer' };
const BY_TAX_AND_AFFAIRS: PolicyRule = { outOf: 2, rules: [TAX, { mspId: 'AffairsMSP', role: 'peer' }] };

const readiness = (payload: Uint8Array): Observation => {
  const result = peer.lifecycle.CheckCommitReadinessResult.deserializeBinary(payload);
  const mismatches: [string, string[]][] = [];
  result.getMismatchesMap().forEach((items, mspId) => mismatches.push([mspId, items.getItemsList()]));
  return {
    approvals: approvalsOf(result.getApprovalsMap()),
    mismatches: Object.fromEntries(mismatches.sort()),
  };
};

/** The definition of the test chaincode, as it is on the channel. */
function committed({ network }: Subject): {
  name: string;
  version: string;
  sequence: number;
  policy: PolicyRule;
} {
  const definition = network.description.definitions.find(({ name }) => name === RANGES);
  if (!definition) throw new Error('the test chaincode is not defined');
  return definition;
}

export const cases: readonly Case[] = [
  {
    name: 'brings a definition onto the channel',
    run: async (subject) => {
      const draft = { name: 'life-1', policy: BY_TAX_AND_AFFAIRS };
      await approveByMajority(subject, draft);
      const ready = await queried(subject, ['CheckCommitReadiness', readinessQuestion(draft)], readiness);
      const committed = await commitDefinition(subject, draft);
      return {
        ready,
        committed,
        definition: await queried(
          subject,
          ['QueryChaincodeDefinition', definitionQuestion('life-1')],
          definition,
        ),
        used: await fateOf(subject, endorsed(subject, { args: ['put', 'life-1', 'x'], chaincode: 'life-1' })),
      };
    },
  },
  {
    name: 'uses the channel’s policy when none is named',
    run: async (subject) => {
      await approveByMajority(subject, { name: 'life-2' });
      await commitDefinition(subject, { name: 'life-2' });
      const use = (organizations: readonly string[]): Promise<Observation> =>
        fateOf(
          subject,
          endorsed(subject, { args: ['put', 'life-2', 'x'], chaincode: 'life-2' }, organizations),
        );
      return [
        await queried(subject, ['QueryChaincodeDefinition', definitionQuestion('life-2')], definition),
        await use(BOTH),
        await use(MAJORITY),
      ];
    },
  },
  {
    name: 'takes an approval twice, and says so',
    run: async (subject) => [
      await approvedAs(subject, { name: 'life-3' }),
      await approvedAs(subject, { name: 'life-3' }),
      await approvedAs(subject, { name: 'life-3', version: '2' }),
    ],
  },
  {
    name: 'takes an approval of what is committed only with another package',
    needs: 'solitude',
    run: async (subject) => [
      await approve(
        subject,
        'tax',
        { name: RANGES, version: '1', sequence: 1 },
        packageOf(subject, 'tax').packageId,
      ),
      await approve(subject, 'court', { name: RANGES, version: '2', sequence: 1 }),
      await approve(subject, 'tax', committed(subject), packageOf(subject, 'tax').packageId),
      await approve(subject, 'operator', committed(subject), 'another:package'),
      await approve(subject, 'operator', committed(subject), packageOf(subject, 'operator').packageId),
    ],
  },
  {
    name: 'takes approvals of the next sequence only',
    run: async (subject) => [
      await approvedAs(subject, { name: 'life-4', sequence: 0 }),
      await approvedAs(subject, { name: 'life-4', sequence: 2 }),
      await approvedAs(subject, { name: 'life-4', sequence: -1 }),
      await approvedAs(subject, { name: RANGES, sequence: 3 }),
      await approvedAs(subject, { name: RANGES, sequence: 0 }),
    ],
  },
  {
    name: 'takes an approval only with the endorsement of the organization itself',
    run: async (subject) => [
      await changed(subject, 'ApproveChaincodeDefinitionForMyOrg', approval({ name: 'life-5' }), [
        'AffairsMSP',
      ]),
      await changed(
        subject,
        'ApproveChaincodeDefinitionForMyOrg',
        approval({ name: 'life-5' }),
        ['TaxMSP'],
        subject.tax.identity,
      ),
    ],
  },
  {
    name: 'commits nothing that nobody approved',
    run: (subject) => commitDefinition(subject, { name: 'life-6' }),
  },
  {
    name: 'commits nothing that the organization asked did not approve',
    run: async (subject) => {
      await approvedAs(subject, { name: 'life-7' });
      return [
        await commitDefinition(subject, { name: 'life-7' }, ['TaxMSP']),
        await commitDefinition(subject, { name: 'life-7' }, ['TaxMSP', 'AffairsMSP']),
      ];
    },
  },
  {
    name: 'commits nothing with another version or policy than was approved',
    run: async (subject) => {
      await approveByMajority(subject, { name: 'life-8', policy: BY_TAX_AND_AFFAIRS });
      return [
        await commitDefinition(subject, { name: 'life-8', version: '2', policy: BY_TAX_AND_AFFAIRS }),
        await commitDefinition(subject, { name: 'life-8', policy: TAX }),
        await commitDefinition(subject, { name: 'life-8', policy: BY_TAX_AND_AFFAIRS, initRequired: true }),
        await commitDefinition(subject, { name: 'life-8', sequence: 2, policy: BY_TAX_AND_AFFAIRS }),
        await commitDefinition(subject, { name: 'life-8', sequence: 0, policy: BY_TAX_AND_AFFAIRS }),
        await commitDefinition(subject, { name: 'life-8', policy: BY_TAX_AND_AFFAIRS }),
        await commitDefinition(subject, { name: 'life-8', policy: BY_TAX_AND_AFFAIRS }),
      ];
    },
  },
  {
    name: 'commits nothing with the endorsement of a minority',
    run: async (subject) => {
      await approveByMajority(subject, { name: 'life-9' });
      return [
        await commitDefinition(subject, { name: 'life-9' }, BOTH),
        await commitDefinition(subject, { name: 'life-9' }, MAJORITY),
      ];
    },
  },
  {
    name: 'lets anybody who may write commit',
    run: async (subject) => {
      await approveByMajority(subject, { name: 'life-10' });
      return changed(
        subject,
        'CommitChaincodeDefinition',
        commitment({ name: 'life-10' }),
        MAJORITY,
        subject.clients.court.identity,
      );
    },
  },
  {
    name: 'says who approved what, and what differs',
    run: async (subject) => {
      const draft = { name: 'life-11', policy: BY_TAX_AND_AFFAIRS };
      await approve(subject, 'tax', draft);
      await approve(subject, 'affairs', { ...draft, version: '2' });
      await approve(subject, 'court', { ...draft, policy: TAX, initRequired: true });
      return [
        await queried(subject, ['CheckCommitReadiness', readinessQuestion(draft)], readiness),
        await queried(
          subject,
          ['CheckCommitReadiness', readinessQuestion({ ...draft, sequence: 2 })],
          readiness,
        ),
        await queried(
          subject,
          ['CheckCommitReadiness', readinessQuestion({ ...draft, sequence: 0 })],
          readiness,
        ),
      ];
    },
  },
  {
    name: 'voids what was endorsed under the definition before',
    run: async (subject) => {
      const draft = { name: 'life-12', policy: BY_TAX_AND_AFFAIRS };
      await approveByMajority(subject, draft);
      await commitDefinition(subject, draft);
      const early = await endorsed(subject, { args: ['put', 'life-12', 'early'], chaincode: 'life-12' });
      const next = { ...draft, sequence: 2, version: '2', policy: TAX };
      await approveByMajority(subject, next);
      const committed = await commitDefinition(subject, next);
      return [
        committed,
        await fateOf(subject, early),
        await fateOf(
          subject,
          endorsed(subject, { args: ['put', 'life-12', 'by the tax bureau'], chaincode: 'life-12' }, [
            'TaxMSP',
          ]),
        ),
        await queried(subject, ['QueryChaincodeDefinition', definitionQuestion('life-12')], definition),
      ];
    },
  },
  {
    name: 'asks for the initialization that a definition demands',
    run: async (subject) => {
      const draft = { name: 'life-13', policy: TAX, initRequired: true };
      await approveByMajority(subject, draft);
      await commitDefinition(subject, draft);
      return fateOf(
        subject,
        endorsed(subject, { args: ['put', 'life-13', 'x'], chaincode: 'life-13' }, ['TaxMSP']),
      );
    },
  },
  {
    name: 'is not called where its code was never approved',
    run: async (subject) => {
      const draft = { name: 'life-14', policy: TAX };
      await approve(subject, 'tax', draft, packageOf(subject, 'tax').packageId);
      await approve(subject, 'affairs', draft);
      await approve(subject, 'court', draft, 'nothing:here');
      await commitDefinition(subject, draft);
      const call = (...organizations: string[]): Promise<Observation> =>
        fateOf(
          subject,
          endorsed(subject, { args: ['put', 'life-14', 'x'], chaincode: 'life-14' }, organizations),
        );
      return [
        await call('TaxMSP'),
        await call('TaxMSP', 'AffairsMSP'),
        await call('CourtMSP'),
        await call('OperatorMSP'),
        await call(),
      ];
    },
  },
  {
    name: 'takes names and versions of letters, digits and few signs',
    run: async (subject) =>
      Promise.all(
        [
          { name: '' },
          { name: '_lifecycle' },
          { name: 'qscc' },
          { name: 'lscc' },
          { name: 'life 15' },
          { name: 'life-15-' },
          { name: 'life--15' },
          { name: 'life.15' },
          { name: 'life-15', version: '' },
          { name: 'life-15', version: '1/2' },
          { name: 'life-15', version: 'ü' },
          { name: 'life-15', version: '1.0+b_2-c' },
        ].map((draft) => approvedAs(subject, draft)),
      ),
  },
  {
    name: 'takes a policy that can be read, and names what it does not know',
    run: async (subject) => {
      const reference = (path: string): Uint8Array => {
        const policy = new common.ApplicationPolicy();
        policy.setChannelConfigPolicyReference(path);
        return policy.serializeBinary();
      };
      const drafts = [
        { name: 'life-16-a', policyBytes: Buffer.from([0xff, 0xff]) },
        { name: 'life-16-b', policyBytes: reference('/Channel/Application/Nothing') },
        { name: 'life-16-c', policyBytes: reference('/Channel/Application/Admins') },
        { name: 'life-16-d', policyBytes: new common.ApplicationPolicy().serializeBinary() },
      ];
      return Promise.all(drafts.map((draft) => approvedAs(subject, draft)));
    },
  },
  {
    name: 'takes the plugins of Fabric',
    run: async (subject) => [
      await approvedAs(subject, { name: 'life-17', endorsementPlugin: 'escc', validationPlugin: 'vscc' }),
      await approvedAs(subject, { name: 'life-18', endorsementPlugin: 'own' }),
    ],
    difference: {
      why: 'the embedded network has no other plugins, and says so at approval; Fabric says so when the chaincode is used',
      embedded: [
        { ok: 'VALID' },
        {
          failed: {
            code: 'ABORTED',
            message: 'failed to collect enough transaction endorsements, see attached details for more info',
            details: [
              {
                address: '<peer of tax>',
                mspId: 'TaxMSP',
                message:
                  "chaincode response 500, failed to invoke backing implementation of 'ApproveChaincodeDefinitionForMyOrg': error validating chaincode definition: other plugins than escc and vscc are not implemented by the embedded network",
              },
            ],
          },
        },
      ],
    },
  },
  {
    name: 'finds out whose endorsements a definition needs',
    run: async (subject) => {
      await approveByMajority(subject, { name: 'life-21' });
      return changed(subject, 'CommitChaincodeDefinition', commitment({ name: 'life-21' }), []);
    },
  },
  {
    name: 'refuses collections that are no collections',
    run: async (subject) => {
      const args = peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs.deserializeBinary(
        approval({ name: 'life-22' }),
      );
      const collections = new peer.CollectionConfigPackage();
      collections.addConfig(new peer.CollectionConfig());
      args.setCollections(collections);
      return changed(subject, 'ApproveChaincodeDefinitionForMyOrg', args.serializeBinary(), ['TaxMSP']);
    },
    difference: {
      why: 'the embedded network has no private data, hence no collections: it refuses every one, by name',
      embedded: {
        failed: {
          code: 'ABORTED',
          message: 'failed to collect enough transaction endorsements, see attached details for more info',
          details: [
            {
              address: '<peer of tax>',
              mspId: 'TaxMSP',
              message:
                "chaincode response 500, failed to invoke backing implementation of 'ApproveChaincodeDefinitionForMyOrg': error validating chaincode definition: private data collections are not implemented by the embedded network",
            },
          ],
        },
      },
    },
  },
];
