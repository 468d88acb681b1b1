/** Signed proposals and serialized identities as a client of Fabric makes them; every message can be bent on the way. */
import { createHash } from 'node:crypto';
import timestampPb from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { type Identity, signLowS } from './test-authority.js';

const { Timestamp } = timestampPb;

export type MessageName =
  | 'SignedProposal'
  | 'Proposal'
  | 'Header'
  | 'ChannelHeader'
  | 'SignatureHeader'
  | 'ChaincodeHeaderExtension'
  | 'ChaincodeProposalPayload'
  | 'ChaincodeInvocationSpec'
  | 'ProposalResponsePayload'
  | 'ChaincodeAction'
  | 'TxReadWriteSet'
  | 'LifecycleReads'
  | 'NamespaceReads'
  | 'Endorser';

/** Serializes a message of a name. */
export type Finish<Name extends string = MessageName> = (
  name: Name,
  message: { serializeBinary(): Uint8Array },
) => Uint8Array;

/** Messages of a proposal. */
export type ProposalMessage = Extract<
  MessageName,
  | 'SignedProposal'
  | 'Proposal'
  | 'Header'
  | 'ChannelHeader'
  | 'SignatureHeader'
  | 'ChaincodeHeaderExtension'
  | 'ChaincodeProposalPayload'
  | 'ChaincodeInvocationSpec'
>;

export interface ProposalOptions {
  readonly client: Identity;
  readonly channel: string;
  readonly chaincode: string;
  readonly args: readonly Uint8Array[];
  readonly nonce: Uint8Array;
  /** RFC 3339. */
  readonly time: string;
  readonly finish: Finish<ProposalMessage>;
}

export interface ProposalParts {
  readonly channelHeader: Uint8Array;
  readonly signatureHeader: Uint8Array;
  /** protos.ChaincodeProposalPayload. */
  readonly payload: Uint8Array;
  readonly signedProposal: Uint8Array;
  /** Proposal hash. */
  readonly hash: Uint8Array;
}

export const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export function serializedIdentity({
  mspId,
  certificatePem,
}: Pick<Identity, 'mspId' | 'certificatePem'>): msp.SerializedIdentity {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(certificatePem));
  return identity;
}

/** Lowercase hex. */
export function transactionIdOf(client: Identity, nonce: Uint8Array): string {
  return sha256(nonce, serializedIdentity(client).serializeBinary()).toString('hex');
}

export function buildProposal(options: ProposalOptions): ProposalParts {
  const { client, finish } = options;
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(serializedIdentity(client).serializeBinary());
  signatureHeader.setNonce(options.nonce);
  const id = new peer.ChaincodeID();
  id.setName(options.chaincode);
  const channelHeader = channelHeaderOf(options, id);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(finish('ChaincodeInvocationSpec', invocationOf(options.args, id)));
  const payloadBytes = finish('ChaincodeProposalPayload', payload);

  const header = new common.Header();
  const channelHeaderBytes = finish('ChannelHeader', channelHeader);
  const signatureHeaderBytes = finish('SignatureHeader', signatureHeader);
  header.setChannelHeader(channelHeaderBytes);
  header.setSignatureHeader(signatureHeaderBytes);
  const proposal = new peer.Proposal();
  proposal.setHeader(finish('Header', header));
  proposal.setPayload(payloadBytes);
  const proposalBytes = finish('Proposal', proposal);
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(proposalBytes);
  signed.setSignature(signLowS(client.privateKey, proposalBytes));
  return {
    channelHeader: channelHeaderBytes,
    signatureHeader: signatureHeaderBytes,
    payload: payloadBytes,
    signedProposal: finish('SignedProposal', signed),
    hash: sha256(channelHeaderBytes, signatureHeaderBytes, payloadBytes),
  };
}

function channelHeaderOf(
  { client, channel, nonce, time, finish }: ProposalOptions,
  id: peer.ChaincodeID,
): common.ChannelHeader {
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(id.cloneMessage());
  const header = new common.ChannelHeader();
  header.setType(common.HeaderType.ENDORSER_TRANSACTION);
  header.setChannelId(channel);
  header.setTxId(transactionIdOf(client, nonce));
  const timestamp = new Timestamp();
  timestamp.setSeconds(Date.parse(time) / 1000);
  timestamp.setNanos(368_000_000);
  header.setTimestamp(timestamp);
  header.setExtension$(finish('ChaincodeHeaderExtension', extension));
  return header;
}

function invocationOf(args: readonly Uint8Array[], id: peer.ChaincodeID): peer.ChaincodeInvocationSpec {
  const input = new peer.ChaincodeInput();
  input.setArgsList([...args]);
  const spec = new peer.ChaincodeSpec();
  spec.setType(peer.ChaincodeSpec.Type.NODE);
  spec.setChaincodeId(id);
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  return invocation;
}
