/** What Fabric's client sends, taken apart and put together otherwise; and how calls fail. */
import assert from 'node:assert/strict';
import { GatewayError, type Transaction } from '@hyperledger/fabric-gateway';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { parseTransaction } from '../../../../test-network/dist/embedded/ledger/transaction.js';
import type { TestClient } from '../../../test-network/embedded/support/client.js';

export async function failureOf(work: Promise<unknown>): Promise<GatewayError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof GatewayError, String(error));
    return error;
  }
  return assert.fail('it succeeded');
}

export async function codeFrom(work: Promise<unknown>): Promise<number | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => (error as { code: number }).code,
  );
}

export function envelopeOf(transaction: Transaction): common.Envelope {
  const prepared = gateway.PreparedTransaction.deserializeBinary(transaction.getBytes());
  return prepared.getEnvelope()!;
}

export function parsed(transaction: Transaction): ReturnType<typeof parseTransaction> {
  return parseTransaction(envelopeOf(transaction).serializeBinary());
}

export function mspIdOf(serialized: Uint8Array): string {
  return Buffer.from(serialized)
    .toString('latin1')
    .match(/[A-Z][a-z]+MSP/)![0];
}

/** The same proposal under another transaction id, signed again. */
export function withTxId(
  signed: peer.SignedProposal,
  txId: string,
  sign: (bytes: Uint8Array) => Uint8Array,
): peer.SignedProposal {
  const proposal = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  channelHeader.setTxId(txId);
  header.setChannelHeader(channelHeader.serializeBinary());
  proposal.setHeader(header.serializeBinary());
  const bytes = proposal.serializeBinary();
  const changed = new peer.SignedProposal();
  changed.setProposalBytes(bytes);
  changed.setSignature(sign(bytes));
  return changed;
}

export function retype(
  envelope: common.Envelope,
  type: number,
  sign: (bytes: Uint8Array) => Uint8Array,
): void {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(payload.getHeader()!.getChannelHeader_asU8());
  channelHeader.setType(type);
  payload.getHeader()!.setChannelHeader(channelHeader.serializeBinary());
  const bytes = payload.serializeBinary();
  envelope.setPayload(bytes);
  envelope.setSignature(sign(bytes));
}

/** Bytes from which the SDK makes a commit to ask about. */
export function commitBytes(txId: string, client: TestClient): Uint8Array {
  const request = new gateway.CommitStatusRequest();
  request.setChannelId('chopmark-embedded');
  request.setTransactionId(txId);
  request.setIdentity(client.identity.serialized);
  const signed = new gateway.SignedCommitStatusRequest();
  signed.setRequest(request.serializeBinary());
  return signed.serializeBinary();
}
