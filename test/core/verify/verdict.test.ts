import assert from 'node:assert/strict';
import { common, ledger, peer } from '@hyperledger/fabric-protos';
import type { HexHash } from '@chopmark/core';
import {
  type Bundle,
  FINDING_CODES,
  type FindingCode,
  type TrustProfile,
  type Verdict,
  verifyBundle,
} from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import {
  CLOCK,
  NETWORK,
  NOW,
  ProofBatch,
  ProofKit,
  type StatementOptions,
  invoice,
  versionOf,
} from '../../support/proof-kit.js';
import { type Identity, TestAuthority, highSTwin, signLowS } from '../../support/test-authority.js';

type Case = {
  readonly when: string;
  readonly bundle: () => unknown;
  readonly profiles?: () => TrustProfile[];
  readonly verdict: Verdict['verdict'];
  readonly code: FindingCode;
  readonly now?: Date;
};

const OTHER_NETWORK = 'cd'.repeat(32) as HexHash;
const seen = new Set<string>();

let kit: ProofKit;
let batch: ProofBatch;
let strangers: Record<'foreign' | 'client' | 'expired' | 'secondPeer' | 'otherMsp' | 'twoRoles', Identity>;

const judge = async (input: unknown, profiles = [kit.profile()], now = NOW): Promise<Verdict> => {
  const verdict = await verifyBundle(input as Bundle, profiles, { crypto: nodeCrypto, now });
  for (const { code } of verdict.findings) seen.add(code);
  return verdict;
};
const codesOf = ({ findings }: Verdict): string[] => findings.map(({ code }) => code);
const bent = (options: StatementOptions): Bundle => batch.bundle(1, options);
const atMessage = (name: string, bend: (message: never) => void): Bundle =>
  bent({ message: (at, message: unknown) => at === name && bend(message as never) });
const atBytes = (name: string, bend: (bytes: Uint8Array) => Uint8Array): Bundle =>
  bent({ bytes: (at, bytes) => (at === name ? bend(bytes) : bytes) });
const append =
  (...more: number[]) =>
  (bytes: Uint8Array): Uint8Array =>
    Buffer.concat([bytes, Buffer.from(more)]);
const withDocument = (change: (document: Bundle['document']) => unknown): unknown => {
  const bundle = batch.bundle();
  return { ...bundle, document: change(bundle.document) };
};
const withStatement = (change: (statement: NonNullable<Bundle['statement']>) => unknown): unknown => {
  const bundle = batch.bundle();
  return { ...bundle, statement: bundle.statement && change(bundle.statement) };
};
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const tax =
  (change: object): (() => TrustProfile[]) =>
  () => [kit.profile({ namespaces: kit.profile().namespaces.map((one) => ({ ...one, ...change })) })];
const readsOf = (change: (set: ledger.rwset.kvrwset.KVRWSet) => void): Bundle =>
  atMessage('NamespaceReads', change as never);

