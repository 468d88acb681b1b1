import assert from 'node:assert/strict';
import {
  FINDING_CODES,
  type BundleFile,
  type TrustProfile,
  type Verdict,
  formatBundle,
  verifyBundle,
} from '@chopmark/core/verify';
import { implicitPolicy, rolePrincipal, signaturePolicy } from '../../support/channel-kit/channel-state.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW } from '../../support/proof-kit.js';
import { configuration } from './cases/configuration.js';
import { type FullCase, bent, createFullWorld, full, on } from './cases/full-world.js';
import { formerRoots } from './cases/former-roots.js';
import { ordering } from './cases/ordering.js';
import { transaction } from './cases/transaction.js';

const seen = new Set<string>();

async function judge(bundle: BundleFile, profiles?: readonly TrustProfile[]): Promise<Verdict> {
  const verdict = await verifyBundle(formatBundle(bundle), profiles ?? [full.channel.kit.profile()], {
    crypto: nodeCrypto,
    now: NOW,
  });
  for (const { code } of verdict.findings) seen.add(code);
  return verdict;
}

const codesOf = ({ findings }: Verdict): string[] => findings.map(({ code }) => code);
const full8 = (): string[] => [
  'CONTENT_MATCHES',
  'BATCH_CONTAINS',
  'TRANSACTION_ENDORSED',
  'BLOCK_ORDERED',
  'STATEMENT_SIGNED',
  'ISSUER_ENTITLED',
  'STATUS_IN_FORCE',
  'TIME_ATTESTED',
];

