/**
 * Judges the parts that documents of one batch share, each once: 10,000 documents come with the same transaction,
 * block and configuration.
 *
 * @module
 */
import {
  blockBytesOf,
  configurationBytesOf,
  envelopeOf,
  headerOf,
  statementBytesOf,
} from '../bundle/part-bytes.js';
import type { BundleBlock, BundleConfiguration, BundleParts, BundleTransaction } from '../bundle/parts.js';
import { fromHex } from '../encoding/hex.js';
import type { TimestampAuthority, Timestamps } from '../timestamp/timestamps-port.js';
import { withFormerAuthorities } from '../trust/former-authorities.js';
import type { PreparedTrust } from '../trust/prepared-trust.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import {
  type JudgedBlock,
  type JudgedConfiguration,
  judgeBlock,
  judgeConfiguration,
} from './judge-ordering.js';
import {
  type EndorsementNeed,
  type JudgedTransaction,
  judgeTransaction,
  needOf,
} from './judge-transaction.js';
import { type JudgedTimestamp, type Stamped, judgeTimestamps } from './judge-timestamps.js';
import { type Validity, judgeValidity } from './judge-validity.js';
import { Kept } from './kept.js';
import { MissingPart, type ResolvedParts } from './part-store.js';
import { isSamePart, sizeOfPart } from './same-part.js';
import { type Finding, finding } from './verdict.js';

/** What is known of a bundle's shared parts; a finding where there is nothing to judge. */
export interface Evidence {
  /** Whom it was judged by: the profile, with what an archived configuration adds to it. */
  readonly trust: PreparedTrust | undefined;
  readonly validity: Validity;
  readonly transaction: JudgedTransaction | Finding;
  readonly block: JudgedBlock | Finding;
  readonly timestamps: readonly JudgedTimestamp[];
}

type Trust = PreparedTrust | undefined;

const KEPT = 16;
/** In each cache; the largest part alone may have as many. */
const KEPT_CHARACTERS = 30_000_000;

export class EvidenceJudge {
  readonly #formers = keptByParts<PreparedTrust>();
  readonly #statements = keptByParts<Validity>();
  readonly #transactions = keptByParts<JudgedTransaction>();
  readonly #configurations = keptByParts<JudgedConfiguration>();
  readonly #blocks = keptByParts<JudgedBlock>();
  readonly #timestamps = keptByParts<readonly JudgedTimestamp[]>();
  #reader: Promise<Timestamps> | undefined;

  /**
   * @param timestamps Loads what reads timestamps; asked once, when the first are seen.
   * @param need Whose signatures a transaction needs; by default what the profile says.
   */
  constructor(
    private readonly crypto: VerifyCrypto,
    private readonly timestamps?: () => Promise<Timestamps>,
    private readonly need: (trust: PreparedTrust, chaincode: string) => EndorsementNeed | undefined = needOf,
  ) {}

