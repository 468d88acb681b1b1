import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  consistencyProof,
  equalBytes,
  inclusionPath,
  leafHash,
  merkleTree,
  nodeHash,
  rootFromInclusion,
  toHex,
  treeHead,
  uint64Bytes,
  verifyConsistency,
} from '@chopmark/core';
import { sha256, sm3 } from '../support/hashes.js';
import { hex, readVectors } from '../support/vectors.js';
import { leafOf, mth, path as pathOracle, proof as proofOracle } from './oracle.js';

interface Inclusion {
  readonly size: number;
  readonly index: number;
  readonly leafHash: string;
  readonly path: string[];
  readonly root: string;
}
interface Consistency {
  readonly firstSize: number;
  readonly secondSize: number;
  readonly firstRoot: string;
  readonly secondRoot: string;
  readonly path: string[];
}
type Separation = Partial<
  Record<'leafInput' | 'leafHash' | 'nodeHash' | 'bareHash' | 'left' | 'right' | 'swapped', string>
>;

const V = readVectors<{
  leaves: string[];
  leafHashes: string[];
  roots: { size: number; root: string }[];
  inclusion: Inclusion[];
  consistency: Consistency[];
  large: { size: number; root: string; proofs: Omit<Inclusion, 'size' | 'root'>[] }[];
  largeConsistency: Consistency[];
  refused: (Inclusion & { reason: string })[];
  separation: (Separation & { name: string })[];
  sm3: { roots: { size: number; root: string }[]; inclusion: Inclusion[] };
}>('merkle');

/** Leaf i of the large trees is the 4-byte big-endian number i. */
const largeLeaves = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, at) => leafHash(sha256, uint64Bytes(at).subarray(4)));

const assertInclusion = ({ leafHash: leaf, index, size, path, root }: Inclusion, hash = sha256): void => {
  assert.equal(toHex(rootFromInclusion(hash, hex(leaf), index, size, path.map(hex))), root);
};

const holds = (one: Consistency): boolean =>
  verifyConsistency(
    sha256,
    one.firstSize,
    one.secondSize,
    hex(one.firstRoot),
    hex(one.secondRoot),
    one.path.map(hex),
  );

/** Trees of up to 70 leaves, and a place in one. */
const treeAndPlace = fc.tuple(fc.integer({ min: 1, max: 70 }), fc.nat()).map(([size, at]) => ({
  leaves: Array.from({ length: size }, (_, leaf) => leafOf(uint64Bytes(leaf))),
  place: at % size,
}));

describe('treeHead', () => {
  it('gives the reference heads, with SHA-256 and SM3', () => {
    const leaves = V.leaves.map(hex);
    assert.deepEqual(
      leaves.map((leaf) => toHex(leafHash(sha256, leaf))),
      V.leafHashes,
    );
    for (const [hash, roots] of [[sha256, V.roots] as const, [sm3, V.sm3.roots] as const]) {
      for (const { size, root } of roots) {
        assert.equal(
          toHex(
            treeHead(
              hash,
              leaves.slice(0, size).map((leaf) => leafHash(hash, leaf)),
            ),
          ),
          root,
        );
      }
    }
    for (const { size, root } of V.large) assert.equal(toHex(treeHead(sha256, largeLeaves(size))), root);
  });

  it('is the recursive definition', () => {
    fc.assert(
      fc.property(treeAndPlace, ({ leaves }) => assert.deepEqual(treeHead(sha256, leaves), mth(leaves))),
    );
  });

  it('keeps leaves, nodes and order apart', () => {
    for (const {
      name,
      leafInput,
      leafHash: leaf,
      bareHash,
      left,
      right,
      nodeHash: node,
      swapped,
    } of V.separation) {
      if (leafInput !== undefined && leaf !== undefined)
        assert.equal(toHex(leafHash(sha256, hex(leafInput))), leaf, name);
      if (leafInput !== undefined && bareHash !== undefined)
        assert.equal(toHex(sha256(hex(leafInput))), bareHash, name);
      if (left !== undefined && right !== undefined && node !== undefined) {
        assert.equal(toHex(nodeHash(sha256, hex(left), hex(right))), node, name);
        if (swapped !== undefined)
          assert.equal(toHex(nodeHash(sha256, hex(right), hex(left))), swapped, name);
      }
    }
  });
});

