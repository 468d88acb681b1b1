/**
 * The protobuf messages of a statement, each with every field that Fabric v3.1.5 gives it. Map fields are listed as
 * repeated bytes: a statement has none, and no canonical order exists for them.
 *
 * @see https://github.com/hyperledger/fabric-protos
 * @module
 */
import { bytes, bytesList, flag, integer, message, nested, nestedList, text } from '../protobuf/message.js';

export const SIGNED_PROPOSAL = message<{ proposalBytes: Uint8Array; signature: Uint8Array }>(
  'protos.SignedProposal',
  { proposalBytes: bytes(1), signature: bytes(2) },
);

export const PROPOSAL = message<{ header: Uint8Array; payload: Uint8Array; extension: Uint8Array }>(
  'protos.Proposal',
  { header: bytes(1), payload: bytes(2), extension: bytes(3) },
);

export const HEADER = message<{ channelHeader: Uint8Array; signatureHeader: Uint8Array }>('common.Header', {
  channelHeader: bytes(1),
  signatureHeader: bytes(2),
});

const TIMESTAMP = message<{ seconds: number; nanos: number }>('google.protobuf.Timestamp', {
  seconds: integer(1),
  nanos: integer(2),
});

export const CHANNEL_HEADER = message<{
  type: number;
  version: number;
  timestamp: { seconds: number; nanos: number } | undefined;
  channelId: string;
  txId: string;
  epoch: number;
  extension: Uint8Array;
  tlsCertHash: Uint8Array;
}>('common.ChannelHeader', {
  type: integer(1),
  version: integer(2),
  timestamp: nested(3, TIMESTAMP),
  channelId: text(4),
  txId: text(5),
  epoch: integer(6),
  extension: bytes(7),
  tlsCertHash: bytes(8),
});

export const SIGNATURE_HEADER = message<{ creator: Uint8Array; nonce: Uint8Array }>(
  'common.SignatureHeader',
  {
    creator: bytes(1),
    nonce: bytes(2),
  },
);

export const SERIALIZED_IDENTITY = message<{ mspId: string; idBytes: Uint8Array }>('msp.SerializedIdentity', {
  mspId: text(1),
  idBytes: bytes(2),
});

export const CHAINCODE_ID = message<{ path: string; name: string; version: string }>('protos.ChaincodeID', {
  path: text(1),
  name: text(2),
  version: text(3),
});

export const CHAINCODE_HEADER_EXTENSION = message<{
  chaincodeId: { path: string; name: string; version: string } | undefined;
}>('protos.ChaincodeHeaderExtension', { chaincodeId: nested(2, CHAINCODE_ID) });

export const CHAINCODE_PROPOSAL_PAYLOAD = message<{ input: Uint8Array; transientMap: Uint8Array[] }>(
  'protos.ChaincodeProposalPayload',
  { input: bytes(1), transientMap: bytesList(2) },
);

const CHAINCODE_INPUT = message<{ args: Uint8Array[]; decorations: Uint8Array[]; isInit: boolean }>(
  'protos.ChaincodeInput',
  { args: bytesList(1), decorations: bytesList(2), isInit: flag(3) },
);

const CHAINCODE_SPEC = message<{
  type: number;
  chaincodeId: { path: string; name: string; version: string } | undefined;
  input: { args: Uint8Array[]; decorations: Uint8Array[]; isInit: boolean } | undefined;
  timeout: number;
}>('protos.ChaincodeSpec', {
  type: integer(1),
  chaincodeId: nested(2, CHAINCODE_ID),
  input: nested(3, CHAINCODE_INPUT),
  timeout: integer(4),
});

export const CHAINCODE_INVOCATION_SPEC = message<{
  chaincodeSpec:
    | {
        type: number;
        chaincodeId: { path: string; name: string; version: string } | undefined;
        input: { args: Uint8Array[]; decorations: Uint8Array[]; isInit: boolean } | undefined;
        timeout: number;
      }
    | undefined;
}>('protos.ChaincodeInvocationSpec', { chaincodeSpec: nested(1, CHAINCODE_SPEC) });

export const PROPOSAL_RESPONSE_PAYLOAD = message<{ proposalHash: Uint8Array; extension: Uint8Array }>(
  'protos.ProposalResponsePayload',
  { proposalHash: bytes(1), extension: bytes(2) },
);

const RESPONSE = message<{ status: number; message: string; payload: Uint8Array }>('protos.Response', {
  status: integer(1),
  message: text(2),
  payload: bytes(3),
});

export const CHAINCODE_ACTION = message<{
  results: Uint8Array;
  events: Uint8Array;
  response: { status: number; message: string; payload: Uint8Array } | undefined;
  chaincodeId: { path: string; name: string; version: string } | undefined;
}>('protos.ChaincodeAction', {
  results: bytes(1),
  events: bytes(2),
  response: nested(3, RESPONSE),
  chaincodeId: nested(4, CHAINCODE_ID),
});

export const TX_READ_WRITE_SET = message<{ dataModel: number; namespaces: NamespaceReadWriteSet[] }>(
  'rwset.TxReadWriteSet',
  {
    dataModel: integer(1),
    namespaces: nestedList(
      2,
      message<NamespaceReadWriteSet>('rwset.NsReadWriteSet', {
        namespace: text(1),
        rwset: bytes(2),
        collections: bytesList(3),
      }),
    ),
  },
);

/** Contracts that one call may touch; each brings a read-write set of its own to read. */
export const MAX_NAMESPACES = 16;

interface NamespaceReadWriteSet {
  namespace: string;
  rwset: Uint8Array;
  collections: Uint8Array[];
}

/** Block number and place in the block of the transaction that wrote a value; present and empty = (0, 0). */
export interface Version {
  block: number;
  position: number;
}

export const VERSION = message<Version>('kvrwset.Version', { block: integer(1), position: integer(2) });

export const KV_READ_WRITE_SET = message<{
  reads: { key: string; version: Version | undefined }[];
  rangeQueries: Uint8Array[];
  writes: Uint8Array[];
  metadataWrites: Uint8Array[];
}>('kvrwset.KVRWSet', {
  reads: nestedList(
    1,
    message<{ key: string; version: Version | undefined }>('kvrwset.KVRead', {
      key: text(1),
      version: nested(2, VERSION),
    }),
  ),
  rangeQueries: bytesList(2),
  writes: bytesList(3),
  metadataWrites: bytesList(4),
});
