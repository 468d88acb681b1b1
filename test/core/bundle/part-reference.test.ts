import assert from 'node:assert/strict';
import { canonicalJson } from '@chopmark/core';
import {
  type Bundle,
  type BundleFile,
  type Verdict,
  createVerifier,
  detachParts,
  formatBundle,
  parseBundle,
} from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW, ProofKit, sha256 } from '../../support/proof-kit.js';

describe('parts beside a bundle', () => {
  let kit: ProofKit;
  let bundle: Bundle;
  let detached: BundleFile;
  let files: Map<string, Uint8Array>;

  before(async () => {
    kit = await ProofKit.create();
    bundle = kit.batch().bundle();
    const { bundle: smaller, parts } = detachParts(bundle, sha256);
    detached = smaller;
    files = new Map(parts);
  });

  const judge = (
    input: BundleFile,
    parts?: (hash: string) => Promise<Uint8Array | undefined>,
  ): Promise<Verdict> =>
    createVerifier([kit.profile()], nodeCrypto, parts ? { parts } : {}).verify(formatBundle(input), NOW);
  const fromFiles = (hash: string): Promise<Uint8Array | undefined> => Promise.resolve(files.get(hash));
  const outcome = ({ findings, verdict }: Verdict): [string, string | undefined] => [
    verdict,
    findings.find(({ question }) => question === 'validity')?.code,
  ];

  it('are named by the hash of their canonical JSON', () => {
    const [[hash, bytes] = ['', new Uint8Array()]] = files;

    assert.equal(files.size, 1);
    assert.equal(detached.statement, `sha256:${hash}`);
    assert.equal(sha256(bytes).toString('hex'), hash);
    assert.equal(Buffer.from(bytes).toString(), canonicalJson(bundle.statement));
    assert.deepEqual(parseBundle(formatBundle(detached)), detached);
  });

  it('give the same verdict as parts inline', async () => {
    const inline = await createVerifier([kit.profile()], nodeCrypto).verify(bundle, NOW);

    assert.equal(inline.verdict, 'valid');
    assert.deepEqual(await judge(detached, fromFiles), inline);
  });

  it('are read and judged once for many documents', async () => {
    const batch = kit.batch();
    const statement = batch.statement();
    let read = 0;
    let checked = 0;
    const { parts } = detachParts({ statement }, sha256);
    const verifier = createVerifier(
      [kit.profile()],
      {
        ...nodeCrypto,
        verifyP256: (...args) => {
          checked += 1;
          return nodeCrypto.verifyP256(...args);
        },
      },
      {
        parts: (hash) => {
          read += 1;
          return Promise.resolve(parts.get(hash));
        },
      },
    );
    const verifyAt = (index: number): Promise<Verdict> =>
      verifier.verify(detachParts({ ...batch.bundle(index), statement }, sha256).bundle, NOW);
    await verifyAt(0);
    const once = checked;

    const verdicts = await Promise.all([0, 1, 2, 0, 1, 2].map(verifyAt));

    assert.ok(verdicts.every(({ verdict }) => verdict === 'valid'));
    assert.ok(once > 0);
    assert.deepEqual([read, checked], [1, once]);
  });

  const missing: [string, ((hash: string) => Promise<Uint8Array | undefined>)?][] = [
    ['nobody resolves it'],
    ['there is no file', () => Promise.resolve(undefined)],
    ['the file cannot be opened', () => Promise.reject(new Error('EACCES'))],
    [
      'the file was altered',
      async (hash) => Buffer.concat([(await fromFiles(hash)) ?? Buffer.alloc(0), Buffer.from(' ')]),
    ],
    ['the file is larger than any part', () => Promise.resolve(new Uint8Array(20_000_001))],
  ];
  for (const [when, parts] of missing) {
    it(`are missing when ${when}`, async () => {
      assert.deepEqual(outcome(await judge(detached, parts)), ['indeterminate', 'STATEMENT_MISSING']);
    });
  }

  const malformed: [string, (text: string) => string][] = [
    ['is not canonical', (text) => text.replace('{', '{ ')],
    ['is of another form', (text) => text.replace('"signedProposal"', '"aProposal"')],
    ['is no JSON', () => 'hello'],
    ['is a reference', () => `"sha256:${'00'.repeat(32)}"`],
  ];
  for (const [what, bend] of malformed) {
    it(`make the bundle unreadable when the file that is named ${what}`, async () => {
      const bytes = Buffer.from(bend(canonicalJson(bundle.statement)));
      const reference = `sha256:${sha256(bytes).toString('hex')}` as const;

      const verdict = await judge({ ...bundle, statement: reference }, () => Promise.resolve(bytes));

      assert.equal(verdict.verdict, 'error');
      assert.equal(verdict.findings[0]?.code, 'BUNDLE_UNREADABLE');
    });
  }

  for (const text of ['sha256:', `sha256:${'0A'.repeat(32)}`, `sha512:${'00'.repeat(32)}`, 'x']) {
    it(`are not named by ${text.slice(0, 12)}`, async () => {
      const verdict = await judge({ ...bundle, statement: text as 'sha256:' }, fromFiles);

      assert.equal(verdict.findings[0]?.code, 'BUNDLE_UNREADABLE');
    });
  }

  it('stay inline when they are not named', () => {
    const { bundle: same, parts } = detachParts(bundle, sha256, ['block']);

    assert.equal(parts.size, 0);
    assert.deepEqual(same, bundle);
  });
});
