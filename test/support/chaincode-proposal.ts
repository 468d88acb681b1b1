/** Proposals as a client builds them, from Fabric's own messages; only the signature is left out, the peer's business. */
import { createHash, randomBytes } from 'node:crypto';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { Identity } from './chaincode-identities.js';

export const CHANNEL = 'chopmark-test';

export interface Proposal {
  readonly as: Identity;
  readonly function: string;
  readonly args?: readonly (string | number | Uint8Array)[];
  /** Definition that is called; `tax` unless said. */
  readonly namespace?: string;
  /** Claimed time; now unless said. */
  readonly time?: Date;
  /** In place of a canonical header extension. */
  readonly extension?: Uint8Array;
  readonly nonce?: Uint8Array;
}

/** What a client signs and a peer passes on, with its transaction id (SHA-256 of nonce and creator). */
export function signedProposalOf(proposal: Proposal, namespace: string) {
  const creator = new msp.SerializedIdentity();
  creator.setMspid(proposal.as.mspId);
  creator.setIdBytes(Buffer.from(proposal.as.pem));
  const nonce = proposal.nonce ?? randomBytes(24);
  const txId = createHash('sha256').update(nonce).update(creator.serializeBinary()).digest('hex');

  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator.serializeBinary());
  signatureHeader.setNonce(nonce);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setChannelId(CHANNEL);
  channelHeader.setTxId(txId);
  channelHeader.setTimestamp(timestamps.Timestamp.fromDate(proposal.time ?? new Date()));
  channelHeader.setExtension$(proposal.extension ?? extensionOf(namespace));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());

  const input = new peer.ChaincodeInput();
  input.setArgsList([proposal.function, ...(proposal.args ?? [])].map(argumentBytes));
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(namespace);
  const spec = new peer.ChaincodeSpec();
  spec.setChaincodeId(chaincodeId);
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());

  const unsigned = new peer.Proposal();
  unsigned.setHeader(header.serializeBinary());
  unsigned.setPayload(payload.serializeBinary());
  const signedProposal = new peer.SignedProposal();
  signedProposal.setProposalBytes(unsigned.serializeBinary());
  return { txId, input, signedProposal };
}

function extensionOf(namespace: string): Uint8Array {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(namespace);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId);
  return extension.serializeBinary();
}

function argumentBytes(argument: string | number | Uint8Array): Uint8Array {
  return typeof argument === 'object' ? argument : Buffer.from(String(argument));
}
