/** What the gateway reads of a proposal before any peer sees it; it checks no signature. */
import { status } from '@grpc/grpc-js';
import type { peer } from '@hyperledger/fabric-protos';
import { unpackProposal, type Proposal } from '../endorser/proposal.js';
import { RpcError } from './rpc-error.js';

/** @throws {RpcError} INVALID_ARGUMENT when there is no proposal, or one that cannot be read. */
export function parseProposal(
  signed: peer.SignedProposal | undefined,
  missing: string,
  context = '',
): Proposal {
  if (!signed || signed.getProposalBytes_asU8().length === 0)
    throw new RpcError(status.INVALID_ARGUMENT, missing);
  try {
    return unpackProposal(signed);
  } catch (cause) {
    throw new RpcError(
      status.INVALID_ARGUMENT,
      `${context}${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}
