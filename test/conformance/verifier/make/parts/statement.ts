/** What the peers signed: further ways to bend question, answer and read set, beside those of the verifier's own tests. */
import { canonicalJson, type JsonObject } from '@chopmark/core';
import type { common, ledger, peer } from '@hyperledger/fabric-protos';
import { versionOf } from '../../../../support/proof-kit.js';
import { atBytes, atMessage, bent, withStatement, world } from '../../../../core/verify/cases/world.js';
import { type VerifierCase, good, rows } from '../case.js';
import { append, insert, refielded } from '../wire.js';

const record = (change: JsonObject) => () =>
  bent({ answer: (answer) => answer.with(6, { ...world.batch.record, ...change }) });

/** The answer's text is changed after it was written canonically. */
const answerText = (change: (text: string) => string | Uint8Array) => () =>
  atMessage('ChaincodeAction', (action: peer.ChaincodeAction) => {
    const response = action.getResponse();
    response?.setPayload(Buffer.from(change(Buffer.from(response.getPayload_asU8()).toString()) as string));
  });

const readsOf = (change: (reads: ledger.rwset.kvrwset.KVRead[]) => void) => () =>
  atMessage('NamespaceReads', (set: ledger.rwset.kvrwset.KVRWSet) => {
    change(set.getReadsList());
  });

/** Field 4 once more, as a decoder that takes the last one would read it. */
const otherChannel = append(0x22, 4, ...Buffer.from('evil'));
const swapped = refielded((fields) => fields.toReversed());

export const answer: readonly VerifierCase[] = [
  ...rows('invalid', 'STATEMENT_ANSWER_MALFORMED', [
    ['the answer is written with spaces', answerText((text) => text.replace(',', ', '))],
    [
      'the answer names a member of the record twice',
      answerText((text) => text.replace('"batch":7', '"batch":7,"batch":7')),
    ],
    [
      'members of the record stand in another order',
      answerText((text) => text.replace(/("authority":"TaxMSP"),("batch":7)/, '$2,$1')),
    ],
    [
      'a number of the record is written as 7.0',
      answerText((text) => text.replace('"batch":7', '"batch":7.0')),
    ],
    [
      'the answer has an escape that it does not need',
      answerText((text) => text.replace('"tax"', '"\\u0074ax"')),
    ],
    ['the answer is not UTF-8', answerText((text) => Buffer.concat([Buffer.from(text), Buffer.of(0xff)]))],
    ['the answer is empty', answerText(() => '')],
    ['the answer is an object', answerText(() => canonicalJson({ format: 'chopmark/attest/1' }))],
    ['the clock has milliseconds', () => bent({ clock: '2026-11-20T08:00:00.000Z' })],
    ['the clock is in another zone', () => bent({ clock: '2026-11-20T16:00:00+08:00' })],
    ['a state is text', () => bent({ answer: (a) => a.with(7, ['x', null, null]) })],
    ['the network is in capitals', () => bent({ answer: (a) => a.with(1, 'CD'.repeat(32)) })],
    ['the record is null', () => bent({ answer: (a) => a.with(6, null) })],
    [
      'the record lacks its transaction id',
      () => {
        const rest: Record<string, unknown> = { ...world.batch.record };
        delete rest['txId'];
        return bent({ answer: (a) => a.with(6, rest) });
      },
    ],
    ['the record holds no documents', record({ size: 0 })],
    ['the record is larger than any batch', record({ size: 16_385 })],
    ['the record’s sequences leave the whole numbers', record({ first: Number.MAX_SAFE_INTEGER, size: 2 })],
    ['the record’s prefix is malformed', record({ prefix: '26-01' })],
    ['the record’s root is short', record({ root: 'ab' })],
    ['the record’s type is another', record({ type: 'chopmark/batch/2' })],
    ['the record’s suite is not known', record({ suite: 'md5' })],
    ['the record’s batch is a text', record({ batch: '7' })],
  ]),
  ...rows('invalid', 'BATCH_ROOT_MISMATCH', [
    ['the record has another root', record({ root: '00'.repeat(32) })],
  ]),
  ...rows('invalid', 'BATCH_SEQUENCE_MISMATCH', [['the record begins elsewhere', record({ first: 40 })]]),
  ...rows('invalid', 'BATCH_PATH_INVALID', [['the record is of another size', record({ size: 30 })]]),
  ...rows('invalid', 'BATCH_RECORD_MISMATCH', [
    ['the record is of another kind', record({ kind: 'receipt' })],
    ['the record is of another suite', record({ suite: 'sm3-sm2' })],
  ]),
];

