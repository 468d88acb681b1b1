/**
 * What stands inside envelopes of endorser transactions: the parts that the gateway reads.
 *
 * @module
 */
import { common, gateway, ledger, peer } from '@hyperledger/fabric-protos';

import type { LedgerWrite, SignedStatement } from './ledger.js';

const ENDORSER_TRANSACTION = 3;

/** @throws {Error} When the bytes are no such envelope. */
function actionOf(payload: common.Payload): peer.ChaincodeEndorsedAction {
  const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8());
  const [action] = transaction.getActionsList();
  if (action === undefined) throw new Error('transaction without action');
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()).getAction();
  if (endorsed === undefined) throw new Error('transaction without endorsements');
  return endorsed;
}

function channelHeaderOf(payload: common.Payload): common.ChannelHeader {
  return common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(0),
  );
}

/** Composite keys are `U+0000 type U+0000 attribute U+0000 …`; other keys are nobody's here. */
export function parseStateKey(key: string): { type: string; attributes: string[] } | undefined {
  if (key.length < 2 || !key.startsWith('\u0000') || !key.endsWith('\u0000')) return undefined;
  const [type = '', ...attributes] = key.slice(1, -1).split('\u0000');
  return { type, attributes };
}

function writesOf(payload: common.Payload, namespace: string): LedgerWrite[] {
  const response = peer.ProposalResponsePayload.deserializeBinary(
    actionOf(payload).getProposalResponsePayload_asU8(),
  );
  const results = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8()).getResults_asU8();
  const sets = ledger.rwset.TxReadWriteSet.deserializeBinary(results).getNsRwsetList();
  return sets
    .filter((set) => set.getNamespace() === namespace)
    .flatMap((set) => ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getWritesList())
    .flatMap((write) => {
      const key = parseStateKey(write.getKey());
      return key === undefined || write.getIsDelete() ? [] : [{ ...key, value: write.getValue_asU8() }];
    });
}

export interface ReadEnvelope {
  readonly txId: string;
  readonly writes: readonly LedgerWrite[];
}

/**
 * Anybody may put bytes into a block: what cannot be read is a transaction without id and writes.
 *
 * @param isValid Only then are there writes.
 */
export function readEnvelope(bytes: Uint8Array, namespace: string, isValid: boolean): ReadEnvelope {
  try {
    const payload = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(bytes).getPayload_asU8(),
    );
    const header = channelHeaderOf(payload);
    const hasWrites = isValid && header.getType() === ENDORSER_TRANSACTION;
    return { txId: header.getTxId(), writes: hasWrites ? writesOf(payload, namespace) : [] };
  } catch (error) {
    if (isValid) throw error;
    return { txId: '', writes: [] };
  }
}

/**
 * Proposal and endorsements of a call that will never be submitted: original bytes, nothing encoded anew.
 *
 * @param proposal `gateway.ProposedTransaction`, signed. @param prepared `gateway.PreparedTransaction`.
 */
export function statementFrom(
  proposal: Uint8Array,
  prepared: Uint8Array,
  result: Uint8Array,
): SignedStatement {
  const signedProposal = gateway.ProposedTransaction.deserializeBinary(proposal).getProposal();
  const envelope = gateway.PreparedTransaction.deserializeBinary(prepared).getEnvelope();
  if (signedProposal === undefined || envelope === undefined)
    throw new Error('endorsement without proposal or envelope');
  const action = actionOf(common.Payload.deserializeBinary(envelope.getPayload_asU8()));
  return {
    signedProposal: signedProposal.serializeBinary(),
    responsePayload: action.getProposalResponsePayload_asU8(),
    endorsements: action.getEndorsementsList().map((endorsement) => ({
      endorser: endorsement.getEndorser_asU8(),
      signature: endorsement.getSignature_asU8(),
    })),
    result,
  };
}

/** @returns `common.Envelope` with the signature: the bytes that a block will hold. */
export function signedEnvelope(prepared: Uint8Array, sign: (payload: Uint8Array) => Uint8Array): Uint8Array {
  const envelope = gateway.PreparedTransaction.deserializeBinary(prepared).getEnvelope();
  if (envelope === undefined) throw new Error('endorsement without envelope');
  envelope.setSignature(sign(envelope.getPayload_asU8()));
  return envelope.serializeBinary();
}

export function preparedFrom(txId: string, envelope: Uint8Array): Uint8Array {
  const prepared = new gateway.PreparedTransaction();
  prepared.setTransactionId(txId);
  prepared.setEnvelope(common.Envelope.deserializeBinary(envelope));
  return prepared.serializeBinary();
}

/** The same signed proposal (`gateway.ProposedTransaction`), to be endorsed by one organization alone. */
export function addressedTo(proposal: Uint8Array, mspId: string): Uint8Array {
  const proposed = gateway.ProposedTransaction.deserializeBinary(proposal);
  proposed.setEndorsingOrganizationsList([mspId]);
  return proposed.serializeBinary();
}