describe('verifyBundle of a full bundle', () => {
  before(createFullWorld);

  it('says yes to eight questions, and under which configuration', async () => {
    const verdict = await judge(full.batch.full());

    assert.equal(verdict.verdict, 'valid');
    assert.deepEqual(codesOf(verdict), full8());
    assert.deepEqual(
      verdict.notes.map(({ code }) => code),
      ['PROFILE_UNSIGNED', 'LATER_CONFIGURATION_UNKNOWN'],
    );
    assert.equal(verdict.notes[1]?.detail, 'configuration 2 of block 9');
  });

  it('judges what there is: a transaction alone, and a block without its configuration', async () => {
    const { block, configuration: chain, ...alone } = full.batch.full();
    const withBlock = { ...alone, ...(block && chain ? { block } : {}) };

    assert.deepEqual(codesOf(await judge(alone)).slice(2, 4), [
      'TRANSACTION_ENDORSED',
      'ORDERING_NOT_IN_BUNDLE',
    ]);
    assert.deepEqual(codesOf(await judge(withBlock)).slice(2, 4), [
      'TRANSACTION_ENDORSED',
      'CONFIGURATION_NOT_IN_BUNDLE',
    ]);
  });

  const groups: Record<string, readonly FullCase[]> = { transaction, ordering, configuration, formerRoots };
  for (const [name, cases] of Object.entries(groups)) {
    describe(name, () => {
      for (const { when, code, bundle, profiles, verdict } of cases) {
        it(`is ${code} when ${when}`, async () => {
          const made = bundle();

          const judged = await judge(made, profiles?.());

          const outcome = FINDING_CODES[code][1];
          assert.ok(codesOf(judged).includes(code), JSON.stringify(judged.findings));
          assert.equal(judged.verdict, verdict ?? (outcome === 'fail' ? 'invalid' : 'valid'));
        });
      }
    });
  }

  describe('accepts', () => {
    const ordered = async (bundle: BundleFile, profiles?: readonly TrustProfile[]): Promise<void> => {
      const judged = await judge(bundle, profiles);
      assert.deepEqual(codesOf(judged), full8(), JSON.stringify(judged.findings));
    };

    it('any three of the four orderers, and all four', async () => {
      for (const left of [0, 1, 2, 3, 4])
        await ordered(bent({ block: { signers: full.channel.orderers.filter((_, at) => at !== left) } }));
    });

    it('orderers that sign by certificate instead of id', async () => {
      const signers = full.channel.orderers.map(({ identity }) => ({ identity, byIdentity: true }) as const);

      await ordered(bent({ block: { signers } }));
    });

    it('signatures beside a quorum that nobody can place, or that do not verify, as Fabric does', async () => {
      const [one, two, three, four] = full.channel.orderers;
      const stranger = { id: 77, identity: full.outsider };

      await ordered(bent({ block: { signers: [stranger, one!, two!, three!] } }));
      await ordered(
        bent({
          block: {
            signers: [four!, one!, two!, three!],
            signature: (made, at) => (at === 0 ? Buffer.from('nothing') : made),
          },
        }),
      );
    });

    it('the orderers that the newest configuration names, after the others left', async () => {
      const { newcomer, channel } = full;
      const changed = channel.configured(11, (state) => ({
        ...state,
        consenters: [...state.consenters.slice(1), newcomer],
      }));

      await ordered(on(changed, { block: { signers: [newcomer, ...channel.orderers.slice(2)] } }));
    });

    it('policies by role and by the word of the organizations', async () => {
      for (const blockValidation of [
        implicitPolicy('ANY'),
        implicitPolicy('MAJORITY'),
        signaturePolicy(1, [rolePrincipal('TaxMSP', 'MEMBER')]),
        signaturePolicy(1, [rolePrincipal('TaxMSP', 'ORDERER')]),
        signaturePolicy(2, [rolePrincipal('TaxMSP', 'MEMBER'), rolePrincipal('CourtMSP', 'ORDERER')]),
      ])
        await ordered(on(full.channel.configured(11, (state) => ({ ...state, blockValidation }))));
    });

    it('three endorsers, in any order, and an unknown one beside enough', async () => {
      const [tax, affairs, court] = full.channel.kit.signers(3);

      await ordered(bent({ transaction: { endorsers: [court!, affairs!, tax!] } }));
      await ordered(bent({ transaction: { endorsers: [tax!, full.strangers.schoolPeer, court!] } }));
    });
  });

  it('notes organizations that the channel has otherwise than the profile', async () => {
    const { channel } = full;
    const school = { mspId: 'SchoolMSP', roots: [channel.kit.authorities.TaxMSP.rootPem] };
    const changed = channel.configured(11, ({ organizations: [tax, , court, operator], ...state }) => ({
      ...state,
      organizations: [
        { ...tax!, roots: [court!.roots[0]!] },
        { ...court!, intermediates: tax!.roots },
        operator!,
        school,
      ],
    }));

    const verdict = await judge(on(changed));

    assert.equal(verdict.verdict, 'valid');
    assert.deepEqual(
      verdict.notes.filter(({ code }) => code === 'ORGANIZATIONS_CHANGED').map(({ detail }) => detail),
      ['AffairsMSP: removed', 'CourtMSP: intermediates', 'SchoolMSP: added', 'TaxMSP: roots'],
    );
  });

  it('says unknown where a revoked certificate was needed, and yes where it was not', async () => {
    const { channel, batch, revoked } = full;
    const bundle = batch.full(1, { statement: { signers: channel.kit.signers(4) } });

    const all = channel.configured(11, undefined, { signers: channel.orderers });
    const others = on(all, { block: { signers: channel.orderers } });

    assert.equal(codesOf(await judge(bundle, [revoked.orderer]))[3], 'ORDERERS_REVOKED');
    assert.equal(
      codesOf(await judge(others, [revoked.orderer]))[3],
      'ORDERERS_REVOKED',
      'older configurations',
    );
    assert.equal(codesOf(await judge(bundle, [revoked.sender]))[2], 'TRANSACTION_CREATOR_REVOKED');
    assert.equal(codesOf(await judge(bundle, [revoked.endorser]))[2], 'TRANSACTION_ENDORSERS_NOT_COUNTED');
    for (const profile of Object.values(revoked))
      assert.equal((await judge(bundle, [profile])).verdict, 'valid');
  });

  after('every code of transaction and ordering has been seen', () => {
    const codes = Object.entries(FINDING_CODES)
      .filter(([, [question]]) => question === 'transaction' || question === 'ordering')
      .map(([code]) => code);

    assert.deepEqual(
      codes.filter((code) => !seen.has(code) && !code.endsWith('_NOT_IN_BUNDLE')),
      ['BLOCK_PLACE_UNPROVEN'], // of ledger proofs alone
    );
  });
});