export const readSet: readonly VerifierCase[] = [
  ...rows('invalid', 'STATEMENT_READS_UNEXPECTED', [
    [
      'a document without state was read at version (0, 0), which is not absence',
      readsOf((reads) => reads[2]?.setVersion(versionOf({ block: 0, position: 0 }))),
    ],
    [
      'the batch record of another series was read',
      readsOf((reads) => reads[0]?.setKey(reads[0].getKey().replace('main', 'mail'))),
    ],
    [
      'the batch record of another number was read',
      readsOf((reads) => reads[0]?.setKey(reads[0].getKey().replace('7', '8'))),
    ],
    [
      'the key of a document ends early',
      readsOf((reads) => reads.at(-1)?.setKey(reads.at(-1)?.getKey().slice(0, -1) ?? '')),
    ],
    [
      'the answer tells of events that nobody read',
      () => bent({ states: [null, null, null], answer: (a) => a.with(7, [null, {}, null]) }),
    ],
    [
      'the answer hides events that were read',
      () => bent({ states: [null, { x: 'y' }, null], answer: (a) => a.with(7, [null, null, null]) }),
    ],
  ]),
  ...rows('invalid', 'STATEMENT_HAS_EFFECTS', [
    [
      'private data was read',
      () =>
        atMessage('TxReadWriteSet', (set: ledger.rwset.TxReadWriteSet) => {
          set.getNsRwsetList()[1]?.addCollectionHashedRwset();
        }),
    ],
  ]),
  ...good([
    [
      'the record was committed at (0, 0)',
      readsOf((reads) => reads[0]?.setVersion(versionOf({ block: 0, position: 0 }))),
    ],
  ]),
];

export const canonicalForm: readonly VerifierCase[] = rows('invalid', 'STATEMENT_NOT_CANONICAL', [
  [
    'the channel stands a second time in the channel header, where the last one would count',
    () => atBytes('ChannelHeader', otherChannel),
  ],
  ['the two parts of the header change places', () => atBytes('Header', swapped)],
  ['the two parts of the signed proposal change places', () => atBytes('SignedProposal', swapped)],
  ['creator and nonce change places', () => atBytes('SignatureHeader', swapped)],
  [
    'the creator is said twice',
    () =>
      atBytes(
        'SignatureHeader',
        refielded(([creator, ...rest]) => [creator!, creator!, ...rest]),
      ),
  ],
  [
    'a field of the highest number stands in the channel header',
    () => atBytes('ChannelHeader', append(0xfa, 0xff, 0xff, 0xff, 0x0f, 0x00)),
  ],
  ['a field number is zero', () => atBytes('ChannelHeader', append(0x02, 0x00))],
  ['a group stands in the channel header', () => atBytes('ChannelHeader', append(0x7b, 0x7c))],
  [
    'a fixed number stands in the channel header',
    () => atBytes('ChannelHeader', append(0x79, 0, 0, 0, 0, 0, 0, 0, 0)),
  ],
  [
    'a length has ten bytes',
    () =>
      atBytes('SignatureHeader', append(0x1a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01)),
  ],
  ['a length reaches beyond the end', () => atBytes('SignatureHeader', append(0x1a, 0xff, 0x7f))],
  [
    'a length is longer than needed',
    () =>
      atBytes('ProposalResponsePayload', (bytes) =>
        Buffer.concat([Buffer.of(0x0a, 0xa0, 0x00), bytes.subarray(2)]),
      ),
  ],
  [
    'a tag is longer than needed',
    () =>
      atBytes('ProposalResponsePayload', (bytes) =>
        Buffer.concat([Buffer.of(0x8a, 0x00), bytes.subarray(1)]),
      ),
  ],
  [
    'an empty transient map is written out',
    () => atBytes('ChaincodeProposalPayload', append(0x12, 0x00)),
    { code: 'STATEMENT_NOT_ATTEST' },
  ],
  ['an empty extension is written out', () => atBytes('Proposal', append(0x1a, 0x00))],
  ['an empty event is written out', () => atBytes('ChaincodeAction', insert(1, 0x12, 0x00))],
  [
    'the status is negative',
    () => atMessage('ChaincodeAction', (action: peer.ChaincodeAction) => action.getResponse()?.setStatus(-1)),
  ],
  [
    'the header type is negative',
    () => atMessage('ChannelHeader', (header: common.ChannelHeader) => header.setType(-3)),
  ],
  [
    'the epoch is beyond 2^53',
    () => atBytes('ChannelHeader', insert(4, 0x30, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10)),
  ],
  [
    'the channel is not UTF-8',
    () =>
      atBytes('ChannelHeader', (bytes) =>
        replaceText(bytes, 'chopmark-test', Buffer.from('chopmark-te\xff\xfe', 'latin1')),
      ),
  ],
  [
    'the answer is said twice',
    () => atBytes('ProposalResponsePayload', (bytes) => Buffer.concat([bytes, bytes])),
  ],
  ['a read is followed by an unknown field', () => atBytes('LifecycleReads', append(0x2a, 0x00))],
  [
    'the signed proposal is followed by a zero byte',
    () => withStatement((s) => ({ ...s, signedProposal: more(s.signedProposal) })),
  ],
  [
    'the answer is followed by a zero byte',
    () => withStatement((s) => ({ ...s, responsePayload: more(s.responsePayload) })),
  ],
]);

function replaceText(bytes: Uint8Array, text: string, by: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf(text);
  return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + by.length)]);
}

const more = (text: string): string =>
  Buffer.concat([Buffer.from(text, 'base64'), Buffer.of(0)]).toString('base64');
