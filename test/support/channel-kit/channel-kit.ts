/**
 * Full bundles out of nothing: orderers of four organizations, a chain of configurations, blocks that a quorum signed,
 * and a batch that was anchored in one of them. Made with Fabric's own message classes, never with the reader that
 * judges them. An honest network unless bent; every part, message, byte and signature can be.
 *
 * @module
 */
import { common } from '@hyperledger/fabric-protos';
import { type HexHash, type JsonObject, canonicalJson } from '@chopmark/core';
import type { Bundle, BundleBlock, BundleConfigurationBlock } from '@chopmark/core/verify';
import {
  BATCH_KEY,
  MSP_IDS,
  type Place,
  ProofBatch,
  ProofKit,
  SERIES,
  type StatementOptions,
  invoice,
  sha256,
} from '../proof-kit.js';
import { type Finish, serializedIdentity, transactionIdOf } from '../proposal-kit.js';
import { randomBytes } from '../randomness.js';
import { type Identity, signLowS } from '../test-authority.js';
import {
  type ChannelState,
  type ConfigurationMessage,
  type KitConsenter,
  configEnvelopeOf,
  quorumOf,
} from './channel-state.js';
import {
  type BlockMessage,
  type BlockSigner,
  type HeaderFields,
  dataHashOf,
  headerDer,
  ordererMetadata,
} from './kit-block.js';
import { type TransactionMessage, type TransactionOptions, buildTransaction } from './kit-transaction.js';

export const CHANNEL_NAME = 'chopmark-test';
/** Where the batch stands unless told otherwise. */
export const PLACE: Place = { block: 12, position: 3 };
const ENVELOPES_AFTER = 2;

/** Hooks for one kind of messages: before they are serialized, and their bytes before they are embedded. */
export interface Bend<Name extends string> {
  readonly message?: (name: Name, message: any) => void; // eslint-disable-line @typescript-eslint/no-explicit-any -- Fabric's classes by name
  readonly bytes?: (name: Name, bytes: Uint8Array) => Uint8Array;
}

export interface ConfigurationOptions extends Bend<ConfigurationMessage> {
  /** Number of the block. */
  readonly block: number;
  readonly state: ChannelState;
  /** Default: the first orderers that make a quorum of the configuration before. */
  readonly signers?: readonly BlockSigner[];
  /** Default: its own number. */
  readonly lastConfig?: number;
  readonly header?: (fields: HeaderFields) => HeaderFields;
  readonly der?: (der: Buffer) => Uint8Array;
  readonly orderers?: Bend<BlockMessage>;
  readonly signature?: (signature: Buffer, at: number) => Uint8Array;
}

export interface BlockOptions extends Bend<BlockMessage> {
  readonly block?: number;
  /** Default: the first orderers that make a quorum. */
  readonly signers?: readonly BlockSigner[];
  /** Default: number of the newest configuration block. */
  readonly lastConfig?: number;
  /** Envelopes around the transaction. */
  readonly before?: readonly Uint8Array[];
  readonly after?: readonly Uint8Array[];
  readonly header?: (fields: HeaderFields) => HeaderFields;
  readonly der?: (der: Buffer) => Uint8Array;
  readonly signature?: (signature: Buffer, at: number) => Uint8Array;
}

export interface FullOptions {
  readonly hidden?: Iterable<string>;
  readonly statement?: StatementOptions;
  readonly transaction?: Partial<Omit<TransactionOptions, 'finish'>> & Bend<TransactionMessage>;
  readonly block?: BlockOptions;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A configuration block of a kit, with what it says. */
export interface KitConfiguration {
  readonly block: number;
  readonly state: ChannelState;
  readonly part: BundleConfigurationBlock;
}

export class ChannelKit {
  private constructor(
    readonly kit: ProofKit,
    /** Of the genesis configuration, ids from 1 in the order of `MSP_IDS`. */
    readonly orderers: readonly KitConsenter[],
    /** Genesis first. */
    readonly configurations: readonly KitConfiguration[],
  ) {}

