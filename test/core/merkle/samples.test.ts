/** Proofs of transparency-dev/merkle, where the samples are at hand. */
import assert from 'node:assert/strict';
import { equalBytes, rootFromInclusion, verifyConsistency } from '@chopmark/core';
import { sha256 } from '../support/hashes.js';
import { base64, readSamples } from '../support/vectors.js';

interface InclusionSample {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: string[] | null;
  readonly wantErr: boolean;
}
interface ConsistencySample {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: string[] | null;
  readonly wantErr: boolean;
}

function showsInclusion({ leafIdx, treeSize, root, leafHash, proof }: InclusionSample): boolean {
  try {
    const found = rootFromInclusion(sha256, base64(leafHash), leafIdx, treeSize, (proof ?? []).map(base64));
    return equalBytes(found, base64(root));
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'MALFORMED_PROOF');
    return false;
  }
}

describe('proofs of others', () => {
  it('include what they say, and nothing when they are altered', function () {
    const samples = readSamples('merkle/inclusion');
    if (samples.length === 0) this.skip();
    for (const { name, bytes } of samples) {
      const sample = JSON.parse(bytes.toString()) as InclusionSample;
      assert.equal(showsInclusion(sample), !sample.wantErr, name);
    }
  });

  it('are consistent when they say so, and not when they are altered', function () {
    const samples = readSamples('merkle/consistency');
    if (samples.length === 0) this.skip();
    for (const { name, bytes } of samples) {
      const { size1, size2, root1, root2, proof, wantErr } = JSON.parse(
        bytes.toString(),
      ) as ConsistencySample;
      const nodes = (proof ?? []).map(base64);
      assert.equal(
        verifyConsistency(sha256, size1, size2, base64(root1), base64(root2), nodes),
        !wantErr,
        name,
      );
    }
  });
});
