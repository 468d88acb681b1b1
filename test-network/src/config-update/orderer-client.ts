/** One organization's admin at its own orderer: `orderer.AtomicBroadcast` by mutual TLS. */
import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { credentials, type ClientDuplexStream } from '@grpc/grpc-js';
import { common, orderer } from '@hyperledger/fabric-protos';
import { requireOrganization } from '../description.js';
import type { Organization, OrganizationKey } from '../description.js';
import { MESSAGE_LIMITS } from '../embedded/wire/limits.js';
import { loadIdentity } from '../identities/identity.js';
import type { SigningIdentity } from '../identities/identity.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { signedEnvelope } from './signed-envelope.js';

const CALL_MS = 15_000;
const { Status, HeaderType } = common;

/** An orderer's answer other than SUCCESS. */
export class BroadcastRefused extends Error {
  override readonly name = 'BroadcastRefused';

  constructor(
    readonly status: number,
    readonly info: string,
  ) {
    super(`status ${status}: ${info}`);
  }

  /** Whether the same envelope may succeed at another orderer or later. */
  get isTemporary(): boolean {
    return this.status === Status.SERVICE_UNAVAILABLE || this.status === Status.NOT_FOUND;
  }
}

export class OrdererClient {
  readonly organization: Organization;
  readonly #client: orderer.AtomicBroadcastClient;
  readonly #admin: SigningIdentity;
  readonly #channel: string;
  readonly #tlsCertHash: Uint8Array;

  private constructor(
    channel: string,
    organization: Organization,
    admin: SigningIdentity,
    tls: { readonly root: Buffer; readonly certificate: Buffer; readonly key: Buffer },
  ) {
    this.organization = organization;
    this.#channel = channel;
    this.#admin = admin;
    this.#tlsCertHash = createHash('sha256').update(new X509Certificate(tls.certificate).raw).digest();
    this.#client = new orderer.AtomicBroadcastClient(
      `${organization.host ?? 'localhost'}:${organization.ports.orderer}`,
      credentials.createSsl(tls.root, tls.key, tls.certificate),
      MESSAGE_LIMITS,
    );
  }

  static async open(network: PreparedNetwork, key: OrganizationKey): Promise<OrdererClient> {
    const { description, layout } = network;
    const { tls } = layout.organization(key).node('admin');
    const [admin, root, certificate, privateKey] = await Promise.all([
      loadIdentity(description, layout, key, 'admin'),
      readFile(tls.root),
      readFile(tls.clientCertificate),
      readFile(tls.clientKey),
    ]);
    const organization = requireOrganization(description, key);
    return new OrdererClient(description.channel, organization, admin, {
      root,
      certificate,
      key: privateKey,
    });
  }

  /**
   * Resolves once this orderer has taken the envelope; it is ordered some time later, or dropped if it crashes.
   *
   * @throws {BroadcastRefused} @throws {Error} When it cannot be reached.
   */
  async broadcast(envelope: common.Envelope): Promise<void> {
    const stream = this.#client.broadcast({ deadline: Date.now() + CALL_MS });
    const response = await firstOf(stream, envelope);
    if (response.getStatus() !== Status.SUCCESS)
      throw new BroadcastRefused(response.getStatus(), response.getInfo());
  }

  /** @param number Of the block, or the newest that this orderer has. */
  async block(number: number | 'newest'): Promise<common.Block> {
    const seek = new orderer.SeekInfo();
    seek.setStart(positionOf(number));
    seek.setStop(positionOf(number));
    seek.setBehavior(orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY);
    const envelope = signedEnvelope(this.#admin, {
      channel: this.#channel,
      type: HeaderType.DELIVER_SEEK_INFO,
      data: seek.serializeBinary(),
      tlsCertHash: this.#tlsCertHash,
    });
    const response = await firstOf(this.#client.deliver({ deadline: Date.now() + CALL_MS }), envelope);
    const block = response.getBlock();
    if (!block) throw new Error(`the orderer delivers no block: status ${response.getStatus()}`);
    return block;
  }

  close(): void {
    this.#client.close();
  }
}

function positionOf(number: number | 'newest'): orderer.SeekPosition {
  const position = new orderer.SeekPosition();
  if (number === 'newest') {
    position.setNewest(new orderer.SeekNewest());
    return position;
  }
  const specified = new orderer.SeekSpecified();
  specified.setNumber(number);
  position.setSpecified(specified);
  return position;
}

/** Sends one envelope and takes one answer; the stream is not used again. */
function firstOf<T>(stream: ClientDuplexStream<common.Envelope, T>, envelope: common.Envelope): Promise<T> {
  return new Promise((resolve, reject) => {
    stream.once('data', (answer: T) => {
      resolve(answer);
      stream.end();
      stream.cancel();
    });
    // Cancelling ends in an error, too; the answer has come by then.
    stream.on('error', reject);
    stream.once('end', () => reject(new Error('the orderer ended the stream without an answer')));
    stream.write(envelope);
  });
}