  /**
   * @param changes Configuration blocks after the genesis block; default: two that change nothing, in blocks 4 and 9.
   * @param genesis Changes the first configuration.
   */
  static async create(
    changes: readonly {
      readonly block: number;
      readonly change?: (state: ChannelState) => ChannelState;
    }[] = [{ block: 4 }, { block: 9 }],
    genesis: (state: ChannelState) => ChannelState = (state) => state,
  ): Promise<ChannelKit> {
    const kit = await ProofKit.create();
    const orderers: KitConsenter[] = [];
    for (const [at, mspId] of MSP_IDS.entries())
      orderers.push({ id: at + 1, identity: await kit.authorities[mspId].issue('orderer') });
    const state = genesis({
      channel: CHANNEL_NAME,
      sequence: 0,
      consenters: orderers,
      organizations: MSP_IDS.map((mspId) => ({ mspId, roots: [kit.authorities[mspId].rootPem] })),
    });
    let made = ChannelKit.withGenesis(kit, orderers, { block: 0, state });
    for (const { block, change } of changes) made = made.configured(block, change);
    return made;
  }

  /** A channel that begins with this block. */
  static withGenesis(
    kit: ProofKit,
    orderers: readonly KitConsenter[],
    options: ConfigurationOptions,
  ): ChannelKit {
    const genesis = configurationBlock(options, undefined);
    const network = sha256(Buffer.from(genesis.part.header, 'base64')).toString('hex') as HexHash;
    return new ChannelKit(kit.on(network, options.state.channel), orderers, [genesis]);
  }

  /** The same channel with one configuration block more. */
  configured(
    block: number,
    change: (state: ChannelState) => ChannelState = (state) => state,
    bent: Partial<ConfigurationOptions> = {},
  ): ChannelKit {
    const before = this.newest;
    const state = change({ ...before.state, sequence: before.state.sequence + 1 });
    const made = configurationBlock({ block, state, ...bent }, before);
    return new ChannelKit(this.kit, this.orderers, [...this.configurations, made]);
  }

  get newest(): KitConfiguration {
    return this.configurations[this.configurations.length - 1]!;
  }

  /** A batch that one transaction anchored. */
  batch(
    documents: readonly JsonObject[] = [invoice(), invoice({ drawer: '另一位' }), invoice({ remark: 'x' })],
    place = PLACE,
  ): FullBatch {
    return new FullBatch(this, documents, place);
  }
}

/** One recorded batch with its documents, the transaction that anchored it and the block that holds it. */
export class FullBatch extends ProofBatch {
  /** Of the transaction: its identifier stands in the record. */
  readonly nonce: Buffer;

  constructor(
    readonly channel: ChannelKit,
    documents: readonly JsonObject[],
    readonly place: Place,
  ) {
    const nonce = randomBytes(24);
    super(channel.kit, documents, { txId: transactionIdOf(channel.kit.client, nonce), recorded: place });
    this.nonce = nonce;
  }

  full(index = 1, options: FullOptions = {}): Bundle {
    const envelope = this.envelope(options.transaction);
    return {
      ...this.bundle(index, { ...options.statement, hidden: options.hidden ?? 'none' }),
      transaction: { envelope: base64(envelope) },
      block: this.block(envelope, options.block),
      configuration: this.channel.configurations.map(({ part }) => part),
    };
  }

  /** common.Envelope of the anchoring transaction. */
  envelope(bent: FullOptions['transaction'] = {}): Uint8Array {
    const { kit } = this.channel;
    return buildTransaction({
      client: kit.client,
      endorsers: kit.signers(2),
      channel: kit.channel,
      chaincode: 'tax',
      args: ['anchor', SERIES, '7', '41', 'root']
        .map((text) => Buffer.from(text))
        .concat(Buffer.concat(this.hashes)),
      nonce: this.nonce,
      time: '2026-11-20T07:59:01Z',
      reads: [[BATCH_KEY, undefined]],
      lifecycle: [['namespaces/fields/tax/Sequence', { block: 5, position: 0 }]],
      writes: [{ key: BATCH_KEY, value: Buffer.from(canonicalJson(this.record)) }],
      status: 200,
      ...bent,
      finish: finisher(bent),
    });
  }

