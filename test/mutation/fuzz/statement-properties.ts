/** Statements that peers signed over messages which no honest program writes. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createVerifier } from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { type MessageName, NOW, ProofKit } from '../../support/proof-kit.js';
import { assertAnswered, type Watch } from './judged.js';
import { edited, protobufEdit } from './protobuf-edits.js';

/** Every message that the kit lets us bend before it is hashed and signed. */
const MESSAGES: readonly MessageName[] = [
  ...(['SignedProposal', 'Proposal', 'Header', 'ChannelHeader', 'SignatureHeader'] as const),
  ...(['ChaincodeHeaderExtension', 'ChaincodeProposalPayload', 'ChaincodeInvocationSpec'] as const),
  ...([
    'ProposalResponsePayload',
    'ChaincodeAction',
    'TxReadWriteSet',
    'LifecycleReads',
    'NamespaceReads',
    'Endorser',
  ] as const),
];

export async function otherEncodings(watch: Watch) {
  const kit = await ProofKit.create();
  const batch = kit.batch();
  const verifier = createVerifier([kit.profile()], nodeCrypto);
  return fc.asyncProperty(fc.constantFrom(...MESSAGES), protobufEdit, async (message, change) => {
    const bent: unknown[] = [];
    const bundle = batch.bundle(1, {
      bytes: (name, bytes) => {
        const other = name === message ? edited(bytes, change) : undefined;
        if (other) bent.push(other);
        return other ?? bytes;
      },
    });
    const verdict = await watch(`${message} ${JSON.stringify(change)}`, () => verifier.verify(bundle, NOW));
    assertAnswered(verdict);
    assert.equal(verdict.verdict, bent.length > 0 ? 'invalid' : 'valid', JSON.stringify(verdict.findings));
  });
}

/** Whatever the peers sign, the verifier answers. */
export async function signedNonsense(watch: Watch) {
  const kit = await ProofKit.create();
  const batch = kit.batch();
  const verifier = createVerifier([kit.profile()], nodeCrypto);
  const spoilt = fc.record({ at: fc.nat(4000), by: fc.uint8Array({ maxLength: 12 }), cut: fc.nat(6) });
  return fc.asyncProperty(fc.constantFrom(...MESSAGES), spoilt, async (message, { at, by, cut }) => {
    const bundle = batch.bundle(1, {
      bytes: (name, bytes) => {
        const from = at % (bytes.length + 1);
        return name === message
          ? Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(from + cut)])
          : bytes;
      },
    });
    assertAnswered(await watch(`${message} at ${at}`, () => verifier.verify(bundle, NOW)));
  });
}
