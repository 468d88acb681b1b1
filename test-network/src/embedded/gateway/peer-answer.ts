/** How the gateway reads a peer's answer (`internal/pkg/gateway/apiutils.go`). */
import { status } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import type { Endorsed, Endorser } from '../endorser/endorser.js';
import { ProposalRefused } from '../endorser/proposal-check.js';

export type PeerAnswer =
  | { readonly ok: true; readonly endorser: Endorser; readonly endorsed: Endorsed }
  /** `retry`: another peer may answer better. */
  | {
      readonly ok: false;
      readonly endorser: Endorser;
      readonly code: status;
      readonly message: string;
      readonly retry: boolean;
    };

/**
 * @param isLocal The peer is the gateway's own. Of a remote one only the gRPC error of a refusal arrives, so it counts
 *   as unavailable, as does whatever a filter refuses.
 */
export async function askPeer(
  endorser: Endorser,
  signed: peer.SignedProposal,
  isLocal: boolean,
): Promise<PeerAnswer> {
  let endorsed: Endorsed;
  try {
    endorsed = await endorser.processProposal(signed);
  } catch (error) {
    if (!(error instanceof ProposalRefused)) throw error;
    if (isLocal && !error.byFilter) {
      return { ok: false, endorser, code: status.FAILED_PRECONDITION, message: error.message, retry: false };
    }
    const message = isLocal ? error.message : `rpc error: code = Unknown desc = ${error.message}`;
    return { ok: false, endorser, code: status.UNAVAILABLE, message, retry: true };
  }
  const response = endorsed.response.getResponse() ?? new peer.Response();
  const code = response.getStatus();
  if (code >= 200 && code < 400) return { ok: true, endorser, endorsed };
  const isFromPeer = code === 500 && endorsed.response.getPayload_asU8().length === 0;
  if (isFromPeer)
    return { ok: false, endorser, code: status.ABORTED, message: response.getMessage(), retry: true };
  return {
    ok: false,
    endorser,
    code: status.UNKNOWN,
    message: `chaincode response ${code}, ${response.getMessage()}`,
    retry: false,
  };
}
