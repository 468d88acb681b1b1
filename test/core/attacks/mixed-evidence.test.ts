/** Attempts to lend the evidence of one bundle to another, by files beside them and by what a verifier remembers. */
import assert from 'node:assert/strict';
import {
  type Bundle,
  type BundleFile,
  type PartName,
  type Verdict,
  type Verifier,
  createVerifier,
  detachParts,
  hashOfReference,
  isPartReference,
} from '@chopmark/core/verify';
import { ChannelKit } from '../../support/channel-kit/channel-kit.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW, invoice, sha256 } from '../../support/proof-kit.js';

const PARTS: readonly PartName[] = ['statement', 'transaction', 'block', 'configuration'];

describe('evidence lent to another bundle', () => {
  let ours: Bundle;
  let theirs: Bundle;
  let sameChannel: Bundle;
  let verifier: Verifier;
  /** Hash → bytes: everything in one folder. */
  const folder = new Map<string, Uint8Array>();
  let detached: { readonly ours: BundleFile; readonly theirs: BundleFile; readonly sameChannel: BundleFile };

  before(async () => {
    const channel = await ChannelKit.create();
    const other = await ChannelKit.create();
    ours = channel.batch().full();
    // the same number of batch and series: only the documents differ
    sameChannel = channel.batch([invoice({ totalGross: '999.00' }), invoice({ remark: 'y' })]).full();
    theirs = other.batch().full();
    const put = (bundle: Bundle): BundleFile => {
      const { bundle: small, parts } = detachParts(bundle, sha256);
      for (const [hash, bytes] of parts) folder.set(hash, bytes);
      return small;
    };
    detached = { ours: put(ours), theirs: put(theirs), sameChannel: put(sameChannel) };
    verifier = createVerifier([channel.kit.profile(), other.kit.profile()], nodeCrypto, {
      parts: (hash) => Promise.resolve(folder.get(hash)),
    });
  });

  const judge = (file: BundleFile): Promise<Verdict> => verifier.verify(file, NOW);

  it('is not needed by honest bundles of two networks in one folder', async () => {
    for (const file of [detached.ours, detached.theirs, detached.sameChannel])
      assert.equal((await judge(file)).verdict, 'valid');
  });

  for (const name of PARTS) {
    it(`is refused: ${name} of another network`, async () => {
      assert.equal((await judge({ ...detached.ours, [name]: detached.theirs[name] })).verdict, 'invalid');
      assert.equal((await judge({ ...ours, [name]: theirs[name] })).verdict, 'invalid');
    });
  }

  for (const name of ['statement', 'transaction', 'block'] as const) {
    it(`is refused: ${name} of another batch of the same number on the same channel`, async () => {
      const verdict = await judge({ ...detached.ours, [name]: detached.sameChannel[name] });

      assert.equal(verdict.verdict, 'invalid');
      assert.equal((await judge(detached.ours)).verdict, 'valid', 'and the honest one is as before');
    });
  }

  it('is refused: all parts of another batch', async () => {
    const { document, batch } = ours;
    assert.equal((await judge({ ...sameChannel, document, batch })).verdict, 'invalid');
  });

  it('is refused by a verifier that has just judged the honest bundle, in any order', async () => {
    const forged = {
      ...detached.ours,
      document: { ...ours.document, header: { ...ours.document.header, sequence: 43 } },
    };

    const verdicts = [];
    for (const file of [detached.ours, forged, detached.ours, forged, ours])
      verdicts.push((await judge(file)).verdict);

    assert.deepEqual(verdicts, ['valid', 'invalid', 'valid', 'invalid', 'valid']);
  });

  it('is missing when a file has another content than its name', async () => {
    const { statement } = detached.theirs;
    assert.ok(isPartReference(statement));
    const swapped = createVerifier([], nodeCrypto, {
      parts: () => Promise.resolve(folder.get(hashOfReference(statement))),
    });

    const { findings, verdict } = await swapped.verify(detached.ours, NOW);

    assert.equal(verdict, 'indeterminate');
    assert.ok(findings.some(({ code }) => code === 'STATEMENT_MISSING'));
  });
});
