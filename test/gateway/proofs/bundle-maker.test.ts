import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { canonicalBytes } from '@chopmark/core';
import {
  type BundleFile,
  type BundleTimestamp,
  type FindingCode,
  parseBundle,
  type Question,
  type Verdict,
} from '@chopmark/core/verify';

import { UnavailableError } from '../../../gateway/dist/errors.js';
import type { AnchoredDocument } from '../../../gateway/dist/proofs/anchored-document.js';
import type { BlockEvidence, EvidenceSource } from '../../../gateway/dist/proofs/block-evidence.js';
import { BundleMaker } from '../../../gateway/dist/proofs/bundle-maker.js';
import { EvidenceError } from '../../../gateway/dist/proofs/evidence-error.js';
import { PartsFinder } from '../../../gateway/dist/proofs/find-parts.js';
import type { Statements } from '../../../gateway/dist/proofs/statements.js';
import { newInvoice, recordingLog } from '../../support/gateway/desk-world.js';
import {
  BATCH_NETWORK,
  FULL,
  INVALID,
  sealedBatch,
  statementNamed,
  treesOf,
  VALID,
  verdictWith,
} from '../../support/gateway/sealed-batch.js';

const ORGANIZATIONS = ['TaxMSP', 'AffairsMSP', 'CourtMSP'];
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** As the peer of the organization keeps it: told by the signatures. */
function evidenceOf(mspId: string): BlockEvidence {
  return {
    transaction: { envelope: base64('envelope') },
    block: {
      header: base64('header'),
      before: [base64('before')],
      after: [],
      orderers: base64(mspId),
    },
    configuration: [{ header: base64('header'), envelope: base64('configuration') }],
  };
}

