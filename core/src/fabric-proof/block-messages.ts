/**
 * The protobuf messages of envelopes and of a block's signatures, each with every field that Fabric v3.1.5 gives it.
 *
 * @see https://github.com/hyperledger/fabric-protos
 * @module
 */
import { bytes, bytesList, flag, integer, message, nested, nestedList, text } from '../protobuf/message.js';
import { HEADER, VERSION, type Version } from './messages.js';

export const ENVELOPE = message<{ payload: Uint8Array; signature: Uint8Array }>('common.Envelope', {
  payload: bytes(1),
  signature: bytes(2),
});

interface HeaderBytes {
  channelHeader: Uint8Array;
  signatureHeader: Uint8Array;
}

export const PAYLOAD = message<{ header: HeaderBytes | undefined; data: Uint8Array }>('common.Payload', {
  header: nested(1, HEADER),
  data: bytes(2),
});

export const TRANSACTION = message<{ actions: { header: Uint8Array; payload: Uint8Array }[] }>(
  'protos.Transaction',
  {
    actions: nestedList(
      1,
      message<{ header: Uint8Array; payload: Uint8Array }>('protos.TransactionAction', {
        header: bytes(1),
        payload: bytes(2),
      }),
    ),
  },
);

interface EndorsedAction {
  responsePayload: Uint8Array;
  endorsements: { endorser: Uint8Array; signature: Uint8Array }[];
}

export const CHAINCODE_ACTION_PAYLOAD = message<{
  proposalPayload: Uint8Array;
  action: EndorsedAction | undefined;
}>('protos.ChaincodeActionPayload', {
  proposalPayload: bytes(1),
  action: nested(
    2,
    message<EndorsedAction>('protos.ChaincodeEndorsedAction', {
      responsePayload: bytes(1),
      endorsements: nestedList(
        2,
        message<{ endorser: Uint8Array; signature: Uint8Array }>('protos.Endorsement', {
          endorser: bytes(1),
          signature: bytes(2),
        }),
      ),
    }),
  ),
});

/** What qscc answers about a transaction. */
export const PROCESSED_TRANSACTION = message<{ envelope: Uint8Array; validationCode: number }>(
  'protos.ProcessedTransaction',
  { envelope: bytes(1), validationCode: integer(2) },
);

interface Read {
  key: string;
  version: Version | undefined;
}

export interface Write {
  key: string;
  isDelete: boolean;
  value: Uint8Array;
}

const READ = message<Read>('kvrwset.KVRead', { key: text(1), version: nested(2, VERSION) });

/** The read-write set of a transaction that writes; that of a statement is narrower (read-set.ts). */
export const KV_WRITE_SET = message<{
  reads: Read[];
  rangeQueries: object[];
  writes: Write[];
  metadataWrites: object[];
}>('kvrwset.KVRWSet', {
  reads: nestedList(1, READ),
  rangeQueries: nestedList(
    2,
    message<object>('kvrwset.RangeQueryInfo', {
      startKey: text(1),
      endKey: text(2),
      itrExhausted: flag(3),
      rawReads: nested(4, message<object>('kvrwset.QueryReads', { kvReads: nestedList(1, READ) })),
      merkleHashes: nested(
        5,
        message<object>('kvrwset.QueryReadsMerkleSummary', {
          maxDegree: integer(1),
          maxLevel: integer(2),
          maxLevelHashes: bytesList(3),
        }),
      ),
    }),
  ),
  writes: nestedList(
    3,
    message<Write>('kvrwset.KVWrite', { key: text(1), isDelete: flag(2), value: bytes(3) }),
  ),
  metadataWrites: nestedList(
    4,
    message<object>('kvrwset.KVMetadataWrite', {
      key: text(1),
      entries: nestedList(2, message<object>('kvrwset.KVMetadataEntry', { name: text(1), value: bytes(2) })),
    }),
  ),
});

/** One orderer's signature; exactly one of the two headers says whose it is. */
export interface MetadataSignature {
  signatureHeader: Uint8Array;
  signature: Uint8Array;
  identifierHeader: Uint8Array;
}

export const METADATA = message<{ value: Uint8Array; signatures: MetadataSignature[] }>('common.Metadata', {
  value: bytes(1),
  signatures: nestedList(
    2,
    message<MetadataSignature>('common.MetadataSignature', {
      signatureHeader: bytes(1),
      signature: bytes(2),
      identifierHeader: bytes(3),
    }),
  ),
});

export const ORDERER_BLOCK_METADATA = message<{
  lastConfig: { index: number } | undefined;
  consenterMetadata: Uint8Array;
}>('common.OrdererBlockMetadata', {
  lastConfig: nested(1, message<{ index: number }>('common.LastConfig', { index: integer(1) })),
  consenterMetadata: bytes(2),
});

export const IDENTIFIER_HEADER = message<{ identifier: number; nonce: Uint8Array }>(
  'common.IdentifierHeader',
  { identifier: integer(1), nonce: bytes(2) },
);
