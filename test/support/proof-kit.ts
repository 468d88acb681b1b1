/**
 * Complete proofs out of nothing: own authorities, proposals, answers and endorsements, made with Fabric's own
 * message classes and node:crypto, never with the reader that judges them. Every part can be bent on the way.
 *
 * @module
 */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { ledger, peer } from '@hyperledger/fabric-protos';
import {
  type DisclosedDocument,
  type HexHash,
  type JsonObject,
  type SealedDocument,
  batchTree,
  canonicalJson,
  disclose,
  kindOf,
  sealDocument,
} from '@chopmark/core';
import type { Bundle, BundleStatement, TrustProfile } from '@chopmark/core/verify';
import { type Identity, TestAuthority, signLowS } from './test-authority.js';
import { nodeCrypto } from './node-crypto.js';
import {
  type Finish,
  type MessageName,
  type ProposalParts,
  buildProposal,
  serializedIdentity,
  sha256,
} from './proposal-kit.js';
import { randomBytes } from './randomness.js';

export const NETWORK = createHash('sha256').update('proof kit').digest('hex') as HexHash;
export const CHANNEL = 'chopmark-test';
export const CLOCK = '2026-11-20T08:00:00Z';
/** Ten minutes after the statement. */
export const NOW = new Date('2026-11-20T08:10:00Z');
export const SERIES = '26001-main';
const BUNDLE_DIGEST = 'ab'.repeat(32) as HexHash;
const DEFINITION = { block: 5, position: 0 };
const RECORDED = { block: 12, position: 3 };

export const MSP_IDS = ['TaxMSP', 'AffairsMSP', 'CourtMSP', 'OperatorMSP'] as const;
export type MspId = (typeof MSP_IDS)[number];

export { sha256 };

/** An invoice of the sandbox; overrides are top-level members. */
export function invoice(overrides: JsonObject = {}): JsonObject {
  return {
    issuedOn: '2026-11-20',
    currency: 'CNY',
    letter: 'blue',
    totalNet: '100.00',
    totalTax: '13.00',
    totalGross: '113.00',
    vatKind: 'special',
    seller: { name: '沙盒测试甲有限公司', taxId: '91000000MA0000000A' },
    buyer: { name: '沙盒测试乙有限公司', taxId: '91000000MA0000001B' },
    lines: [{ name: '*软件*测试服务', net: '100.00', rate: '0.13', tax: '13.00', kind: 'normal' }],
    drawer: '测试员',
    renderer: { id: 'chopmark-invoice', version: '1' },
    ...overrides,
  };
}

/** What goes into one statement; every member bends one part of it. */
export interface StatementOptions {
  readonly signers?: readonly Identity[];
  readonly channel?: string;
  readonly args?: readonly Uint8Array[];
  /** Changes a message before it is serialized; `name` tells which. */
  readonly message?: (name: MessageName, message: any) => void; // eslint-disable-line @typescript-eslint/no-explicit-any -- Fabric's classes by name
  /** Changes serialized bytes before they are embedded or hashed. */
  readonly bytes?: (name: MessageName, bytes: Uint8Array) => Uint8Array;
  /** Changes the answer before it is written as canonical JSON. */
  readonly answer?: (answer: unknown[]) => unknown[];
  /** The hash that the answer carries; default that of the proposal. */
  readonly proposalHash?: Uint8Array;
  readonly clock?: string;
  readonly states?: readonly (JsonObject | null)[];
  /** Documents that are asked about; default all of the batch. A real statement has 1,000 at most. */
  readonly about?: readonly Uint8Array[];
}

export type { MessageName };

/** Number of a block, and place of the transaction in it. */
export type Place = { readonly block: number; readonly position: number };

const composite = (type: string, ...attributes: string[]): string =>
  `\0${type}\0${attributes.map((one) => `${one}\0`).join('')}`;

