/**
 * World state of one namespace: the only module that reads or writes it, and the
 * only place where keys are made. A value is the canonical JSON of its record in
 * UTF-8; a read sees what is committed, never what this transaction wrote.
 *
 * @module
 */
import {
  canonicalBytes,
  isJsonObject,
  LedgerError,
  parseBatchRecord,
  parseClockRecord,
  parseHeadRecord,
  parseJson,
  parsePrefixRecord,
  parseRoleRecord,
  parseSeriesRecord,
  type BatchRecord,
  type ClockRecord,
  type HeadRecord,
  type HexHash,
  type JsonObject,
  type JsonValue,
  type PrefixRecord,
  type RoleRecord,
  type SeriesRecord,
} from '@chopmark/core';
import type { ChaincodeStub } from 'fabric-shim-api';

/** What the store needs of the shim's stub. */
export type StateAccess = Pick<ChaincodeStub, 'createCompositeKey' | 'getState' | 'putState'>;

/** Type of the record, then what tells it from others of its type. */
type Key = readonly [type: string, ...attributes: (string | number)[]];

/** Numbers in keys are padded so that keys sort as numbers do; 2^53-1 has 16 digits. */
const NUMBER_DIGITS = 16;

export class LedgerStore {
  readonly #state: StateAccess;

  constructor(state: StateAccess) {
    this.#state = state;
  }

  role(certificate: HexHash): Promise<RoleRecord | undefined> {
    return this.#record(['role', certificate], parseRoleRecord);
  }

  putRole(record: RoleRecord): Promise<void> {
    return this.#put(['role', record.certificate], record);
  }

  series(series: string): Promise<SeriesRecord | undefined> {
    return this.#record(['series', series], parseSeriesRecord);
  }

  /** @throws {LedgerError} `SERIES_NOT_FOUND` */
  async requireSeries(series: string): Promise<SeriesRecord> {
    return requireOf(series, await this.series(series));
  }

  putSeries(record: SeriesRecord): Promise<void> {
    return this.#put(['series', record.series], record);
  }

  prefix(kind: string, prefix: string): Promise<PrefixRecord | undefined> {
    return this.#record(['prefix', kind, prefix], parsePrefixRecord);
  }

  putPrefix(record: PrefixRecord): Promise<void> {
    return this.#put(['prefix', record.kind, record.prefix], record);
  }

  /** @throws {LedgerError} `SERIES_NOT_FOUND`: a series has its head from the start. */
  async requireHead(series: string): Promise<HeadRecord> {
    return requireOf(series, await this.#record(['head', series], parseHeadRecord));
  }

  putHead(record: HeadRecord): Promise<void> {
    return this.#put(['head', record.series], record);
  }

  batch(series: string, batch: number): Promise<BatchRecord | undefined> {
    return this.#record(['batch', series, batch], parseBatchRecord);
  }

  putBatch(record: BatchRecord): Promise<void> {
    return this.#put(['batch', record.series, record.batch], record);
  }

  clock(): Promise<ClockRecord | undefined> {
    return this.#record(['clock'], parseClockRecord);
  }

  putClock(record: ClockRecord): Promise<void> {
    return this.#put(['clock'], record);
  }

  /** Record of a document; null while no event has touched it. */
  async documentState(hash: HexHash): Promise<JsonObject | null> {
    return (await this.#record(['document', hash], parseObject)) ?? null;
  }

  /** The shim gives an absent key as an empty buffer. */
  async #record<T>(key: Key, parse: (value: JsonValue) => T): Promise<T | undefined> {
    const bytes = await this.#state.getState(this.#keyOf(key));
    return bytes.length === 0 ? undefined : parse(parseJson(bytes));
  }

  async #put(key: Key, record: object): Promise<void> {
    await this.#state.putState(this.#keyOf(key), canonicalBytes(record));
  }

  #keyOf([type, ...attributes]: Key): string {
    return this.#state.createCompositeKey(
      type,
      attributes.map((part) => (typeof part === 'number' ? String(part).padStart(NUMBER_DIGITS, '0') : part)),
    );
  }
}

function requireOf<T>(series: string, record: T | undefined): T {
  if (record === undefined) throw new LedgerError('SERIES_NOT_FOUND', `there is no series ${series}`);
  return record;
}

function parseObject(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) throw new TypeError('a document record is an object');
  return value;
}
