import assert from 'node:assert/strict';
import { common } from '@hyperledger/fabric-protos';
import {
  FINDING_CODES,
  type FindingCode,
  type LedgerProof,
  type TrustProfile,
  type Verdict,
  parseLedgerProof,
  verifyLedgerProof,
} from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { ChannelKit, type FullOptions, FullBatch, PLACE } from '../../support/channel-kit/channel-kit.js';
import {
  type ValidationOptions,
  validationStatement,
} from '../../support/channel-kit/validation-statement.js';
import { NOW, invoice } from '../../support/proof-kit.js';
import {
  RECORDED,
  STATEMENT,
  recordedConfiguration,
  recordedProfile,
  recordedProof,
  recordedStatement,
} from '../../support/recorded-fabric.js';
import { highSTwin, TestAuthority } from '../../support/test-authority.js';

const [BATCH, WINNER, LOSER] = RECORDED.transactions.map(({ txId }) => txId);
const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const judge = (
  proof: LedgerProof | string,
  profiles: readonly TrustProfile[] = [recordedProfile()],
): Promise<Verdict> => verifyLedgerProof(proof, profiles, { crypto: nodeCrypto, now: NOW });
const codesOf = ({ findings }: Verdict): string[] => findings.map(({ code }) => code);

/** The proof with its orderers' signatures changed by Fabric's own class. */
function withSignatures(
  change: (list: common.MetadataSignature[]) => common.MetadataSignature[],
): LedgerProof {
  const proof = recordedProof();
  const metadata = common.Metadata.deserializeBinary(bytesOf(proof.block.orderers));
  metadata.setSignaturesList(change(metadata.getSignaturesList()));
  return { ...proof, block: { ...proof.block, orderers: base64(metadata.serializeBinary()) } };
}

