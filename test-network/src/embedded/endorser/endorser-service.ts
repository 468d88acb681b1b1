/** `protos.Endorser`: a peer asked directly, as for installing a chaincode. */
import {
  status,
  type ServerUnaryCall,
  type UntypedServiceImplementation,
  type sendUnaryData,
} from '@grpc/grpc-js';
import type { peer } from '@hyperledger/fabric-protos';
import { RpcError } from '../gateway/rpc-error.js';
import type { Endorser } from './endorser.js';
import { ProposalRefused } from './proposal-check.js';

export function endorserService(
  endorser: Endorser,
  defect: (error: unknown) => void,
): UntypedServiceImplementation {
  return {
    processProposal: (
      call: ServerUnaryCall<peer.SignedProposal, peer.ProposalResponse>,
      callback: sendUnaryData<peer.ProposalResponse>,
    ): void => {
      endorser.processProposal(call.request).then(
        ({ response }) => callback(null, response),
        (error: unknown) => {
          if (!(error instanceof ProposalRefused)) defect(error);
          const text = error instanceof ProposalRefused ? error.message : 'the embedded network failed';
          callback(new RpcError(status.UNKNOWN, text));
        },
      );
    },
  };
}
