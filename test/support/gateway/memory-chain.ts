/**
 * A `Ledger` in memory with Fabric's semantics: the real contract decides (ledger-stub.ts), envelopes are
 * ordered into blocks, validated by MVCC and by transaction id (the first to claim one has it), and seen
 * through a block stream. Faults are put in between by the test.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';

import {
  type BatchRecord,
  type ClockRecord,
  type HeadRecord,
  type HexHash,
  LedgerError,
  parseBatchRecord,
  parseClockRecord,
  parseHeadRecord,
  parseSeriesRecord,
  type SeriesRecord,
} from '@chopmark/core';

import { UnavailableError } from '../../../gateway/dist/errors.js';
import { parseStateKey } from '../../../gateway/dist/ledger/envelope.js';
import {
  type AnchorRequest,
  type Ledger,
  type LedgerBlock,
  LedgerBehindError,
  type LedgerTransaction,
  type SignedEnvelope,
  type SignedStatement,
  SubmitRefusedError,
} from '../../../gateway/dist/ledger/ledger.js';
import { identityOf } from '../chaincode-identities.js';
import { CHANNEL, LedgerStub, NETWORK, type Proposal, refusalOf, type Simulation } from '../ledger-stub.js';

export const DUPLICATE_TXID = 9;
export const BAD_PROPOSAL_TXID = 8;
export const OWN = 'TaxMSP';
export const OTHERS = ['AffairsMSP', 'CourtMSP', 'OperatorMSP'];

/** What becomes of one Submit. */
export type SubmitFault =
  /** Not ordered, and no answer. */
  | 'dropped'
  /** Ordered, and no answer: what UNAVAILABLE may mean. */
  | 'answerLost'
  /** The orderers say no. */
  | 'refused'
  /** Ordered as it should be. */
  | 'ok';

/** Hooks of the test; each may be exchanged at any time. */
export interface Faults {
  submit: (txId: string) => SubmitFault;
  /** Runs before an endorsement is answered; what it throws is the answer. */
  endorse: (name: string, avoid: readonly string[]) => void;
  /** Runs before a look-up is answered. */
  look: () => void;
}

const none = (): Faults => ({ submit: () => 'ok', endorse: () => undefined, look: () => undefined });
const sha256 = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const never = (): Promise<never> => new Promise<never>(() => undefined);

interface Ordered {
  readonly txId: string;
  readonly bytes: Uint8Array;
  /** Absent: a foreign envelope, invalid by its form with this code. */
  readonly simulation?: Simulation;
  readonly code?: number;
}

export class MemoryChain {
  readonly blocks: LedgerBlock[] = [];
  readonly gatewayIdentity = identityOf(OWN, 'client');
  faults = none();
  /** Envelopes taken by Submit, ordered or not, by transaction id: how often. */
  readonly submissions = new Map<string, number>();
  readonly endorsed = new Map<string, Simulation>();
  /** Entries of each anchor, by transaction id. */
  readonly entries = new Map<string, Uint8Array>();
  readonly #ledger = new LedgerStub();
  readonly #txIds = new Set<string>();
  readonly #admin = identityOf(OWN, 'admin');
  readonly #listeners = new Set<() => void>();
  #queue: Ordered[] = [];

  /** A channel whose gateway has its roles. */
  static async create(): Promise<MemoryChain> {
    const chain = new MemoryChain();
    chain.#append([]);
    const grant = await chain.simulate({
      as: chain.#admin,
      function: 'grantRoles',
      args: [chain.gatewayIdentity.fingerprint, 'anchor,registry'],
    });
    chain.order({ txId: grant.txId, bytes: randomBytes(16), simulation: grant });
    chain.cut();
    return chain;
  }

  simulate(proposal: Proposal): Promise<Simulation> {
    return this.#ledger.simulate(proposal);
  }

  /** By the gateway's own identity unless said otherwise, ordered at once and VALID. */
  async transact(name: string, ...args: (string | number | Uint8Array)[]): Promise<void> {
    const simulation = await this.simulate({ as: this.gatewayIdentity, function: name, args });
    if (simulation.status !== 200) throw refusalOf(simulation);
    this.order({ txId: simulation.txId, bytes: randomBytes(16), simulation });
    this.cut();
  }

