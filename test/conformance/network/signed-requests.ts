/** Requests that the gateway itself authenticates, right or wrong in the part that a case wants. */
import { gateway, orderer } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../../../test-network/dist/identities/identity.js';
import { RANGES } from './start.js';
import type { Subject } from './subject.js';

export type Signing = {
  /** By default the tax gateway. */
  readonly identity?: SigningIdentity;
  /** Bytes in place of its serialized form. */
  readonly serialized?: Uint8Array;
  readonly channel?: string;
  readonly sign?: (bytes: Uint8Array) => Uint8Array;
};

export function statusRequest(
  { channel, tax }: Subject,
  txId: string,
  signing: Signing = {},
): gateway.SignedCommitStatusRequest {
  const identity = signing.identity ?? tax.identity;
  const request = new gateway.CommitStatusRequest();
  request.setTransactionId(txId);
  request.setChannelId(signing.channel ?? channel);
  request.setIdentity(signing.serialized ?? identity.serialized);
  const signed = new gateway.SignedCommitStatusRequest();
  signed.setRequest(request.serializeBinary());
  signed.setSignature((signing.sign ?? identity.sign)(signed.getRequest_asU8()));
  return signed;
}

export type EventsFrom = Signing & {
  readonly chaincode?: string;
  readonly block?: number;
  readonly position?: orderer.SeekPosition;
  readonly after?: string;
};

export function eventsRequest(
  { channel, tax }: Subject,
  from: EventsFrom,
): gateway.SignedChaincodeEventsRequest {
  const identity = from.identity ?? tax.identity;
  const request = new gateway.ChaincodeEventsRequest();
  request.setChannelId(from.channel ?? channel);
  request.setChaincodeId(from.chaincode ?? RANGES);
  request.setIdentity(from.serialized ?? identity.serialized);
  request.setAfterTransactionId(from.after ?? '');
  if (from.position) request.setStartPosition(from.position);
  else if (from.block !== undefined) request.setStartPosition(specified(from.block));
  const signed = new gateway.SignedChaincodeEventsRequest();
  signed.setRequest(request.serializeBinary());
  signed.setSignature((from.sign ?? identity.sign)(signed.getRequest_asU8()));
  return signed;
}

function specified(block: number): orderer.SeekPosition {
  const place = new orderer.SeekSpecified();
  place.setNumber(block);
  const position = new orderer.SeekPosition();
  position.setSpecified(place);
  return position;
}
