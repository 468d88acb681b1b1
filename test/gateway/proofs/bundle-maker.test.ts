import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { batchTree, canonicalBytes, type HexHash, type MerkleTree } from '@chopmark/core';
import { parseBundle, type Verdict } from '@chopmark/core/verify';

import { sealStored } from '../../../gateway/dist/pipeline/hash-documents.js';
import type { BatchTrees } from '../../../gateway/dist/proofs/batch-trees.js';
import { type AnchoredDocument, BundleMaker } from '../../../gateway/dist/proofs/bundle-maker.js';
import { sha256 } from '../../../gateway/dist/proofs/node-crypto.js';
import type { Statements } from '../../../gateway/dist/proofs/statements.js';
import { newInvoice, recordingLog, SERIES } from '../../support/gateway/desk-world.js';

const NETWORK = '11'.repeat(32) as HexHash;
const CONTEXT = { network: NETWORK, namespace: 'tax', kind: 'invoice', series: SERIES, suite: 'sha256-p256' };

const statement = (name: string) => ({
  signedProposal: Buffer.from(name),
  responsePayload: Buffer.from('payload'),
  endorsements: [{ endorser: Buffer.from('e'), signature: Buffer.from('s') }],
  result: Buffer.from(''),
});

function verdictOf(verdict: Verdict['verdict']): Verdict {
  const findings = [
    {
      question: 'issuer',
      outcome: verdict === 'valid' ? 'pass' : 'fail',
      code: 'ISSUER_ENTITLED',
      detail: '',
    },
  ];
  return { verdict, findings, signers: ['TaxMSP', 'CourtMSP'] } as unknown as Verdict;
}

describe('BundleMaker', () => {
  const secret = randomBytes(32);
  const body = canonicalBytes(newInvoice().document);
  const sealed = sealStored(CONTEXT, 8, secret, body);
  const tree: MerkleTree = batchTree(sha256, 7, [randomBytes(32), sealed.hash, randomBytes(32)]);
  const document: AnchoredDocument = {
    ...{
      id: 'inv_x',
      kind: 'invoice',
      suite: 'sha256-p256',
      series: SERIES,
      sequence: 8,
      batchId: 1,
      batch: 4,
    },
    ...{ first: 7, index: 1, hash: sealed.hash, body, secret },
  };

  function maker(...verdicts: Verdict['verdict'][]) {
    const log = recordingLog();
    const judged: string[] = [];
    const avoided: (readonly string[])[] = [];
    const made = new BundleMaker({
      network: NETWORK,
      namespace: 'tax',
      log,
      trees: { of: () => Promise.resolve(tree) } as unknown as BatchTrees,
      statements: {
        about: () => Promise.resolve(statement('first')),
        another: (_series: string, _batch: number, _hash: Uint8Array, avoid: readonly string[]) => {
          avoided.push(avoid);
          return Promise.resolve(statement('second'));
        },
      } as unknown as Statements,
      judge: (bundle) => {
        judged.push(bundle);
        return Promise.resolve(verdictOf(verdicts.shift() ?? 'invalid'));
      },
    });
    return { made, log, judged, avoided };
  }

  it('puts together what the format asks for, and hands out what was judged', async () => {
    const { made, judged } = maker('valid');

    const text = await made.make(document, ['/drawer']);

    assert.deepEqual(judged, [text]);
    const bundle = parseBundle(text);
    assert.deepEqual(bundle.batch, {
      batch: 4,
      index: 1,
      path: tree.inclusionPath(1).map((hash) => Buffer.from(hash).toString('hex')),
    });
    assert.deepEqual(bundle.document.paths, sealed.paths);
    assert.ok('leaf' in bundle.document.fields[sealed.paths.indexOf('/drawer')]!);
    assert.equal(proposalOf(text), Buffer.from('first').toString('base64'));
  });

  it('asks other organizations when the first statement does not carry', async () => {
    const { made, avoided } = maker('indeterminate', 'valid');

    const text = await made.make(document, []);

    assert.equal(proposalOf(text), Buffer.from('second').toString('base64'));
    assert.deepEqual(avoided, [['TaxMSP', 'CourtMSP']]);
  });

  for (const verdict of ['invalid', 'indeterminate', 'error'] as const) {
    it(`hands nothing out that is judged ${verdict} twice`, async () => {
      const { made, log } = maker(verdict, verdict);

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
      const { made, judged } = maker('valid');
      await assert.rejects(made.make({ ...document, ...change }, []), { name: 'UnprovenError' });
      assert.deepEqual(judged, []);
    }
  });

  it('refuses to hide what is not there, or what is always shown', async () => {
    for (const path of ['/nowhere', '/totalGross', 'drawer', '']) {
      const { made } = maker('valid');
      await assert.rejects(made.make(document, [path]), { code: 'MALFORMED_PATHS' }, path);
    }
  });
});

function proposalOf(text: string): string | undefined {
  const { statement } = parseBundle(text);
  return typeof statement === 'string' ? undefined : statement?.signedProposal;
}