  /** @throws {BundleError} `BUNDLE_UNREADABLE` for texts that are not canonical base64. */
  async judge(parts: ResolvedParts, profile: Trust): Promise<Evidence> {
    const trust = await this.#withFormer(parts, profile);
    const [validity, transaction, block] = await Promise.all([
      this.#validity(parts.statement, trust),
      this.#transaction(parts.transaction, trust),
      this.#block(parts, trust),
    ]);
    return { trust, validity, transaction, block, timestamps: await this.#stamps(parts, validity, trust) };
  }

  /** What a chain of configurations that holds says about authorities of former times. */
  async #withFormer({ configuration }: ResolvedParts, trust: Trust): Promise<Trust> {
    if (!trust || !configuration || configuration instanceof MissingPart) return trust;
    return kept(this.#formers, [configuration], trust, async () => {
      const { configurations } = await this.#chain(configuration, trust);
      return configurations ? withFormerAuthorities(trust, configurations) : trust;
    });
  }

  async #validity(statement: ResolvedParts['statement'], trust: Trust): Promise<Validity> {
    if (statement === undefined || statement instanceof MissingPart) {
      const detail = statement?.detail ?? 'the bundle holds no statement';
      return { finding: finding('STATEMENT_MISSING', detail), statement: undefined, signers: undefined };
    }
    return kept(this.#statements, [statement], trust, () =>
      judgeValidity(statementBytesOf(statement), trust, this.crypto),
    );
  }

  async #transaction(part: ResolvedParts['transaction'], trust: Trust): Promise<Finding | JudgedTransaction> {
    if (part === undefined)
      return finding('TRANSACTION_NOT_IN_BUNDLE', 'a compact bundle holds no transaction');
    if (part instanceof MissingPart) return finding('TRANSACTION_PART_MISSING', part.detail);
    return this.#judgedTransaction(part, trust);
  }

  #judgedTransaction(part: BundleTransaction, trust: Trust): Promise<JudgedTransaction> {
    const need = (chaincode: string) => trust && this.need(trust, chaincode);
    return kept(this.#transactions, [part], trust, () =>
      judgeTransaction(envelopeOf(part), trust, need, this.crypto),
    );
  }

  async #block(
    { transaction, block, configuration }: ResolvedParts,
    trust: Trust,
  ): Promise<Finding | JudgedBlock> {
    if (block === undefined || transaction === undefined)
      return finding('ORDERING_NOT_IN_BUNDLE', 'a compact bundle holds no block');
    for (const part of [transaction, block, configuration])
      if (part instanceof MissingPart) return finding('ORDERING_PART_MISSING', part.detail);
    return this.#judgedBlock(
      transaction as BundleTransaction,
      block as BundleBlock,
      configuration as BundleConfiguration | undefined,
      trust,
    );
  }

  #judgedBlock(
    transaction: BundleTransaction,
    block: BundleBlock,
    configuration: BundleConfiguration | undefined,
    trust: Trust,
  ): Promise<JudgedBlock> {
    return kept(this.#blocks, [transaction, block, configuration], trust, async () => {
      const { envelope } = await this.#judgedTransaction(transaction, trust);
      const chain = trust && configuration && (await this.#chain(configuration, trust));
      const bytes = blockBytesOf(block, envelope);
      return judgeBlock(bytes, block.before.length, chain, trust, this.crypto);
    });
  }

  async #stamps(
    parts: ResolvedParts,
    { statement }: Validity,
    trust: Trust,
  ): Promise<readonly JudgedTimestamp[]> {
    const { timestamps, ...others } = parts;
    if (timestamps === undefined) return [];
    if (timestamps instanceof MissingPart) return [notRead('TIMESTAMP_PART_MISSING', timestamps.detail)];
    if (!this.timestamps) return [notRead('TIMESTAMP_READER_MISSING', 'not loaded')];
    let reader: Timestamps;
    try {
      reader = await (this.#reader ??= this.timestamps());
    } catch (error) {
      this.#reader = undefined; // the next bundle may have more luck
      return [notRead('TIMESTAMP_READER_MISSING', error instanceof Error ? error.message : 'not loaded')];
    }
    const root = statement && fromHex(statement.answer.record.root);
    const stamped = stampedOf(others, root);
    const authorities = trust?.profile.timestampAuthorities ?? NOBODY;
    return kept(this.#timestamps, [timestamps, others], trust, () =>
      judgeTimestamps(timestamps, stamped, authorities, reader),
    );
  }

  #chain(configuration: BundleConfiguration, trust: PreparedTrust): Promise<JudgedConfiguration> {
    return kept(this.#configurations, [configuration], trust, () =>
      judgeConfiguration(configurationBytesOf(configuration), trust, this.crypto),
    );
  }
}

/** One list for all, so that it is prepared once. */
const NOBODY: readonly TimestampAuthority[] = [];

function notRead(
  code: 'TIMESTAMP_PART_MISSING' | 'TIMESTAMP_READER_MISSING',
  detail: string,
): JudgedTimestamp {
  return { over: undefined, finding: finding(code, detail) };
}

function stampedOf(parts: Omit<ResolvedParts, 'timestamps'>, root: Uint8Array | undefined): Stamped {
  const missing = Object.values(parts).some((part) => part instanceof MissingPart);
  const { block } = parts;
  return {
    root,
    header: block === undefined || block instanceof MissingPart ? undefined : headerOf(block),
    parts: missing ? undefined : (parts as BundleParts),
  };
}

type Key = { readonly parts: readonly unknown[]; readonly trust: Trust };

function keptByParts<T>(): Kept<Key, Promise<T>> {
  return new Kept(KEPT, KEPT_CHARACTERS, (a, b) => a.trust === b.trust && isSamePart(a.parts, b.parts));
}

function kept<T>(
  cache: Kept<Key, Promise<T>>,
  parts: readonly unknown[],
  trust: Trust,
  judge: () => Promise<T>,
): Promise<T> {
  const key = { parts, trust };
  return cache.find(key) ?? cache.add(key, judge(), sizeOfPart(parts));
}
