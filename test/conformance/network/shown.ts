/** Answers of peers and gateways as plain data. */
import { common, peer } from '@hyperledger/fabric-protos';
import type { Observation } from './case.js';
import { readWriteSet } from './results.js';
import type { Subject } from './subject.js';

/** Payload and message of a response. */
export function bodyOf(
  subject: Subject,
  response: peer.Response | undefined,
): { [name: string]: Observation } {
  const text = Buffer.from(response?.getPayload_asU8() ?? []).toString();
  return {
    payload: subject.text(text),
    ...(response?.getMessage() ? { message: subject.text(response.getMessage()) } : {}),
  };
}

/** What a prepared transaction says; endorsements by organization, for they come in any order. */
export function prepared(subject: Subject, envelope: common.Envelope | undefined): Observation {
  const payload = common.Payload.deserializeBinary(envelope?.getPayload_asU8() ?? new Uint8Array());
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const content = peer.ChaincodeActionPayload.deserializeBinary(
    action?.getPayload_asU8() ?? new Uint8Array(),
  );
  return {
    signature: envelope?.getSignature_asU8().length ?? -1,
    endorsers: (content.getAction()?.getEndorsementsList() ?? [])
      .map((endorsement) => mspIdOf(endorsement.getEndorser_asU8()))
      .sort(),
    ...actionOf(subject, content.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array()),
  };
}

function mspIdOf(serialized: Uint8Array): string {
  return (
    Buffer.from(serialized)
      .toString('latin1')
      .match(/[A-Za-z]+MSP/)?.[0] ?? ''
  );
}

/** What endorsers sign, without the proposal's hash. */
export function actionOf(subject: Subject, responsePayload: Uint8Array): { [name: string]: Observation } {
  const payload = peer.ProposalResponsePayload.deserializeBinary(responsePayload);
  const action = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8());
  const events = action.getEvents_asU8();
  const event = events.length > 0 ? peer.ChaincodeEvent.deserializeBinary(events) : undefined;
  return {
    hash: payload.getProposalHash_asU8().length,
    chaincode: `${action.getChaincodeId()?.getName() ?? ''}:${action.getChaincodeId()?.getVersion() ?? ''}`,
    response: {
      status: action.getResponse()?.getStatus() ?? -1,
      ...bodyOf(subject, action.getResponse()),
    },
    ...(event ? { event: eventOf(event) } : {}),
    results: action.getResults_asU8().length > 0 ? readWriteSet(action.getResults_asU8()) : 'absent',
  };
}

export function eventOf(event: peer.ChaincodeEvent): Observation {
  return {
    chaincode: event.getChaincodeId(),
    name: event.getEventName(),
    payload: Buffer.from(event.getPayload_asU8()).toString(),
    hasTransactionId: /^[0-9a-f]{64}$/.test(event.getTxId()),
  };
}

/** What a peer answers by itself. */
export function proposalResponse(subject: Subject, answer: peer.ProposalResponse): Observation {
  const response = answer.getResponse();
  return {
    version: answer.getVersion(),
    status: response?.getStatus() ?? -1,
    ...bodyOf(subject, response),
    endorsed: answer.hasEndorsement(),
    ...(answer.getPayload_asU8().length > 0 ? { signed: actionOf(subject, answer.getPayload_asU8()) } : {}),
  };
}
