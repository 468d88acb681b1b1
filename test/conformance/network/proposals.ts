/** Signed proposals made by hand, right or wrong in exactly the part that a case wants. */
import { common, peer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { createHash, randomBytes } from 'node:crypto';
import type { SigningIdentity } from '../../../test-network/dist/identities/identity.js';
import { RANGES } from './start.js';

export type Argument = string | Uint8Array;

export type ProposalDraft = {
  readonly args: readonly Argument[];
  readonly channel?: string;
  readonly chaincode?: string;
  /** Name in the invocation, when it shall differ from the one in the header. */
  readonly specChaincode?: string;
  readonly type?: number;
  readonly epoch?: number;
  /** `undefined`: none at all. */
  readonly at?: Date | undefined;
  readonly nonce?: Uint8Array;
  readonly txId?: string;
  /** Bytes in place of the serialized identity. */
  readonly creator?: Uint8Array;
  readonly extension?: Uint8Array;
  readonly payload?: Uint8Array;
  readonly transient?: Readonly<Record<string, string>>;
  readonly sign?: (bytes: Uint8Array) => Uint8Array;
};

export type Proposed = { readonly signed: peer.SignedProposal; readonly txId: string };

export function propose(channel: string, identity: SigningIdentity, draft: ProposalDraft): Proposed {
  const creator = draft.creator ?? identity.serialized;
  const nonce = draft.nonce ?? randomBytes(24);
  const txId = draft.txId ?? transactionId(nonce, creator);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator);
  signatureHeader.setNonce(nonce);
  const header = new common.Header();
  header.setChannelHeader(channelHeader(channel, txId, draft).serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(draft.payload ?? invocation(draft).serializeBinary());
  return { signed: signedProposal(proposal.serializeBinary(), draft.sign ?? identity.sign), txId };
}

export function signedProposal(
  bytes: Uint8Array,
  sign: (bytes: Uint8Array) => Uint8Array,
): peer.SignedProposal {
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(bytes);
  signed.setSignature(sign(bytes));
  return signed;
}

export function transactionId(nonce: Uint8Array, creator: Uint8Array): string {
  return createHash('sha256').update(nonce).update(creator).digest('hex');
}

function channelHeader(channel: string, txId: string, draft: ProposalDraft): common.ChannelHeader {
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId(draft.chaincode ?? RANGES));
  const header = new common.ChannelHeader();
  header.setType(draft.type ?? common.HeaderType.ENDORSER_TRANSACTION);
  header.setChannelId(draft.channel ?? channel);
  header.setTxId(txId);
  header.setEpoch(draft.epoch ?? 0);
  header.setExtension$(draft.extension ?? extension.serializeBinary());
  const at = 'at' in draft ? draft.at : new Date();
  if (at) header.setTimestamp(timestamps.Timestamp.fromDate(at));
  return header;
}

function invocation(draft: ProposalDraft): peer.ChaincodeProposalPayload {
  const input = new peer.ChaincodeInput();
  input.setArgsList(draft.args.map((arg) => (typeof arg === 'string' ? Buffer.from(arg) : arg)));
  const spec = new peer.ChaincodeSpec();
  spec.setType(peer.ChaincodeSpec.Type.NODE);
  spec.setChaincodeId(chaincodeId(draft.specChaincode ?? draft.chaincode ?? RANGES));
  spec.setInput(input);
  const calls = new peer.ChaincodeInvocationSpec();
  calls.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(calls.serializeBinary());
  for (const [name, value] of Object.entries(draft.transient ?? {}))
    payload.getTransientmapMap().set(name, Buffer.from(value));
  return payload;
}

function chaincodeId(name: string): peer.ChaincodeID {
  const id = new peer.ChaincodeID();
  id.setName(name);
  return id;
}
