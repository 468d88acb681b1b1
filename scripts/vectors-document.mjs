/**
 * Rewrites test/vectors/document.json: worked examples of documents, disclosure and batches with every
 * intermediate value, by the rules of docs/formats.md sections 1 and 2.
 *
 *   node scripts/vectors-document.mjs        (after a build: it uses core)
 *
 * test/core/document/document-vectors.test.ts computes every value again with node:crypto alone, so a mistake
 * of core cannot make its own vector.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import {
  batchTree,
  canonicalJson,
  disclose,
  entryLeaf,
  fieldLeaf,
  formatNumber,
  headerLeaf,
  HEADER_PATH,
  kindOf,
  leafHash,
  pathsHash,
  sealDocument,
  textLeafHash,
  toHex,
} from '@chopmark/core';

const hashBy = (name) => (data) => new Uint8Array(createHash(name).update(data).digest());
const SUITES = {
  'sha256-p256': { name: 'sha256-p256', hash: hashBy('sha256') },
  'sm3-sm2': { name: 'sm3-sm2', hash: hashBy('sm3') },
};

const NETWORK = createHash('sha256').update('a network for worked examples').digest('hex');
const RENDERER = { id: 'chopmark-invoice', version: '1' };

const SMALL = {
  issuedOn: '2026-01-01',
  currency: 'CNY',
  letter: 'blue',
  totalNet: '100.00',
  totalTax: '13.00',
  totalGross: '113.00',
  vatKind: 'ordinary',
  seller: { name: '示例软件有限公司', taxId: '91000000T0000001XM' },
  buyer: { name: '某顾客' },
  lines: [{ name: '*信息技术服务*软件维护', net: '100.00', rate: '0.13', tax: '13.00', kind: 'normal' }],
  renderer: RENDERER,
};

/** More than ten lines, so that places sort as text; a discount; text that needs escapes. */
const LARGE = {
  ...SMALL,
  totalNet: '1000.00',
  totalTax: '117.00',
  totalGross: '1117.00',
  vatKind: 'special',
  buyer: { name: 'Café "Ü" 😀 \\ 咖啡馆', taxId: '91000000T00000036G', address: '第一行/二~三' },
  lines: [
    {
      name: '*餐饮用品*杯',
      net: '200.00',
      rate: '0.13',
      tax: '26.00',
      kind: 'discounted',
      quantity: '100',
      unitPrice: '2',
    },
    { name: '*餐饮用品*杯', net: '-100.00', rate: '0.13', tax: '-13.00', kind: 'discount' },
    ...Array.from({ length: 9 }, (_, at) => ({
      name: `*餐饮用品*碟 ${at + 1}`,
      net: '100.00',
      rate: at === 8 ? 'exempt' : '0.13',
      tax: at === 8 ? '0.00' : '13.00',
      kind: 'normal',
    })),
  ],
  remark: '合同编号 7\n随货同行',
};
const RED = {
  ...SMALL,
  issuedOn: '2026-01-02',
  letter: 'red',
  corrects: '26000000000000000001',
  totalNet: '-100.00',
  totalTax: '-13.00',
  totalGross: '-113.00',
  lines: [{ ...SMALL.lines[0], net: '-100.00', tax: '-13.00' }],
};

/** One secret per example, made from its name: random ones would change the file each time. */
const secretOf = (name) => new Uint8Array(createHash('sha256').update(`secret of ${name}`).digest());

