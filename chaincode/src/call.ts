/**
 * One call of the contract: everything that a function may know about it. Made
 * anew for each transaction, for one process serves many at once.
 *
 * @module
 */
import { canonicalBytes, NAMESPACES, type MspId, type Namespace } from '@chopmark/core';
import { Context } from 'fabric-contract-api';
import type { ChaincodeStub } from 'fabric-shim-api';
import { callerFrom, type Caller } from './caller';
import { deployment, type Deployment } from './deployment';
import { LedgerStore } from './ledger-store';
import { namespaceFrom } from './namespace';
import { transactionTime, type TransactionTime } from './transaction-time';

export interface Call {
  readonly store: LedgerStore;
  readonly caller: Caller;
  readonly namespace: Namespace;
  /** MSP id of the namespace's authority. */
  readonly authority: MspId;
  readonly channel: string;
  readonly txId: string;
  readonly time: TransactionTime;
  readonly deployment: Deployment;
  /** Argument as raw bytes, counted from 0 after the function's name. */
  rawArgument(index: number): Uint8Array | undefined;
  /** Announces what happened; at most once, because a second event would replace the first. */
  announce(event: string, payload: object): void;
}

/** What the shim's stub has beyond its published types, and where it has another form than they say. */
type ShimStub = Omit<ChaincodeStub, 'getSignedProposal'> & {
  getBufferArgs(): Uint8Array[];
  getSignedProposal(): { proposal: { header: { channelHeader: { getExtension_asU8(): Uint8Array } } } };
};

/** @throws {LedgerError} `NOT_PERMITTED`, `MALFORMED_ARGUMENT` when the proposal itself is not of its form. */
export function callFrom(ctx: Context): Call {
  const stub = ctx.stub as object as ShimStub;
  const namespace = namespaceFrom(stub.getSignedProposal().proposal.header.channelHeader.getExtension_asU8());
  return {
    store: new LedgerStore(stub),
    caller: callerFrom(stub.getCreator()),
    namespace,
    authority: NAMESPACES[namespace].authority,
    channel: stub.getChannelID(),
    txId: stub.getTxID(),
    time: transactionTime(stub),
    deployment: deployment(),
    rawArgument: (index) => stub.getBufferArgs()[index + 1],
    announce: (event, payload) => stub.setEvent(event, canonicalBytes(payload)),
  };
}
