/**
 * What the gateway reads of a proposal before any peer sees it: where it goes, and what a transaction will carry of it.
 * It checks no signature, and nothing that is the peers' affair.
 */
import { status } from '@grpc/grpc-js';
import type { common, peer } from '@hyperledger/fabric-protos';
import {
  parseChannelHeader,
  parseHeader,
  parseInvocation,
  parseProposal,
  parseProposalPayload,
} from '../endorser/proposal.js';
import { RpcError } from './rpc-error.js';

export type ProposalRequest = {
  readonly signed: peer.SignedProposal;
  readonly header: common.Header;
  readonly payload: peer.ChaincodeProposalPayload;
  readonly channel: string;
  /** Absent where the invocation has none. */
  readonly spec: peer.ChaincodeSpec | undefined;
  /** Name in the invocation, or nothing; the peers call the one in the header. */
  readonly chaincode: string;
};

/**
 * @param context Front of the message when the proposal cannot be read.
 * @throws {RpcError} INVALID_ARGUMENT when there is no proposal, or one that cannot be read.
 */
export function parseProposalRequest(
  signed: peer.SignedProposal | undefined,
  missing: string,
  context = '',
): ProposalRequest {
  if (!signed || signed.getProposalBytes_asU8().length === 0)
    throw new RpcError(status.INVALID_ARGUMENT, missing);
  try {
    const proposal = parseProposal(signed);
    const header = parseHeader(proposal);
    const channel = parseChannelHeader(header).getChannelId();
    const payload = parseProposalPayload(proposal);
    const spec = parseInvocation(payload).getChaincodeSpec();
    return { signed, header, payload, channel, spec, chaincode: spec?.getChaincodeId()?.getName() ?? '' };
  } catch (cause) {
    throw new RpcError(
      status.INVALID_ARGUMENT,
      `${context}${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}
