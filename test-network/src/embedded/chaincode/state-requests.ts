/** Answers what a chaincode asks of its peer during a call (`core/chaincode/handler.go`, fabric.md section 4.4). */
import { ledger, peer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { KeyModification, OpenCall } from './invocation.js';
import type { ResultSource } from './query-results.js';

const { Type } = peer.ChaincodeMessage;
const NOTHING = new Uint8Array();

type Answer = (payload: Uint8Array, open: OpenCall) => Promise<Uint8Array> | Uint8Array;

const ANSWERS: Readonly<Partial<Record<number, Answer>>> = {
  [Type.GET_STATE]: getState,
  [Type.GET_STATE_MULTIPLE]: getStateMultiple,
  [Type.PUT_STATE]: (payload, open) => putState(peer.PutState.deserializeBinary(payload), open),
  [Type.DEL_STATE]: (payload, open) => deleteState(peer.DelState.deserializeBinary(payload), open),
  [Type.GET_STATE_METADATA]: getMetadata,
  [Type.PUT_STATE_METADATA]: (payload, open) =>
    putMetadata(peer.PutStateMetadata.deserializeBinary(payload), open),
  [Type.WRITE_BATCH_STATE]: writeBatch,
  [Type.GET_STATE_BY_RANGE]: getRange,
  [Type.GET_HISTORY_FOR_KEY]: getHistory,
  [Type.QUERY_STATE_NEXT]: async (payload, { iterators }) =>
    (await iterators.next(peer.QueryStateNext.deserializeBinary(payload).getId())).serializeBinary(),
  [Type.QUERY_STATE_CLOSE]: async (payload, { iterators }) =>
    (await iterators.end(peer.QueryStateClose.deserializeBinary(payload).getId())).serializeBinary(),
  [Type.INVOKE_CHAINCODE]: invokeChaincode,
  [Type.GET_QUERY_RESULT]: () => refuse('ExecuteQuery not supported for leveldb'),
  [Type.GET_PRIVATE_DATA_HASH]: refusePrivateData,
  [Type.PURGE_PRIVATE_DATA]: refusePrivateData,
};

/** The answer to a type of request; `undefined` for a message that is none. */
export function answerTo(type: number): Answer | undefined {
  return ANSWERS[type];
}

function refuse(message: string): never {
  throw new Error(message);
}

function refusePrivateData(): never {
  throw new Error('private data collections are not implemented by the embedded network');
}

function assertPublic(collection: string): void {
  if (collection !== '') refusePrivateData();
}

async function getState(payload: Uint8Array, { call }: OpenCall): Promise<Uint8Array> {
  const request = peer.GetState.deserializeBinary(payload);
  assertPublic(request.getCollection());
  return (await call.simulator.getState(call.namespace, request.getKey())) ?? NOTHING;
}

async function getStateMultiple(payload: Uint8Array, { call }: OpenCall): Promise<Uint8Array> {
  const request = peer.GetStateMultiple.deserializeBinary(payload);
  assertPublic(request.getCollection());
  const values: Uint8Array[] = [];
  for (const key of request.getKeysList())
    values.push((await call.simulator.getState(call.namespace, key)) ?? NOTHING);
  const result = new peer.GetStateMultipleResult();
  result.setValuesList(values);
  return result.serializeBinary();
}

type Put = Pick<peer.PutState, 'getKey' | 'getCollection' | 'getValue_asU8'>;

function putState(request: Put, { call }: OpenCall): Uint8Array {
  assertPublic(request.getCollection());
  call.simulator.setState(call.namespace, request.getKey(), request.getValue_asU8());
  return NOTHING;
}

function deleteState(
  request: Pick<peer.DelState, 'getKey' | 'getCollection'>,
  { call }: OpenCall,
): Uint8Array {
  assertPublic(request.getCollection());
  call.simulator.setState(call.namespace, request.getKey(), undefined);
  return NOTHING;
}

async function getMetadata(payload: Uint8Array, { call }: OpenCall): Promise<Uint8Array> {
  const request = peer.GetStateMetadata.deserializeBinary(payload);
  assertPublic(request.getCollection());
  const result = new peer.StateMetadataResult();
  for (const [metakey, value] of await call.simulator.getMetadata(call.namespace, request.getKey())) {
    const entry = new peer.StateMetadata();
    entry.setMetakey(metakey);
    entry.setValue(value);
    result.addEntries(entry);
  }
  return result.serializeBinary();
}

function putMetadata(
  request: Pick<peer.PutStateMetadata, 'getKey' | 'getCollection' | 'getMetadata'>,
  { call }: OpenCall,
): Uint8Array {
  assertPublic(request.getCollection());
  const entry = request.getMetadata();
  const metadata = new Map([[entry?.getMetakey() ?? '', entry?.getValue_asU8() ?? NOTHING]]);
  call.simulator.setMetadata(call.namespace, request.getKey(), metadata);
  return NOTHING;
}

function writeBatch(payload: Uint8Array, open: OpenCall): Uint8Array {
  const { Type: RecordType } = peer.WriteRecord;
  for (const record of peer.WriteBatchState.deserializeBinary(payload).getRecList()) {
    switch (record.getType()) {
      case RecordType.PUT_STATE:
        putState(record, open);
        break;
      case RecordType.DEL_STATE:
        deleteState(record, open);
        break;
      case RecordType.PUT_STATE_METADATA:
        putMetadata(record, open);
        break;
      case RecordType.PURGE_PRIVATE_DATA:
        refusePrivateData();
        break;
      default:
        refuse('unknown operation type');
    }
  }
  return NOTHING;
}

async function getRange(payload: Uint8Array, { call, iterators }: OpenCall): Promise<Uint8Array> {
  const request = peer.GetStateByRange.deserializeBinary(payload);
  assertPublic(request.getCollection());
  const metadata = peer.QueryMetadata.deserializeBinary(request.getMetadata_asU8());
  const isPaged = metadata.getPagesize() !== 0 || metadata.getBookmark() !== '';
  const start = metadata.getBookmark() || request.getStartkey();
  const pageSize = isPaged ? metadata.getPagesize() : 0;
  const rows = call.simulator.range(call.namespace, start, request.getEndkey(), pageSize);
  const source: ResultSource = {
    next: async () => {
      const row = await rows.next();
      return row && serializedRow(call.namespace, row.key, row.value);
    },
    ...(isPaged ? { bookmark: () => rows.bookmark() } : {}),
    close: () => rows.close(),
  };
  return (await iterators.start(source, pageSize)).serializeBinary();
}

function serializedRow(namespace: string, key: string, value: Uint8Array): Uint8Array {
  const row = new ledger.queryresult.KV();
  row.setNamespace(namespace);
  row.setKey(key);
  row.setValue(value);
  return row.serializeBinary();
}

async function getHistory(payload: Uint8Array, { call, iterators }: OpenCall): Promise<Uint8Array> {
  const key = peer.GetHistoryForKey.deserializeBinary(payload).getKey();
  const rows = call.history(key)[Symbol.asyncIterator]();
  const source: ResultSource = {
    next: async () => {
      const step = await rows.next();
      return step.done === true ? undefined : serializedModification(step.value);
    },
    close: async () => {
      await rows.return?.();
    },
  };
  return (await iterators.start(source, 0)).serializeBinary();
}

function serializedModification({ txId, value, timestamp }: KeyModification): Uint8Array {
  const row = new ledger.queryresult.KeyModification();
  row.setTxId(txId);
  if (value) row.setValue(value);
  else row.setIsDelete(true);
  if (timestamp) {
    const message = new timestamps.Timestamp();
    message.setSeconds(timestamp.seconds);
    message.setNanos(timestamp.nanos);
    row.setTimestamp(message);
  }
  return row.serializeBinary();
}

/** `name`, `name:version` or `name/channel`; there is one channel. */
async function invokeChaincode(payload: Uint8Array, { call }: OpenCall): Promise<Uint8Array> {
  const spec = peer.ChaincodeSpec.deserializeBinary(payload);
  const [target = '', channel = call.channel] = (spec.getChaincodeId()?.getName() ?? '').split('/');
  if (channel !== call.channel) throw new Error(`Failed to get policy manager for channel [${channel}]`);
  const [name = ''] = target.split(':');
  try {
    return (await call.invokeOther(name, spec.getInput() ?? new peer.ChaincodeInput())).serializeBinary();
  } catch (cause) {
    throw new Error(`execute failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
