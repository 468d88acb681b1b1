import assert from 'node:assert/strict';
import { batchRoot, batchTree, entryLeaf, MAX_BATCH, toHex } from '@chopmark/core';
import { sha256 } from '../support/hashes.js';

const hashes = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, at) => sha256(Uint8Array.of(at & 255, at >> 8)));

describe('batchRoot', () => {
  it('depends on every document, their order and the first sequence', () => {
    const [a, b, c] = hashes(3) as [Uint8Array, Uint8Array, Uint8Array];
    const roots = [
      batchRoot(sha256, 1, [a, b, c]),
      batchRoot(sha256, 2, [a, b, c]),
      batchRoot(sha256, 1, [b, a, c]),
      batchRoot(sha256, 1, [a, b]),
      batchRoot(sha256, 1, [a, b, c, c]),
    ].map(toHex);

    assert.equal(new Set(roots).size, roots.length);
  });

  it('takes up to 16,384 documents', () => {
    const many = hashes(MAX_BATCH);

    assert.equal(toHex(batchTree(sha256, 1, many).head), toHex(batchRoot(sha256, 1, many)));
    assert.throws(() => batchRoot(sha256, 1, [...many, many[0]!]), { code: 'MALFORMED_BATCH' });
    assert.throws(() => batchRoot(sha256, 1, []), { code: 'MALFORMED_BATCH' });
  });

  it('refuses sequences beyond 2^53 - 1 and hashes of another length', () => {
    const one = hashes(2);

    assert.ok(batchRoot(sha256, 2 ** 53 - 2, one));
    for (const first of [0, -1, 1.5, 2 ** 53 - 1, Number.NaN]) {
      assert.throws(() => batchRoot(sha256, first, one), { code: 'MALFORMED_BATCH' });
    }
    assert.throws(() => batchRoot(sha256, 1, [new Uint8Array(31)]), { code: 'MALFORMED_HASH' });
    assert.throws(() => entryLeaf(1, new Uint8Array(33)), { code: 'MALFORMED_HASH' });
  });
});
