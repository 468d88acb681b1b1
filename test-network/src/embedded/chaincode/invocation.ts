/** One call of a chaincode: what it is asked, what it may read and write, and what came of it. */
import type { peer } from '@hyperledger/fabric-protos';
import type { Simulator } from '../simulation/simulator.js';
import { QueryIterators } from './query-results.js';

/** A key as one valid transaction left it. */
export type KeyModification = {
  readonly txId: string;
  readonly value: Uint8Array | undefined;
  readonly timestamp: { readonly seconds: number; readonly nanos: number } | undefined;
};

export type Call = {
  readonly channel: string;
  readonly txId: string;
  /** Namespace that the call reads and writes: the name of the definition. */
  readonly namespace: string;
  readonly input: peer.ChaincodeInput;
  readonly isInit: boolean;
  readonly signedProposal: peer.SignedProposal;
  readonly simulator: Simulator;
  /** The key's past, newest first. */
  readonly history: (key: string) => AsyncIterable<KeyModification>;
  /** Calls another chaincode in the same simulation; resolves to its COMPLETED or ERROR message. */
  readonly invokeOther: (name: string, input: peer.ChaincodeInput) => Promise<peer.ChaincodeMessage>;
};

/** A call that is running: its iterators, and whoever waits for its end. */
export class OpenCall {
  readonly iterators = new QueryIterators();
  /** One request at a time: the peer drops a second one without a word. */
  isBusy = false;

  constructor(
    readonly call: Call,
    readonly settle: {
      readonly resolve: (message: peer.ChaincodeMessage) => void;
      readonly reject: (error: Error) => void;
    },
  ) {}
}