/** State key of the one batch that the kit makes. */
export const BATCH_KEY = composite('batch', SERIES, '0000000000000007');

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export class ProofKit {
  private constructor(
    readonly authorities: Readonly<Record<MspId, TestAuthority>>,
    readonly peers: Readonly<Record<MspId, Identity>>,
    readonly client: Identity,
    readonly network: HexHash = NETWORK,
    readonly channel: string = CHANNEL,
  ) {}

  static async create(): Promise<ProofKit> {
    const authorities = {} as Record<MspId, TestAuthority>;
    const peers = {} as Record<MspId, Identity>;
    for (const mspId of MSP_IDS) {
      authorities[mspId] = await TestAuthority.create(mspId);
      peers[mspId] = await authorities[mspId].issue('peer');
    }
    return new ProofKit(authorities, peers, await authorities.TaxMSP.issue('client'));
  }

  /** The same organizations on another network. */
  on(network: HexHash, channel: string): ProofKit {
    return new ProofKit(this.authorities, this.peers, this.client, network, channel);
  }

  /** The same network with another sender. */
  withClient(client: Identity): ProofKit {
    return new ProofKit(this.authorities, this.peers, client, this.network, this.channel);
  }

  /** Peers of the first organizations. */
  signers(count = 3): Identity[] {
    return MSP_IDS.slice(0, count).map((mspId) => this.peers[mspId]);
  }

  profile(overrides: Partial<TrustProfile> = {}): TrustProfile {
    return {
      format: 'chopmark/trust/1',
      name: 'Proof kit',
      network: this.network,
      channel: this.channel,
      embedded: false,
      organizations: MSP_IDS.map((mspId) => ({
        mspId,
        name: `Organization of ${mspId}`,
        roots: [this.authorities[mspId].rootPem],
        intermediates: [],
        revocationLists: [],
      })),
      namespaces: [
        {
          namespace: 'tax',
          authority: 'TaxMSP',
          kinds: [{ kind: 'invoice', prefixes: '^[0-9]{2}00[0-9]$' }],
          definitions: [{ ...DEFINITION, bundle: BUNDLE_DIGEST }],
        },
      ],
      signers: 3,
      statusMaxAgeSeconds: 86_400,
      signatures: [],
      ...overrides,
    };
  }

  /** A batch of invoices, ready for proofs. */
  batch(
    documents: readonly JsonObject[] = [invoice(), invoice({ drawer: '另一位' }), invoice({ remark: 'x' })],
  ): ProofBatch {
    return new ProofBatch(this, documents);
  }
}

/** One recorded batch with its documents. */
export class ProofBatch {
  readonly sealed: readonly SealedDocument[];
  readonly record: JsonObject;
  readonly #tree;
  readonly #recorded: Place;

  constructor(
    private readonly kit: ProofKit,
    documents: readonly JsonObject[],
    header: {
      readonly first?: number;
      readonly schema?: number;
      readonly kind?: string;
      readonly network?: HexHash;
      readonly required?: readonly string[];
      /** Of the transaction that wrote the record. */
      readonly txId?: string;
      /** Where it stands on the ledger. */
      readonly recorded?: Place;
    } = {},
  ) {
    const { first = 41, schema = 1, kind = 'invoice', network = kit.network } = header;
    this.#recorded = header.recorded ?? RECORDED;
    const suite = nodeCrypto.suites['sha256-p256'];
    if (!suite) throw new Error('no suite');
    this.sealed = documents.map((document, at) =>
      sealDocument({
        suite,
        secret: randomBytes(32),
        network,
        namespace: 'tax',
        kind,
        schema,
        series: SERIES,
        sequence: first + at,
        document,
        requiredMembers: header.required ?? kindOf('invoice').requiredMembers(document),
      }),
    );
    this.#tree = batchTree(
      suite.hash,
      first,
      this.sealed.map(({ hash }) => hash),
    );
    this.record = {
      authority: 'TaxMSP',
      batch: 7,
      first,
      kind,
      namespace: 'tax',
      prefix: '26001',
      previous: '11'.repeat(32),
      root: Buffer.from(this.#tree.head).toString('hex'),
      series: SERIES,
      size: documents.length,
      suite: suite.name,
      time: '2026-11-20T07:59:01.123Z',
      txId: header.txId ?? '22'.repeat(32),
      type: 'chopmark/batch/1',
    };
  }

  get hashes(): Uint8Array[] {
    return this.sealed.map(({ hash }) => hash);
  }

  path(index: number): HexHash[] {
    return this.#tree.inclusionPath(index).map((hash) => Buffer.from(hash).toString('hex') as HexHash);
  }

  document(index: number, hidden: Iterable<string> | 'none' = 'none'): DisclosedDocument {
    const sealed = this.sealed[index];
    if (!sealed) throw new Error(`no document ${index}`);
    return disclose(sealed, hidden);
  }

  bundle(index = 1, options: StatementOptions & { readonly hidden?: Iterable<string> } = {}): Bundle {
    return {
      format: 'chopmark/bundle/1',
      document: this.document(index, options.hidden ?? 'none'),
      batch: { batch: 7, index, path: this.path(index) },
      statement: this.statement(options),
    };
  }

