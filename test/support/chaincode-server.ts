/**
 * The deployed bundle in a process of its own, and the peer's end of its stream: what Fabric does with a
 * chaincode that runs as a service (handshake, transactions, state requests), for one call at a time.
 *
 * @module
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, credentials, type ClientDuplexStream } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { CHANNEL, signedProposalOf, type Proposal } from './chaincode-proposal.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = join(ROOT, 'node_modules', 'fabric-shim', 'cli.js');
const ANSWERS_WITHIN_MS = 20_000;

/** A package as a peer's owner unpacks it: bundle, package.json, dependencies. */
export class DeployedBundle {
  readonly #servers: ServerProcess[] = [];
  readonly folder = mkdtempSync(join(tmpdir(), 'chopmark-chaincode-'));
  readonly file = join(this.folder, 'index.js');

  static async build(): Promise<DeployedBundle> {
    const deployed = new DeployedBundle();
    await promisify(execFile)(process.execPath, [
      join(ROOT, 'scripts', 'bundle-chaincode.mjs'),
      deployed.file,
    ]);
    copyFileSync(join(ROOT, 'chaincode', 'deploy', 'package.json'), join(deployed.folder, 'package.json'));
    mkdirSync(join(deployed.folder, 'node_modules'));
    for (const name of ['fabric-contract-api', 'fabric-shim']) {
      symlinkSync(join(ROOT, 'node_modules', name), join(deployed.folder, 'node_modules', name), 'dir');
    }
    return deployed;
  }

  get digest(): string {
    return createHash('sha256').update(readFileSync(this.file)).digest('hex');
  }

  /** Starts the server; its environment is what is given and nothing else. */
  start(port: number, packageId: string, env: Readonly<Record<string, string>>): ServerProcess {
    const args = [CLI, 'server', `--chaincode-address=127.0.0.1:${port}`, `--chaincode-id=${packageId}`];
    const server = new ServerProcess(spawn(process.execPath, args, { cwd: this.folder, env, stdio: 'pipe' }));
    this.#servers.push(server);
    return server;
  }

  /** Ends what a failed test has left running, and takes the files away. */
  async remove(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class ServerProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  /** All it has said on both outputs. */
  said = '';

  constructor(child: ChildProcess) {
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    }
    this.ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  }

  /** Also right for one that has ended. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }
}

export interface Answer {
  readonly status: number;
  readonly message: string;
  readonly payload: string;
  readonly event: string | undefined;
  readonly writes: ReadonlyMap<string, Buffer>;
}

const TYPE = peer.ChaincodeMessage.Type;

/** The peer's end of one stream. */
export class ChaincodePeer {
  readonly #client: Client;
  readonly #stream: ClientDuplexStream<peer.ChaincodeMessage, peer.ChaincodeMessage>;
  readonly #inbox: peer.ChaincodeMessage[] = [];
  #wake: () => void = () => undefined;
  #failure: Error | undefined;

  private constructor(client: Client) {
    this.#client = client;
    // Not the generated client: its instanceof fails when two copies of fabric-protos share jspb's global namespace.
    this.#stream = client.makeBidiStreamRequest(
      '/protos.Chaincode/Connect',
      (message: peer.ChaincodeMessage) => Buffer.from(message.serializeBinary()),
      (bytes) => peer.ChaincodeMessage.deserializeBinary(bytes),
    );
    this.#stream.on('data', (message: peer.ChaincodeMessage) => {
      this.#inbox.push(message);
      this.#wake();
    });
    this.#stream.on('error', (error) => {
      this.#failure = error;
      this.#wake();
    });
  }

  /** Dials, takes the registration and says that all is ready. @returns The peer and the package id it was told. */
  static async connect(port: number): Promise<{ readonly peer: ChaincodePeer; readonly packageId: string }> {
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
    });
    await promisify(client.waitForReady.bind(client))(Date.now() + ANSWERS_WITHIN_MS);
    const dialled = new ChaincodePeer(client);
    const register = await dialled.#next();
    if (register.getType() !== TYPE.REGISTER) throw new Error(`said ${register.getType()} before REGISTER`);
    dialled.#send(TYPE.REGISTERED, new Uint8Array());
    dialled.#send(TYPE.READY, new Uint8Array());
    return {
      peer: dialled,
      packageId: peer.ChaincodeID.deserializeBinary(register.getPayload_asU8()).getName(),
    };
  }

  /** One transaction over the given state, which it does not change. */
  async invoke(proposal: Proposal, state: ReadonlyMap<string, Buffer>): Promise<Answer> {
    const { txId, input, signedProposal } = signedProposalOf(proposal, proposal.namespace ?? 'tax');
    this.#send(TYPE.TRANSACTION, input.serializeBinary(), txId, signedProposal);
    const writes = new Map<string, Buffer>();
    for (;;) {
      const message = await this.#next();
      const payload = message.getPayload_asU8();
      switch (message.getType()) {
        case TYPE.GET_STATE:
          this.#send(
            TYPE.RESPONSE,
            state.get(peer.GetState.deserializeBinary(payload).getKey()) ?? new Uint8Array(),
            txId,
          );
          break;
        case TYPE.PUT_STATE: {
          const put = peer.PutState.deserializeBinary(payload);
          writes.set(put.getKey(), Buffer.from(put.getValue_asU8()));
          this.#send(TYPE.RESPONSE, new Uint8Array(), txId);
          break;
        }
        case TYPE.COMPLETED: {
          const response = peer.Response.deserializeBinary(payload);
          return {
            status: response.getStatus(),
            message: response.getMessage(),
            payload: Buffer.from(response.getPayload_asU8()).toString('utf8'),
            event: message.getChaincodeEvent()?.getEventName(),
            writes,
          };
        }
        default:
          throw new Error(
            `unexpected message ${message.getType()}: ${Buffer.from(payload).toString('utf8')}`,
          );
      }
    }
  }

  close(): void {
    this.#stream.end();
    this.#client.close();
  }

  #send(
    type: peer.ChaincodeMessage.TypeMap[keyof peer.ChaincodeMessage.TypeMap],
    payload: Uint8Array,
    txId = '',
    proposal?: peer.SignedProposal,
  ): void {
    const message = new peer.ChaincodeMessage();
    message.setType(type);
    message.setPayload(payload);
    message.setTxid(txId);
    message.setChannelId(CHANNEL);
    if (proposal) message.setProposal(proposal);
    this.#stream.write(message);
  }

  async #next(): Promise<peer.ChaincodeMessage> {
    while (this.#inbox.length === 0) {
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#inbox.shift()!;
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
