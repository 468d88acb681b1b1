/** Who sent the transaction, who signed its result, what it writes. */
import type { common, ledger, peer } from '@hyperledger/fabric-protos';
import { canonicalJson } from '@chopmark/core';
import type { BundleFile, FindingCode } from '@chopmark/core/verify';
import { BATCH_KEY, sha256 } from '../../../support/proof-kit.js';
import type { TransactionMessage } from '../../../support/channel-kit/kit-transaction.js';
import { highSTwin, signLowS } from '../../../support/test-authority.js';
import { type FullCase, after, append, base64, bent, bytesOf, full } from './full-world.js';
import type { FullOptions } from '../../../support/channel-kit/channel-kit.js';

type Bend = NonNullable<FullOptions['transaction']>;

const NESTED: readonly TransactionMessage[] = [
  'ChannelHeader',
  'ChaincodeHeaderExtension',
  'ChaincodeInvocationSpec',
  'ChaincodeProposalPayload',
  'ChaincodeActionPayload',
  'ProposalResponsePayload',
  'ChaincodeAction',
  'TxReadWriteSet',
  'Writes',
  'Transaction',
  'Payload',
];

const at = (name: TransactionMessage, bend: (message: never) => void): Bend => ({
  message: (here, message) => {
    if (here === name) bend(message as never);
  },
});

const atBytes = (name: TransactionMessage, bend: (bytes: Uint8Array) => Uint8Array): Bend => ({
  bytes: (here, bytes) => (here === name ? bend(bytes) : bytes),
});

