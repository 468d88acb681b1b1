/** Attempts to have an answer believed that another version of the rules gave, or another contract. */
import assert from 'node:assert/strict';
import type { ledger } from '@hyperledger/fabric-protos';
import { type Bundle, type TrustProfile, type Verdict, verifyBundle } from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW, type ProofBatch, ProofKit, type StatementOptions, versionOf } from '../../support/proof-kit.js';

describe('an answer by another version of the rules', () => {
  let kit: ProofKit;
  let batch: ProofBatch;

  before(async () => {
    kit = await ProofKit.create();
    batch = kit.batch();
  });

  const bundle = 'ab'.repeat(32) as TrustProfile['network'];
  const [affairs, tax] = [
    { block: 9, position: 1 },
    { block: 5, position: 0 },
  ];

  /** Tax accepts what it did at first and what came in block 20; affairs something between. */
  function profile(definitions: readonly { block: number; position: number }[]): TrustProfile {
    const [rules] = kit.profile().namespaces;
    assert.ok(rules);
    return kit.profile({
      namespaces: [
        { ...rules, definitions: definitions.map((one) => ({ ...one, bundle })) },
        { ...rules, namespace: 'affairs', authority: 'AffairsMSP', definitions: [{ ...affairs, bundle }] },
      ],
    });
  }

  const readAt = (version: { block: number; position: number }): StatementOptions => ({
    message: (name, message: ledger.rwset.kvrwset.KVRWSet) => {
      if (name === 'LifecycleReads') message.getReadsList()[0]?.setVersion(versionOf(version));
    },
  });

  async function validityOf(made: Bundle, trust: TrustProfile): Promise<[Verdict['verdict'], string]> {
    const { verdict, findings } = await verifyBundle(made, [trust], { crypto: nodeCrypto, now: NOW });
    return [verdict, findings.find(({ question }) => question === 'validity')?.code ?? ''];
  }

  const both = [tax, { block: 20, position: 0 }];
  for (const [why, version, definitions, expected] of [
    ['is believed when accepted', { block: 20, position: 0 }, both, ['valid', 'STATEMENT_SIGNED']],
    ['of another namespace is refused', affairs, both, ['invalid', 'DEFINITION_NOT_ACCEPTED']],
    [
      'that was revoked is refused',
      tax,
      [{ block: 20, position: 0 }],
      ['invalid', 'DEFINITION_NOT_ACCEPTED'],
    ],
    [
      'at another place of the block is refused',
      { block: 5, position: 1 },
      both,
      ['invalid', 'DEFINITION_NOT_ACCEPTED'],
    ],
    [
      'newer than the profile is not known',
      { block: 20, position: 1 },
      both,
      ['indeterminate', 'DEFINITION_UNKNOWN'],
    ],
    ['when none is accepted is not known', tax, [], ['indeterminate', 'DEFINITION_UNKNOWN']],
  ] as const) {
    it(why, async () => {
      assert.deepEqual(await validityOf(batch.bundle(1, readAt(version)), profile(definitions)), expected);
    });
  }
});