  /** Question, answer and signatures, as an honest network makes them unless bent. */
  statement(options: StatementOptions = {}): BundleStatement {
    const finish: Finish = (name, message) => {
      options.message?.(name, message);
      const bytes = message.serializeBinary();
      return options.bytes?.(name, bytes) ?? bytes;
    };
    const proposal = this.#proposal(options, finish);
    const responsePayload = this.#answer(options, finish, proposal.hash);
    return {
      signedProposal: base64(proposal.signedProposal),
      responsePayload: base64(responsePayload),
      endorsements: (options.signers ?? this.kit.signers()).map((signer) => {
        const endorser = finish('Endorser', serializedIdentity(signer));
        return {
          endorser: base64(endorser),
          signature: base64(signLowS(signer.privateKey, Buffer.concat([responsePayload, endorser]))),
        };
      }),
    };
  }

  #proposal(options: StatementOptions, finish: Finish): ProposalParts {
    return buildProposal({
      client: this.kit.client,
      channel: options.channel ?? this.kit.channel,
      chaincode: 'tax',
      args: options.args ?? this.#args(options.about ?? this.hashes),
      nonce: randomBytes(24),
      time: CLOCK,
      finish,
    });
  }

  #args(about: readonly Uint8Array[]): Uint8Array[] {
    return [Buffer.from('attest'), Buffer.from(SERIES), Buffer.from('7'), Buffer.concat(about)];
  }

  #answer(options: StatementOptions, finish: Finish, proposalHash: Uint8Array): Uint8Array {
    const about = options.about ?? this.hashes;
    const states = options.states ?? about.map(() => null);
    const honest = [
      'chopmark/attest/1',
      this.kit.network,
      options.channel ?? this.kit.channel,
      'tax',
      'TaxMSP',
      options.clock ?? CLOCK,
      this.record,
      states,
    ];
    const response = new peer.Response();
    response.setStatus(200);
    response.setPayload(Buffer.from(canonicalJson(options.answer?.(honest) ?? honest)));
    const id = new peer.ChaincodeID();
    id.setName('tax');
    id.setVersion('1');
    const action = new peer.ChaincodeAction();
    action.setResults(this.#reads(about, states, finish));
    action.setResponse(response);
    action.setChaincodeId(id);
    const payload = new peer.ProposalResponsePayload();
    payload.setProposalHash(options.proposalHash ?? proposalHash);
    payload.setExtension$(finish('ChaincodeAction', action));
    return finish('ProposalResponsePayload', payload);
  }

  #reads(about: readonly Uint8Array[], states: readonly (JsonObject | null)[], finish: Finish): Uint8Array {
    const lifecycle = readSet([['namespaces/fields/tax/Sequence', DEFINITION]]);
    const documents = about.map((hash, at): Read => [
      composite('document', Buffer.from(hash).toString('hex')),
      states[at] === null ? undefined : { block: 20, position: 1 },
    ]);
    const own = readSet([
      [BATCH_KEY, this.#recorded],
      [composite('clock'), { block: 30, position: 0 }],
      ...documents,
    ]);
    const set = new ledger.rwset.TxReadWriteSet();
    set.addNsRwset(namespaceSet('_lifecycle', finish('LifecycleReads', lifecycle)));
    set.addNsRwset(namespaceSet('tax', finish('NamespaceReads', own)));
    return finish('TxReadWriteSet', set);
  }
}

export type Read = readonly [key: string, version: { block: number; position: number } | undefined];

/** Fabric sorts reads by the bytes of their keys. */
export function readSet(reads: readonly Read[]): ledger.rwset.kvrwset.KVRWSet {
  const set = new ledger.rwset.kvrwset.KVRWSet();
  for (const [key, version] of [...reads].sort(([a], [b]) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  )) {
    const read = new ledger.rwset.kvrwset.KVRead();
    read.setKey(key);
    if (version) read.setVersion(versionOf(version));
    set.addReads(read);
  }
  return set;
}

export function versionOf({
  block,
  position,
}: {
  block: number;
  position: number;
}): ledger.rwset.kvrwset.Version {
  const version = new ledger.rwset.kvrwset.Version();
  version.setBlockNum(block);
  version.setTxNum(position);
  return version;
}

export function namespaceSet(namespace: string, rwset: Uint8Array): ledger.rwset.NsReadWriteSet {
  const set = new ledger.rwset.NsReadWriteSet();
  set.setNamespace(namespace);
  set.setRwset(rwset);
  return set;
}
