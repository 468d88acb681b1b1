/** Proofs of one transaction of any contract, out of what real Fabric v3.1.5 wrote. */
import { common } from '@hyperledger/fabric-protos';
import type { LedgerProof } from '@chopmark/core/verify';
import { RECORDED, STATEMENT, recordedProfile, recordedProof } from '../../../../support/recorded-fabric.js';
import { rows, type VerifierCase } from '../case.js';

const [BATCH, , LOSER] = RECORDED.transactions.map(({ txId }) => txId);

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function withSignatures(count: number): LedgerProof {
  const proof = recordedProof();
  const metadata = common.Metadata.deserializeBinary(Buffer.from(proof.block.orderers, 'base64'));
  metadata.setSignaturesList(metadata.getSignaturesList().slice(0, count));
  return { ...proof, block: { ...proof.block, orderers: base64(metadata.serializeBinary()) } };
}

function withoutPlace(): LedgerProof {
  const { place, ...proof } = recordedProof();
  return place ? proof : proof;
}

export const ledgerProofs: readonly VerifierCase[] = [
  ...rows('valid', 'BLOCK_ORDERED', [['everything is as real Fabric wrote it', recordedProof]]),
  ...rows('indeterminate', 'BLOCK_PLACE_UNPROVEN', [
    ['nothing ties the transaction to its place', withoutPlace],
  ]),
  ...rows('invalid', 'TRANSACTION_INVALIDATED', [
    ['the transaction lost against another', () => recordedProof(LOSER, STATEMENT.lost)],
  ]),
  ...rows('invalid', 'STATEMENT_ANSWER_MISMATCH', [
    ['the statement is about another transaction', () => recordedProof(BATCH, STATEMENT.lost)],
  ]),
  ...rows('invalid', 'ORDERERS_TOO_FEW', [['two orderers signed the block', () => withSignatures(2)]]),
  ...rows('indeterminate', 'SIGNERS_TOO_FEW', [
    ['the statement is one organization’s', () => recordedProof(BATCH, STATEMENT.alone)],
  ]),
  ...rows('error', 'BUNDLE_UNREADABLE', [
    ['the proof has an unknown member', () => ({ ...recordedProof(), note: 'x' })],
    ['the proof is of a later version', () => ({ ...recordedProof(), format: 'chopmark/ledger-proof/2' })],
  ]),
].map((one): VerifierCase => ({ input: 'proof', profiles: () => [recordedProfile()], ...one }));
