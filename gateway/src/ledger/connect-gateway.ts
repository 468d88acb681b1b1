/** One connection to a peer of the own organization, set up as Fabric's gateway service needs it. */
import { type CallOptions, Client, credentials } from '@grpc/grpc-js';
import { connect, type Gateway, hash } from '@hyperledger/fabric-gateway';

import type { Connection } from './connection.js';
import { createSigner, type MessageSigner } from './signer.js';

/** Above the peer's own 30 s, so that its answer is heard. */
const DEADLINE_MS = 35_000;
const COMMIT_DEADLINE_MS = 60_000;
const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;
/** A peer cuts off clients that ping more often than once a minute. */
const KEEPALIVE_MS = 120_000;
const KEEPALIVE_TIMEOUT_MS = 20_000;
/** A peer that came back is found within a second, not after grpc's two minutes. */
const FIRST_RECONNECT_MS = 100;
const LONGEST_RECONNECT_MS = 1_000;

export interface ConnectedGateway {
  readonly gateway: Gateway;
  readonly sign: MessageSigner;
  close(): void;
}

const deadline = (ms: number) => (): CallOptions => ({ deadline: Date.now() + ms });

/**
 * Dials lazily: the peer does not have to be up yet.
 *
 * @param address Of one of its peers; absent: the first.
 */
export function connectGateway(
  connection: Connection,
  address = connection.peers[0]?.address,
): ConnectedGateway {
  if (address === undefined) throw new Error('the connection names no peer');
  const sign = createSigner(connection.privateKeyPem);
  const client = new Client(address, credentials.createSsl(connection.tlsRootsPem), {
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    'grpc.keepalive_time_ms': KEEPALIVE_MS,
    'grpc.keepalive_timeout_ms': KEEPALIVE_TIMEOUT_MS,
    'grpc.initial_reconnect_backoff_ms': FIRST_RECONNECT_MS,
    'grpc.max_reconnect_backoff_ms': LONGEST_RECONNECT_MS,
  });
  const gateway = connect({
    client,
    identity: { mspId: connection.mspId, credentials: connection.certificatePem },
    // The signer takes whole messages: hashing is part of its one call.
    hash: hash.none,
    signer: (message) => Promise.resolve(sign(message)),
    evaluateOptions: deadline(DEADLINE_MS),
    endorseOptions: deadline(DEADLINE_MS),
    submitOptions: deadline(DEADLINE_MS),
    commitStatusOptions: deadline(COMMIT_DEADLINE_MS),
  });
  return {
    gateway,
    sign,
    close: () => {
      gateway.close();
      client.close();
    },
  };
}
