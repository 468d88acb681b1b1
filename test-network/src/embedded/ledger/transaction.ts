/** An endorsed transaction taken apart (fabric.md section 6.5), for those who already know that it is well formed. */
import { common, ledger, peer } from '@hyperledger/fabric-protos';

const { rwset } = ledger;

export type NamespaceSet = { readonly namespace: string; readonly set: ledger.rwset.kvrwset.KVRWSet };

export type ParsedTransaction = {
  readonly txId: string;
  readonly channelHeader: common.ChannelHeader;
  readonly action: peer.ChaincodeAction;
  readonly endorsements: readonly peer.Endorsement[];
  /** Bytes of `protos.ProposalResponsePayload`: what the endorsers signed. */
  readonly responsePayload: Uint8Array;
};

/** @throws {Error} When the envelope holds no transaction of one action. */
export function parseTransaction(envelopeBytes: Uint8Array): ParsedTransaction {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelopeBytes).getPayload_asU8(),
  );
  const channelHeader = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  if (!action) throw new Error('the transaction has no action');
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()).getAction();
  if (!endorsed) throw new Error('the transaction is not endorsed');
  const responsePayload = endorsed.getProposalResponsePayload_asU8();
  const response = peer.ProposalResponsePayload.deserializeBinary(responsePayload);
  return {
    txId: channelHeader.getTxId(),
    channelHeader,
    action: peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8()),
    endorsements: endorsed.getEndorsementsList(),
    responsePayload,
  };
}

/** @throws {Error} When the bytes are no read-write set. */
export function parseReadWriteSets(results: Uint8Array): NamespaceSet[] {
  return rwset.TxReadWriteSet.deserializeBinary(results)
    .getNsRwsetList()
    .map((entry) => ({
      namespace: entry.getNamespace(),
      set: rwset.kvrwset.KVRWSet.deserializeBinary(entry.getRwset_asU8()),
    }));
}

/** True when the entry deletes its key: an empty value is a delete, whatever the flag says. */
export function isDelete(write: ledger.rwset.kvrwset.KVWrite): boolean {
  return write.getIsDelete() || write.getValue_asU8().length === 0;
}
