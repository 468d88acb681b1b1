/**
 * Who differs? When endorsers disagree although their peers had time to catch up, each organization is
 * asked alone, with the same proposal. Answers over the same versions that differ are no lag: somebody's
 * chaincode or state is not what it should be.
 *
 * @module
 */
import { common, gateway, ledger, peer } from '@hyperledger/fabric-protos';

export interface Answer {
  readonly mspId: string;
  /** `protos.ProposalResponsePayload`. */
  readonly payload: Uint8Array;
}

export function payloadOf(prepared: Uint8Array): Uint8Array {
  const envelope = gateway.PreparedTransaction.deserializeBinary(prepared).getEnvelope();
  const payload = common.Payload.deserializeBinary(envelope?.getPayload_asU8() ?? new Uint8Array(0));
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(
    action?.getPayload_asU8() ?? new Uint8Array(0),
  ).getAction();
  return endorsed?.getProposalResponsePayload_asU8() ?? new Uint8Array(0);
}

/** Keys and versions that an answer rests on, as text. */
function readsOf(payload: Uint8Array): string {
  const extension = peer.ProposalResponsePayload.deserializeBinary(payload).getExtension_asU8();
  const results = peer.ChaincodeAction.deserializeBinary(extension).getResults_asU8();
  const reads = ledger.rwset.TxReadWriteSet.deserializeBinary(results)
    .getNsRwsetList()
    .map((set) => [
      set.getNamespace(),
      ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8())
        .getReadsList()
        .map((read) => [
          read.getKey(),
          read.getVersion()?.getBlockNum() ?? null,
          read.getVersion()?.getTxNum() ?? null,
        ]),
    ]);
  return JSON.stringify(reads);
}

/**
 * @returns Organizations whose answer over the same versions is in the minority; empty when the versions
 *   explain the difference. Of two against two nobody can be named: all are.
 */
export function dissentersAmong(answers: readonly Answer[]): string[] {
  const byReads = new Map<string, Answer[]>();
  for (const answer of answers) {
    const reads = readsOf(answer.payload);
    byReads.set(reads, [...(byReads.get(reads) ?? []), answer]);
  }
  return [...byReads.values()].flatMap((group) => {
    const camps = new Map<string, string[]>();
    for (const { mspId, payload } of group) {
      const said = Buffer.from(payload).toString('base64');
      camps.set(said, [...(camps.get(said) ?? []), mspId]);
    }
    if (camps.size < 2) return [];
    const largest = Math.max(...[...camps.values()].map((camp) => camp.length));
    const majority = [...camps.values()].filter((camp) => camp.length === largest);
    return [...camps.values()].filter((camp) => majority.length > 1 || camp.length < largest).flat();
  });
}
