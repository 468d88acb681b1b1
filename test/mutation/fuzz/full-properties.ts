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
 * An orderer's signature that stands twice is no other encoding of what the orderers signed, and neither adds to the quorum
 * nor takes from it (list A of the attacks counts them).
 */
function isOneSignatureTwice(message: string, { kind, at }: ProtobufEdit, bytes: Uint8Array): boolean {
  const place = at % (fieldsOf(bytes).length + 1);
  return message === 'Metadata' && kind === 'again' && place > 0;
}

function bending(message: string, change: ProtobufEdit) {
  let bent = 0;
  return {
    bytes: (name: string, bytes: Uint8Array): Uint8Array => {
      const other = name === message ? edited(bytes, change) : undefined;
      if (other && !isOneSignatureTwice(message, change, bytes)) bent += 1;
      return other ?? bytes;
    },
    count: () => bent,
  };
}