describe('verifyBundle', () => {
  before(async () => {
    kit = await ProofKit.create();
    batch = kit.batch();
    const { TaxMSP, CourtMSP } = kit.authorities;
    const foreign = await (await TestAuthority.create('CourtMSP')).issue('peer');
    strangers = {
      foreign,
      client: await CourtMSP.issue('client'),
      expired: await CourtMSP.issue('peer', { notAfter: new Date('2026-06-01T00:00:00Z') }),
      secondPeer: await TaxMSP.issue('peer'),
      otherMsp: await (await TestAuthority.create('SchoolMSP')).issue('peer'),
      twoRoles: await CourtMSP.issue('peer', { units: ['peer', 'admin'] }),
    };
  });

  it('says yes to eight questions at most, with number, signers and instant', async () => {
    const verdict = await judge(batch.bundle());

    assert.equal(verdict.verdict, 'valid');
    assert.equal(verdict.inForce, 'yes');
    assert.equal(verdict.asOf, CLOCK);
    assert.equal(verdict.network, NETWORK);
    assert.equal(verdict.embedded, false);
    assert.equal(verdict.number, '26001000000000000042');
    assert.deepEqual(verdict.signers, ['TaxMSP', 'AffairsMSP', 'CourtMSP']);
    assert.deepEqual(codesOf(verdict), [
      'CONTENT_MATCHES',
      'BATCH_CONTAINS',
      'TRANSACTION_NOT_IN_BUNDLE',
      'ORDERING_NOT_IN_BUNDLE',
      'STATEMENT_SIGNED',
      'ISSUER_ENTITLED',
      'STATUS_IN_FORCE',
      'TIME_ATTESTED',
    ]);
  });

  it('takes the bundle as object, text and bytes alike', async () => {
    const bundle = batch.bundle();

    const verdicts = [
      await judge(bundle),
      await judge(JSON.stringify(bundle)),
      await judge(Buffer.from(JSON.stringify(bundle))),
    ];

    assert.deepEqual(verdicts[1], verdicts[0]);
    assert.deepEqual(verdicts[2], verdicts[0]);
  });

  it('accepts any three of the four organizations, and all four', async () => {
    const four = kit.signers(4);
    for (const left of [0, 1, 2, 3, 4]) {
      const verdict = await judge(bent({ signers: four.filter((_, at) => at !== left) }));

      assert.equal(verdict.verdict, 'valid', `without ${left}`);
    }
  });

  it('stays valid with hidden fields, and with all of them hidden', async () => {
    const { paths } = batch.document(1);
    for (const hidden of [['/buyer/name'], paths]) {
      assert.equal((await judge(batch.bundle(1, { hidden }))).verdict, 'valid');
    }
  });

  it('accepts a batch of one, and a version at block 0, position 0', async () => {
    const single = kit.batch([invoice()]);
    const version = (message: ledger.rwset.kvrwset.KVRWSet): void => {
      for (const read of message.getReadsList())
        if (read.hasVersion()) read.setVersion(versionOf({ block: 0, position: 0 }));
    };
    const bundle = single.bundle(0, {
      message: (name, message: unknown) => name === 'NamespaceReads' && version(message as never),
    });

    assert.equal((await judge(bundle)).verdict, 'valid');
  });

  it('uses the profile of the network among several', async () => {
    const verdict = await judge(batch.bundle(), [kit.profile({ network: OTHER_NETWORK }), kit.profile()]);

    assert.equal(verdict.verdict, 'valid');
  });

  it('notes what decides nothing: a development network, an expired signer, an unknown one', async () => {
    const signers = [...kit.signers(2), strangers.expired, strangers.otherMsp];

    const verdict = await judge(bent({ signers }), [kit.profile({ embedded: true })]);

    assert.equal(verdict.verdict, 'valid');
    assert.equal(verdict.embedded, true);
    assert.deepEqual(
      verdict.notes.map(({ code }) => code),
      ['DEVELOPMENT_NETWORK', 'PROFILE_UNSIGNED', 'CERTIFICATE_EXPIRED', 'SIGNER_NOT_COUNTED'],
    );
  });

  const content: Case[] = [
    {
      when: 'the total is changed',
      bundle: () =>
        withDocument(({ header, ...rest }) => ({
          ...rest,
          header: { ...header, required: { ...header.required, totalGross: '999.00' } },
        })),
      verdict: 'invalid',
      code: 'CONTENT_NOT_ATTESTED',
    },
    {
      when: 'a required value is left out',
      bundle: () =>
        withDocument(({ header, ...rest }) => {
          const required: Record<string, unknown> = { ...header.required };
          delete required['totalGross'];
          return { ...rest, header: { ...header, required } };
        }),
      verdict: 'invalid',
      code: 'REQUIRED_MEMBER_MISSING',
    },
    {
      when: 'a red invoice does not say what it corrects',
      bundle: () =>
        new ProofBatch(kit, [invoice({ letter: 'red' })], {
          required: ['issuedOn', 'currency', 'letter', 'totalNet', 'totalTax', 'totalGross'],
        }).bundle(0),
      verdict: 'invalid',
      code: 'REQUIRED_MEMBER_MISSING',
    },
    {
      when: 'the schema is of a later version',
      bundle: () => new ProofBatch(kit, [invoice()], { schema: 2 }).bundle(0),
      verdict: 'indeterminate',
      code: 'SCHEMA_UNKNOWN',
    },
    {
      when: 'the kind is not known',
      bundle: () => new ProofBatch(kit, [invoice()], { kind: 'receipt' }).bundle(0),
      profiles: tax2('receipt'),
      verdict: 'indeterminate',
      code: 'KIND_UNKNOWN',
    },
    {
      when: 'the hash suite is not at hand',
      bundle: () =>
        withDocument(({ header, ...rest }) => ({ ...rest, header: { ...header, suite: 'sm3-sm2' } })),
      verdict: 'indeterminate',
      code: 'SUITE_NOT_SUPPORTED',
    },
    {
      when: 'there is nothing to compare with',
      bundle: () => ({ ...batch.bundle(), statement: undefined }),
      verdict: 'indeterminate',
      code: 'CONTENT_NOT_COMPARED',
    },
  ];

  function tax2(kind: string): () => TrustProfile[] {
    return () => tax({ kinds: [{ kind, prefixes: '^26001$' }] })();
  }

  const place: Case[] = [
    {
      when: 'the path is that of another document',
      bundle: () => ({ ...batch.bundle(1), batch: { batch: 7, index: 1, path: batch.path(0) } }),
      verdict: 'invalid',
      code: 'BATCH_ROOT_MISMATCH',
    },
    {
      when: 'the path is cut short',
      bundle: () => ({ ...batch.bundle(1), batch: { batch: 7, index: 1, path: batch.path(1).slice(1) } }),
      verdict: 'invalid',
      code: 'BATCH_PATH_INVALID',
    },
    {
      when: 'the place is another one',
      bundle: () => ({ ...batch.bundle(1), batch: { batch: 7, index: 2, path: batch.path(2) } }),
      verdict: 'invalid',
      code: 'BATCH_SEQUENCE_MISMATCH',
    },
    {
      when: 'the batch number is another one',
      bundle: () => ({ ...batch.bundle(1), batch: { batch: 8, index: 1, path: batch.path(1) } }),
      verdict: 'invalid',
      code: 'BATCH_RECORD_MISMATCH',
    },
    {
      when: 'the statement is about another series',
      bundle: () =>
        withDocument(({ header, ...rest }) => ({ ...rest, header: { ...header, series: '26001-other' } })),
      verdict: 'invalid',
      code: 'BATCH_RECORD_MISMATCH',
    },
  ];

  const args = (...list: (string | Uint8Array)[]): Uint8Array[] =>
    list.map((one) => Buffer.from(one as string));
  const hashes = (): Uint8Array => Buffer.concat(batch.hashes);
  const SERIES = '26001-main';
  const notAttest: Case[] = (
    [
      ['another function', () => bent({ args: args('getBatch', SERIES, '7', hashes()) })],
      [
        'the function by its long name',
        () => bent({ args: args('LedgerContract:attest', SERIES, '7', hashes()) }),
      ],
      ['an argument too many', () => bent({ args: args('attest', SERIES, '7', hashes(), 'x') })],
      ['an argument too few', () => bent({ args: args('attest', SERIES, '7') })],
      ['a batch number with a leading zero', () => bent({ args: args('attest', SERIES, '07', hashes()) })],
      ['no hash', () => bent({ args: args('attest', SERIES, '7', '') })],
      ['half a hash', () => bent({ args: args('attest', SERIES, '7', hashes().subarray(1)) })],
      [
        'a hash twice',
        () => bent({ args: args('attest', SERIES, '7', Buffer.concat([hashes(), hashes()])) }),
      ],
      ['text that is not UTF-8', () => bent({ args: args('attest', Buffer.of(0xff), '7', hashes()) })],
      ['another header type', () => atMessage('ChannelHeader', (m: common.ChannelHeader) => m.setType(1))],
      ['an epoch', () => atMessage('ChannelHeader', (m: common.ChannelHeader) => m.setEpoch(1))],
      ['a header version', () => atMessage('ChannelHeader', (m: common.ChannelHeader) => m.setVersion(1))],
      [
        'another chaincode in the extension',
        () =>
          atMessage('ChaincodeHeaderExtension', (m: peer.ChaincodeHeaderExtension) =>
            m.getChaincodeId()?.setName('court'),
          ),
      ],
      [
        'no chaincode in the extension',
        () =>
          atMessage('ChaincodeHeaderExtension', (m: peer.ChaincodeHeaderExtension) => m.clearChaincodeId()),
      ],
      [
        'another chaincode in the call',
        () =>
          atMessage('ChaincodeInvocationSpec', (m: peer.ChaincodeInvocationSpec) =>
            m.getChaincodeSpec()?.getChaincodeId()?.setName('court'),
          ),
      ],
      [
        'another chaincode in the answer',
        () => atMessage('ChaincodeAction', (m: peer.ChaincodeAction) => m.getChaincodeId()?.setName('qscc')),
      ],
      [
        'an init call',
        () =>
          atMessage('ChaincodeInvocationSpec', (m: peer.ChaincodeInvocationSpec) =>
            m.getChaincodeSpec()?.getInput()?.setIsInit(true),
          ),
      ],
      [
        'a timeout',
        () =>
          atMessage('ChaincodeInvocationSpec', (m: peer.ChaincodeInvocationSpec) =>
            m.getChaincodeSpec()?.setTimeout(9),
          ),
      ],
      [
        'a decoration',
        () =>
          atMessage('ChaincodeInvocationSpec', (m: peer.ChaincodeInvocationSpec) =>
            m.getChaincodeSpec()?.getInput()?.getDecorationsMap().set('a', 'b'),
          ),
      ],
      [
        'transient data',
        () =>
          atMessage('ChaincodeProposalPayload', (m: peer.ChaincodeProposalPayload) =>
            m.getTransientmapMap().set('a', 'b'),
          ),
      ],
      [
        'a proposal extension',
        () => atMessage('Proposal', (m: peer.Proposal) => m.setExtension$(Buffer.from('x'))),
      ],
    ] as [string, () => Bundle][]
  ).map(([when, bundle]) => ({ when, bundle, verdict: 'invalid', code: 'STATEMENT_NOT_ATTEST' }));

  const twice = (bytes: Uint8Array): Uint8Array => Buffer.concat([bytes, bytes]);
  const notCanonical: Case[] = (
    [
      ['an unknown field in the signed proposal', () => atBytes('SignedProposal', append(0x7a, 0x01, 0x61))],
      ['an unknown field in the proposal', () => atBytes('Proposal', append(0x22, 0x01, 0x61))],
      ['an unknown field in the header', () => atBytes('Header', append(0x1a, 0x01, 0x61))],
      ['an unknown field in the channel header', () => atBytes('ChannelHeader', append(0x4a, 0x01, 0x61))],
      ['a channel header said twice', () => atBytes('ChannelHeader', twice)],
      [
        'a default written out in the channel header',
        () =>
          atBytes('ChannelHeader', (bytes) =>
            Buffer.concat([bytes.subarray(0, 2), Buffer.of(0x10, 0x00), bytes.subarray(2)]),
          ),
      ],
      [
        'a long varint in the channel header',
        () =>
          atBytes('ChannelHeader', (bytes) =>
            Buffer.concat([Buffer.of(0x08, 0x83, 0x00), bytes.subarray(2)]),
          ),
      ],
      [
        'an unknown field in the signature header',
        () => atBytes('SignatureHeader', append(0x1a, 0x01, 0x61)),
      ],
      [
        'an unknown field in the extension',
        () => atBytes('ChaincodeHeaderExtension', append(0x1a, 0x01, 0x61)),
      ],
      [
        'an unknown field in the payload',
        () => atBytes('ChaincodeProposalPayload', append(0x1a, 0x01, 0x61)),
      ],
      ['an unknown field in the call', () => atBytes('ChaincodeInvocationSpec', append(0x12, 0x01, 0x61))],
      ['an unknown field in the answer', () => atBytes('ProposalResponsePayload', append(0x1a, 0x01, 0x61))],
      ['an unknown field in the action', () => atBytes('ChaincodeAction', append(0x2a, 0x01, 0x61))],
      ['an unknown field in the read set', () => atBytes('TxReadWriteSet', append(0x1a, 0x01, 0x61))],
      ['an unknown field in the reads', () => atBytes('NamespaceReads', append(0x2a, 0x01, 0x61))],
      [
        'an answer that is cut off',
        () => atBytes('ProposalResponsePayload', (bytes) => bytes.subarray(0, -1)),
      ],
      [
        'a proposal that is no message',
        () => withStatement((statement) => ({ ...statement, signedProposal: base64(Buffer.from('hello')) })),
      ],
    ] as [string, () => unknown][]
  ).map(([when, bundle]) => ({ when, bundle, verdict: 'invalid', code: 'STATEMENT_NOT_CANONICAL' }));

  const answers: Case[] = (
    [
      ['another channel', 'STATEMENT_ANSWER_MISMATCH', () => bent({ answer: (a) => a.with(2, 'elsewhere') })],
      ['another namespace', 'STATEMENT_ANSWER_MISMATCH', () => bent({ answer: (a) => a.with(3, 'court') })],
      [
        'another authority than its record',
        'STATEMENT_ANSWER_MISMATCH',
        () => bent({ answer: (a) => a.with(4, 'CourtMSP') }),
      ],
      [
        'another series',
        'STATEMENT_ANSWER_MISMATCH',
        () => bent({ answer: (a) => a.with(6, { ...batch.record, series: 'other' }) }),
      ],
      [
        'another batch',
        'STATEMENT_ANSWER_MISMATCH',
        () => bent({ answer: (a) => a.with(6, { ...batch.record, batch: 8 }) }),
      ],
      [
        'a record of another namespace',
        'STATEMENT_ANSWER_MISMATCH',
        () => bent({ answer: (a) => a.with(6, { ...batch.record, namespace: 'court' }) }),
      ],
      [
        'a state too few',
        'STATEMENT_ANSWER_MISMATCH',
        () => bent({ answer: (a) => a.with(7, [null, null]) }),
      ],
      [
        'another format',
        'STATEMENT_ANSWER_MALFORMED',
        () => bent({ answer: (a) => a.with(0, 'chopmark/attest/2') }),
      ],
      ['a member too many', 'STATEMENT_ANSWER_MALFORMED', () => bent({ answer: (a) => [...a, null] })],
      [
        'an unknown member of the record',
        'STATEMENT_ANSWER_MALFORMED',
        () => bent({ answer: (a) => a.with(6, { ...batch.record, extra: 1 }) }),
      ],
      [
        'an instant that is none',
        'STATEMENT_ANSWER_MALFORMED',
        () => bent({ clock: '2026-13-45T00:00:00Z' }),
      ],
      [
        'status 500',
        'STATEMENT_REFUSED',
        () => atMessage('ChaincodeAction', (m: peer.ChaincodeAction) => m.getResponse()?.setStatus(500)),
      ],
      [
        'no response',
        'STATEMENT_REFUSED',
        () => atMessage('ChaincodeAction', (m: peer.ChaincodeAction) => m.clearResponse()),
      ],
      [
        'a message',
        'STATEMENT_REFUSED',
        () => atMessage('ChaincodeAction', (m: peer.ChaincodeAction) => m.getResponse()?.setMessage('x')),
      ],
      [
        'an event',
        'STATEMENT_HAS_EFFECTS',
        () => atMessage('ChaincodeAction', (m: peer.ChaincodeAction) => m.setEvents(Buffer.from('x'))),
      ],
      ['another proposal', 'STATEMENT_PROPOSAL_MISMATCH', () => bent({ proposalHash: Buffer.alloc(32, 7) })],
    ] as [string, FindingCode, () => Bundle][]
  ).map(([when, code, bundle]) => ({ when: `the answer has ${when}`, bundle, verdict: 'invalid', code }));

  const reads: Case[] = (
    [
      [
        'a write',
        'STATEMENT_HAS_EFFECTS',
        () => readsOf((set) => set.addWrites(new ledger.rwset.kvrwset.KVWrite().setKey('a'))),
      ],
      [
        'a range',
        'STATEMENT_HAS_EFFECTS',
        () => readsOf((set) => set.addRangeQueriesInfo(new ledger.rwset.kvrwset.RangeQueryInfo())),
      ],
      [
        'a metadata write',
        'STATEMENT_HAS_EFFECTS',
        () => readsOf((set) => set.addMetadataWrites(new ledger.rwset.kvrwset.KVMetadataWrite().setKey('a'))),
      ],
      [
        'another data model',
        'STATEMENT_HAS_EFFECTS',
        () => atMessage('TxReadWriteSet', (m: ledger.rwset.TxReadWriteSet) => m.setDataModel(1 as never)),
      ],
      [
        'one key more',
        'STATEMENT_READS_UNEXPECTED',
        () => readsOf((set) => set.addReads(new ledger.rwset.kvrwset.KVRead().setKey('zzz'))),
      ],
      [
        'one key less',
        'STATEMENT_READS_UNEXPECTED',
        () => readsOf((set) => set.setReadsList(set.getReadsList().slice(0, -1))),
      ],
      [
        'keys out of order',
        'STATEMENT_READS_UNEXPECTED',
        () => readsOf((set) => set.setReadsList(set.getReadsList().reverse())),
      ],
      [
        'a key twice',
        'STATEMENT_READS_UNEXPECTED',
        () => readsOf((set) => set.addReads(set.getReadsList().at(-1))),
      ],
      [
        'no clock',
        'STATEMENT_READS_UNEXPECTED',
        () => readsOf((set) => set.getReadsList()[1]?.clearVersion()),
      ],
      [
        'a version of a document without state',
        'STATEMENT_READS_UNEXPECTED',
        () => readsOf((set) => set.getReadsList()[2]?.setVersion(versionOf({ block: 1, position: 1 }))),
      ],
      [
        'another definition key',
        'STATEMENT_READS_UNEXPECTED',
        () =>
          atMessage('LifecycleReads', (set: ledger.rwset.kvrwset.KVRWSet) =>
            set.getReadsList()[0]?.setKey('namespaces/fields/court/Sequence'),
          ),
      ],
      [
        'a definition that is absent',
        'STATEMENT_READS_UNEXPECTED',
        () =>
          atMessage('LifecycleReads', (set: ledger.rwset.kvrwset.KVRWSet) =>
            set.getReadsList()[0]?.clearVersion(),
          ),
      ],
      [
        'a third namespace',
        'STATEMENT_READS_UNEXPECTED',
        () =>
          atMessage('TxReadWriteSet', (m: ledger.rwset.TxReadWriteSet) =>
            m.addNsRwset(new ledger.rwset.NsReadWriteSet().setNamespace('zoo')),
          ),
      ],
      [
        'namespaces out of order',
        'STATEMENT_READS_UNEXPECTED',
        () =>
          atMessage('TxReadWriteSet', (m: ledger.rwset.TxReadWriteSet) =>
            m.setNsRwsetList(m.getNsRwsetList().reverse()),
          ),
      ],
      [
        'no batch record',
        'RECORD_NOT_COMMITTED',
        () => readsOf((set) => set.getReadsList()[0]?.clearVersion()),
      ],
    ] as [string, FindingCode, () => Bundle][]
  ).map(([when, code, bundle]) => ({ when: `the read set has ${when}`, bundle, verdict: 'invalid', code }));

  const withSignature = (
    signature: (payload: Uint8Array, endorser: Uint8Array, before: Uint8Array) => Uint8Array,
  ): unknown =>
    withStatement((statement) => ({
      ...statement,
      endorsements: statement.endorsements.map((one, at) =>
        at > 0
          ? one
          : {
              ...one,
              signature: base64(
                signature(
                  Buffer.from(statement.responsePayload, 'base64'),
                  Buffer.from(one.endorser, 'base64'),
                  Buffer.from(one.signature, 'base64'),
                ),
              ),
            },
      ),
    }));
  const signatures: Case[] = [
    {
      when: 'the transaction id is another',
      bundle: () => atMessage('ChannelHeader', (m: common.ChannelHeader) => m.setTxId('00'.repeat(32))),
      verdict: 'invalid',
      code: 'STATEMENT_TX_ID_MISMATCH',
    },
    {
      when: 'the question has a broken signature',
      bundle: () =>
        atMessage('SignedProposal', (m: peer.SignedProposal) =>
          m.setSignature(highSTwin(m.getSignature_asU8())),
        ),
      verdict: 'invalid',
      code: 'STATEMENT_SIGNATURE_INVALID',
    },
    {
      when: 'the question is signed by somebody else',
      bundle: () =>
        atMessage('SignedProposal', (m: peer.SignedProposal) =>
          m.setSignature(signLowS(strangers.client.privateKey, m.getProposalBytes_asU8())),
        ),
      verdict: 'invalid',
      code: 'STATEMENT_SIGNATURE_INVALID',
    },
    {
      when: 'a signature has a high S',
      bundle: () => withSignature((_payload, _endorser, before) => highSTwin(before)),
      verdict: 'invalid',
      code: 'ENDORSEMENT_SIGNATURE_INVALID',
    },
    {
      when: 'a signature has a byte more',
      bundle: () => withSignature((_payload, _endorser, before) => Buffer.concat([before, Buffer.of(0)])),
      verdict: 'invalid',
      code: 'ENDORSEMENT_SIGNATURE_INVALID',
    },
    {
      when: 'a signature is by another key',
      bundle: () =>
        withSignature((payload, endorser) =>
          signLowS(strangers.client.privateKey, Buffer.concat([payload, endorser])),
        ),
      verdict: 'invalid',
      code: 'ENDORSEMENT_SIGNATURE_INVALID',
    },
    {
      when: 'a signature leaves the signer out',
      bundle: () => withSignature((payload) => signLowS(kit.peers.TaxMSP.privateKey, payload)),
      verdict: 'invalid',
      code: 'ENDORSEMENT_SIGNATURE_INVALID',
    },
    {
      when: 'a signer is not readable',
      bundle: () =>
        withStatement((s) => ({
          ...s,
          endorsements: [{ ...s.endorsements[0], endorser: base64(Buffer.from('??')) }],
        })),
      verdict: 'invalid',
      code: 'ENDORSER_MALFORMED',
    },
    {
      when: 'a signer is certified by a stranger of the same name',
      bundle: () => bent({ signers: [...kit.signers(2), strangers.foreign] }),
      verdict: 'invalid',
      code: 'ENDORSER_NOT_TRUSTED',
    },
    {
      when: 'a signer is certified by another organization',
      bundle: () => bent({ signers: [...kit.signers(2), { ...kit.peers.OperatorMSP, mspId: 'CourtMSP' }] }),
      verdict: 'invalid',
      code: 'ENDORSER_NOT_TRUSTED',
    },
    {
      when: 'a signer is a client',
      bundle: () => bent({ signers: [...kit.signers(2), strangers.client] }),
      verdict: 'invalid',
      code: 'ENDORSER_NOT_PEER',
    },
    {
      when: 'a signer has two roles',
      bundle: () => bent({ signers: [...kit.signers(2), strangers.twoRoles] }),
      verdict: 'invalid',
      code: 'ENDORSER_NOT_PEER',
    },
    {
      when: 'two organizations signed',
      bundle: () => bent({ signers: kit.signers(2) }),
      verdict: 'indeterminate',
      code: 'SIGNERS_TOO_FEW',
    },
    {
      when: 'nobody signed',
      bundle: () => bent({ signers: [] }),
      verdict: 'indeterminate',
      code: 'SIGNERS_TOO_FEW',
    },
    {
      when: 'one organization signed twice',
      bundle: () => bent({ signers: [...kit.signers(2), strangers.secondPeer] }),
      verdict: 'indeterminate',
      code: 'SIGNERS_TOO_FEW',
    },
    {
      when: 'one signature stands three times',
      bundle: () =>
        withStatement((s) => ({
          ...s,
          endorsements: [s.endorsements[0], s.endorsements[0], s.endorsements[0]],
        })),
      verdict: 'indeterminate',
      code: 'SIGNERS_TOO_FEW',
    },
    {
      when: 'the third is of an unknown organization',
      bundle: () => bent({ signers: [...kit.signers(2), strangers.otherMsp] }),
      verdict: 'indeterminate',
      code: 'SIGNERS_TOO_FEW',
    },
    {
      when: 'there is no statement',
      bundle: () => ({ ...batch.bundle(), statement: undefined }),
      verdict: 'indeterminate',
      code: 'STATEMENT_MISSING',
    },
    {
      when: 'the definition is newer than the profile',
      bundle: () => batch.bundle(),
      profiles: tax({ definitions: [{ block: 4, position: 9, bundle: 'ab'.repeat(32) }] }),
      verdict: 'indeterminate',
      code: 'DEFINITION_UNKNOWN',
    },
    {
      when: 'the profile accepts no definition yet',
      bundle: () => batch.bundle(),
      profiles: tax({ definitions: [] }),
      verdict: 'indeterminate',
      code: 'DEFINITION_UNKNOWN',
    },
    {
      when: 'the definition was revoked',
      bundle: () => batch.bundle(),
      profiles: tax({ definitions: [{ block: 9, position: 0, bundle: 'ab'.repeat(32) }] }),
      verdict: 'invalid',
      code: 'DEFINITION_NOT_ACCEPTED',
    },
  ];

  const issuer: Case[] = [
    {
      when: 'no profile is given',
      bundle: () => batch.bundle(),
      profiles: () => [],
      verdict: 'indeterminate',
      code: 'PROFILE_MISSING',
    },
    {
      when: 'every profile is of another network',
      bundle: () => batch.bundle(),
      profiles: () => [kit.profile({ network: OTHER_NETWORK })],
      verdict: 'invalid',
      code: 'NETWORK_MISMATCH',
    },
    {
      when: 'the document names the network, the statement another',
      bundle: () => bent({ answer: (a) => a.with(1, OTHER_NETWORK) }),
      verdict: 'invalid',
      code: 'NETWORK_MISMATCH',
    },
    {
      when: 'the statement is about another channel',
      bundle: () => bent({ channel: 'elsewhere' }),
      verdict: 'invalid',
      code: 'CHANNEL_MISMATCH',
    },
    {
      when: 'the profile does not know the namespace',
      bundle: () => batch.bundle(),
      profiles: () => [kit.profile({ namespaces: [] })],
      verdict: 'indeterminate',
      code: 'NAMESPACE_UNKNOWN',
    },
    {
      when: 'the authority is another',
      bundle: () => batch.bundle(),
      profiles: tax({ authority: 'CourtMSP' }),
      verdict: 'invalid',
      code: 'AUTHORITY_MISMATCH',
    },
    {
      when: 'the kind is not the authority’s',
      bundle: () => batch.bundle(),
      profiles: tax({ kinds: [] }),
      verdict: 'invalid',
      code: 'KIND_NOT_ALLOWED',
    },
    {
      when: 'the prefix is not the authority’s',
      bundle: () => bent({ answer: (a) => a.with(6, { ...batch.record, prefix: '26440' }) }),
      verdict: 'invalid',
      code: 'PREFIX_NOT_ALLOWED',
    },
    {
      when: 'the statement cannot be read',
      bundle: () => withStatement((s) => ({ ...s, signedProposal: base64(Buffer.from('x')) })),
      verdict: 'invalid',
      code: 'ISSUER_NOT_CHECKED',
    },
  ];

  const statusAndTime: Case[] = [
    {
      when: 'the statement is older than the profile allows',
      bundle: () => batch.bundle(),
      now: new Date('2026-11-21T08:00:01Z'),
      verdict: 'valid',
      code: 'STATUS_TOO_OLD',
    },
    {
      when: 'the document has events',
      bundle: () => bent({ states: [null, { type: 'chopmark/document/1' }, null] }),
      verdict: 'valid',
      code: 'STATUS_NOT_UNDERSTOOD',
    },
    {
      when: 'the ledger’s clock is ahead',
      bundle: () => batch.bundle(),
      now: new Date('2026-11-20T07:54:59Z'),
      verdict: 'valid',
      code: 'TIME_AHEAD',
    },
    {
      when: 'too few signed',
      bundle: () => bent({ signers: [] }),
      verdict: 'indeterminate',
      code: 'STATUS_NOT_CHECKED',
    },
    {
      when: 'too few signed',
      bundle: () => bent({ signers: [] }),
      verdict: 'indeterminate',
      code: 'TIME_NOT_CHECKED',
    },
    {
      when: 'no profile is given',
      bundle: () => batch.bundle(),
      profiles: () => [],
      verdict: 'indeterminate',
      code: 'VALIDITY_NOT_CHECKED',
    },
    {
      when: 'there is no statement',
      bundle: () => ({ ...batch.bundle(), statement: undefined }),
      verdict: 'indeterminate',
      code: 'BATCH_NOT_CHECKED',
    },
  ];

  const unreadable: Case[] = (
    [
      ['is empty', 'BUNDLE_UNREADABLE', () => ''],
      ['is no JSON', 'BUNDLE_UNREADABLE', () => 'hello'],
      ['is no object', 'BUNDLE_UNREADABLE', () => '[]'],
      ['is not UTF-8', 'BUNDLE_UNREADABLE', () => Buffer.of(0xff, 0xfe)],
      [
        'names a member twice',
        'BUNDLE_UNREADABLE',
        () => JSON.stringify(batch.bundle()).replace('{"format"', '{"format":"chopmark/bundle/1","format"'),
      ],
      ['has an unknown member', 'BUNDLE_UNREADABLE', () => ({ ...batch.bundle(), trust: kit.profile() })],
      [
        'brings a block that this version does not judge',
        'BUNDLE_UNREADABLE',
        () => ({ ...batch.bundle(), block: '' }),
      ],
      ['lacks the document', 'BUNDLE_UNREADABLE', () => ({ ...batch.bundle(), document: undefined })],
      [
        'has text for the place',
        'BUNDLE_UNREADABLE',
        () => ({ ...batch.bundle(), batch: { batch: '7', index: 1, path: [] } }),
      ],
      [
        'has a place below zero',
        'BUNDLE_UNREADABLE',
        () => ({ ...batch.bundle(), batch: { batch: 7, index: -1, path: [] } }),
      ],
      [
        'has a path of thousands',
        'BUNDLE_UNREADABLE',
        () => ({
          ...batch.bundle(),
          batch: { batch: 7, index: 1, path: new Array<string>(5000).fill('00'.repeat(32)) },
        }),
      ],
      [
        'has a hundred signatures',
        'BUNDLE_UNREADABLE',
        () => withStatement((s) => ({ ...s, endorsements: new Array<unknown>(100).fill(s.endorsements[0]) })),
      ],
      [
        'has base64 with loose bits',
        'BUNDLE_UNREADABLE',
        () => withStatement((s) => ({ ...s, signedProposal: 'QR==' })),
      ],
      [
        'has a field without a path',
        'BUNDLE_UNREADABLE',
        () => withDocument((d) => ({ ...d, fields: [...d.fields, d.fields[0]] })),
      ],
      ['is nested without end', 'BUNDLE_UNREADABLE', () => '['.repeat(200_000)],
      [
        'is of a later version',
        'BUNDLE_VERSION_UNKNOWN',
        () => ({ ...batch.bundle(), format: 'chopmark/bundle/2' }),
      ],
      ['is larger than any', 'BUNDLE_TOO_LARGE', () => ' '.repeat(4_000_001)],
    ] as [string, FindingCode, () => unknown][]
  ).map(([when, code, bundle]) => ({ when: `the file ${when}`, bundle, verdict: 'error', code }));

  const groups = {
    content,
    place,
    notAttest,
    notCanonical,
    answers,
    reads,
    signatures,
    issuer,
    statusAndTime,
    unreadable,
  };
  for (const [name, cases] of Object.entries(groups)) {
    describe(name, () => {
      for (const { when, bundle, profiles, verdict, code, now } of cases) {
        it(`is ${verdict} with ${code} when ${when}`, async () => {
          const judged = await judge(bundle(), profiles?.(), now);

          assert.equal(judged.verdict, verdict, JSON.stringify(judged.findings));
          assert.ok(codesOf(judged).includes(code), JSON.stringify(judged.findings));
          assert.equal(judged.inForce, 'unknown');
          if (verdict !== 'valid') assert.equal(judged.number, null);
        });
      }
    });
  }

  it('takes no profile from the bundle, and never rejects, whatever it is given', async () => {
    for (const input of [
      null,
      undefined,
      7,
      true,
      [],
      {},
      { format: 'chopmark/bundle/1' },
      new Map(),
      Symbol.iterator,
    ]) {
      const verdict = await judge(input);

      assert.equal(verdict.verdict, 'error');
    }
  });

  it('reports a fault of its own cryptography as error, not as a judgment', async () => {
    const crypto = { ...nodeCrypto, suites: {} };

    const verdict = await verifyBundle(batch.bundle(), [kit.profile()], { crypto, now: NOW });

    for (const { code } of verdict.findings) seen.add(code);
    assert.equal(verdict.verdict, 'error');
    assert.equal(verdict.findings[0]?.code, 'VERIFIER_FAULT');
  });

  it('refuses profiles that cannot be used', async () => {
    const [first, ...others] = kit.profile().organizations;
    assert.ok(first);
    const list = await kit.authorities.CourtMSP.revocationList([]);
    const broken: [FindingCode, Partial<TrustProfile>][] = [
      ['PROFILE_UNREADABLE', { organizations: [{ ...first, roots: ['nothing'] }, ...others] }],
      [
        'PROFILE_UNREADABLE',
        { organizations: [{ ...first, roots: [kit.client.certificatePem] }, ...others] },
      ],
      [
        'PROFILE_REVOCATION_LIST_INVALID',
        { organizations: [{ ...first, revocationLists: ['nothing'] }, ...others] },
      ],
      [
        'PROFILE_REVOCATION_LIST_INVALID',
        { organizations: [{ ...first, revocationLists: [list] }, ...others] },
      ],
      [
        'PROFILE_SIGNATURE_INVALID',
        { signatures: [{ mspId: 'TaxMSP', certificate: kit.client.certificatePem, signature: 'AAAA' }] },
      ],
    ];
    for (const [code, change] of broken) {
      const verdict = await judge(batch.bundle(), [kit.profile(change)]);

      assert.equal(verdict.verdict, 'error');
      assert.ok(codesOf(verdict).includes(code), code);
    }
  });

  it('does not count a revoked signer', async () => {
    const list = await kit.authorities.TaxMSP.revocationList([kit.peers.TaxMSP]);
    const organizations = kit
      .profile()
      .organizations.map((one) => (one.mspId === 'TaxMSP' ? { ...one, revocationLists: [list] } : one));

    const three = await judge(batch.bundle(), [kit.profile({ organizations })]);
    const four = await judge(bent({ signers: kit.signers(4) }), [kit.profile({ organizations })]);
    const other = await judge(bent({ signers: [strangers.secondPeer, ...kit.signers().slice(1)] }), [
      kit.profile({ organizations }),
    ]);

    assert.equal(three.verdict, 'indeterminate');
    assert.equal(four.verdict, 'valid');
    assert.deepEqual(four.signers, ['AffairsMSP', 'CourtMSP', 'OperatorMSP']);
    assert.equal(other.verdict, 'valid');
  });

  after('every code of the table has been seen', () => {
    assert.deepEqual(
      Object.keys(FINDING_CODES).filter((code) => !seen.has(code)),
      [],
    );
  });
});
