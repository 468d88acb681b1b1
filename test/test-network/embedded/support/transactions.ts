/** Endorsed transactions made by hand, right or wrong in exactly the part that a test wants. */
import { randomBytes } from 'node:crypto';
import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { sha256 } from '../../../../test-network/dist/embedded/wire/bytes.js';
import { transactionIdOf } from '../../../../test-network/dist/embedded/wire/transaction-id.js';
import { keyRead } from '../../../../test-network/dist/embedded/simulation/range-reads.js';
import type { Version } from '../../../../test-network/dist/embedded/ledger/state-updates.js';
import type { SigningIdentity } from '../../../../test-network/dist/identities/identity.js';

const { kvrwset } = ledger.rwset;

export type SetDraft = {
  readonly namespace: string;
  readonly reads?: readonly (readonly [key: string, version: Version | undefined])[];
  readonly writes?: readonly (readonly [key: string, value: string | Uint8Array | undefined])[];
  readonly ranges?: readonly ledger.rwset.kvrwset.RangeQueryInfo[];
  /** Policy of a key alone; bytes of `common.SignaturePolicyEnvelope`. */
  readonly keyPolicies?: readonly (readonly [key: string, policy: Uint8Array])[];
};

export type Draft = {
  readonly channel: string;
  readonly creator: SigningIdentity;
  readonly endorsers: readonly SigningIdentity[];
  readonly chaincode: string;
  readonly version: string;
  readonly sets: readonly SetDraft[];
  readonly nonce?: Uint8Array;
  readonly txId?: string;
  readonly type?: number;
  readonly epoch?: number;
  /** Bytes in place of the header's extension. */
  readonly extension?: Uint8Array;
  /** Bytes in place of what was asked. */
  readonly proposalPayload?: Uint8Array;
  /** Bytes in place of the transaction. */
  readonly data?: Uint8Array;
  /** Status of the chaincode's response; 200 by default. */
  readonly status?: number;
  /** Name in the signed result, when it shall differ from the one in the header. */
  readonly actionChaincode?: string;
  /** Bytes in place of the read-write set. */
  readonly results?: Uint8Array;
  readonly events?: Uint8Array;
  readonly proposalHash?: Uint8Array;
  readonly actions?: number;
  readonly sign?: (payload: Uint8Array) => Uint8Array;
  readonly endorse?: (message: Uint8Array, endorser: SigningIdentity) => Uint8Array;
};

export function writesOf(entries: readonly (readonly [string, Uint8Array])[]): Pick<SetDraft, 'writes'> {
  return { writes: entries };
}

/** Bytes of the envelope. */
export function transactionOf(draft: Draft): Uint8Array {
  const nonce = draft.nonce ?? randomBytes(24);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(draft.creator.serialized);
  signatureHeader.setNonce(nonce);
  const header = new common.Header();
  header.setChannelHeader(channelHeaderOf(draft, nonce).serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());

  const inputBytes = draft.proposalPayload ?? proposalPayloadOf(draft).serializeBinary();
  const hash = sha256(header.getChannelHeader_asU8(), header.getSignatureHeader_asU8(), inputBytes);
  const responsePayload = responsePayloadOf(draft, draft.proposalHash ?? hash);
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(responsePayload);
  for (const endorser of draft.endorsers)
    endorsed.addEndorsements(endorsementOf(draft, endorser, responsePayload));
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(inputBytes);
  actionPayload.setAction(endorsed);
  const action = new peer.TransactionAction();
  action.setHeader(header.getSignatureHeader_asU8());
  action.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.setActionsList(Array.from({ length: draft.actions ?? 1 }, () => action));
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(draft.data ?? transaction.serializeBinary());
  return envelopeOf(payload.serializeBinary(), draft.sign ?? draft.creator.sign);
}

function proposalPayloadOf({ chaincode }: Draft): peer.ChaincodeProposalPayload {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(chaincode);
  const spec = new peer.ChaincodeSpec();
  spec.setChaincodeId(chaincodeId);
  spec.setInput(new peer.ChaincodeInput());
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());
  return payload;
}

export function envelopeOf(payload: Uint8Array, sign: (payload: Uint8Array) => Uint8Array): Uint8Array {
  const envelope = new common.Envelope();
  envelope.setPayload(payload);
  envelope.setSignature(sign(payload));
  return envelope.serializeBinary();
}

function channelHeaderOf(draft: Draft, nonce: Uint8Array): common.ChannelHeader {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(draft.chaincode);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId);
  const header = new common.ChannelHeader();
  header.setType(draft.type ?? common.HeaderType.ENDORSER_TRANSACTION);
  header.setChannelId(draft.channel);
  header.setTxId(draft.txId ?? transactionIdOf(nonce, draft.creator.serialized));
  header.setEpoch(draft.epoch ?? 0);
  header.setExtension$(draft.extension ?? extension.serializeBinary());
  return header;
}

function responsePayloadOf(draft: Draft, proposalHash: Uint8Array): Uint8Array {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(draft.actionChaincode ?? draft.chaincode);
  chaincodeId.setVersion(draft.version);
  const response = new peer.Response();
  response.setStatus(draft.status ?? 200);
  const action = new peer.ChaincodeAction();
  action.setResults(draft.results ?? resultsOf(draft.sets));
  if (draft.events) action.setEvents(draft.events);
  action.setResponse(response);
  action.setChaincodeId(chaincodeId);
  const payload = new peer.ProposalResponsePayload();
  payload.setProposalHash(proposalHash);
  payload.setExtension$(action.serializeBinary());
  return payload.serializeBinary();
}

function endorsementOf(
  draft: Draft,
  endorser: SigningIdentity,
  responsePayload: Uint8Array,
): peer.Endorsement {
  const message = Buffer.concat([responsePayload, endorser.serialized]);
  const endorsement = new peer.Endorsement();
  endorsement.setEndorser(endorser.serialized);
  endorsement.setSignature(draft.endorse?.(message, endorser) ?? endorser.sign(message));
  return endorsement;
}

export function resultsOf(sets: readonly SetDraft[]): Uint8Array {
  const results = new ledger.rwset.TxReadWriteSet();
  for (const { namespace, reads = [], writes = [], ranges = [], keyPolicies = [] } of sets) {
    const set = new kvrwset.KVRWSet();
    set.setReadsList(reads.map(([key, version]) => keyRead(key, version)));
    set.setRangeQueriesInfoList([...ranges]);
    for (const [key, value] of writes) {
      const write = new kvrwset.KVWrite();
      write.setKey(key);
      if (value === undefined) write.setIsDelete(true);
      else write.setValue(typeof value === 'string' ? Buffer.from(value) : value);
      set.addWrites(write);
    }
    for (const [key, policy] of keyPolicies) {
      const entry = new kvrwset.KVMetadataEntry();
      entry.setName('VALIDATION_PARAMETER');
      entry.setValue(policy);
      const write = new kvrwset.KVMetadataWrite();
      write.setKey(key);
      write.addEntries(entry);
      set.addMetadataWrites(write);
    }
    const entry = new ledger.rwset.NsReadWriteSet();
    entry.setNamespace(namespace);
    entry.setRwset(set.serializeBinary());
    results.addNsRwset(entry);
  }
  return results.serializeBinary();
}
