/**
 * The entries of a batch as its transaction carried them. Arguments prove nothing by themselves: whoever reads them
 * compares the root that follows from them with the record.
 *
 * @module
 */
import { LEDGER_CONTRACT } from '@chopmark/core';
import { common, peer } from '@hyperledger/fabric-protos';

const { parameters } = LEDGER_CONTRACT.functions.anchor;
/** The name of the function comes first. */
const ENTRIES = 1 + parameters.findIndex(({ name }) => name === 'entries');

/** @param envelope `common.Envelope` of an `anchor`. @returns Document hashes, concatenated; empty when there are none. */
export function entriesOf(envelope: Uint8Array): Uint8Array {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
  );
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const proposal = peer.ChaincodeActionPayload.deserializeBinary(
    action?.getPayload_asU8() ?? new Uint8Array(0),
  ).getChaincodeProposalPayload_asU8();
  const input = peer.ChaincodeProposalPayload.deserializeBinary(proposal).getInput_asU8();
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(input).getChaincodeSpec();
  return spec?.getInput()?.getArgsList_asU8()[ENTRIES] ?? new Uint8Array(0);
}
