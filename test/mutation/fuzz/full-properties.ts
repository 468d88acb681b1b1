/** Transactions, blocks and configurations whose makers signed other encodings of the same messages. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createVerifier } from '@chopmark/core/verify';
import { fieldsOf } from '../../conformance/verifier/make/wire.js';
import { ChannelKit } from '../../support/channel-kit/channel-kit.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW } from '../../support/proof-kit.js';
import { assertAnswered, type Watch } from './judged.js';
import { type ProtobufEdit, edited, protobufEdit } from './protobuf-edits.js';

const MESSAGES = {
  transaction: [
    ...([
      'ChannelHeader',
      'SignatureHeader',
      'ChaincodeHeaderExtension',
      'ChaincodeProposalPayload',
    ] as const),
    ...(['ChaincodeInvocationSpec', 'ProposalResponsePayload', 'ChaincodeAction', 'TxReadWriteSet'] as const),
    ...(['Writes', 'ChaincodeActionPayload', 'Transaction', 'Payload', 'Envelope', 'Endorser'] as const),
  ],
  block: ['OrdererBlockMetadata', 'IdentifierHeader', 'Metadata'],
  configuration: ['ConfigEnvelope', 'Orderers', 'ConfigPayload', 'ConfigChannelHeader'],
} as const;

const place = fc.oneof(
  ...(Object.keys(MESSAGES) as (keyof typeof MESSAGES)[]).map((part) =>
    fc.tuple(fc.constant(part), fc.constantFrom<string>(...MESSAGES[part])),
  ),
);

export async function fullEncodings(watch: Watch) {
  const channel = await ChannelKit.create();
  const batch = channel.batch();
  const verifier = createVerifier([channel.kit.profile()], nodeCrypto);
  return fc.asyncProperty(place, protobufEdit, async ([part, message], change) => {
    const hooks = bending(message, change);
    const bundle =
      part === 'configuration'
        ? channel.configured(11, undefined, hooks).batch().full()
        : batch.full(1, { [part]: hooks });

    const verdict = await watch(`${part} ${message} ${JSON.stringify(change)}`, () =>
      verifier.verify(bundle, NOW),
    );

    assertAnswered(verdict);
    assert.equal(verdict.verdict, hooks.count() > 0 ? 'invalid' : 'valid', JSON.stringify(verdict.findings));
  });
}

/**
 * Lists whose entries may stand twice, by message and tag: that is no other encoding of what was signed. An orderer's second
 * signature neither adds to the quorum nor takes from it (list A of the attacks counts them); what a transaction had read
 * says nothing of what it wrote.
 */
const LISTS = new Map([
  ['Metadata', 0x12],
  ['Writes', 0x0a],
]);

function isEntryTwice(message: string, { kind, at }: ProtobufEdit, bytes: Uint8Array): boolean {
  const fields = fieldsOf(bytes);
  const [tag] = fields[at % (fields.length + 1)] ?? [];
  return kind === 'again' && tag !== undefined && tag === LISTS.get(message);
}

function bending(message: string, change: ProtobufEdit) {
  let bent = 0;
  return {
    bytes: (name: string, bytes: Uint8Array): Uint8Array => {
      const other = name === message ? edited(bytes, change) : undefined;
      if (other && !isEntryTwice(message, change, bytes)) bent += 1;
      return other ?? bytes;
    },
    count: () => bent,
  };
}
