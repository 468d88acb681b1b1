/** gRPC calls as promises, and streams as lists. */
import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { common, orderer, type peer } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../../../../test-network/dist/identities/identity.js';

export function called<Response>(
  call: (callback: (error: ServiceError | null, response?: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (response !== undefined) resolve(response);
      else reject(error ?? new Error('no answer'));
    });
  });
}

export type Position = 'oldest' | 'newest' | 'next' | number | undefined;

export type Seek = {
  readonly start: Position;
  readonly stop: Position;
  readonly failIfNotReady?: boolean;
  readonly headersOnly?: boolean;
  readonly channel?: string;
  readonly at?: Date | undefined;
  readonly data?: Uint8Array;
  readonly tlsCertHash?: Uint8Array;
  readonly sign?: (payload: Uint8Array) => Uint8Array;
};

export function seekEnvelope(identity: SigningIdentity, channel: string, seek: Seek): common.Envelope {
  const header = new common.ChannelHeader();
  header.setType(common.HeaderType.DELIVER_SEEK_INFO);
  header.setChannelId(seek.channel ?? channel);
  if (!('at' in seek) || seek.at) {
    const timestamp = new timestamps.Timestamp();
    timestamp.fromDate(seek.at ?? new Date());
    header.setTimestamp(timestamp);
  }
  if (seek.tlsCertHash) header.setTlsCertHash(seek.tlsCertHash);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(identity.serialized);
  const headers = new common.Header();
  headers.setChannelHeader(header.serializeBinary());
  headers.setSignatureHeader(signatureHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(headers);
  payload.setData(seek.data ?? seekInfo(seek).serializeBinary());
  const bytes = payload.serializeBinary();
  const envelope = new common.Envelope();
  envelope.setPayload(bytes);
  envelope.setSignature((seek.sign ?? identity.sign)(bytes));
  return envelope;
}

function seekInfo({ start, stop, failIfNotReady, headersOnly }: Seek): orderer.SeekInfo {
  const info = new orderer.SeekInfo();
  const [from, to] = [positionOf(start), positionOf(stop)];
  if (from) info.setStart(from);
  if (to) info.setStop(to);
  if (failIfNotReady === true) info.setBehavior(orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY);
  if (headersOnly === true) info.setContentType(orderer.SeekInfo.SeekContentType.HEADER_WITH_SIG);
  return info;
}

function positionOf(position: Position): orderer.SeekPosition | undefined {
  if (position === undefined) return undefined;
  const message = new orderer.SeekPosition();
  if (position === 'oldest') message.setOldest(new orderer.SeekOldest());
  else if (position === 'newest') message.setNewest(new orderer.SeekNewest());
  else if (position === 'next') message.setNextCommit(new orderer.SeekNextCommit());
  else {
    const specified = new orderer.SeekSpecified();
    specified.setNumber(position);
    message.setSpecified(specified);
  }
  return message;
}

export type Delivered = {
  readonly blocks: number[];
  readonly responses: peer.DeliverResponse[];
  readonly status: number;
};

/** Sends one request and reads until its status. The stream stays open for a next one. */
export function delivered(
  stream: ClientDuplexStream<common.Envelope, peer.DeliverResponse>,
  envelope: common.Envelope,
): Promise<Delivered> {
  return new Promise((resolve, reject) => {
    const responses: peer.DeliverResponse[] = [];
    const onData = (response: peer.DeliverResponse): void => {
      if (!response.hasStatus()) {
        responses.push(response);
        return;
      }
      stream.removeListener('data', onData);
      stream.removeListener('error', reject);
      const blocks = responses.map(
        (each) => each.getBlock()?.getHeader()?.getNumber() ?? each.getFilteredBlock()?.getNumber() ?? -1,
      );
      resolve({ blocks, responses, status: response.getStatus() });
    };
    stream.on('data', onData);
    stream.once('error', reject);
    stream.write(envelope);
  });
}
