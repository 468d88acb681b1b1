import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common, msp } from '@hyperledger/fabric-protos';
import { signaturePolicy } from '../../../test-network/dist/channel/policy.js';
import type { PolicyRule } from '../../../test-network/dist/channel/policy.js';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { createIdentities } from '../../../test-network/dist/identities/create-identities.js';
import { layoutOf } from '../../../test-network/dist/layout.js';
import { findBinary } from '../../../test-network/dist/native/binaries.js';
import { requireOrSkip } from '../../support/require.js';
import { configtxOf } from './configtx.js';

const DESCRIPTION = defaultDescription('native', { portBase: 26_100 });

describe('signaturePolicy', () => {
  it('asks for the authority and one of the three others', () => {
    const envelope = signaturePolicy(DESCRIPTION.definitions[0]!.policy);

    const principals = envelope.getIdentitiesList().map((principal) => {
      const role = msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8());
      assert.equal(role.getRole(), msp.MSPRole.MSPRoleType.PEER);
      return role.getMspIdentifier();
    });
    assert.deepEqual(principals, ['AffairsMSP', 'CourtMSP', 'OperatorMSP', 'TaxMSP']);
    const both = envelope.getRule()!.getNOutOf()!;
    const [authority, others] = both.getRulesList();
    assert.equal(both.getN(), 2);
    assert.equal(authority!.getSignedBy(), 3);
    assert.equal(others!.getNOutOf()!.getN(), 1);
    assert.deepEqual(
      others!
        .getNOutOf()!
        .getRulesList()
        .map((rule) => rule.getSignedBy()),
      [0, 1, 2],
    );
  });

  const peerOf = (mspId: string): PolicyRule => ({ mspId, role: 'peer' });
  const others = { outOf: 1, rules: ['B', 'C', 'D'].map(peerOf) };
  const rules: [string, PolicyRule][] = [
    [`AND('A.peer', OutOf(1, 'B.peer', 'C.peer', 'D.peer'))`, { outOf: 2, rules: [peerOf('A'), others] }],
    [`AND(OutOf(1, 'B.peer', 'C.peer', 'D.peer'), 'A.peer')`, { outOf: 2, rules: [others, peerOf('A')] }],
    [
      `OutOf(2, 'A.admin', 'B.client', 'C.orderer', 'D.member')`,
      {
        outOf: 2,
        rules: [
          { mspId: 'A', role: 'admin' },
          { mspId: 'B', role: 'client' },
          { mspId: 'C', role: 'orderer' },
          { mspId: 'D', role: 'member' },
        ],
      },
    ],
  ];
  it('has the bytes that Fabric makes of the written rule', async function () {
    const configtxgen = requireOrSkip(
      this,
      'native',
      findBinary('configtxgen'),
      'configtxgen in FABRIC_BIN or PATH',
    );
    const folder = await mkdtemp(join(tmpdir(), 'chopmark-policy-'));
    try {
      const layout = layoutOf(folder);
      await createIdentities(DESCRIPTION, layout);
      for (const [text, rule] of rules) {
        const configtx = JSON.parse(configtxOf(DESCRIPTION, layout)) as {
          Profiles: { Chopmark: { Policies: Record<string, unknown> } };
        };
        const { Policies } = configtx.Profiles.Chopmark;
        configtx.Profiles.Chopmark.Policies = { ...Policies, Readers: { Type: 'Signature', Rule: text } };
        await writeFile(join(folder, 'configtx.yaml'), JSON.stringify(configtx));
        const output = join(folder, 'block');
        execFileSync(
          configtxgen,
          ['-configPath', folder, '-profile', 'Chopmark', '-channelID', 'policy', '-outputBlock', output],
          { stdio: 'pipe' },
        );

        const theirs = readersPolicyOf(await readFile(output));

        assert.deepEqual(Buffer.from(signaturePolicy(rule).serializeBinary()), Buffer.from(theirs), text);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

function readersPolicyOf(block: Uint8Array): Uint8Array {
  const [envelope] = common.Block.deserializeBinary(block).getData()!.getDataList_asU8();
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope!).getPayload_asU8(),
  );
  const group = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8())
    .getConfig()!
    .getChannelGroup()!;
  return group.getPoliciesMap().get('Readers')!.getPolicy()!.getValue_asU8();
}
