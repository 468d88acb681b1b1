import assert from 'node:assert/strict';
import {
  ANSWER_KINDS,
  type Verdict,
  answerKindOf,
  answerWording,
  decidingFinding,
  verifyBundle,
} from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW, ProofKit, invoice } from '../../support/proof-kit.js';

describe('the one answer of a verdict', () => {
  let verdicts: Record<string, Verdict>;
  before(async () => {
    const kit = await ProofKit.create();
    const batch = kit.batch([invoice()]);
    const honest = batch.bundle(0);
    const judge = (input: unknown, now = NOW): Promise<Verdict> =>
      verifyBundle(input as string, [kit.profile()], { crypto: nodeCrypto, now });
    const { statement, ...open } = honest;
    assert.ok(statement);
    verdicts = {
      good: await judge(honest),
      old: await judge(honest, new Date('2027-11-20T08:00:00Z')),
      forged: await judge({ ...honest, batch: { ...honest.batch, index: 1 } }),
      few: await judge(batch.bundle(0, { signers: kit.signers(2) })),
      open: await judge(open),
      broken: await judge('{'),
    };
  });

  for (const [name, kind, code] of [
    ['good', 'valid-yes', 'STATUS_IN_FORCE'],
    ['old', 'valid-unknown', 'STATUS_TOO_OLD'],
    ['forged', 'invalid', 'BATCH_SEQUENCE_MISMATCH'],
    ['few', 'indeterminate', 'SIGNERS_TOO_FEW'],
    ['open', 'indeterminate', 'CONTENT_NOT_COMPARED'],
    ['broken', 'error', 'BUNDLE_UNREADABLE'],
  ] as const) {
    it(`is ${kind} by ${code}`, () => {
      const verdict = verdicts[name]!;

      assert.equal(answerKindOf(verdict), kind);
      assert.equal(decidingFinding(verdict)?.code, code);
    });
  }

  it('has every kind in its list, the best first, each with its own words', () => {
    assert.deepEqual(ANSWER_KINDS, [
      'valid-yes',
      'valid-no',
      'valid-unknown',
      'invalid',
      'indeterminate',
      'error',
    ]);
    const words = new Set<string>();
    for (const verdict of ['valid', 'invalid', 'indeterminate', 'error'] as const) {
      for (const inForce of ['yes', 'no', 'unknown'] as const)
        words.add(answerWording({ verdict, inForce }).short.en);
    }
    assert.equal(words.size, ANSWER_KINDS.length);
  });
});
