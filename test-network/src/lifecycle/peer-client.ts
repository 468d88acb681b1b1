/** One organization's admin (or gateway identity) at its own peer: the gateway service, and the bare endorser. */
import { readFile } from 'node:fs/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, GatewayError, hash } from '@hyperledger/fabric-gateway';
import type { Contract, Gateway, ProposalOptions } from '@hyperledger/fabric-gateway';
import { peer } from '@hyperledger/fabric-protos';
import type { Organization, OrganizationKey } from '../description.js';
import { requireOrganization } from '../description.js';
import type { SigningIdentity } from '../identities/identity.js';
import { loadIdentity } from '../identities/identity.js';
import { NetworkError } from '../network-error.js';
import type { NetworkErrorCode } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { signedProposal } from './proposal.js';
import type { Invocation } from './proposal.js';
import { submit } from './submit.js';

const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;
/** Longer than the peers' own limits (30 s), so that their reason arrives. */
const CALL_MS = 60_000;
const OK = 200;

export class PeerClient {
  readonly organization: Organization;
  readonly identity: SigningIdentity;
  readonly #endorser: peer.EndorserClient;
  readonly #client: Client;
  readonly #gateway: Gateway;
  readonly #channel: string;

  private constructor(
    network: PreparedNetwork,
    organization: Organization,
    identity: SigningIdentity,
    roots: Buffer,
  ) {
    const address = `localhost:${organization.ports.peer}`;
    const options = {
      'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
      'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    };
    this.organization = organization;
    this.identity = identity;
    this.#channel = network.description.channel;
    this.#endorser = new peer.EndorserClient(address, credentials.createSsl(roots), options);
    this.#client = new Client(address, credentials.createSsl(roots), options);
    const deadline = (): { deadline: number } => ({ deadline: Date.now() + CALL_MS });
    this.#gateway = connect({
      client: this.#client,
      identity: { mspId: identity.mspId, credentials: Buffer.from(identity.certificatePem) },
      signer: (message) => Promise.resolve(identity.sign(message)),
      hash: hash.none,
      evaluateOptions: deadline,
      endorseOptions: deadline,
      submitOptions: deadline,
      commitStatusOptions: deadline,
    });
  }

  static async open(
    network: PreparedNetwork,
    key: OrganizationKey,
    node: 'admin' | 'gateway' = 'admin',
  ): Promise<PeerClient> {
    const organization = requireOrganization(network.description, key);
    const [identity, roots] = await Promise.all([
      loadIdentity(network.description, network.layout, key, node),
      readFile(network.layout.organization(key).tlsca.certificate),
    ]);
    return new PeerClient(network, organization, identity, roots);
  }

  contract(name: string): Contract {
    return this.#gateway.getNetwork(this.#channel).getContract(name);
  }

  /**
   * Has a transaction ordered and follows it to its end; see `submit`.
   *
   * @throws {GatewayError} @throws {CommitError}
   */
  submit(contract: string, name: string, options: ProposalOptions): Promise<Uint8Array> {
    const { identity } = this;
    return submit({ gateway: this.#gateway, identity, channel: this.#channel, contract }, name, options);
  }

  /**
   * Asks this peer alone, outside the gateway service.
   *
   * @returns Payload of the response.
   * @throws {Error} With the peer's text when its status is not 200, or it cannot be reached.
   */
  async propose(invocation: Invocation): Promise<Uint8Array> {
    const answer = await new Promise<peer.ProposalResponse>((resolve, reject) => {
      this.#endorser.processProposal(
        signedProposal(this.identity, invocation),
        { deadline: Date.now() + CALL_MS },
        (error, response) => (response ? resolve(response) : reject(error ?? new Error('no answer'))),
      );
    });
    const response = answer.getResponse();
    if (response?.getStatus() !== OK)
      throw new Error(response?.getMessage() ?? 'the peer answered without a response');
    return response.getPayload_asU8();
  }

  close(): void {
    this.#gateway.close();
    this.#client.close();
    this.#endorser.close();
  }
}

/** The reason that "see attached details" hides, one clause for each endorser. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof GatewayError) || error.details.length === 0) {
    return error instanceof Error ? error.message : String(error);
  }
  return error.details.map(({ mspId, message }) => `${mspId}: ${message}`).join('; ');
}

/** Gives a failure of the network its code and says what was being done. */
export async function during<T>(code: NetworkErrorCode, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NetworkError) throw error;
    throw new NetworkError(code, `${what}: ${reasonOf(error)}`, { cause: error });
  }
}
