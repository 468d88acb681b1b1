/**
 * The one adapter of the `Ledger` port: Fabric's gateway service of the own organization's peers. The same
 * on the embedded network and on real Fabric.
 *
 * @module
 */
import {
  type BatchRecord,
  type ClockRecord,
  type HeadRecord,
  type HexHash,
  LedgerError,
  type LedgerFunctionName,
  NAMESPACES,
  parseBatchRecord,
  parseClockRecord,
  parseHeadRecord,
  parseJson,
  parseSeriesRecord,
  type SeriesRecord,
  utf8Decode,
} from '@chopmark/core';
import { UnavailableError } from '../errors.js';
import { type PipelineLog, SILENT } from '../pipeline/log.js';
import { entriesOf } from './anchor-arguments.js';
import { blocksFrom } from './block-stream.js';
import { chainHeightOf } from './chain-height.js';
import type { Connection } from './connection.js';
import { Endorsers } from './endorsers.js';
import { preparedFrom, signedEnvelope, statementFrom } from './envelope.js';
import type { AnchorRequest, Ledger, LedgerBlock, SignedEnvelope, SignedStatement } from './ledger.js';
import { type OwnPeer, OwnPeers } from './own-peers.js';
import { type StoredBlock, storedBlockOf } from './stored-block.js';
import { translated, translateSubmit } from './translate.js';

/** Besides the authority: two of four must endorse a transaction, three sign a statement. */
const TRANSACTION_OTHERS = 1;
const STATEMENT_OTHERS = 2;
const MVCC_READ_CONFLICT = 11;

const NOTHING_THERE: ReadonlySet<string> = new Set(['SERIES_NOT_FOUND', 'BATCH_NOT_FOUND', 'CLOCK_NOT_SET']);

export class FabricLedger implements Ledger {
  readonly network: HexHash;
  readonly channel: string;
  readonly namespace: string;
  readonly mspId: string;
  readonly organizations: readonly string[];
  readonly #peers: OwnPeers;

  /** Dials lazily: no peer has to be up yet. */
  constructor(connection: Connection, log: PipelineLog = SILENT) {
    const { network, channel, namespace, mspId, endorsers } = connection;
    this.network = network;
    this.channel = channel;
    this.namespace = namespace;
    this.mspId = mspId;
    this.organizations = endorsers;
    this.#peers = new OwnPeers(connection, new Endorsers(NAMESPACES[namespace].authority, endorsers), log);
  }

  series(series: string): Promise<SeriesRecord | undefined> {
    return this.#look('getSeries', [series], parseSeriesRecord);
  }

  head(series: string): Promise<HeadRecord | undefined> {
    return this.#look('getHead', [series], parseHeadRecord);
  }

  batch(series: string, batch: number): Promise<BatchRecord | undefined> {
    return this.#look('getBatch', [series, String(batch)], parseBatchRecord);
  }

  clock(): Promise<ClockRecord | undefined> {
    return this.#look('getClock', [], parseClockRecord);
  }

  async openSeries(series: string, kind: string, suite: string, prefix: string): Promise<void> {
    const code = await this.#commit('openSeries', [series, kind, suite, prefix]);
    if (code !== 0) throw new UnavailableError('ledger', `opening ${series} ended with code ${code}`);
  }

  async tick(): Promise<void> {
    const code = await this.#commit('tick', []);
    // Somebody else's tick came first: the clock has moved, which is all that was wanted.
    if (code !== 0 && code !== MVCC_READ_CONFLICT)
      throw new UnavailableError('ledger', `tick ended with code ${code}`);
  }

  async endorseAnchor(request: AnchorRequest, avoid: readonly string[] = []): Promise<SignedEnvelope> {
    const { series, batch, first, root, entries } = request;
    return this.#endorse('anchor', [series, String(batch), String(first), root, entries], avoid);
  }

  async endorseFence(series: string, batch: number, avoid: readonly string[] = []): Promise<SignedEnvelope> {
    return this.#endorse('fence', [series, String(batch)], avoid);
  }

  async submit(txId: string, envelope: Uint8Array): Promise<void> {
    try {
      const prepared = preparedFrom(txId, envelope);
      await this.#peers.use(({ connected }) => connected.gateway.newTransaction(prepared).submit());
    } catch (error) {
      throw translateSubmit(error);
    }
  }

  async attest(
    series: string,
    batch: number,
    hashes: readonly Uint8Array[],
    avoid: readonly string[] = [],
  ): Promise<SignedStatement> {
    const args = [series, String(batch), Buffer.concat(hashes)];
    const request = { name: 'attest', args, others: STATEMENT_OTHERS, avoid };
    const { proposal, transaction } = await this.#peers.use(({ endorsement }) => endorsement.ask(request));
    return statementFrom(proposal.getBytes(), transaction.getBytes(), transaction.getResult());
  }

  async *blocks(from: number, signal: AbortSignal): AsyncGenerator<LedgerBlock> {
    const peer = this.#peers.current;
    try {
      yield* blocksFrom(peer.network, this.namespace, from, AbortSignal.any([signal, this.#peers.left]));
    } catch (error) {
      this.#peers.leave(peer);
      throw error;
    }
  }

  storedBlock(number: number, mspId: string): Promise<StoredBlock | undefined> {
    return this.#peers.use(({ network }) => storedBlockOf(network, number, mspId));
  }

  height(): Promise<number> {
    return this.#peers.use(({ network }) => chainHeightOf(network, this.mspId));
  }

  async anchoredEntries(block: number, position: number): Promise<Uint8Array> {
    const stored = await this.storedBlock(block, this.mspId);
    const envelope = stored?.envelopes[position];
    if (envelope === undefined)
      throw new UnavailableError('ledger', `block ${block} has no place ${position}`);
    return entriesOf(envelope);
  }

  close(): void {
    this.#peers.close();
  }

  /** One record by its key, from the own organization's peer. */
  async #look<T>(
    name: LedgerFunctionName,
    args: readonly string[],
    parse: (value: unknown) => T,
  ): Promise<T | undefined> {
    try {
      const options = { arguments: [...args], endorsingOrganizations: [this.mspId] };
      const look = ({ contract }: OwnPeer) => contract.newProposal(name, options).evaluate();
      return parse(parseJson(await translated(this.#peers.use(look))));
    } catch (error) {
      if (error instanceof LedgerError && NOTHING_THERE.has(error.code)) return undefined;
      throw error;
    }
  }

  /** For transactions that may be made anew when in doubt. @returns The validation code. */
  async #commit(name: LedgerFunctionName, args: readonly string[]): Promise<number> {
    const request = { name, args, others: TRANSACTION_OTHERS, avoid: [] };
    const { transaction } = await this.#peers.use(({ endorsement }) => endorsement.ask(request));
    const commit = await translated(transaction.submit());
    const { code } = await translated(commit.getStatus());
    return code;
  }

  async #endorse(
    name: 'anchor' | 'fence',
    args: readonly (string | Uint8Array)[],
    avoid: readonly string[],
  ): Promise<SignedEnvelope> {
    const request = { name, args, others: TRANSACTION_OTHERS, avoid };
    return this.#peers.use(async ({ endorsement, connected }) => {
      const { transaction, organizations } = await endorsement.ask(request);
      return {
        txId: transaction.getTransactionId(),
        bytes: signedEnvelope(transaction.getBytes(), connected.sign),
        endorsers: organizations,
        result: utf8Decode(transaction.getResult()),
      };
    });
  }
}
