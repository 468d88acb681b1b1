/** The worked examples, computed twice: with node:crypto and JSON alone, and by core. */
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import {
  batchRoot,
  batchTree,
  entryLeaf,
  formatNumber,
  hashOfDisclosed,
  kindOf,
  parseDisclosedDocument,
  parseHexHash,
  requireSuite,
  rootFromInclusion,
  leafHash,
  sealDocument,
  toHex,
  type JsonObject,
  type JsonValue,
} from '@chopmark/core';
import { ALL_SUITES } from '../support/hashes.js';
import { hex, readVectors } from '../support/vectors.js';

type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

interface DocumentCase {
  readonly name: string;
  readonly suite: 'sha256-p256' | 'sm3-sm2';
  readonly secret: string;
  readonly prefix: string;
  readonly number: string;
  readonly document: { [key: string]: Plain };
  readonly header: { salt: string; sequence: number; series: string; required: { [key: string]: Plain } };
  readonly paths: string[];
  readonly pathList: string;
  readonly pathsHash: string;
  readonly salts: { [path: string]: string };
  readonly leaves: { leaf: string; hash: string }[];
  readonly documentHash: string;
  readonly disclosed: { full: JsonValue; hidden: { paths: string[]; document: JsonValue } };
}

const V = readVectors<{
  network: string;
  documents: DocumentCase[];
  batches: {
    name: string;
    suite: DocumentCase['suite'];
    first: number;
    entries: { sequence: number; documentHash: string; leaf: string; leafHash: string; path: string[] }[];
    root: string;
  }[];
}>('document');

const ALGORITHM = { 'sha256-p256': 'sha256', 'sm3-sm2': 'sm3' };

/** Canonical JSON of a value whose texts need no other escapes than those of JSON.stringify. */
function write(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${write(value[key] ?? null)}`).join(',')}}`;
}