describe('verifyLedgerProof of what real Fabric v3.1.5 wrote', () => {
  it('says that the transaction was endorsed, ordered, valid, and where', async () => {
    const verdict = await judge(JSON.stringify(recordedProof()));

    assert.equal(verdict.verdict, 'valid', JSON.stringify(verdict.findings));
    assert.deepEqual(codesOf(verdict), [
      'CONTENT_NOT_CHECKED',
      'BATCH_NOT_CHECKED',
      'TRANSACTION_ENDORSED',
      'BLOCK_ORDERED',
      'STATEMENT_SIGNED',
      'ISSUER_NOT_CHECKED',
      'STATUS_NOT_CHECKED',
      'TIME_NOT_CHECKED',
    ]);
    assert.match(
      verdict.findings[3]?.detail ?? '',
      /^block 609, position 0, .* under configuration 1 of block 608$/,
    );
    assert.deepEqual([...verdict.signers].sort(), ['CourtMSP', 'FiscalMSP', 'TaxMSP']);
    assert.equal(verdict.network, recordedProfile().network);
  });

  it('does not say where without a statement that ties it to its place', async () => {
    const { place, ...proof } = recordedProof();
    assert.ok(place);

    const verdict = await judge(proof);

    assert.equal(verdict.verdict, 'indeterminate');
    assert.equal(codesOf(verdict)[3], 'BLOCK_PLACE_UNPROVEN');
  });

  it('finds the block of a transaction among three others', async () => {
    const verdict = await judge(recordedProof(WINNER, STATEMENT.lost));

    assert.equal(codesOf(verdict)[2], 'TRANSACTION_ENDORSED');
    assert.equal(codesOf(verdict)[3], 'BLOCK_PLACE_UNPROVEN');
  });

  const twins: [string, FindingCode, () => LedgerProof, (() => TrustProfile)?][] = [
    [
      'the transaction lost against another',
      'TRANSACTION_INVALIDATED',
      () => recordedProof(LOSER, STATEMENT.lost),
    ],
    [
      'the statement is about another transaction',
      'STATEMENT_ANSWER_MISMATCH',
      () => recordedProof(BATCH, STATEMENT.lost),
    ],
    ['the statement is one organization’s', 'SIGNERS_TOO_FEW', () => recordedProof(BATCH, STATEMENT.alone)],
    [
      'the statement answers another question',
      'STATEMENT_NOT_ATTEST',
      () => recordedProof(BATCH, STATEMENT.read),
    ],
    [
      'the statement carries the answer to another',
      'STATEMENT_PROPOSAL_MISMATCH',
      () => ({
        ...recordedProof(),
        statement: {
          ...recordedStatement(STATEMENT.valid),
          responsePayload: recordedStatement(STATEMENT.lost).responsePayload,
        },
      }),
    ],
    [
      'an organization is missing that the profile asks for',
      'SIGNERS_TOO_FEW',
      recordedProof,
      () => recordedProfile({ signers: 4 }),
    ],
    [
      'the place is told by a statement about no state',
      'BLOCK_PLACE_UNPROVEN',
      () => ({ ...recordedProof(), place: recordedStatement(STATEMENT.read) }),
      () => recordedProfile({ signers: 4 }),
    ],
    ['two orderers signed the block', 'ORDERERS_TOO_FEW', () => withSignatures((list) => list.slice(1))],
    [
      'one orderer signed three times',
      'ORDERERS_TOO_FEW',
      () => withSignatures(([first]) => [first!, first!, first!]),
    ],
    [
      'a signature has its high twin',
      'ORDERER_SIGNATURE_INVALID',
      () =>
        withSignatures((list) => {
          list[0]!.setSignature(highSTwin(list[0]!.getSignature_asU8()));
          return list;
        }),
    ],
    [
      'the newer configuration is held back',
      'LAST_CONFIGURATION_MISMATCH',
      () => ({ ...recordedProof(), configuration: recordedConfiguration().slice(0, 1) }),
    ],
    [
      'the configuration is signed by the block after it',
      'CONFIGURATION_NOT_SIGNED',
      () => {
        const [genesis, update] = recordedConfiguration();
        const metadata = common.Metadata.deserializeBinary(bytesOf(update!.orderers!));
        metadata.setSignaturesList(
          common.Metadata.deserializeBinary(bytesOf(recordedProof().block.orderers)).getSignaturesList(),
        );
        return {
          ...recordedProof(),
          configuration: [genesis!, { ...update!, orderers: base64(metadata.serializeBinary()) }],
        };
      },
    ],
    [
      'the block is that of another transaction',
      'BLOCK_DATA_HASH_MISMATCH',
      () => ({ ...recordedProof(WINNER, STATEMENT.lost), transaction: recordedProof().transaction }),
    ],
    [
      'the profile knows another network',
      'CONFIGURATION_GENESIS_MISMATCH',
      recordedProof,
      () => recordedProfile({ network: '00'.repeat(32) as never }),
    ],
    [
      'the profile knows another channel',
      'TRANSACTION_CHANNEL_MISMATCH',
      recordedProof,
      () => recordedProfile({ channel: 'elsewhere' }),
    ],
    [
      'the profile asks for its authority',
      'TRANSACTION_ENDORSERS_TOO_FEW',
      recordedProof,
      () =>
        recordedProfile({
          namespaces: [{ namespace: 'cc', authority: 'NobodyMSP', kinds: [], definitions: [] }],
        }),
    ],
  ];
  for (const [when, code, proof, profile = recordedProfile] of twins) {
    it(`is ${code} when ${when}`, async () => {
      const verdict = await judge(proof(), [profile()]);

      assert.ok(codesOf(verdict).includes(code), JSON.stringify(verdict.findings));
      assert.equal(verdict.verdict, FINDING_CODES[code][1] === 'fail' ? 'invalid' : 'indeterminate');
    });
  }

  it('refuses a statement of another channel of the same organizations', async () => {
    const verdict = await judge(recordedProof(), [recordedProfile({ channel: 'elsewhere' })]);

    assert.ok(codesOf(verdict).includes('CONFIGURATION_CHANNEL_MISMATCH'));
    assert.ok(codesOf(verdict).includes('STATEMENT_ANSWER_MISMATCH'));
  });

  it('believes no organization by its name: another root under the same MSP id is another', async () => {
    const impostor = await TestAuthority.create('TaxMSP');
    const { organizations } = recordedProfile();
    const profile = recordedProfile({
      organizations: organizations.map((one) =>
        one.mspId === 'TaxMSP' ? { ...one, roots: [impostor.rootPem] } : one,
      ),
    });

    const verdict = await judge(recordedProof(), [profile]);

    assert.equal(verdict.verdict, 'invalid');
    assert.ok(codesOf(verdict).includes('ENDORSER_NOT_TRUSTED'));
    assert.ok(
      verdict.notes.some(
        ({ code, detail }) => code === 'ORGANIZATIONS_CHANGED' && detail === 'TaxMSP: roots',
      ),
    );
  });

  it('refuses changes of single bytes in block, configuration and statement', async () => {
    const proof = recordedProof();
    const places: [string, (bent: string) => LedgerProof][] = [
      [proof.block.header, (header) => ({ ...proof, block: { ...proof.block, header } })],
      [
        proof.statement.signedProposal,
        (signedProposal) => ({ ...proof, statement: { ...proof.statement, signedProposal } }),
      ],
      [
        proof.configuration[1]!.header,
        (header) => ({
          ...proof,
          configuration: [proof.configuration[0]!, { ...proof.configuration[1]!, header }],
        }),
      ],
      [
        proof.configuration[1]!.orderers!,
        (orderers) => ({
          ...proof,
          configuration: [proof.configuration[0]!, { ...proof.configuration[1]!, orderers }],
        }),
      ],
    ];
    let turn = 0;
    for (const [text, make] of places) {
      const bytes = bytesOf(text);
      const step = Math.ceil(bytes.length / 12);
      for (let at = 0; at < bytes.length; at += step) {
        const bent = Buffer.from(bytes);
        bent[at] = (bent[at] ?? 0) ^ (1 << (turn % 8));
        turn += 1;
        assert.notEqual((await judge(make(base64(bent)))).verdict, 'valid', `byte ${at}`);
      }
    }
  });

  it('has a verdict for everything', async () => {
    for (const input of [
      '',
      '{}',
      '[]',
      '{"format":"chopmark/bundle/1"}',
      JSON.stringify({ ...recordedProof(), more: 1 }),
    ])
      assert.equal(codesOf(await judge(input))[0], 'BUNDLE_UNREADABLE');
    assert.equal(codesOf(await judge(recordedProof(), []))[5], 'PROFILE_MISSING');
    assert.deepEqual(parseLedgerProof(JSON.stringify(recordedProof())), recordedProof());
  });
});

