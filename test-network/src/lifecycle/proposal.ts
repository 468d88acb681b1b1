/** A signed proposal made by hand: the form for what concerns one peer and no channel (install, join). */
import { createHash, randomBytes } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { SigningIdentity } from '../identities/identity.js';

const NONCE_BYTES = 24;

export type Invocation = {
  readonly chaincode: string;
  readonly args: readonly (string | Uint8Array)[];
  /** Empty for what is no channel's business. */
  readonly channel?: string;
};

export function signedProposal(identity: SigningIdentity, invocation: Invocation): peer.SignedProposal {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(invocation.chaincode);
  const proposal = new peer.Proposal();
  proposal.setHeader(header(identity, invocation.channel ?? '', chaincodeId).serializeBinary());
  proposal.setPayload(payload(chaincodeId, invocation.args).serializeBinary());
  const bytes = proposal.serializeBinary();
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(bytes);
  signed.setSignature(identity.sign(bytes));
  return signed;
}

function header(identity: SigningIdentity, channel: string, chaincodeId: peer.ChaincodeID): common.Header {
  const nonce = randomBytes(NONCE_BYTES);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setTimestamp(timestamps.Timestamp.fromDate(new Date()));
  channelHeader.setChannelId(channel);
  channelHeader.setTxId(createHash('sha256').update(nonce).update(identity.serialized).digest('hex'));
  channelHeader.setExtension$(extension.serializeBinary());
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(identity.serialized);
  signatureHeader.setNonce(nonce);
  const value = new common.Header();
  value.setChannelHeader(channelHeader.serializeBinary());
  value.setSignatureHeader(signatureHeader.serializeBinary());
  return value;
}

function payload(chaincodeId: peer.ChaincodeID, args: Invocation['args']): peer.ChaincodeProposalPayload {
  const input = new peer.ChaincodeInput();
  input.setArgsList(args.map((arg) => (typeof arg === 'string' ? Buffer.from(arg) : arg)));
  const spec = new peer.ChaincodeSpec();
  spec.setType(peer.ChaincodeSpec.Type.NODE);
  spec.setChaincodeId(chaincodeId);
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const value = new peer.ChaincodeProposalPayload();
  value.setInput(invocation.serializeBinary());
  return value;
}
