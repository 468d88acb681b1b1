/**
 * The peer's end of one chaincode stream (fabric.md sections 4.2 to 4.4): the peer dials the server, the server
 * registers with the package id that is expected, and then any number of calls share the stream, told apart by channel
 * and transaction id.
 */
import { credentials, type ClientDuplexStream } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { tryParse } from '../blocks/block.js';
import { MESSAGE_LIMITS } from '../wire/limits.js';
import { OpenCall, type Call } from './invocation.js';
import type { PackageContent, ServerConnection } from './package-reader.js';
import { answerTo } from './state-requests.js';

const { ChaincodeMessage } = peer;
const { Type } = ChaincodeMessage;

export const STREAM_TERMINATED = 'chaincode stream terminated';
export const EXECUTION_TIMEOUT = 'timeout expired while executing transaction';

type Message = peer.ChaincodeMessage;
type MessageType = Parameters<Message['setType']>[0];

export class ChaincodeStream {
  readonly #client: InstanceType<typeof peer.ChaincodeClient>;
  readonly #stream: ClientDuplexStream<Message, Message>;
  readonly #calls = new Map<string, OpenCall>();
  readonly #packageId: string;
  #ready: { resolve: () => void; reject: (error: Error) => void } | undefined;
  #ended = false;
  #onEnd: () => void = () => undefined;
  /** Resolves when the stream is gone, for whatever reason. */
  readonly ended = new Promise<void>((resolve) => (this.#onEnd = resolve));

  private constructor(packageId: string, client: InstanceType<typeof peer.ChaincodeClient>) {
    this.#packageId = packageId;
    this.#client = client;
    this.#stream = client.connect();
    this.#stream.on('data', (message: Message) => this.#receive(message));
    this.#stream.on('error', () => this.#end());
    this.#stream.on('end', () => this.#end());
    this.#stream.on('close', () => this.#end());
  }

  /** Dials the server and waits until it has registered. @throws {Error} When it cannot be reached, or is another chaincode. */
  static async open({ packageId, connection }: PackageContent): Promise<ChaincodeStream> {
    const client = new peer.ChaincodeClient(connection.address, credentialsOf(connection), {
      ...MESSAGE_LIMITS,
      // A server that comes back is dialled at once, not after a back-off.
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 500,
      'grpc.use_local_subchannel_pool': 1,
      ...serverName(connection),
    });
    try {
      await whenReachable(client, packageId, connection);
      const stream = new ChaincodeStream(packageId, client);
      await stream.#registered(connection.dialTimeoutMs);
      return stream;
    } catch (error) {
      client.close();
      throw error;
    }
  }

  #registered(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.close();
        reject(new Error(`timeout expired while starting chaincode ${this.#packageId} for transaction`));
      }, timeoutMs);
      this.#ready = {
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
    });
  }

  /**
   * @param timeoutMs The call is given up after it (`chaincode.executetimeout`).
   * @returns The chaincode's last word: COMPLETED or ERROR.
   */
  async execute(call: Call, timeoutMs: number): Promise<Message> {
    const id = `${call.channel}\0${call.txId}`;
    if (this.#calls.has(id)) throw new Error(`txid: ${call.txId}(${call.channel}) exists`);
    if (this.#ended) throw new Error(STREAM_TERMINATED);
    const outcome = new Promise<Message>((resolve, reject) =>
      this.#calls.set(id, new OpenCall(call, { resolve, reject })),
    );
    const timer = setTimeout(
      () => this.#calls.get(id)?.settle.reject(new Error(EXECUTION_TIMEOUT)),
      timeoutMs,
    );
    try {
      const message = messageOf(
        call.isInit ? Type.INIT : Type.TRANSACTION,
        call.channel,
        call.txId,
        call.input.serializeBinary(),
      );
      message.setProposal(call.signedProposal);
      this.#send(message);
      return await outcome;
    } finally {
      clearTimeout(timer);
      const open = this.#calls.get(id);
      this.#calls.delete(id);
      await open?.iterators.closeAll();
    }
  }

  close(): void {
    this.#stream.cancel();
    this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#ready?.reject(
      new Error(`chaincode registration failed: connection to ${this.#packageId} terminated`),
    );
    for (const { settle } of this.#calls.values()) settle.reject(new Error(STREAM_TERMINATED));
    this.#client.close();
    this.#onEnd();
  }

  #send(message: Message): void {
    if (!this.#ended) this.#stream.write(message);
  }

  #receive(message: Message): void {
    if (this.#ready) {
      this.#register(message);
      return;
    }
    const type = message.getType();
    if (type === Type.COMPLETED || type === Type.ERROR) {
      this.#calls.get(idOf(message))?.settle.resolve(message);
    } else if (answerTo(type)) {
      void this.#answer(message);
    } else if (type !== Type.KEEPALIVE) {
      this.close();
    }
  }

  /** REGISTER with the id that was dialled, and nothing else before it. */
  #register(message: Message): void {
    const ready = this.#ready;
    const name = tryParse(() => peer.ChaincodeID.deserializeBinary(message.getPayload_asU8()))?.getName();
    if (message.getType() !== Type.REGISTER || name !== this.#packageId) {
      this.close();
      return;
    }
    this.#ready = undefined;
    this.#send(messageOf(Type.REGISTERED, '', '', new Uint8Array()));
    const parameters = new peer.ChaincodeAdditionalParams();
    parameters.setUseWriteBatch(true);
    parameters.setMaxSizeWriteBatch(1000);
    parameters.setUseGetMultipleKeys(true);
    parameters.setMaxSizeGetMultipleKeys(1000);
    this.#send(messageOf(Type.READY, '', '', parameters.serializeBinary()));
    ready?.resolve();
  }

  async #answer(message: Message): Promise<void> {
    const open = this.#calls.get(idOf(message));
    const [channel, txId] = [message.getChannelId(), message.getTxid()];
    if (open?.isBusy === true) return;
    if (open) open.isBusy = true;
    try {
      if (!open) throw new Error('no ledger context');
      const payload = await answerTo(message.getType())?.(message.getPayload_asU8(), open);
      open.isBusy = false;
      this.#send(messageOf(Type.RESPONSE, channel, txId, payload ?? new Uint8Array()));
    } catch (error) {
      if (open) open.isBusy = false;
      const cause = error instanceof Error ? error.message : String(error);
      const text = `${nameOfType(message.getType())} failed: transaction ID: ${txId}: ${cause}`;
      this.#send(messageOf(Type.ERROR, channel, txId, Buffer.from(text)));
    }
  }
}

