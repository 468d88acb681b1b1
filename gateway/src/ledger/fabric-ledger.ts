/**
 * The one adapter of the `Ledger` port: Fabric's gateway service of the own organization's peer. The same
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
import type { Contract, Network } from '@hyperledger/fabric-gateway';

import { UnavailableError } from '../errors.js';
import { type PipelineLog, SILENT } from '../pipeline/log.js';
import { entriesOf } from './anchor-arguments.js';
import { blocksFrom } from './block-stream.js';
import { chainHeightOf } from './chain-height.js';
import { type ConnectedGateway, connectGateway } from './connect-gateway.js';
import type { Connection } from './connection.js';
import { type Endorsed, Endorsement } from './endorsement.js';
import { Endorsers } from './endorsers.js';
import { preparedFrom, signedEnvelope, statementFrom } from './envelope.js';
import type { AnchorRequest, Ledger, LedgerBlock, SignedEnvelope, SignedStatement } from './ledger.js';
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
  readonly #connected: ConnectedGateway;
  readonly #network: Network;
  readonly #contract: Contract;
  readonly #endorsement: Endorsement;

  /** Dials lazily: no peer has to be up yet. */
  constructor(connection: Connection, log: PipelineLog = SILENT) {
    const { network, channel, namespace, mspId, endorsers } = connection;
    this.network = network;
    this.channel = channel;
    this.namespace = namespace;
    this.mspId = mspId;
    this.organizations = endorsers;
    this.#connected = connectGateway(connection);
    this.#network = this.#connected.gateway.getNetwork(channel);
    this.#contract = this.#network.getContract(namespace);
    this.#endorsement = new Endorsement({
      contract: this.#contract,
      gateway: this.#connected.gateway,
      endorsers: new Endorsers(NAMESPACES[namespace].authority, endorsers),
      organizations: endorsers,
      log,
    });
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
    const args = [series, String(batch), String(first), root, entries];
    return this.#signed(
      await this.#endorsement.ask({ name: 'anchor', args, others: TRANSACTION_OTHERS, avoid }),
    );
  }

  async endorseFence(series: string, batch: number, avoid: readonly string[] = []): Promise<SignedEnvelope> {
    const args = [series, String(batch)];
    return this.#signed(
      await this.#endorsement.ask({ name: 'fence', args, others: TRANSACTION_OTHERS, avoid }),
    );
  }

  async submit(txId: string, envelope: Uint8Array): Promise<void> {
    try {
      await this.#connected.gateway.newTransaction(preparedFrom(txId, envelope)).submit();
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
    const { proposal, transaction } = await this.#endorsement.ask(request);
    return statementFrom(proposal.getBytes(), transaction.getBytes(), transaction.getResult());
  }

  blocks(from: number, signal: AbortSignal): AsyncIterable<LedgerBlock> {
    return blocksFrom(this.#network, this.namespace, from, signal);
  }

  storedBlock(number: number, mspId: string): Promise<StoredBlock | undefined> {
    return storedBlockOf(this.#network, number, mspId);
  }

  height(): Promise<number> {
    return chainHeightOf(this.#network, this.mspId);
  }

  async anchoredEntries(block: number, position: number): Promise<Uint8Array> {
    const stored = await this.storedBlock(block, this.mspId);
    const envelope = stored?.envelopes[position];
    if (envelope === undefined)
      throw new UnavailableError('ledger', `block ${block} has no place ${position}`);
    return entriesOf(envelope);
  }

  close(): void {
    this.#connected.close();
  }

  /** One record by its key, from the own organization's peer. */
  async #look<T>(
    name: LedgerFunctionName,
    args: readonly string[],
    parse: (value: unknown) => T,
  ): Promise<T | undefined> {
    try {
      const options = { arguments: [...args], endorsingOrganizations: [this.mspId] };
      return parse(parseJson(await translated(this.#contract.newProposal(name, options).evaluate())));
    } catch (error) {
      if (error instanceof LedgerError && NOTHING_THERE.has(error.code)) return undefined;
      throw error;
    }
  }

  /** For transactions that may be made anew when in doubt. @returns The validation code. */
  async #commit(name: LedgerFunctionName, args: readonly string[]): Promise<number> {
    const { transaction } = await this.#endorsement.ask({
      name,
      args,
      others: TRANSACTION_OTHERS,
      avoid: [],
    });
    const commit = await translated(transaction.submit());
    const { code } = await translated(commit.getStatus());
    return code;
  }

  #signed({ transaction, organizations }: Endorsed): SignedEnvelope {
    return {
      txId: transaction.getTransactionId(),
      bytes: signedEnvelope(transaction.getBytes(), this.#connected.sign),
      endorsers: organizations,
      result: utf8Decode(transaction.getResult()),
    };
  }
}
