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
import { type CallOptions, Client, credentials } from '@grpc/grpc-js';
import {
  connect,
  type Contract,
  type Gateway,
  hash,
  type Network,
  type Proposal,
  type Transaction,
} from '@hyperledger/fabric-gateway';

import { UnavailableError } from '../errors.js';
import { pause } from '../pipeline/bell.js';
import { type PipelineLog, SILENT } from '../pipeline/log.js';
import type { Connection } from './connection.js';
import { dissentersAmong, payloadOf } from './dispute.js';
import { Endorsers } from './endorsers.js';
import { addressedTo, preparedFrom, signedEnvelope, statementFrom } from './envelope.js';
import {
  type AnchorRequest,
  type Ledger,
  type LedgerBlock,
  LedgerBehindError,
  type SignedEnvelope,
  type SignedStatement,
} from './ledger.js';
import { readBlock } from './read-block.js';
import { createSigner, type MessageSigner } from './signer.js';
import { blamedIn, isDisagreement, refusalIn, translate, translated, translateSubmit } from './translate.js';

/** Above the peer's own 30 s, so that its answer is heard. */
const DEADLINE_MS = 35_000;
const COMMIT_DEADLINE_MS = 60_000;
const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;
/** A peer cuts off clients that ping more often than once a minute. */
const KEEPALIVE_MS = 120_000;
const KEEPALIVE_TIMEOUT_MS = 20_000;
/** Peers commit a block within milliseconds of one another. */
const DISAGREEMENT_WAIT_MS = 40;
/** Signers of a statement besides the authority: three of four. */
const STATEMENT_OTHERS = 2;
const MVCC_READ_CONFLICT = 11;

const NOTHING_THERE: ReadonlySet<string> = new Set(['SERIES_NOT_FOUND', 'BATCH_NOT_FOUND', 'CLOCK_NOT_SET']);

type Argument = string | Uint8Array;

interface Endorsed {
  readonly proposal: Proposal;
  readonly transaction: Transaction;
  readonly organizations: readonly string[];
}

const deadline = (ms: number) => (): CallOptions => ({ deadline: Date.now() + ms });

export class FabricLedger implements Ledger {
  readonly network: HexHash;
  readonly channel: string;
  readonly namespace: string;
  readonly mspId: string;
  readonly #client: Client;
  readonly #gateway: Gateway;
  readonly #network: Network;
  readonly #contract: Contract;
  readonly #sign: MessageSigner;
  readonly #endorsers: Endorsers;
  readonly #all: readonly string[];
  readonly #log: PipelineLog;