describe('verifyLedgerProof of any network', () => {
  let channel: ChannelKit;
  before(async () => {
    channel = await ChannelKit.create();
  });

  /** A batch that was recorded at `place`, shown in block 12 at position 3. */
  function proofOf(
    place = PLACE,
    options: Partial<ValidationOptions> = {},
    bent: FullOptions['transaction'] = {},
  ): LedgerProof {
    const batch = channel.batch(undefined, place);
    const envelope = batch.envelope(bent);
    const txId = batch.record['txId'] as string;
    const shown = new FullBatch(channel, [invoice()], PLACE).block(envelope);
    return {
      format: 'chopmark/ledger-proof/1',
      transaction: { envelope: base64(envelope) },
      block: shown,
      configuration: channel.configurations.map(({ part }) => part),
      statement: validationStatement(channel.kit, { envelope, txId, ...options }),
      place: batch.statement(),
    };
  }

  const cases: [string, FindingCode | 'valid', () => LedgerProof][] = [
    ['everything fits together', 'valid', () => proofOf()],
    [
      'an envelope was copied into a later block',
      'BLOCK_PLACE_MISMATCH',
      () => proofOf({ block: 7, position: 1 }),
    ],
    [
      'an envelope was copied behind itself',
      'BLOCK_PLACE_MISMATCH',
      () => proofOf({ block: 12, position: 1 }),
    ],
    [
      'what it wrote was written again since',
      'BLOCK_PLACE_UNPROVEN',
      () => proofOf({ block: 40, position: 0 }),
    ],
    ['a copy has code 9', 'TRANSACTION_INVALIDATED', () => proofOf(PLACE, { code: 9 })],
    [
      'the peers keep another envelope',
      'STATEMENT_ANSWER_MISMATCH',
      () => proofOf(PLACE, { envelope: channel.batch().envelope() }),
    ],
    [
      'it is about another transaction',
      'STATEMENT_ANSWER_MISMATCH',
      () => proofOf(PLACE, { txId: '00'.repeat(32) }),
    ],
    [
      'it was asked on another channel',
      'STATEMENT_ANSWER_MISMATCH',
      () => proofOf(PLACE, { channel: 'elsewhere' }),
    ],
    [
      'its argument names another channel',
      'STATEMENT_NOT_ATTEST',
      () => proofOf(PLACE, { args: ['GetTransactionByID', 'elsewhere', 'x'] }),
    ],
    [
      'another function answered',
      'STATEMENT_NOT_ATTEST',
      () => proofOf(PLACE, { args: ['GetBlockByTxID', channel.kit.channel, 'x'] }),
    ],
    [
      'it has an argument more',
      'STATEMENT_NOT_ATTEST',
      () => proofOf(PLACE, { args: ['GetTransactionByID', channel.kit.channel, 'x', 'y'] }),
    ],
    ['a contract of that name answered', 'STATEMENT_NOT_ATTEST', () => proofOf(PLACE, { version: '1' })],
    ['a contract answered', 'STATEMENT_NOT_ATTEST', () => proofOf(PLACE, { chaincode: 'tax' })],
    ['it read state', 'STATEMENT_HAS_EFFECTS', () => proofOf(PLACE, { results: Buffer.of(0x12, 0) })],
    [
      'one organization signed three times',
      'SIGNERS_TOO_FEW',
      () => proofOf(PLACE, { signers: [1, 2, 3].map(() => channel.kit.peers.TaxMSP) }),
    ],
    ['a client signed', 'ENDORSER_NOT_PEER', () => proofOf(PLACE, { signers: [channel.kit.client] })],
    [
      'the authority did not endorse',
      'TRANSACTION_ENDORSERS_TOO_FEW',
      () => proofOf(PLACE, {}, { endorsers: channel.kit.signers(4).slice(2) }),
    ],
  ];
  for (const [when, code, proof] of cases) {
    it(`is ${code} when ${when}`, async () => {
      const verdict = await judge(proof(), [channel.kit.profile()]);

      if (code === 'valid') assert.equal(verdict.verdict, 'valid', JSON.stringify(verdict.findings));
      else {
        assert.ok(codesOf(verdict).includes(code), JSON.stringify(verdict.findings));
        assert.equal(verdict.verdict, FINDING_CODES[code][1] === 'fail' ? 'invalid' : 'indeterminate');
      }
    });
  }
});
