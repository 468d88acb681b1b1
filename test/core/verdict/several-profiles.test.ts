import assert from 'node:assert/strict';
import { type TrustProfile, type Verdict, explainBundle, verifyBundle } from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW, type ProofBatch, ProofKit } from '../../support/proof-kit.js';

/** Several trust profiles of one network: each judges, and adding one never makes an answer better. */
describe('several trust profiles of one network', () => {
  let kit: ProofKit;
  let batch: ProofBatch;
  let good: TrustProfile;
  let strict: TrustProfile;

  before(async () => {
    kit = await ProofKit.create();
    batch = kit.batch();
    good = kit.profile({ name: 'Good' });
    strict = kit.profile({ name: 'Strict', signers: 4 });
  });

  const judge = (...profiles: TrustProfile[]): Promise<Verdict> =>
    verifyBundle(batch.bundle(1), profiles, { crypto: nodeCrypto, now: NOW });
  const differing = ({ notes }: Verdict): string[] =>
    notes.filter(({ code }) => code === 'PROFILES_DIFFER').map(({ detail }) => detail);

  it('agree: the first is named, nothing is noted', async () => {
    const verdict = await judge(good, kit.profile({ name: 'Other words' }));

    assert.deepEqual([verdict.verdict, verdict.inForce], ['valid', 'yes']);
    assert.equal(verdict.profile?.name, 'Good');
    assert.deepEqual(differing(verdict), []);
  });

  it('differ: the worst counts whatever the order, and the others are named', async () => {
    for (const profiles of [
      [good, strict],
      [strict, good],
    ]) {
      const verdict = await judge(...profiles);

      assert.equal(verdict.verdict, 'indeterminate');
      assert.equal(verdict.profile?.name, 'Strict');
      assert.equal(differing(verdict).length, 1);
      assert.match(differing(verdict)[0] ?? '', /^Good \([0-9a-f ]{19} …\): valid, in force: yes$/);
    }
  });

  it('differ about the present alone: what is not in force for one is not in force', async () => {
    const hasty = kit.profile({ name: 'Hasty', statusMaxAgeSeconds: 1 });

    const verdict = await judge(good, hasty);

    assert.deepEqual([verdict.verdict, verdict.inForce], ['valid', 'unknown']);
    assert.match(differing(verdict)[0] ?? '', /^Good .* valid, in force: yes$/);
  });

  it('given twice, count once', async () => {
    const verdict = await judge(good, good, { ...good });

    assert.equal(verdict.verdict, 'valid');
    assert.deepEqual(differing(verdict), []);
  });

  it('do not speak of other networks', async () => {
    const elsewhere = kit.profile({ network: 'cd'.repeat(32) as TrustProfile['network'], signers: 4 });

    assert.equal((await judge(elsewhere, good)).verdict, 'valid');
  });

  it('are an error when one of them cannot be used', async () => {
    const broken = kit.profile({
      signatures: [{ mspId: 'NobodyMSP', certificate: '', signature: '' }],
    });

    assert.equal((await judge(good, broken)).verdict, 'error');
  });

  it('are reported by the one whose answer counts', async () => {
    const input = Buffer.from(JSON.stringify(batch.bundle(1)));

    const report = await explainBundle(input, [good, strict], { crypto: nodeCrypto, now: NOW });

    assert.equal(report.profile?.name, 'Strict');
    assert.equal(report.verdict.verdict, 'indeterminate');
  });
});