function leavesOf(value: Plain, path: string): [string, Plain][] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [[path, value]];
  const entries = Array.isArray(value)
    ? value.map((item, at) => [String(at), item] as const)
    : Object.entries(value);
  return entries.flatMap(([key, member]) =>
    leavesOf(member, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

describe('document.json by node:crypto alone', () => {
  const REQUIRED = ['issuedOn', 'currency', 'letter', 'totalNet', 'totalTax', 'totalGross', 'corrects'];

  for (const one of V.documents) {
    const digest = (...parts: (string | Buffer)[]): Buffer => {
      const hash = createHash(ALGORITHM[one.suite]);
      for (const part of parts) hash.update(part);
      return hash.digest();
    };
    const saltOf = (path: string): string =>
      createHmac(ALGORITHM[one.suite], Buffer.from(one.secret, 'hex'))
        .update('chopmark/salt/1')
        .update(Buffer.of(0))
        .update(path)
        .digest()
        .subarray(0, 16)
        .toString('base64url');
    const headOf = (hashes: Buffer[]): Buffer => {
      const [only] = hashes;
      if (hashes.length === 1 && only !== undefined) return only;
      const split = 2 ** Math.ceil(Math.log2(hashes.length) - 1);
      return digest(Buffer.of(1), headOf(hashes.slice(0, split)), headOf(hashes.slice(split)));
    };

    it(`computes ${one.name}`, () => {
      const fields = Object.entries(one.document)
        .filter(([key]) => !REQUIRED.includes(key))
        .flatMap(([key, value]) => leavesOf(value, `/${key}`))
        .sort(([a], [b]) => (a < b ? -1 : 1));
      const required = Object.fromEntries(
        Object.entries(one.document).filter(([key]) => REQUIRED.includes(key)),
      );
      const { sequence, series } = one.header;
      const salt = saltOf('#header');
      const place = [one.suite, V.network, 'tax', 'invoice', 1, series, sequence];
      const leaves = [
        write(['chopmark/document/1', ...place, required, one.pathsHash, salt]),
        ...fields.map(([path, value]) => write(['chopmark/field/1', path, value, saltOf(path)])),
      ];
      const hashes = leaves.map((leaf) => digest(Buffer.of(0), leaf));

      assert.deepEqual(one.header.required, required);
      assert.deepEqual(
        one.paths,
        fields.map(([path]) => path),
      );
      assert.equal(one.pathList, write(one.paths));
      assert.equal(one.pathsHash, digest(one.pathList).toString('hex'));
      assert.deepEqual(
        one.salts,
        Object.fromEntries([['#header', salt], ...one.paths.map((path) => [path, saltOf(path)])]),
      );
      assert.deepEqual(
        one.leaves,
        leaves.map((leaf, at) => ({ leaf, hash: hashes[at]?.toString('hex') })),
      );
      assert.equal(one.documentHash, headOf(hashes).toString('hex'));
      assert.equal(one.number, one.prefix + String(sequence).padStart(15, '0'));
    });
  }

  for (const { name, suite, first, entries, root } of V.batches) {
    it(`computes the batch ${name}`, () => {
      const digest = (...parts: Buffer[]): Buffer =>
        createHash(ALGORITHM[suite]).update(Buffer.concat(parts)).digest();
      const leaves = entries.map(({ documentHash }, at) => {
        const sequence = Buffer.alloc(8);
        sequence.writeBigUInt64BE(BigInt(first) + BigInt(at));
        return Buffer.concat([Buffer.from('chopmark/entry/1'), sequence, Buffer.from(documentHash, 'hex')]);
      });
      const hashes = leaves.map((leaf) => digest(Buffer.of(0), leaf));
      /** The head of the leaves from `start` to `end`, and the paths of all of them. */
      const tree = (start: number, end: number): { head: Buffer; paths: string[][] } => {
        if (end - start === 1) return { head: hashes[start] ?? Buffer.alloc(0), paths: [[]] };
        const split = start + 2 ** Math.ceil(Math.log2(end - start) - 1);
        const [left, right] = [tree(start, split), tree(split, end)];
        return {
          head: digest(Buffer.of(1), left.head, right.head),
          paths: [
            ...left.paths.map((path) => [...path, right.head.toString('hex')]),
            ...right.paths.map((path) => [...path, left.head.toString('hex')]),
          ],
        };
      };
      const { head, paths } = tree(0, hashes.length);

      assert.deepEqual(
        entries.map(({ sequence }) => sequence),
        entries.map((_, at) => first + at),
      );
      assert.deepEqual(
        entries.map(({ leaf }) => leaf),
        leaves.map((leaf) => leaf.toString('hex')),
      );
      assert.deepEqual(
        entries.map(({ leafHash: hash }) => hash),
        hashes.map((hash) => hash.toString('hex')),
      );
      assert.deepEqual(
        entries.map(({ path }) => path),
        paths,
      );
      assert.equal(root, head.toString('hex'));
    });
  }
});

describe('document.json by core', () => {
  const invoice = kindOf('invoice');

  for (const one of V.documents) {
    it(`seals and discloses ${one.name}`, () => {
      const suite = requireSuite(ALL_SUITES, one.suite);
      const document = one.document as JsonObject;
      const sealed = sealDocument({
        suite,
        secret: hex(one.secret),
        network: parseHexHash(V.network),
        namespace: 'tax',
        kind: invoice.name,
        schema: invoice.schema,
        series: one.header.series,
        sequence: one.header.sequence,
        document,
        requiredMembers: invoice.requiredMembers(document),
      });

      assert.deepEqual(sealed.header, one.header);
      assert.deepEqual(sealed.paths, one.paths);
      assert.deepEqual(
        sealed.leafHashes.map(toHex),
        one.leaves.slice(1).map(({ hash }) => hash),
      );
      assert.equal(toHex(sealed.hash), one.documentHash);
      assert.equal(formatNumber('invoice', one.prefix, one.header.sequence), one.number);
      for (const form of [one.disclosed.full, one.disclosed.hidden.document]) {
        assert.equal(toHex(hashOfDisclosed(suite, parseDisclosedDocument(form))), one.documentHash);
      }
    });
  }

  for (const { name, suite, first, entries, root } of V.batches) {
    it(`proves each entry of the batch ${name}`, () => {
      const { hash } = requireSuite(ALL_SUITES, suite);
      const hashes = entries.map(({ documentHash }) => hex(documentHash));
      const tree = batchTree(hash, first, hashes);

      assert.equal(toHex(batchRoot(hash, first, hashes)), root);
      assert.equal(toHex(tree.head), root);
      entries.forEach(({ sequence, leaf, path }, at) => {
        assert.equal(toHex(entryLeaf(sequence, hashes[at]!)), leaf);
        assert.deepEqual(tree.inclusionPath(at).map(toHex), path);
        assert.equal(
          toHex(rootFromInclusion(hash, leafHash(hash, hex(leaf)), at, entries.length, path.map(hex))),
          root,
        );
      });
    });
  }
});
