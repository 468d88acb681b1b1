import assert from 'node:assert/strict';
import type { ledger } from '@hyperledger/fabric-protos';
import {
  type Bundle,
  FINDING_CODES,
  type FindingCode,
  INPUT_CODES,
  type TrustProfile,
  type Verdict,
  verifyBundle,
} from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { CLOCK, NETWORK, NOW, invoice, versionOf } from '../../support/proof-kit.js';
import { answers, reads } from './cases/answer.js';
import { content, place } from './cases/content.js';
import { issuer, statusAndTime } from './cases/issuer.js';
import { notAttest, notCanonical } from './cases/question.js';
import { signatures } from './cases/signers.js';
import { unreadable } from './cases/unreadable.js';
import { OTHER_NETWORK, bent, createWorld, world } from './cases/world.js';

const seen = new Set<string>();

const judge = async (input: unknown, profiles = [world.kit.profile()], now = NOW): Promise<Verdict> => {
  const verdict = await verifyBundle(input as Bundle, profiles, { crypto: nodeCrypto, now });
  for (const { code } of verdict.findings) seen.add(code);
  return verdict;
};
const codesOf = ({ findings }: Verdict): string[] => findings.map(({ code }) => code);

describe('verifyBundle', () => {
  before(createWorld);

  it('says yes to eight questions at most, with number, signers and instant', async () => {
    const verdict = await judge(world.batch.bundle());

    assert.equal(verdict.verdict, 'valid');
    assert.equal(verdict.inForce, 'yes');
    assert.equal(verdict.asOf, CLOCK);
    assert.equal(verdict.network, NETWORK);
    assert.equal(verdict.embedded, false);
    assert.equal(verdict.number, '26001000000000000042');
    assert.deepEqual(verdict.signers, ['TaxMSP', 'AffairsMSP', 'CourtMSP']);
    assert.deepEqual(codesOf(verdict), [
      'CONTENT_MATCHES',
      'BATCH_CONTAINS',
      'TRANSACTION_NOT_IN_BUNDLE',
      'ORDERING_NOT_IN_BUNDLE',
      'STATEMENT_SIGNED',
      'ISSUER_ENTITLED',
      'STATUS_IN_FORCE',
      'TIME_ATTESTED',
    ]);
  });

  it('takes the bundle as object, text and bytes alike', async () => {
    const bundle = world.batch.bundle();

    const verdicts = [
      await judge(bundle),
      await judge(JSON.stringify(bundle)),
      await judge(Buffer.from(JSON.stringify(bundle))),
    ];

    assert.deepEqual(verdicts[1], verdicts[0]);
    assert.deepEqual(verdicts[2], verdicts[0]);
  });

  it('accepts any three of the four organizations, and all four', async () => {
    const four = world.kit.signers(4);
    for (const left of [0, 1, 2, 3, 4]) {
      const verdict = await judge(bent({ signers: four.filter((_, at) => at !== left) }));

      assert.equal(verdict.verdict, 'valid', `without ${left}`);
    }
  });

  it('stays valid with hidden fields, and with all of them hidden', async () => {
    const { paths } = world.batch.document(1);
    for (const hidden of [['/buyer/name'], paths]) {
      assert.equal((await judge(world.batch.bundle(1, { hidden }))).verdict, 'valid');
    }
  });

  it('accepts a batch of one, and a version at block 0, position 0', async () => {
    const single = world.kit.batch([invoice()]);
    const version = (message: ledger.rwset.kvrwset.KVRWSet): void => {
      for (const read of message.getReadsList())
        if (read.hasVersion()) read.setVersion(versionOf({ block: 0, position: 0 }));
    };
    const bundle = single.bundle(0, {
      message: (name, message) => {
        if (name === 'NamespaceReads') version(message as never);
      },
    });

    assert.equal((await judge(bundle)).verdict, 'valid');
  });

  it('uses the profile of the network among several', async () => {
    const verdict = await judge(world.batch.bundle(), [
      world.kit.profile({ network: OTHER_NETWORK }),
      world.kit.profile(),
    ]);

    assert.equal(verdict.verdict, 'valid');
  });

  it('notes what decides nothing: a development network, an expired signer, an unknown one', async () => {
    const signers = [...world.kit.signers(2), world.strangers.expired, world.strangers.otherMsp];

    const verdict = await judge(bent({ signers }), [world.kit.profile({ embedded: true })]);

    assert.equal(verdict.verdict, 'valid');
    assert.equal(verdict.embedded, true);
    assert.deepEqual(
      verdict.notes.map(({ code }) => code),
      ['DEVELOPMENT_NETWORK', 'PROFILE_UNSIGNED', 'CERTIFICATE_EXPIRED', 'SIGNER_NOT_COUNTED'],
    );
  });

  const groups = {
    content,
    place,
    notAttest,
    notCanonical,
    answers,
    reads,
    signatures,
    issuer,
    statusAndTime,
    unreadable,
  };
  for (const [name, cases] of Object.entries(groups)) {
    describe(name, () => {
      for (const { when, bundle, profiles, verdict, code, now } of cases) {
        it(`is ${verdict} with ${code} when ${when}`, async () => {
          const judged = await judge(bundle(), profiles?.(), now);

          assert.equal(judged.verdict, verdict, JSON.stringify(judged.findings));
          assert.ok(codesOf(judged).includes(code), JSON.stringify(judged.findings));
          assert.equal(judged.inForce, 'unknown');
          if (verdict !== 'valid') assert.equal(judged.number, null);
        });
      }
    });
  }

  it('takes no profile from the bundle, and never rejects, whatever it is given', async () => {
    for (const input of [
      null,
      undefined,
      7,
      true,
      [],
      {},
      { format: 'chopmark/bundle/1' },
      new Map(),
      Symbol.iterator,
    ]) {
      const verdict = await judge(input);

      assert.equal(verdict.verdict, 'error');
    }
  });

  it('reports a fault of its own cryptography as error, not as a judgment', async () => {
    const crypto = { ...nodeCrypto, suites: {} };

    const verdict = await verifyBundle(world.batch.bundle(), [world.kit.profile()], { crypto, now: NOW });

    for (const { code } of verdict.findings) seen.add(code);
    assert.equal(verdict.verdict, 'error');
    assert.equal(verdict.findings[0]?.code, 'VERIFIER_FAULT');
  });

  it('refuses profiles that cannot be used', async () => {
    const [first, ...others] = world.kit.profile().organizations;
    assert.ok(first);
    const list = await world.kit.authorities.CourtMSP.revocationList([]);
    const broken: [FindingCode, Partial<TrustProfile>][] = [
      ['PROFILE_UNREADABLE', { organizations: [{ ...first, roots: ['nothing'] }, ...others] }],
      [
        'PROFILE_UNREADABLE',
        { organizations: [{ ...first, roots: [world.kit.client.certificatePem] }, ...others] },
      ],
      [
        'PROFILE_REVOCATION_LIST_INVALID',
        { organizations: [{ ...first, revocationLists: ['nothing'] }, ...others] },
      ],
      [
        'PROFILE_REVOCATION_LIST_INVALID',
        { organizations: [{ ...first, revocationLists: [list] }, ...others] },
      ],
      [
        'PROFILE_SIGNATURE_INVALID',
        {
          signatures: [{ mspId: 'TaxMSP', certificate: world.kit.client.certificatePem, signature: 'AAAA' }],
        },
      ],
    ];
    for (const [code, change] of broken) {
      const verdict = await judge(world.batch.bundle(), [world.kit.profile(change)]);

      assert.equal(verdict.verdict, 'error');
      assert.ok(codesOf(verdict).includes(code), code);
    }
  });

  it('does not count a revoked signer', async () => {
    const list = await world.kit.authorities.TaxMSP.revocationList([world.kit.peers.TaxMSP]);
    const organizations = world.kit
      .profile()
      .organizations.map((one) => (one.mspId === 'TaxMSP' ? { ...one, revocationLists: [list] } : one));

    const three = await judge(world.batch.bundle(), [world.kit.profile({ organizations })]);
    const four = await judge(bent({ signers: world.kit.signers(4) }), [world.kit.profile({ organizations })]);
    const other = await judge(
      bent({ signers: [world.strangers.secondPeer, ...world.kit.signers().slice(1)] }),
      [world.kit.profile({ organizations })],
    );

    assert.equal(three.verdict, 'indeterminate');
    assert.equal(four.verdict, 'valid');
    assert.deepEqual(four.signers, ['AffairsMSP', 'CourtMSP', 'OperatorMSP']);
    assert.equal(other.verdict, 'valid');
  });

  after('every code of the table that a compact bundle can meet has been seen', () => {
    const isOfMore = (code: string, question: string): boolean =>
      ['transaction', 'ordering'].includes(question) ||
      /^(TRANSACTION_INVALIDATED|TIME_STAMPED|TIMESTAMP_.*)$/.test(code);
    const codes = Object.entries(FINDING_CODES)
      .filter(([code, [question]]) => !isOfMore(code, question))
      .map(([code]) => code);

    assert.deepEqual(
      codes.filter((code) => !seen.has(code)),
      [...INPUT_CODES],
    );
  });
});
