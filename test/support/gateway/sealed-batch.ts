/** Documents of one batch as the database keeps them, and verdicts by hand: for tests of how bundles are made. */
import { randomBytes } from 'node:crypto';

import { batchTree, canonicalBytes, type HexHash, type MerkleTree } from '@chopmark/core';
import type { Outcome, Question, Verdict } from '@chopmark/core/verify';

import type { SignedStatement } from '../../../gateway/dist/ledger/ledger.js';
import { sealStored } from '../../../gateway/dist/pipeline/hash-documents.js';
import type { AnchoredDocument } from '../../../gateway/dist/proofs/anchored-document.js';
import type { BatchTrees } from '../../../gateway/dist/proofs/batch-trees.js';
import { sha256 } from '../../../gateway/dist/proofs/node-crypto.js';
import { newInvoice, SERIES } from './desk-world.js';

export const BATCH_NETWORK = '11'.repeat(32) as HexHash;
const CONTEXT = {
  network: BATCH_NETWORK,
  namespace: 'tax',
  kind: 'invoice',
  series: SERIES,
  suite: 'sha256-p256',
};

export interface SealedBatch {
  readonly documents: readonly AnchoredDocument[];
  readonly tree: MerkleTree;
}

/** @param first Sequence of the first document. */
export function sealedBatch(
  size: number,
  { batchId = 1, batch = 4, first = 7, block = 12 } = {},
): SealedBatch {
  const documents = Array.from({ length: size }, (_, index): AnchoredDocument => {
    const secret = randomBytes(32);
    const body = canonicalBytes(newInvoice().document);
    const { hash } = sealStored(CONTEXT, first + index, secret, body);
    const id = `inv_${batchId}_${index}`;
    const { kind, suite, series } = CONTEXT;
    const place = { series, sequence: first + index, batchId, batch, first, index, block, position: 1 };
    return { id, kind, suite, ...place, hash, body, secret };
  });
  return {
    documents,
    tree: batchTree(
      sha256,
      first,
      documents.map(({ hash }) => hash),
    ),
  };
}

export function treesOf(...batches: readonly SealedBatch[]): BatchTrees {
  const of = (batchId: number): Promise<MerkleTree> => {
    const batch = batches.find(({ documents }) => documents[0]?.batchId === batchId);
    return batch === undefined ? Promise.reject(new Error('no such batch')) : Promise.resolve(batch.tree);
  };
  return { of } as unknown as BatchTrees;
}

/** Signed by nobody. @param name What tells it from others. */
export function statementNamed(name: string): SignedStatement {
  return {
    signedProposal: Buffer.from(name),
    responsePayload: Buffer.from('payload'),
    endorsements: [{ endorser: Buffer.from('e'), signature: Buffer.from('s') }],
    result: Buffer.from(''),
  };
}

/** A verdict with these outcomes; a question that is not named is skipped. */
export function verdictWith(
  verdict: Verdict['verdict'],
  outcomes: Readonly<Partial<Record<Question, Outcome>>> = {},
): Verdict {
  const findings = Object.entries(outcomes).map(([question, outcome]) => ({
    question,
    outcome,
    code: `${question}_${outcome}`.toUpperCase(),
    detail: '',
  }));
  return { verdict, findings, signers: ['TaxMSP', 'CourtMSP'] } as unknown as Verdict;
}

export const VALID = verdictWith('valid');
export const INVALID = verdictWith('invalid', { issuer: 'fail' });
export const FULL = verdictWith('valid', { transaction: 'pass', ordering: 'pass' });
