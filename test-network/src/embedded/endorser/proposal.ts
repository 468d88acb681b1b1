/** A signed proposal taken apart (`core/endorser/msgvalidation.go`). What is signed stays the bytes that came. */
import { common, peer } from '@hyperledger/fabric-protos';
import { sha256 } from '../wire/bytes.js';
import { unmarshal } from '../wire/unmarshal.js';

export type Proposal = {
  readonly signed: peer.SignedProposal;
  readonly header: common.Header;
  readonly channelHeader: common.ChannelHeader;
  readonly signatureHeader: common.SignatureHeader;
  readonly channel: string;
  readonly txId: string;
  readonly creator: Uint8Array;
  /** Name in the header's extension: the chaincode that a peer calls. */
  readonly chaincode: string;
  readonly input: peer.ChaincodeInput;
  /** Binds header and invocation, without transient data, to what endorsers sign. */
  readonly hash: Uint8Array;
};

/** @throws {Error} When a part is missing or cannot be read. */
export function unpackProposal(signed: peer.SignedProposal): Proposal {
  const proposal = parseProposal(signed);
  const header = parseHeader(proposal);
  const channelHeader = parseChannelHeader(header);
  const signatureHeader = parseSignatureHeader(header);
  const chaincode = unmarshal('ChaincodeHeaderExtension', () =>
    peer.ChaincodeHeaderExtension.deserializeBinary(channelHeader.getExtension_asU8()),
  ).getChaincodeId();
  if (!chaincode) throw new Error('ChaincodeHeaderExtension.ChaincodeId is nil');
  if (chaincode.getName() === '') throw new Error('ChaincodeHeaderExtension.ChaincodeId.Name is empty');
  const payload = parseProposalPayload(proposal);
  const spec = parseInvocation(payload).getChaincodeSpec();
  if (!spec) throw new Error('chaincode invocation spec did not contain chaincode spec');
  const input = spec.getInput();
  if (!input) throw new Error('chaincode input did not contain any input');
  return {
    signed,
    header,
    channelHeader,
    signatureHeader,
    channel: channelHeader.getChannelId(),
    txId: channelHeader.getTxId(),
    creator: signatureHeader.getCreator_asU8(),
    chaincode: chaincode.getName(),
    input,
    hash: sha256(header.getChannelHeader_asU8(), header.getSignatureHeader_asU8(), withoutTransient(payload)),
  };
}

export function parseProposal(signed: peer.SignedProposal): peer.Proposal {
  return unmarshal('Proposal', () => peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8()));
}

export function parseHeader(proposal: peer.Proposal): common.Header {
  return unmarshal('Header', () => common.Header.deserializeBinary(proposal.getHeader_asU8()));
}

export function parseChannelHeader(header: common.Header): common.ChannelHeader {
  return unmarshal('ChannelHeader', () =>
    common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()),
  );
}

export function parseSignatureHeader(header: common.Header): common.SignatureHeader {
  return unmarshal('SignatureHeader', () =>
    common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()),
  );
}

export function parseProposalPayload(proposal: peer.Proposal): peer.ChaincodeProposalPayload {
  return unmarshal('ChaincodeProposalPayload', () =>
    peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8()),
  );
}

export function parseInvocation(payload: peer.ChaincodeProposalPayload): peer.ChaincodeInvocationSpec {
  return unmarshal('ChaincodeInvocationSpec', () =>
    peer.ChaincodeInvocationSpec.deserializeBinary(payload.getInput_asU8()),
  );
}

/** Bytes of the proposal payload as transactions carry it. */
export function withoutTransient(payload: peer.ChaincodeProposalPayload): Uint8Array {
  const kept = new peer.ChaincodeProposalPayload();
  kept.setInput(payload.getInput_asU8());
  return kept.serializeBinary();
}
