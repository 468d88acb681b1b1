/** Evaluate: one peer answers, the gateway's own if it may (`internal/pkg/gateway/evaluate.go`). */
import { status } from '@grpc/grpc-js';
import { gateway, peer } from '@hyperledger/fabric-protos';
import type { Channel } from '../channel.js';
import { tryParse } from '../blocks/block.js';
import { askPeer } from './peer-answer.js';
import type { Peers } from './peers.js';
import { parseProposalRequest, type ProposalRequest } from './proposal-request.js';
import { RpcError, unknownChannel, type NodeDetail } from './rpc-error.js';

/** @throws {RpcError} */
export async function evaluate(
  request: gateway.EvaluateRequest,
  peers: Peers,
  channel: Channel,
): Promise<gateway.EvaluateResponse> {
  const proposal = parseEvaluation(request);
  const { chaincode, channel: name } = proposal;
  if (name !== channel.name) throw new RpcError(status.UNAVAILABLE, unknownChannel(name));
  const targets = request.getTargetOrganizationsList();
  const hasTransientData = proposal.payload.getTransientmapMap().getLength() > 0;
  const allowed = targets.length === 0 && hasTransientData ? [peers.local.mspId] : targets;
  const candidates = (await peers.having(chaincode)).filter(
    ({ mspId }) => allowed.length === 0 || allowed.includes(mspId),
  );
  if (candidates.length === 0) {
    throw new RpcError(
      status.FAILED_PRECONDITION,
      `no peers available to evaluate chaincode ${chaincode} in channel ${name}`,
    );
  }

  const details: NodeDetail[] = [];
  let code = status.UNAVAILABLE;
  for (const endorser of candidates) {
    const answer = await askPeer(endorser, proposal.signed, peers.isLocal(endorser));
    if (answer.ok) return responseOf(answer.endorsed.response);
    code = answer.code;
    details.push({ address: endorser.address, mspId: endorser.mspId, message: answer.message });
    if (!answer.retry)
      throw new RpcError(code, `evaluate call to endorser returned error: ${answer.message}`, details);
  }
  throw new RpcError(code, 'failed to evaluate transaction, see attached details for more info', details);
}

/** @throws {RpcError} INVALID_ARGUMENT unless the proposal names a channel and a chaincode. */
function parseEvaluation(request: gateway.EvaluateRequest): ProposalRequest {
  const context = 'failed to unpack transaction proposal: ';
  const proposal = parseProposalRequest(
    request.getProposedTransaction(),
    `${context}a signed proposal is required`,
    context,
  );
  const { channel, spec, chaincode } = proposal;
  const invalid = (reason: string): RpcError => new RpcError(status.INVALID_ARGUMENT, `${context}${reason}`);
  if (channel === '') throw invalid('no channel id provided');
  if (!spec) throw invalid(`no chaincode spec is provided, channel id [${channel}]`);
  if (!spec.hasChaincodeId()) throw invalid(`no chaincode id is provided, channel id [${channel}]`);
  if (chaincode === '') throw invalid(`no chaincode name is provided, channel id [${channel}]`);
  return proposal;
}

/** The result that was signed, if the peer signed one: a response need not carry it twice. */
function responseOf(answer: peer.ProposalResponse): gateway.EvaluateResponse {
  const response = answer.getResponse() ?? new peer.Response();
  const signedResult = tryParse(() => {
    const payload = peer.ProposalResponsePayload.deserializeBinary(answer.getPayload_asU8());
    return peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8())
      .getResponse()
      ?.getPayload_asU8();
  });
  if (answer.getPayload_asU8().length > 0 && signedResult) response.setPayload(signedResult);
  const result = new gateway.EvaluateResponse();
  result.setResult(response);
  return result;
}