  /** The block around an envelope; neighbours are small envelopes of the same client. */
  block(envelope: Uint8Array, bent: BlockOptions = {}): BundleBlock {
    const { client } = this.channel.kit;
    const neighbours = (count: number, from: number): Uint8Array[] =>
      Array.from({ length: count }, (_, at) => neighbour(client, from + at));
    const before = bent.before ?? neighbours(this.place.position, 0);
    const after = bent.after ?? neighbours(ENVELOPES_AFTER, this.place.position);
    const { newest } = this.channel;
    const fields = {
      number: BigInt(bent.block ?? this.place.block),
      previousHash: sha256(Buffer.from('the block before')),
      dataHash: dataHashOf([...before, envelope, ...after]),
    };
    const header = derOf(fields, bent);
    return {
      header: base64(header),
      before: before.map(base64),
      after: after.map(base64),
      orderers: base64(
        ordererMetadata({
          signers: bent.signers ?? quorum(newest.state),
          lastConfig: bent.lastConfig ?? newest.block,
          header,
          finish: finisher(bent),
          ...(bent.signature ? { signature: bent.signature } : {}),
        }),
      ),
    };
  }
}

function configurationBlock(
  options: ConfigurationOptions,
  before: KitConfiguration | undefined,
): KitConfiguration {
  const { block, state } = options;
  const envelope = configurationEnvelope(options);
  const fields = {
    number: BigInt(block),
    previousHash: before ? sha256(Buffer.from('the block before')) : new Uint8Array(0),
    dataHash: dataHashOf([envelope]),
  };
  const header = derOf(fields, options);
  const part = { header: base64(header), envelope: base64(envelope) };
  if (!before) return { block, state, part };
  const orderers = ordererMetadata({
    signers: options.signers ?? quorum(before.state),
    lastConfig: options.lastConfig ?? block,
    header,
    finish: finisher(options.orderers ?? {}),
    ...(options.signature ? { signature: options.signature } : {}),
  });
  return { block, state, part: { ...part, orderers: base64(orderers) } };
}

function configurationEnvelope(options: ConfigurationOptions): Uint8Array {
  const finish: Finish<ConfigurationMessage> = finisher(options);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG);
  channelHeader.setChannelId(options.state.channel);
  const header = new common.Header();
  header.setChannelHeader(finish('ConfigChannelHeader', channelHeader));
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setNonce(randomBytes(24));
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(configEnvelopeOf(options.state, finish));
  const envelope = new common.Envelope();
  envelope.setPayload(finish('ConfigPayload', payload));
  if (options.block > 0) envelope.setSignature(Buffer.from('of an orderer'));
  return envelope.serializeBinary();
}

/** The first consenters that make a quorum. */
export function quorum({ consenters }: ChannelState): readonly KitConsenter[] {
  return consenters.slice(0, quorumOf(consenters.length));
}

function derOf(fields: HeaderFields, { header, der }: Pick<BlockOptions, 'header' | 'der'>): Uint8Array {
  const bytes = headerDer(header?.(fields) ?? fields);
  return der?.(bytes) ?? bytes;
}

function finisher<Name extends string>({ message: bend, bytes: change }: Bend<Name>): Finish<Name> {
  return (name, message) => {
    bend?.(name, message);
    const bytes = message.serializeBinary();
    return change?.(name, bytes) ?? bytes;
  };
}

/** Some other envelope of the block. */
export function neighbour(client: Identity, number: number): Uint8Array {
  const envelope = new common.Envelope();
  const payload = new common.Payload();
  const header = new common.Header();
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(serializedIdentity(client).serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  payload.setHeader(header);
  payload.setData(Buffer.from(`neighbour ${number}`));
  envelope.setPayload(payload.serializeBinary());
  envelope.setSignature(signLowS(client.privateKey, envelope.getPayload_asU8()));
  return envelope.serializeBinary();
}