  /** Dials lazily: no peer has to be up yet. */
  constructor(connection: Connection, log: PipelineLog = SILENT) {
    const { network, channel, namespace, mspId } = connection;
    this.network = network;
    this.channel = channel;
    this.namespace = namespace;
    this.mspId = mspId;
    this.#log = log;
    this.#sign = createSigner(connection.privateKeyPem);
    this.#all = connection.endorsers;
    this.#endorsers = new Endorsers(NAMESPACES[connection.namespace].authority, connection.endorsers);
    this.#client = new Client(
      connection.peers[0]?.address ?? '',
      credentials.createSsl(connection.tlsRootsPem),
      {
        'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
        'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
        'grpc.keepalive_time_ms': KEEPALIVE_MS,
        'grpc.keepalive_timeout_ms': KEEPALIVE_TIMEOUT_MS,
        // A peer that came back is found within a second, not after grpc's two minutes.
        'grpc.initial_reconnect_backoff_ms': 100,
        'grpc.max_reconnect_backoff_ms': 1_000,
      },
    );
    this.#gateway = connect({
      client: this.#client,
      identity: { mspId, credentials: connection.certificatePem },
      hash: hash.none,
      signer: (message) => Promise.resolve(this.#sign(message)),
      evaluateOptions: deadline(DEADLINE_MS),
      endorseOptions: deadline(DEADLINE_MS),
      submitOptions: deadline(DEADLINE_MS),
      commitStatusOptions: deadline(COMMIT_DEADLINE_MS),
    });
    this.#network = this.#gateway.getNetwork(channel);
    this.#contract = this.#network.getContract(namespace);
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
    return this.#signed(
      await this.#endorse('anchor', [series, String(batch), String(first), root, entries], 1, avoid),
    );
  }

  async endorseFence(series: string, batch: number, avoid: readonly string[] = []): Promise<SignedEnvelope> {
    return this.#signed(await this.#endorse('fence', [series, String(batch)], 1, avoid));
  }

  async submit(txId: string, envelope: Uint8Array): Promise<void> {
    try {
      await this.#gateway.newTransaction(preparedFrom(txId, envelope)).submit();
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
    const { proposal, transaction } = await this.#endorse(
      'attest',
      [series, String(batch), Buffer.concat(hashes)],
      STATEMENT_OTHERS,
      avoid,
    );
    return statementFrom(proposal.getBytes(), transaction.getBytes(), transaction.getResult());
  }

  async *blocks(from: number, signal: AbortSignal): AsyncIterable<LedgerBlock> {
    const stream = await this.#network.getBlockEvents({ startBlock: BigInt(from) });
    const stop = (): void => stream.close();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    try {
      for await (const block of stream) yield readBlock(block, this.namespace);
    } catch (error) {
      if (signal.aborted) return;
      throw translateStream(error, from);
    } finally {
      signal.removeEventListener('abort', stop);
      stream.close();
    }
  }

  close(): void {
    this.#gateway.close();
    this.#client.close();
  }

  /** One record by its key, from the own organization's peer. */
  async #look<T>(
    name: LedgerFunctionName,
    args: readonly Argument[],
    parse: (value: unknown) => T,
  ): Promise<T | undefined> {
    try {
      const proposal = this.#contract.newProposal(name, {
        arguments: [...args],
        endorsingOrganizations: [this.mspId],
      });
      return parse(parseJson(await translated(proposal.evaluate())));
    } catch (error) {
      if (error instanceof LedgerError && NOTHING_THERE.has(error.code)) return undefined;
      throw error;
    }
  }

  /** For transactions that may be made anew when in doubt. @returns The validation code. */
  async #commit(name: LedgerFunctionName, args: readonly Argument[]): Promise<number> {
    const { transaction } = await this.#endorse(name, args, 1, []);
    const commit = await translated(transaction.submit());
    const { code } = await translated(commit.getStatus());
    return code;
  }

  /** @param others How many organizations besides the authority. */
  async #endorse(
    name: LedgerFunctionName,
    args: readonly Argument[],
    others: number,
    avoid: readonly string[],
  ): Promise<Endorsed> {
    const passedOver = new Set(avoid);
    for (let left = this.#endorsers.tries; ; left--) {
      const organizations = this.#endorsers.choose(others, passedOver);
      const proposal = this.#contract.newProposal(name, {
        arguments: [...args],
        endorsingOrganizations: organizations,
      });
      try {
        return { proposal, transaction: await proposal.endorse(), organizations };
      } catch (error) {
        const blamed = [...blamedIn(error)].filter(
          (mspId) => organizations.includes(mspId) && mspId !== organizations[0],
        );
        // A refusal counts whoever says it; if only the second says it, its peer may lag: another next time.
        if (refusalIn(error) !== undefined) {
          if (blamed.length > 0) this.#endorsers.rotate();
          throw translate(error);
        }
        if (left <= 1) throw translate(error);
        if (isDisagreement(error)) await this.#settleDisagreement(proposal, passedOver, blamed);
        else if (blamed.length === 0) throw translate(error);
        for (const mspId of blamed) passedOver.add(mspId);
        this.#endorsers.rotate();
      }
    }
  }

  /** Time for peers to catch up; what still differs then is looked into, reported, and passed over. */
  async #settleDisagreement(
    proposal: Proposal,
    passedOver: Set<string>,
    blamed: readonly string[],
  ): Promise<void> {
    await pause(DISAGREEMENT_WAIT_MS, new AbortController().signal);
    const answers = await Promise.all(
      this.#all.map(async (mspId) => {
        try {
          const alone = this.#gateway.newProposal(addressedTo(proposal.getBytes(), mspId));
          return [{ mspId, payload: payloadOf((await alone.endorse()).getBytes()) }];
        } catch {
          // Who does not answer has said nothing that could differ.
          return [];
        }
      }),
    );
    const dissenters = dissentersAmong(answers.flat());
    for (const mspId of dissenters) passedOver.add(mspId);
    if (dissenters.length > 0)
      this.#log.error({ dissenters }, 'endorsers differ over the same versions of state');
    else this.#log.warn({ blamed }, 'endorsers differed; their peers were at different blocks');
  }

  #signed({ transaction, organizations }: Endorsed): SignedEnvelope {
    return {
      txId: transaction.getTransactionId(),
      bytes: signedEnvelope(transaction.getBytes(), this.#sign),
      endorsers: organizations,
      result: utf8Decode(transaction.getResult()),
    };
  }
}

/** The SDK tells a status in words; 404 means that the chain ends before the block that was asked for. */
function translateStream(error: unknown, from: number): unknown {
  if (error instanceof Error && /Unexpected status response: 404/.test(error.message)) {
    return new LedgerBehindError(`the peer's chain ends before block ${from}`, { cause: error });
  }
  const known = translate(error);
  if (known instanceof LedgerError || known instanceof UnavailableError) return known;
  return new UnavailableError('ledger', error instanceof Error ? error.message : 'block stream broke', {
    cause: error,
  });
}
