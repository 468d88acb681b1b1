/** Where a chaincode definition stands on the ledger: the version of its Sequence key, as endorsers read it. */
import { common, gateway, ledger, peer } from '@hyperledger/fabric-protos';

/** (block, position) of the transaction that committed a definition. */
export type DefinitionVersion = { readonly block: number; readonly position: number };

/** An accepted version of a definition and the code behind it: lowercase hex SHA-256 of its bundle. */
export type AcceptedDefinition = DefinitionVersion & { readonly bundle: string };

const LIFECYCLE = '_lifecycle';

/**
 * Every endorsed call of a namespace reads its definition, so any answer tells.
 *
 * @param prepared `gateway.PreparedTransaction` bytes: what `Transaction.getBytes()` gives.
 * @throws {Error} When the read set does not name the definition.
 */
export function definitionVersionOf(prepared: Uint8Array, namespace: string): DefinitionVersion {
  const sets = ledger.rwset.TxReadWriteSet.deserializeBinary(resultsOf(prepared)).getNsRwsetList();
  const lifecycle = sets.find((set) => set.getNamespace() === LIFECYCLE);
  const key = `namespaces/fields/${namespace}/Sequence`;
  const read = lifecycle
    ? ledger.rwset.kvrwset.KVRWSet.deserializeBinary(lifecycle.getRwset_asU8())
        .getReadsList()
        .find((candidate) => candidate.getKey() === key)
    : undefined;
  const version = read?.getVersion();
  if (!version) throw new Error(`the endorsement does not read the definition of ${namespace}`);
  return { block: version.getBlockNum(), position: version.getTxNum() };
}

function resultsOf(prepared: Uint8Array): Uint8Array {
  const envelope = gateway.PreparedTransaction.deserializeBinary(prepared).getEnvelope();
  const payload = common.Payload.deserializeBinary(envelope?.getPayload_asU8() ?? new Uint8Array());
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(
    action?.getPayload_asU8() ?? new Uint8Array(),
  ).getAction();
  const response = endorsed?.getProposalResponsePayload_asU8() ?? new Uint8Array();
  const extension = peer.ProposalResponsePayload.deserializeBinary(response).getExtension_asU8();
  return peer.ChaincodeAction.deserializeBinary(extension).getResults_asU8();
}