describe('rootFromInclusion', () => {
  it('ends in the reference heads', () => {
    V.inclusion.forEach((one) => assertInclusion(one));
    V.sm3.inclusion.forEach((one) => assertInclusion(one, sm3));
    for (const { size, root, proofs } of V.large) {
      for (const one of proofs) assertInclusion({ ...one, size, root });
    }
  });

  it('is shown by the path that the tree makes', () => {
    for (const { size, root, proofs } of V.large) {
      const tree = merkleTree(sha256, largeLeaves(size));
      assert.equal(toHex(tree.head), root);
      assert.equal(tree.size, size);
      for (const { index, path } of proofs) assert.deepEqual(tree.inclusionPath(index).map(toHex), path);
    }
  });

  for (const { reason, ...one } of V.refused) {
    it(`shows nothing for: ${reason}`, () => {
      let root: string | undefined;
      try {
        root = toHex(rootFromInclusion(sha256, hex(one.leafHash), one.index, one.size, one.path.map(hex)));
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'MALFORMED_PROOF');
      }
      assert.notEqual(root, one.root);
    });
  }

  it('proves every leaf, by the path of the recursive definition, and no other place', () => {
    fc.assert(
      fc.property(treeAndPlace, fc.nat(80), ({ leaves, place }, other) => {
        const path = inclusionPath(sha256, leaves, place);
        const leaf = leaves[place]!;
        assert.deepEqual(path, pathOracle(place, leaves));
        assert.deepEqual(rootFromInclusion(sha256, leaf, place, leaves.length, path), mth(leaves));
        if (other === place) return;
        let root: Uint8Array | undefined;
        try {
          root = rootFromInclusion(sha256, leaf, other, leaves.length, path);
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'MALFORMED_PROOF');
        }
        assert.notDeepEqual(root, mth(leaves));
      }),
    );
  });

  it('refuses numbers and lengths that cannot belong together', () => {
    const [leaf, node] = [leafOf(new Uint8Array(0)), leafOf(new Uint8Array(1))];
    const cases: [Uint8Array, number, number, Uint8Array[]][] = [
      [leaf, 0, 0, []],
      [leaf, -1, 1, []],
      [leaf, 0.5, 1, []],
      [leaf, 1, 1, []],
      [leaf, 0, 2 ** 53, []],
      [leaf, 0, 1, [node]],
      [leaf, 0, 2, []],
      [leaf.subarray(1), 0, 1, []],
      [leaf, 0, 2, [node.subarray(1)]],
    ];
    for (const [data, index, size, path] of cases) {
      assert.throws(() => rootFromInclusion(sha256, data, index, size, path), { code: 'MALFORMED_PROOF' });
    }
  });

  it('follows places beyond 32 bits', () => {
    const size = 2 ** 40;
    const path = Array.from({ length: 40 }, (_, at) => leafOf(Uint8Array.of(at)));
    const root = (index: number) =>
      toHex(rootFromInclusion(sha256, leafOf(new Uint8Array(0)), index, size, path));

    assert.notEqual(root(2 ** 39), root(0));
    assert.notEqual(root(2 ** 32 + 1), root(1));
  });

  it('is asked for leaves that are there only', () => {
    for (const index of [-1, 3, 0.5, Number.NaN]) {
      assert.throws(() => inclusionPath(sha256, largeLeaves(3), index), RangeError);
    }
  });
});

describe('verifyConsistency', () => {
  it('takes the reference proofs, which consistencyProof makes', () => {
    for (const one of V.consistency) {
      const leaves = V.leafHashes.slice(0, one.secondSize).map(hex);
      assert.ok(holds(one));
      assert.deepEqual(consistencyProof(sha256, leaves, one.firstSize).map(toHex), one.path);
    }
    for (const one of V.largeConsistency) {
      assert.ok(holds(one));
      assert.deepEqual(
        consistencyProof(sha256, largeLeaves(one.secondSize), one.firstSize).map(toHex),
        one.path,
      );
    }
  });

  it('holds for every beginning of a tree, by the proof of the recursive definition, and for nothing else', () => {
    fc.assert(
      fc.property(treeAndPlace, fc.nat(80), fc.nat(255), ({ leaves, place }, other, bit) => {
        const first = place + 1;
        const proof = consistencyProof(sha256, leaves, first);
        const [firstRoot, secondRoot] = [mth(leaves.slice(0, first)), mth(leaves)];
        const check = (m: number, a: Uint8Array, b: Uint8Array, nodes: Uint8Array[]) =>
          verifyConsistency(sha256, m, leaves.length, a, b, nodes);

        assert.deepEqual(proof, proofOracle(first, leaves));
        assert.ok(check(first, firstRoot, secondRoot, proof));
        if (other !== first) assert.ok(!check(other, firstRoot, secondRoot, proof));
        if (!equalBytes(firstRoot, secondRoot)) assert.ok(!check(first, secondRoot, firstRoot, proof));
        assert.ok(!check(first, flip(firstRoot, bit), secondRoot, proof));
        assert.ok(!check(first, firstRoot, flip(secondRoot, bit), proof));
        assert.ok(!check(first, firstRoot, secondRoot, [...proof, secondRoot]));
        if (proof.length > 0) {
          assert.ok(!check(first, firstRoot, secondRoot, proof.slice(1)));
          assert.ok(!check(first, firstRoot, secondRoot, proof.slice(0, -1)));
          const place = bit % proof.length;
          assert.ok(
            !check(
              first,
              firstRoot,
              secondRoot,
              proof.map((node, at) => (at === place ? flip(node, bit) : node)),
            ),
          );
        }
      }),
    );
  });

  it('answers false for sizes and lengths that are none', () => {
    const root = mth([]);
    for (const [first, second] of [
      [0, 1],
      [2, 1],
      [1.5, 2],
      [1, 2 ** 53],
    ] as const) {
      assert.equal(verifyConsistency(sha256, first, second, root, root, []), false);
    }
    assert.equal(verifyConsistency(sha256, 1, 1, root.subarray(1), root.subarray(1), []), false);
    assert.throws(() => consistencyProof(sha256, [root], 2), RangeError);
    assert.throws(() => consistencyProof(sha256, [root], 0), RangeError);
  });
});

function flip(node: Uint8Array, bit: number): Uint8Array {
  return node.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}