const cases: [string, FindingCode, () => Bend][] = [
  ...NESTED.map((name): [string, FindingCode, () => Bend] => [
    `${name} holds a field that nobody knows`,
    'TRANSACTION_NOT_CANONICAL',
    () => atBytes(name, append(0xf8, 0x07, 0x01)),
  ]),
  [
    'a namespace is written twice',
    'TRANSACTION_NOT_CANONICAL',
    () => at('TxReadWriteSet', (m: ledger.rwset.TxReadWriteSet) => m.addNsRwset(m.getNsRwsetList()[1])),
  ],
  [
    'a key is written twice',
    'TRANSACTION_NOT_CANONICAL',
    () => at('Writes', (m: ledger.rwset.kvrwset.KVRWSet) => m.addWrites(m.getWritesList()[0])),
  ],
  [
    'it is of another data model',
    'TRANSACTION_NOT_CANONICAL',
    () => at('TxReadWriteSet', (m: ledger.rwset.TxReadWriteSet) => m.setDataModel(1 as never)),
  ],
  [
    'it is a configuration',
    'TRANSACTION_TYPE_UNEXPECTED',
    () => at('ChannelHeader', (m: common.ChannelHeader) => m.setType(1)),
  ],
  [
    'it has an epoch',
    'TRANSACTION_TYPE_UNEXPECTED',
    () => at('ChannelHeader', (m: common.ChannelHeader) => m.setEpoch(1)),
  ],
  [
    'it has two actions',
    'TRANSACTION_TYPE_UNEXPECTED',
    () => at('Transaction', (m: peer.Transaction) => m.addActions(m.getActionsList()[0])),
  ],
  [
    'it has no action',
    'TRANSACTION_TYPE_UNEXPECTED',
    () => at('Transaction', (m: peer.Transaction) => m.clearActionsList()),
  ],
  [
    'its action has no result',
    'TRANSACTION_TYPE_UNEXPECTED',
    () => at('ChaincodeActionPayload', (m: peer.ChaincodeActionPayload) => m.clearAction()),
  ],
  [
    'it has no header',
    'TRANSACTION_TYPE_UNEXPECTED',
    () => at('Payload', (m: common.Payload) => m.clearHeader()),
  ],
  [
    'its action names another sender',
    'TRANSACTION_ACTION_MISMATCH',
    () => ({ header: ({ signatureHeader }) => ({ actionHeader: append(1)(signatureHeader) }) }),
  ],
  [
    'its identifier is another',
    'TRANSACTION_ID_MISMATCH',
    () => at('ChannelHeader', (m: common.ChannelHeader) => m.setTxId('00'.repeat(32))),
  ],
  [
    'its nonce is another',
    'TRANSACTION_ID_MISMATCH',
    () => at('SignatureHeader', (m: common.SignatureHeader) => m.setNonce(Buffer.alloc(24, 7))),
  ],
  [
    'its sender is another',
    'TRANSACTION_ID_MISMATCH',
    () => at('SignatureHeader', (m: common.SignatureHeader) => m.setCreator(Buffer.from('somebody'))),
  ],
  [
    'header and invocation name different contracts',
    'TRANSACTION_CHAINCODE_MISMATCH',
    () =>
      at('ChaincodeHeaderExtension', (m: peer.ChaincodeHeaderExtension) =>
        m.getChaincodeId()!.setName('affairs'),
      ),
  ],
  [
    'another contract gave the result',
    'TRANSACTION_CHAINCODE_MISMATCH',
    () => at('ChaincodeAction', (m: peer.ChaincodeAction) => m.getChaincodeId()!.setName('affairs')),
  ],
  ['it calls another contract', 'TRANSACTION_CHAINCODE_MISMATCH', () => ({ chaincode: 'school' })],
  [
    'it carries transient data',
    'TRANSACTION_CHAINCODE_MISMATCH',
    () =>
      at('ChaincodeProposalPayload', (m: peer.ChaincodeProposalPayload) =>
        m.getTransientmapMap().set('a', Buffer.from('b')),
      ),
  ],
  [
    'its result belongs to another call',
    'TRANSACTION_PROPOSAL_MISMATCH',
    () => at('ProposalResponsePayload', (m: peer.ProposalResponsePayload) => m.setProposalHash(sha256())),
  ],
  [
    'its arguments were changed after it was endorsed',
    'TRANSACTION_PROPOSAL_MISMATCH',
    () => ({ header: ({ payload }) => ({ payload: bytesWith(payload, 'anchor', 'AnChor') }) }),
  ],
  [
    'its time was changed after it was endorsed',
    'TRANSACTION_PROPOSAL_MISMATCH',
    () => ({
      header: ({ channelHeader }) => ({
        channelHeader: bytesWith(channelHeader, '\u{1a}\u{0c}', '\u{1a}\u{0c}', (bytes, from) => {
          bytes[from + 4] = (bytes[from + 4] ?? 0) ^ 1;
        }),
      }),
    }),
  ],
  ['the call failed', 'TRANSACTION_REFUSED', () => ({ status: 500 })],
  [
    'the result has no response',
    'TRANSACTION_REFUSED',
    () => at('ChaincodeAction', (m: peer.ChaincodeAction) => m.clearResponse()),
  ],
  ['it is of another channel', 'TRANSACTION_CHANNEL_MISMATCH', () => ({ channel: 'elsewhere' })],
  [
    'its signature is of another',
    'TRANSACTION_SIGNATURE_INVALID',
    () => ({ signature: () => full.batch.nonce }),
  ],
  ['its signature has a high S', 'TRANSACTION_SIGNATURE_INVALID', () => ({ signature: highSTwin })],
  [
    'its signature is of another message',
    'TRANSACTION_SIGNATURE_INVALID',
    () => ({ signature: () => signLowS(full.channel.kit.client.privateKey, Buffer.from('another')) }),
  ],
  [
    'its sender has a certificate of a look-alike',
    'TRANSACTION_CREATOR_NOT_TRUSTED',
    () => ({ client: full.strangers.foreignClient }),
  ],
  [
    'its sender is of nobody that the profile knows',
    'TRANSACTION_CREATOR_NOT_TRUSTED',
    () => ({ client: full.strangers.schoolPeer }),
  ],
  [
    'its sender is of another organization',
    'TRANSACTION_CREATOR_MISMATCH',
    () => ({ client: full.strangers.courtClient }),
  ],
  [
    'a signer is no identity',
    'TRANSACTION_ENDORSER_MALFORMED',
    () => atBytes('Endorser', () => Buffer.from('nobody')),
  ],
  [
    'a signature of a peer is of another message',
    'TRANSACTION_ENDORSEMENT_INVALID',
    () => ({ endorsement: (signature, index) => (index === 1 ? flipped(signature, 40) : signature) }),
  ],
  [
    'a signature of a peer has a high S',
    'TRANSACTION_ENDORSEMENT_INVALID',
    () => ({ endorsement: highSTwin }),
  ],
  [
    'a signer has a certificate of a look-alike',
    'TRANSACTION_ENDORSER_NOT_TRUSTED',
    () => ({ endorsers: [full.strangers.foreignPeer, ...full.channel.kit.signers(3)] }),
  ],
  [
    'a signer is a client',
    'TRANSACTION_ENDORSER_NOT_PEER',
    () => ({ endorsers: [...full.channel.kit.signers(2), full.strangers.courtClient] }),
  ],
  [
    'there are more endorsements than any channel has organizations',
    'TRANSACTION_ENDORSER_MALFORMED',
    () => ({ endorsers: Array.from({ length: 65 }, () => full.channel.kit.peers.TaxMSP) }),
  ],
  [
    'only the authority signed',
    'TRANSACTION_ENDORSERS_TOO_FEW',
    () => ({ endorsers: full.channel.kit.signers(1) }),
  ],
  ['nobody signed', 'TRANSACTION_ENDORSERS_TOO_FEW', () => ({ endorsers: [] })],
  [
    'the authority signed twice',
    'TRANSACTION_ENDORSERS_TOO_FEW',
    () => ({ endorsers: [...full.channel.kit.signers(1), ...full.channel.kit.signers(1)] }),
  ],
  [
    'the authority did not sign',
    'TRANSACTION_ENDORSERS_TOO_FEW',
    () => ({ endorsers: full.channel.kit.signers(4).slice(1) }),
  ],
  [
    'the second organization is one that the profile does not know',
    'TRANSACTION_ENDORSERS_NOT_COUNTED',
    () => ({ endorsers: [...full.channel.kit.signers(1), full.strangers.schoolPeer] }),
  ],
  ['it writes nothing', 'TRANSACTION_WRITE_MISSING', () => ({ writes: [] })],
  ['it deletes the batch', 'TRANSACTION_WRITE_MISSING', () => ({ writes: [{ key: BATCH_KEY }] })],
  [
    'it writes the record under another key',
    'TRANSACTION_WRITE_MISSING',
    () => ({ writes: [{ key: `${BATCH_KEY.slice(0, -2)}8\0`, value: recordBytes() }] }),
  ],
  [
    'it writes the record in another namespace',
    'TRANSACTION_WRITE_MISSING',
    () =>
      at('TxReadWriteSet', (m: ledger.rwset.TxReadWriteSet) => {
        m.getNsRwsetList()[1]!.setNamespace('tay');
      }),
  ],
  [
    'it writes another record',
    'TRANSACTION_RECORD_MISMATCH',
    () => ({
      writes: [
        {
          key: BATCH_KEY,
          value: Buffer.from(canonicalJson({ ...full.batch.record, root: '00'.repeat(32) })),
        },
      ],
    }),
  ],
  [
    'it writes the record in another form',
    'TRANSACTION_RECORD_MISMATCH',
    () => ({ writes: [{ key: BATCH_KEY, value: append(0x20)(recordBytes()) }] }),
  ],
  [
    'the record names another transaction',
    'TRANSACTION_RECORD_ID_MISMATCH',
    () => ({ nonce: Buffer.alloc(24, 9) }),
  ],
];