  order(envelope: Ordered): void {
    this.#queue.push(envelope);
    if (this.#queue.length === 1) setImmediate(() => this.cut());
  }

  /** Somebody else's envelope that claims this transaction id. */
  claim(txId: string): void {
    this.order({ txId, bytes: randomBytes(16), code: BAD_PROPOSAL_TXID });
    this.cut();
  }

  /** What has been ordered becomes a block. */
  cut(): void {
    const queue = this.#queue.splice(0);
    if (queue.length > 0) this.#append(queue);
  }

  onBlock(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Batch records of the series as they stand, in order, with their entries' count. */
  batches(series: string): BatchRecord[] {
    const records = this.blocks
      .flatMap(({ transactions }) => transactions)
      .flatMap(({ writes }) => writes)
      .filter(({ type, attributes }) => type === 'batch' && attributes[0] === series)
      .map(({ value }) => parseBatchRecord(JSON.parse(Buffer.from(value).toString('utf8'))));
    return records.sort((a, b) => a.batch - b.batch);
  }

  #append(queue: readonly Ordered[]): void {
    const previous = this.blocks.at(-1);
    const number = this.blocks.length;
    const transactions = queue.map((envelope, position) => this.#validate(envelope, position));
    const header = sha256(String(number), previous?.headerHash ?? '', ...queue.map(({ bytes }) => bytes));
    this.blocks.push({
      number,
      header,
      previousHash: previous?.headerHash ?? new Uint8Array(0),
      headerHash: sha256(header),
      transactions,
    });
    for (const listener of [...this.#listeners]) listener();
  }

  #validate({ txId, bytes, simulation, code }: Ordered, position: number): LedgerTransaction {
    const taken = this.#txIds.has(txId);
    this.#txIds.add(txId);
    const verdict =
      code ??
      (taken || simulation === undefined ? DUPLICATE_TXID : (this.#ledger.commit(simulation)[0] ?? 254));
    const writes = [...(verdict === 0 ? (simulation?.writes ?? []) : [])].flatMap(([key, value]) => {
      const parsed = parseStateKey(key);
      return parsed === undefined || value === null ? [] : [{ ...parsed, value }];
    });
    return { position, txId, code: verdict, envelopeHash: sha256(bytes), writes };
  }
}

/** One gateway's connection to the chain; after `kill` nothing comes back from it, ever. */
export class MemoryLedger implements Ledger {
  readonly network = NETWORK as HexHash;
  readonly channel = CHANNEL;
  readonly namespace = 'tax';
  readonly mspId = OWN;
  readonly organizations = [OWN, ...OTHERS];
  /** Statements asked for: how many hashes each. */
  readonly attested: number[] = [];
  ticks = 0;
  readonly #chain: MemoryChain;
  readonly #waking = new Set<() => void>();
  #toBreak = 0;
  #killed = false;

  constructor(chain: MemoryChain) {
    this.#chain = chain;
  }

  kill(): void {
    this.#killed = true;
  }

  /** The stream that is open breaks, and so do the next attempts to open one. */
  breakStreams(attempts: number): void {
    this.#toBreak = attempts + 1;
    for (const wake of [...this.#waking]) wake();
  }

  /** Streams that are still to break. */
  get toBreak(): number {
    return this.#toBreak;
  }

  series(series: string): Promise<SeriesRecord | undefined> {
    return this.#look('getSeries', [series], parseSeriesRecord);
  }

  head(series: string): Promise<HeadRecord | undefined> {
    return this.#look('getHead', [series], parseHeadRecord);
  }

  batch(series: string, batch: number): Promise<BatchRecord | undefined> {
    return this.#look('getBatch', [series, batch], parseBatchRecord);
  }

  clock(): Promise<ClockRecord | undefined> {
    return this.#look('getClock', [], parseClockRecord);
  }

  async openSeries(...args: [string, string, string, string]): Promise<void> {
    await this.#alive(this.#chain.transact('openSeries', ...args));
  }

  async tick(): Promise<void> {
    this.ticks += 1;
    await this.#alive(this.#chain.transact('tick'));
  }

  endorseAnchor(
    { series, batch, first, root, entries }: AnchorRequest,
    avoid: readonly string[] = [],
  ): Promise<SignedEnvelope> {
    return this.#endorse('anchor', [series, batch, first, root, entries], avoid);
  }

  endorseFence(series: string, batch: number, avoid: readonly string[] = []): Promise<SignedEnvelope> {
    return this.#endorse('fence', [series, batch], avoid);
  }

  async submit(txId: string, envelope: Uint8Array): Promise<void> {
    if (this.#killed) return never();
    const chain = this.#chain;
    chain.submissions.set(txId, (chain.submissions.get(txId) ?? 0) + 1);
    const fault = chain.faults.submit(txId);
    const simulation = chain.endorsed.get(txId);
    if (simulation === undefined) throw new Error(`nobody endorsed ${txId}`);
    if (fault === 'ok' || fault === 'answerLost') chain.order({ txId, bytes: envelope, simulation });
    await this.#alive(Promise.resolve());
    if (fault === 'refused') throw new SubmitRefusedError('status=FORBIDDEN');
    if (fault !== 'ok') throw new UnavailableError('ledger', `submit: ${fault}`);
  }

  async attest(series: string, batch: number, hashes: readonly Uint8Array[]): Promise<SignedStatement> {
    this.attested.push(hashes.length);
    const result = await this.#query('attest', [series, batch, Buffer.concat(hashes)]);
    // Nobody signs here: no verifier will call it valid.
    return {
      signedProposal: new Uint8Array(1),
      responsePayload: new Uint8Array(1),
      endorsements: [],
      result: Buffer.from(result),
    };
  }

  async *blocks(from: number, signal: AbortSignal): AsyncIterable<LedgerBlock> {
    const { blocks } = this.#chain;
    if (from > blocks.length) throw new LedgerBehindError(`no block ${from}`);
    for (let next = from; !signal.aborted;) {
      const block = blocks[next];
      if (this.#killed) await never();
      if (this.#toBreak > 0) {
        this.#toBreak -= 1;
        throw new UnavailableError('ledger', 'the stream broke');
      }
      if (block !== undefined) {
        next += 1;
        yield block;
      } else {
        await this.#nextBlock(signal);
      }
    }
  }

  /** Blocks here are no bytes that anybody signed: no peer has one. */
  storedBlock(): Promise<undefined> {
    return this.#alive(Promise.resolve(undefined));
  }

  height(): Promise<number> {
    return this.#alive(Promise.resolve(this.#chain.blocks.length));
  }

  anchoredEntries(block: number, position: number): Promise<Uint8Array> {
    const txId = this.#chain.blocks[block]?.transactions[position]?.txId ?? '';
    return this.#alive(Promise.resolve(this.#chain.entries.get(txId) ?? new Uint8Array(0)));
  }

  close(): void {
    this.kill();
  }

  #nextBlock(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        forget();
        this.#waking.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const forget = this.#chain.onBlock(done);
      this.#waking.add(done);
      signal.addEventListener('abort', done);
    });
  }

  async #endorse(
    name: string,
    args: (string | number | Uint8Array)[],
    avoid: readonly string[],
  ): Promise<SignedEnvelope> {
    if (this.#killed) return never();
    this.#chain.faults.endorse(name, avoid);
    const simulation = await this.#alive(
      this.#chain.simulate({ as: this.#chain.gatewayIdentity, function: name, args }),
    );
    if (simulation.status !== 200) throw refusalOf(simulation);
    this.#chain.endorsed.set(simulation.txId, simulation);
    const entries = args[4];
    if (name === 'anchor' && entries instanceof Uint8Array) this.#chain.entries.set(simulation.txId, entries);
    const second = OTHERS.find((mspId) => !avoid.includes(mspId)) ?? OTHERS[0]!;
    return {
      txId: simulation.txId,
      bytes: Buffer.concat([Buffer.from(simulation.txId, 'hex'), randomBytes(8)]),
      endorsers: [OWN, second],
      result: simulation.payload,
    };
  }

  async #query(name: string, args: (string | number | Uint8Array)[]): Promise<string> {
    if (this.#killed) return never();
    this.#chain.faults.look();
    const simulation = await this.#alive(
      this.#chain.simulate({ as: this.#chain.gatewayIdentity, function: name, args }),
    );
    if (simulation.status !== 200) throw refusalOf(simulation);
    return simulation.payload;
  }

  async #look<T>(
    name: string,
    args: (string | number)[],
    parse: (value: unknown) => T,
  ): Promise<T | undefined> {
    try {
      return parse(JSON.parse(await this.#query(name, args)));
    } catch (error) {
      if (error instanceof LedgerError && /_NOT_FOUND$|^CLOCK_NOT_SET$/.test(error.code)) return undefined;
      throw error;
    }
  }

  async #alive<T>(answer: Promise<T>): Promise<T> {
    const value = await answer;
    return this.#killed ? never() : value;
  }
}
