/** The question of a statement: what was asked, and in which bytes. */
import type { common, peer } from '@hyperledger/fabric-protos';
import type { Bundle } from '@chopmark/core/verify';
import { SERIES } from '../../../support/proof-kit.js';
import { type Case, atBytes, atMessage, base64, bent, withStatement, world } from './world.js';

const args = (...list: (string | Uint8Array)[]): Uint8Array[] =>
  list.map((one) => Buffer.from(one as string));
const hashes = (): Uint8Array => Buffer.concat(world.batch.hashes);
const append =
  (...more: number[]) =>
  (bytes: Uint8Array): Uint8Array =>
    Buffer.concat([bytes, Buffer.from(more)]);
const twice = (bytes: Uint8Array): Uint8Array => Buffer.concat([bytes, bytes]);

export const notAttest: Case[] = (
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
    ['a hash twice', () => bent({ args: args('attest', SERIES, '7', Buffer.concat([hashes(), hashes()])) })],
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
      () => atMessage('ChaincodeHeaderExtension', (m: peer.ChaincodeHeaderExtension) => m.clearChaincodeId()),
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

export const notCanonical: Case[] = (
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
        atBytes('ChannelHeader', (bytes) => Buffer.concat([Buffer.of(0x08, 0x83, 0x00), bytes.subarray(2)])),
    ],
    ['an unknown field in the signature header', () => atBytes('SignatureHeader', append(0x1a, 0x01, 0x61))],
    [
      'an unknown field in the extension',
      () => atBytes('ChaincodeHeaderExtension', append(0x1a, 0x01, 0x61)),
    ],
    ['an unknown field in the payload', () => atBytes('ChaincodeProposalPayload', append(0x1a, 0x01, 0x61))],
    ['an unknown field in the call', () => atBytes('ChaincodeInvocationSpec', append(0x12, 0x01, 0x61))],
    ['an unknown field in the answer', () => atBytes('ProposalResponsePayload', append(0x1a, 0x01, 0x61))],
    ['an unknown field in the action', () => atBytes('ChaincodeAction', append(0x2a, 0x01, 0x61))],
    ['an unknown field in the read set', () => atBytes('TxReadWriteSet', append(0x1a, 0x01, 0x61))],
    ['an unknown field in the reads', () => atBytes('NamespaceReads', append(0x2a, 0x01, 0x61))],
    ['an answer that is cut off', () => atBytes('ProposalResponsePayload', (bytes) => bytes.subarray(0, -1))],
    [
      'a proposal that is no message',
      () => withStatement((statement) => ({ ...statement, signedProposal: base64(Buffer.from('hello')) })),
    ],
  ] as [string, () => unknown][]
).map(([when, bundle]) => ({ when, bundle, verdict: 'invalid', code: 'STATEMENT_NOT_CANONICAL' }));
