/** Envelopes that one identity signs (configuration updates, requests for blocks), and signatures under an update. */
import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { SigningIdentity } from '../identities/identity.js';

const NONCE_BYTES = 24;

export type EnvelopeContent = {
  readonly channel: string;
  readonly type: common.HeaderTypeMap[keyof common.HeaderTypeMap];
  readonly data: Uint8Array;
  /** SHA-256 of the client's TLS certificate (DER), for servers that bind requests to connections. */
  readonly tlsCertHash?: Uint8Array;
};

export function signedEnvelope(
  identity: SigningIdentity,
  { channel, type, data, tlsCertHash }: EnvelopeContent,
): common.Envelope {
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(type);
  channelHeader.setChannelId(channel);
  channelHeader.setTimestamp(timestamps.Timestamp.fromDate(new Date()));
  if (tlsCertHash) channelHeader.setTlsCertHash(tlsCertHash);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader(identity));
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(data);
  const bytes = payload.serializeBinary();
  const envelope = new common.Envelope();
  envelope.setPayload(bytes);
  envelope.setSignature(identity.sign(bytes));
  return envelope;
}

/** The update with a signature of each admin: over signature header ‖ update. */
export function signedUpdate(
  update: common.ConfigUpdate,
  admins: readonly SigningIdentity[],
): common.ConfigUpdateEnvelope {
  const bytes = update.serializeBinary();
  const envelope = new common.ConfigUpdateEnvelope();
  envelope.setConfigUpdate(bytes);
  for (const admin of admins) {
    const header = signatureHeader(admin);
    const signature = new common.ConfigSignature();
    signature.setSignatureHeader(header);
    signature.setSignature(admin.sign(Buffer.concat([header, bytes])));
    envelope.addSignatures(signature);
  }
  return envelope;
}

function signatureHeader(identity: SigningIdentity): Uint8Array {
  const header = new common.SignatureHeader();
  header.setCreator(identity.serialized);
  header.setNonce(randomBytes(NONCE_BYTES));
  return header.serializeBinary();
}