describe('BundleMaker', () => {
  const batch = sealedBatch(3);
  const document: AnchoredDocument = batch.documents[1]!;

  /** @param evidence By organization: what its peer gives, or its error. */
  function maker(
    verdicts: Verdict[],
    evidence: Readonly<Record<string, Error>> = {},
    timestamps: readonly BundleTimestamp[] = [],
  ) {
    const log = recordingLog();
    const judged: string[] = [];
    const avoided: (readonly string[])[] = [];
    const asked: string[] = [];
    const made = new BundleMaker({
      network: BATCH_NETWORK,
      namespace: 'tax',
      log,
      trees: treesOf(batch),
      statements: {
        about: () => Promise.resolve(statementNamed('first')),
        another: (_series: string, _batch: number, _hashes: unknown, avoid: readonly string[]) => {
          avoided.push(avoid);
          return Promise.resolve(statementNamed('second'));
        },
      } as unknown as Statements,
      finder: new PartsFinder({
        evidence: {
          of: (_place: unknown, mspId: string) => {
            asked.push(mspId);
            const error = evidence[mspId];
            return error === undefined ? Promise.resolve(evidenceOf(mspId)) : Promise.reject(error);
          },
        } as unknown as EvidenceSource,
        organizations: ORGANIZATIONS,
        timestamps: () => Promise.resolve(timestamps),
        log,
      }),
      judge: (bundle) => {
        judged.push(bundle);
        return Promise.resolve(verdicts.shift() ?? INVALID);
      },
    });
    return { made, log, judged, avoided, asked };
  }

  it('puts together what the format asks for, and hands out what was judged', async () => {
    const { made, judged, asked } = maker([VALID]);

    const text = await made.make(document, ['/drawer']);

    assert.deepEqual(judged, [text]);
    assert.deepEqual(asked, [], 'a compact bundle needs no block');
    const bundle = parseBundle(text);
    assert.deepEqual(bundle.batch, {
      batch: 4,
      index: 1,
      path: batch.tree.inclusionPath(1).map((hash) => Buffer.from(hash).toString('hex')),
    });
    assert.ok('leaf' in bundle.document.fields[bundle.document.paths.indexOf('/drawer')]!);
    assert.equal(proposalOf(bundle), base64('first'));
    assert.deepEqual(Object.keys(bundle).sort(), ['batch', 'document', 'format', 'statement']);
  });

  it('asks other organizations when the first statement does not carry', async () => {
    const { made, avoided } = maker([verdictWith('indeterminate'), VALID]);

    const text = await made.make(document, []);

    assert.equal(proposalOf(parseBundle(text)), base64('second'));
    assert.deepEqual(avoided, [['TaxMSP', 'CourtMSP']]);
  });

  for (const verdict of ['invalid', 'indeterminate', 'error'] as const) {
    it(`hands nothing out that is judged ${verdict} twice`, async () => {
      const { made, log } = maker([verdictWith(verdict), verdictWith(verdict)]);

      await assert.rejects(made.make(document, []), { name: 'UnprovenError' });

      assert.equal(log.errors.length, 1, 'an alarm');
    });
  }

  it('finds stored bytes that are not those that were sealed, before anybody is asked', async () => {
    const changes = [
      { secret: randomBytes(32) },
      { body: canonicalBytes(newInvoice().document) },
      { hash: randomBytes(32) },
      { sequence: 9 },
    ];
    for (const change of changes) {
      const { made, judged } = maker([VALID]);
      await assert.rejects(made.make({ ...document, ...change }, []), { name: 'UnprovenError' });
      assert.deepEqual(judged, []);
    }
  });

  it('refuses to hide what is not there, or what is always shown', async () => {
    for (const path of ['/nowhere', '/totalGross', 'drawer', '']) {
      const { made } = maker([VALID]);
      await assert.rejects(made.make(document, [path]), { code: 'MALFORMED_PATHS' }, path);
    }
  });

  describe('of full bundles', () => {
    const TOO_FEW = withCode(
      verdictWith('invalid', { transaction: 'pass', ordering: 'fail' }),
      'ordering',
      'ORDERERS_TOO_FEW',
    );
    const REVOKED = withCode(
      verdictWith('valid', { transaction: 'pass', ordering: 'unknown' }),
      'ordering',
      'ORDERERS_REVOKED',
    );
    const CONTRADICTED = verdictWith('invalid', { transaction: 'fail', ordering: 'pass' });
    const AWAY = new UnavailableError('ledger', 'away');
    const ABSENT = new EvidenceError('BLOCK_NOT_AVAILABLE', 12);

    it("adds what the own organization's peer keeps, and hands out what was judged", async () => {
      const { made, judged, asked } = maker([VALID, FULL]);

      const text = await made.make(document, ['/drawer'], true);

      assert.equal(judged.at(-1), text);
      const { transaction, block, configuration } = parseBundle(text);
      assert.deepEqual({ transaction, block, configuration }, evidenceOf('TaxMSP'));
      assert.deepEqual(asked, ['TaxMSP']);
    });

    for (const [what, verdicts, evidence] of [
      ['is away', [VALID, FULL], { TaxMSP: AWAY }],
      ['does not have the block', [VALID, FULL], { TaxMSP: ABSENT }],
      ['keeps too few signatures', [VALID, TOO_FEW, FULL], {}],
      ['gives another block', [VALID, CONTRADICTED, FULL], {}],
      ['gives what is not judged at all', [VALID, VALID, FULL], {}],
    ] as const) {
      it(`asks the next peer when one ${what}`, async () => {
        const { made, asked } = maker([...verdicts], evidence);

        const { block } = parseBundle(await made.make(document, [], true));

        assert.deepEqual(block, evidenceOf('AffairsMSP').block);
        assert.deepEqual(asked, ['TaxMSP', 'AffairsMSP']);
      });
    }

    it('takes what a revoked certificate left only when no peer has better', async () => {
      const { made, asked } = maker([VALID, REVOKED, REVOKED, REVOKED]);
      const better = maker([VALID, REVOKED, FULL]);

      assert.deepEqual(parseBundle(await made.make(document, [], true)).block, evidenceOf('TaxMSP').block);
      assert.deepEqual(asked, ORGANIZATIONS);
      const { block } = parseBundle(await better.made.make(document, [], true));
      assert.deepEqual(block, evidenceOf('AffairsMSP').block);
    });

    const everywhere = (error: Error) => Object.fromEntries(ORGANIZATIONS.map((mspId) => [mspId, error]));
    const HUGE = {
      ...verdictWith('error'),
      findings: [{ question: 'content', outcome: 'unknown', code: 'BUNDLE_TOO_LARGE', detail: '' }],
    } as Verdict;
    for (const [code, what, verdicts, evidence] of [
      ['BLOCK_NOT_AVAILABLE', 'all peers are away', [VALID], everywhere(AWAY)],
      ['BLOCK_NOT_AVAILABLE', 'no peer has it', [VALID], everywhere(ABSENT)],
      ['BLOCK_SIGNATURES_TOO_FEW', 'each keeps too few', [VALID, TOO_FEW, TOO_FEW, TOO_FEW], {}],
      [
        'BLOCK_SIGNATURES_TOO_FEW',
        'one keeps too few, others are away',
        [VALID, TOO_FEW],
        { ...everywhere(AWAY), CourtMSP: undefined },
      ],
      ['FULL_BUNDLE_TOO_LARGE', 'it is too large', [VALID, HUGE, HUGE, HUGE], {}],
      [
        'FULL_BUNDLE_TOO_LARGE',
        'the chain is too long',
        [VALID],
        everywhere(new EvidenceError('FULL_BUNDLE_TOO_LARGE', 12)),
      ],
    ] as const) {
      it(`says ${code} when ${what}`, async () => {
        const { made, log } = maker([...verdicts], evidence as Record<string, Error>);

        await assert.rejects(made.make(document, [], true), { name: 'EvidenceError', code, block: 12 });

        assert.deepEqual(log.errors, []);
      });
    }

    it('hands nothing out that the block contradicts, and raises an alarm', async () => {
      const { made, log } = maker([VALID, CONTRADICTED, CONTRADICTED], { CourtMSP: AWAY });

      await assert.rejects(made.make(document, [], true), { name: 'UnprovenError' });

      assert.equal(log.errors.length, 2);
    });

    describe('with timestamps', () => {
      const header = { over: 'header', token: base64('of the header') } as const;
      const root = { over: 'root', token: base64('of the root') } as const;
      const REFUSED = verdictWith('invalid', { transaction: 'pass', ordering: 'pass', time: 'fail' });

      it('brings the tokens that are there', async () => {
        const { made, log } = maker([VALID, FULL], {}, [header, root]);

        assert.deepEqual(parseBundle(await made.make(document, [], true)).timestamps, [header, root]);
        assert.deepEqual(log.errors, []);
      });

      it('leaves out the one that contradicts, says so, and hands out the rest', async () => {
        const { made, log, judged } = maker([VALID, REFUSED, REFUSED, FULL, FULL], {}, [header, root]);

        const text = await made.make(document, [], true);

        assert.deepEqual(parseBundle(text).timestamps, [root]);
        assert.equal(judged.at(-1), text, 'what was judged last');
        assert.equal(log.errors.length, 1);
      });

      it('leaves out all when all contradict', async () => {
        const { made } = maker([VALID, REFUSED, REFUSED, REFUSED, FULL], {}, [header, root]);

        assert.equal(parseBundle(await made.make(document, [], true)).timestamps, undefined);
      });
    });

    it('asks for no block before the compact bundle is proven', async () => {
      const { made, asked } = maker([INVALID, INVALID]);

      await assert.rejects(made.make(document, [], true), { name: 'UnprovenError' });

      assert.deepEqual(asked, []);
    });

    it('passes on a fault of ours', async () => {
      const { made } = maker([VALID], { TaxMSP: new TypeError('a fault') });

      await assert.rejects(made.make(document, [], true), { name: 'TypeError' });
    });
  });
});

/** The verdict with this code for a question. */
function withCode(verdict: Verdict, question: Question, code: FindingCode): Verdict {
  const findings = verdict.findings.map((one) => (one.question === question ? { ...one, code } : one));
  return { ...verdict, findings };
}

function proposalOf({ statement }: BundleFile): string | undefined {
  return typeof statement === 'string' ? undefined : statement?.signedProposal;
}