export const transaction: FullCase[] = [
  ...cases.map(([when, code, bend]): FullCase => ({
    when,
    code,
    bundle: () => bent({ transaction: bend() }),
  })),
  {
    when: 'the envelope holds a field that nobody knows',
    code: 'TRANSACTION_NOT_CANONICAL',
    bundle: () =>
      after(({ transaction: { envelope } }) => ({
        transaction: { envelope: base64(append(0x1a, 0)(bytesOf(envelope))) },
      })),
  },
  {
    when: 'the envelope is empty of sense',
    code: 'TRANSACTION_NOT_CANONICAL',
    bundle: () => after(() => ({ transaction: { envelope: base64(Buffer.from('hello')) } })),
  },
  {
    when: 'it is that of another batch',
    code: 'TRANSACTION_RECORD_MISMATCH',
    bundle: () => after(() => ({ transaction: { envelope: base64(full.channel.batch().envelope()) } })),
  },
  {
    when: 'there is no readable statement',
    code: 'TRANSACTION_NOT_COMPARED',
    verdict: 'indeterminate',
    bundle: () => {
      const { statement, ...rest } = full.batch.full();
      return statement ? rest : rest;
    },
  },
  {
    when: 'a certificate behind an endorsement is on a revocation list of the profile, one of two',
    code: 'TRANSACTION_ENDORSERS_NOT_COUNTED',
    profiles: () => [full.revoked.endorser],
    bundle: fourSigned,
  },
  {
    when: 'the certificate of its sender is on a revocation list of the profile',
    code: 'TRANSACTION_CREATOR_REVOKED',
    profiles: () => [full.revoked.sender],
    bundle: fourSigned,
  },
  {
    when: 'it lies in a file that is missing',
    code: 'TRANSACTION_PART_MISSING',
    bundle: () => after(() => ({ transaction: `sha256:${'00'.repeat(32)}` })),
  },
  {
    when: 'the profile says nothing about the contract',
    code: 'TRANSACTION_NOT_CHECKED',
    verdict: 'indeterminate',
    profiles: () => [full.channel.kit.profile({ namespaces: [] })],
    bundle: () => full.batch.full(),
  },
  {
    when: 'no profile is given',
    code: 'TRANSACTION_NOT_CHECKED',
    verdict: 'indeterminate',
    profiles: () => [],
    bundle: () => full.batch.full(),
  },
  {
    when: 'no profile is given, and its signature is broken',
    code: 'TRANSACTION_SIGNATURE_INVALID',
    profiles: () => [],
    bundle: () => bent({ transaction: { signature: highSTwin } }),
  },
];

/** Four organizations signed the statement: one of them may be missing. */
function fourSigned(): BundleFile {
  return full.batch.full(1, { statement: { signers: full.channel.kit.signers(4) } });
}

function recordBytes(): Buffer {
  return Buffer.from(canonicalJson(full.batch.record));
}

function flipped(bytes: Uint8Array, place: number): Uint8Array {
  const changed = Buffer.from(bytes);
  changed[place] = (changed[place] ?? 0) ^ 1;
  return changed;
}

/** The bytes with one text exchanged for another as long. */
function bytesWith(
  bytes: Uint8Array,
  text: string,
  other: string,
  change?: (bytes: Buffer, from: number) => void,
): Uint8Array {
  const changed = Buffer.from(bytes);
  const from = changed.indexOf(Buffer.from(text, 'latin1'));
  if (from < 0) throw new Error(`no ${text} in it`);
  changed.set(Buffer.from(other, 'latin1'), from);
  change?.(changed, from);
  return changed;
}
