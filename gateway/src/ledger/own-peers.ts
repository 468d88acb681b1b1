/**
 * The peers of the own organization: one is used, and left for the next when it does not answer. Peers of others are not
 * among them: which transactions of a block are VALID is each peer's own word, and no organization takes another's.
 *
 * @module
 */
import { status } from '@grpc/grpc-js';
import { type Contract, GatewayError, type Network } from '@hyperledger/fabric-gateway';

import type { PipelineLog } from '../pipeline/log.js';
import { type ConnectedGateway, connectGateway } from './connect-gateway.js';
import type { Connection } from './connection.js';
import { Endorsement } from './endorsement.js';
import type { Endorsers } from './endorsers.js';

export interface OwnPeer {
  readonly address: string;
  readonly connected: ConnectedGateway;
  readonly network: Network;
  readonly contract: Contract;
  readonly endorsement: Endorsement;
}

/** What a peer that is gone, frozen or on its way down looks like from here. */
const AWAY: ReadonlySet<number> = new Set([status.UNAVAILABLE, status.DEADLINE_EXCEEDED]);

export class OwnPeers {
  readonly #peers: readonly OwnPeer[];
  readonly #log: PipelineLog;
  #at = 0;
  #left = new AbortController();

  /** Dials lazily: no peer has to be up yet. */
  constructor(connection: Connection, endorsers: Endorsers, log: PipelineLog) {
    this.#log = log;
    this.#peers = connection.peers.map(({ address }) => peerAt(address, connection, endorsers, log));
  }

  get current(): OwnPeer {
    const peer = this.#peers[this.#at];
    if (peer === undefined) throw new Error('the connection names no peer');
    return peer;
  }

  /** Aborts when the current peer is left. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  /** Every peer is tried once before silence is the answer; whatever is done must be safe to do again. */
  async use<T>(action: (peer: OwnPeer) => Promise<T>): Promise<T> {
    for (let others = this.#peers.length - 1; ; others -= 1) {
      const peer = this.current;
      try {
        return await action(peer);
      } catch (error) {
        if (others === 0 || !isAway(error)) throw error;
        this.leave(peer);
      }
    }
  }

  /** On to the next, unless somebody did so already or there is no other. */
  leave(peer: OwnPeer): void {
    if (this.#peers.length === 1 || peer !== this.current) return;
    this.#at = (this.#at + 1) % this.#peers.length;
    this.#log.warn({ peer: peer.address, next: this.current.address }, 'a peer of ours does not answer');
    const left = this.#left;
    this.#left = new AbortController();
    left.abort();
  }

  close(): void {
    for (const { connected } of this.#peers) connected.close();
  }
}

function peerAt(address: string, connection: Connection, endorsers: Endorsers, log: PipelineLog): OwnPeer {
  const connected = connectGateway(connection, address);
  const network = connected.gateway.getNetwork(connection.channel);
  const contract = network.getContract(connection.namespace);
  const endorsement = new Endorsement({
    contract,
    gateway: connected.gateway,
    endorsers,
    organizations: connection.endorsers,
    log,
  });
  return { address, connected, network, contract, endorsement };
}

/** The peer itself is meant, not one that it asked for us: those are named in details. */
function isAway(error: unknown): boolean {
  const fault = error instanceof GatewayError ? error : (error as { cause?: unknown } | null)?.cause;
  return fault instanceof GatewayError && AWAY.has(fault.code) && fault.details.length === 0;
}
