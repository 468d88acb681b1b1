/** A block without its contents: ids, types, codes and the names of events, invalid transactions included. */
import { common, peer } from '@hyperledger/fabric-protos';
import { channelHeaderOf, flagsOf, tryParse, type Block } from '../blocks/block.js';
import { parseTransaction } from '../ledger/transaction.js';

type ValidationCode = Parameters<peer.FilteredTransaction['setTxValidationCode']>[0];
type HeaderType = Parameters<peer.FilteredTransaction['setType']>[0];

export function filteredBlock(block: Block, channel: string): peer.FilteredBlock {
  const filtered = new peer.FilteredBlock();
  filtered.setNumber(block.number);
  filtered.setChannelId(channel);
  const flags = flagsOf(block);
  for (const [position, envelope] of block.envelopes.entries()) {
    const header = channelHeaderOf(envelope);
    if (!header) continue;
    const transaction = new peer.FilteredTransaction();
    transaction.setTxid(header.getTxId());
    transaction.setType(header.getType() as HeaderType);
    transaction.setTxValidationCode((flags[position] ?? 0) as ValidationCode);
    if (header.getType() === common.HeaderType.ENDORSER_TRANSACTION)
      transaction.setTransactionActions(actionsOf(envelope));
    filtered.addFilteredTransactions(transaction);
  }
  return filtered;
}

function actionsOf(envelope: Uint8Array): peer.FilteredTransactionActions {
  const actions = new peer.FilteredTransactionActions();
  const events = tryParse(() => parseTransaction(envelope).action.getEvents_asU8()) ?? new Uint8Array();
  const event = events.length > 0 ? tryParse(() => peer.ChaincodeEvent.deserializeBinary(events)) : undefined;
  if (!event || event.getChaincodeId() === '') return actions;
  event.setPayload('');
  const action = new peer.FilteredChaincodeAction();
  action.setChaincodeEvent(event);
  actions.addChaincodeActions(action);
  return actions;
}