function documentCase({ name, suite: suiteName, series, prefix, sequence, document, hidden }) {
  const suite = SUITES[suiteName];
  const kind = kindOf('invoice');
  const secret = secretOf(name);
  const sealed = sealDocument({
    suite,
    secret,
    network: NETWORK,
    namespace: kind.namespace,
    kind: kind.name,
    schema: kind.schema,
    series,
    sequence,
    document,
    requiredMembers: kind.requiredMembers(document),
  });
  const header = headerLeaf(suite.hash, sealed.header, sealed.paths);
  return {
    name,
    suite: suiteName,
    secret: toHex(secret),
    prefix,
    number: formatNumber(kind.name, prefix, sequence),
    document,
    header: sealed.header,
    paths: sealed.paths,
    pathList: canonicalJson(sealed.paths),
    pathsHash: pathsHash(suite.hash, sealed.paths),
    salts: {
      [HEADER_PATH]: sealed.header.salt,
      ...Object.fromEntries(sealed.paths.map((path, at) => [path, sealed.fields[at].salt])),
    },
    leaves: [
      { leaf: header, hash: toHex(textLeafHash(suite.hash, header)) },
      ...sealed.paths.map((path, at) => {
        const leaf = fieldLeaf(path, sealed.fields[at].value, sealed.fields[at].salt);
        return { leaf: leaf, hash: toHex(textLeafHash(suite.hash, leaf)) };
      }),
    ],
    documentHash: toHex(sealed.hash),
    disclosed: {
      full: disclose(sealed, 'none'),
      hidden: { paths: hidden, document: disclose(sealed, hidden) },
    },
  };
}

function batchCase(name, suiteName, first, hashes) {
  const { hash } = SUITES[suiteName];
  const documents = hashes.map((text) => Uint8Array.from(Buffer.from(text, 'hex')));
  const tree = batchTree(hash, first, documents);
  return {
    name,
    suite: suiteName,
    first,
    entries: documents.map((documentHash, at) => {
      const leaf = entryLeaf(first + at, documentHash);
      return {
        sequence: first + at,
        documentHash: toHex(documentHash),
        leaf: toHex(leaf),
        leafHash: toHex(leafHash(hash, leaf)),
        path: tree.inclusionPath(at).map(toHex),
      };
    }),
    root: toHex(tree.head),
  };
}

function examples(suite) {
  const main = { suite, series: 'main', prefix: '26000' };
  return [
    documentCase({
      ...main,
      name: `${suite}: one line`,
      sequence: 1,
      document: SMALL,
      hidden: ['/buyer/name'],
    }),
    documentCase({
      ...main,
      name: `${suite}: eleven lines, escapes, a discount`,
      sequence: 2,
      document: LARGE,
      hidden: ['/buyer/address', '/buyer/name', '/buyer/taxId', '/lines/10/name', '/lines/2/name', '/remark'],
    }),
    documentCase({
      ...main,
      name: `${suite}: red`,
      series: 'red',
      prefix: '26001',
      sequence: 1,
      document: RED,
      hidden: ['/buyer/name', '/seller/name'],
    }),
  ];
}

const documents = Object.keys(SUITES).flatMap(examples);
const hashesOf = (suite) => documents.filter((one) => one.suite === suite).map((one) => one.documentHash);
const padding = Array.from({ length: 3 }, (_, at) =>
  createHash('sha256').update(`document ${at}`).digest('hex'),
);
const batches = Object.keys(SUITES).flatMap((suite) => [
  batchCase(`${suite}: two documents`, suite, 1, hashesOf(suite).slice(0, 2)),
  batchCase(`${suite}: one document`, suite, 1, hashesOf(suite).slice(2)),
  batchCase(`${suite}: five, at the end of the sequences`, suite, 2 ** 53 - 5, [
    ...hashesOf(suite).slice(0, 2),
    ...padding,
  ]),
]);

const vectors = {
  about:
    'Worked examples of docs/formats.md sections 1 and 2: document and secret to salts, leaves, document hash, disclosed forms, batch leaves, root and paths, with SHA-256 and SM3. Hashes, secrets and batch leaves are hex, salts base64url, document leaves text (hashed as UTF-8 after a byte 00).',
  source: ['made by scripts/vectors-document.mjs, computed again by the tests with node:crypto alone'],
  network: NETWORK,
  documents,
  batches,
};

const file = new URL('../test/vectors/document.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(vectors, null, 1)}\n`);
console.error(`${documents.length} documents, ${batches.length} batches`);