function idOf(message: Message): string {
  return `${message.getChannelId()}\0${message.getTxid()}`;
}

function messageOf(type: MessageType, channel: string, txId: string, payload: Uint8Array): Message {
  const message = new ChaincodeMessage();
  message.setType(type);
  message.setChannelId(channel);
  message.setTxid(txId);
  message.setPayload(payload);
  return message;
}

function nameOfType(type: number): string {
  return Object.entries(Type).find(([, value]) => value === type)?.[0] ?? String(type);
}

/** Node sends no IP address as TLS server name; a server on this machine also answers to its name. */
function serverName({ address, tls }: ServerConnection): Record<string, string> {
  return tls && address.startsWith('127.') ? { 'grpc.ssl_target_name_override': 'localhost' } : {};
}

function credentialsOf({ tls }: ServerConnection): ReturnType<typeof credentials.createInsecure> {
  if (!tls) return credentials.createInsecure();
  const client = tls.client;
  return client
    ? credentials.createSsl(
        Buffer.from(tls.rootCert),
        Buffer.from(client.key),
        Buffer.from(client.certificate),
      )
    : credentials.createSsl(Buffer.from(tls.rootCert));
}

function whenReachable(
  client: InstanceType<typeof peer.ChaincodeClient>,
  packageId: string,
  { dialTimeoutMs }: ServerConnection,
): Promise<void> {
  return new Promise((resolve, reject) => {
    client.waitForReady(Date.now() + dialTimeoutMs, (error) => {
      if (!error) resolve();
      else
        reject(
          new Error(
            `connection to ${packageId} failed: error cannot create connection for ${packageId}: error creating grpc connection to ${client.getChannel().getTarget()}: ${error.message}`,
          ),
        );
    });
  });
}
