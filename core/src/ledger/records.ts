/**
 * Records of the world state, as canonical JSON in UTF-8. Readers are strict: a record that is not
 * exactly of its form is a broken ledger or a forgery, never something to guess at.
 *
 * @module
 */
import { canonicalBytes } from '../encoding/canonical-json.js';
import { Members } from '../encoding/members.js';
import { hexHashOf, parseHexHash, type HexHash } from '../hash/hex-hash.js';
import { SUITE_NAMES, type Hash, type SuiteName } from '../hash/suite.js';
import { MAX_BATCH } from '../document/batch.js';
import { SERIES_NAME, SHORT_NAME as NAME } from '../document/header.js';
import { TIME_MILLIS, TIME_SECONDS, TX_ID } from './forms.js';
import { ROLES, type Role } from './ledger-api.js';

export type SeriesRecord = {
  /** MSP id of the authority that opened it. */
  readonly authority: string;
  readonly closed: boolean;
  readonly kind: string;
  readonly namespace: string;
  /** Beginning of every number of the series; no other series of the kind has it. */
  readonly prefix: string;
  readonly series: string;
  readonly suite: SuiteName;
  /** RFC 3339 UTC with milliseconds, claimed by the client of the transaction that opened it. */
  readonly time: string;
  readonly txId: string;
  readonly type: 'chopmark/series/1';
};

/** Reserves a prefix for one series. */
export type PrefixRecord = {
  readonly kind: string;
  readonly prefix: string;
  readonly series: string;
  readonly type: 'chopmark/prefix/1';
};

export type HeadRecord = {
  /** Last batch number; 0 at first. */
  readonly batch: number;
  /** Fences set so far, so that a fence always changes the head. */
  readonly fences: number;
  /** Suite hash of the stored bytes of the last batch record; at first of the series record. */
  readonly last: HexHash;
  /** Sequence of the next document; 1 at first. */
  readonly next: number;
  readonly series: string;
  readonly type: 'chopmark/head/1';
};

export type BatchRecord = {
  readonly authority: string;
  readonly batch: number;
  /** Sequence of the first entry. */
  readonly first: number;
  readonly kind: string;
  readonly namespace: string;
  /** The series' prefix: with it a verifier can tell a document's number. */
  readonly prefix: string;
  /** The head's `last` before this batch. */
  readonly previous: HexHash;
  readonly root: HexHash;
  readonly series: string;
  /** Number of entries, 1 to 16,384. */
  readonly size: number;
  readonly suite: SuiteName;
  /** RFC 3339 UTC with milliseconds, claimed by the client of the transaction. */
  readonly time: string;
  readonly txId: string;
  readonly type: 'chopmark/batch/1';
};

export type ClockRecord = {
  /** RFC 3339 UTC to the second, within seconds of the endorsers' own clocks when it was set. */
  readonly time: string;
  readonly txId: string;
  readonly type: 'chopmark/clock/1';
};

export type RoleRecord = {
  /** SHA-256 of the certificate's DER. */
  readonly certificate: HexHash;
  /** RFC 3339 UTC with milliseconds. */
  readonly granted: string;
  readonly mspId: string;
  /** Instant of the end, or null while it holds. */
  readonly revoked: string | null;
  /** Ascending, without repetition. */
  readonly roles: readonly Role[];
  readonly type: 'chopmark/role/1';
};

const CODE = 'MALFORMED_RECORD';
const PREFIX = /^[0-9A-Z]{1,20}$/;

/** @throws {DocumentError} `MALFORMED_RECORD`, `MALFORMED_HASH` */
export function parseSeriesRecord(value: unknown): SeriesRecord {
  const names = [
    'authority',
    'closed',
    'kind',
    'namespace',
    'prefix',
    'series',
    'suite',
    'time',
    'txId',
    'type',
  ];
  const members = new Members(value, names, CODE);
  return {
    authority: members.text('authority', NAME),
    closed: members.boolean('closed'),
    kind: members.text('kind', NAME),
    namespace: members.text('namespace', NAME),
    prefix: members.text('prefix', PREFIX),
    series: members.text('series', SERIES_NAME),
    suite: members.choice('suite', SUITE_NAMES),
    time: members.text('time', TIME_MILLIS),
    txId: members.text('txId', TX_ID),
    type: members.choice('type', ['chopmark/series/1']),
  };
}

/** @throws {DocumentError} `MALFORMED_RECORD` */
export function parsePrefixRecord(value: unknown): PrefixRecord {
  const members = new Members(value, ['kind', 'prefix', 'series', 'type'], CODE);
  return {
    kind: members.text('kind', NAME),
    prefix: members.text('prefix', PREFIX),
    series: members.text('series', SERIES_NAME),
    type: members.choice('type', ['chopmark/prefix/1']),
  };
}

/** @throws {DocumentError} `MALFORMED_RECORD`, `MALFORMED_HASH` */
export function parseHeadRecord(value: unknown): HeadRecord {
  const members = new Members(value, ['batch', 'fences', 'last', 'next', 'series', 'type'], CODE);
  return {
    batch: members.integer('batch', 0),
    fences: members.integer('fences', 0),
    last: parseHexHash(members.value('last'), '/last'),
    next: members.integer('next', 1),
    series: members.text('series', SERIES_NAME),
    type: members.choice('type', ['chopmark/head/1']),
  };
}

const BATCH_MEMBERS = [
  ...['authority', 'batch', 'first', 'kind', 'namespace', 'prefix', 'previous', 'root'],
  ...['series', 'size', 'suite', 'time', 'txId', 'type'],
];

/** @throws {DocumentError} `MALFORMED_RECORD`, `MALFORMED_HASH` */
export function parseBatchRecord(value: unknown): BatchRecord {
  const members = new Members(value, BATCH_MEMBERS, CODE);
  const first = members.integer('first', 1);
  const size = members.integer('size', 1);
  if (size > MAX_BATCH) throw members.error('size', `must be ${MAX_BATCH} at most`);
  if (!Number.isSafeInteger(first + (size - 1))) throw members.error('first', 'sequences end at 2^53 - 1');
  return {
    authority: members.text('authority', NAME),
    batch: members.integer('batch', 1),
    first,
    kind: members.text('kind', NAME),
    namespace: members.text('namespace', NAME),
    prefix: members.text('prefix', PREFIX),
    previous: parseHexHash(members.value('previous'), '/previous'),
    root: parseHexHash(members.value('root'), '/root'),
    series: members.text('series', SERIES_NAME),
    size,
    suite: members.choice('suite', SUITE_NAMES),
    time: members.text('time', TIME_MILLIS),
    txId: members.text('txId', TX_ID),
    type: members.choice('type', ['chopmark/batch/1']),
  };
}

/** @throws {DocumentError} `MALFORMED_RECORD` */
export function parseClockRecord(value: unknown): ClockRecord {
  const members = new Members(value, ['time', 'txId', 'type'], CODE);
  return {
    time: members.text('time', TIME_SECONDS),
    txId: members.text('txId', TX_ID),
    type: members.choice('type', ['chopmark/clock/1']),
  };
}

/** @throws {DocumentError} `MALFORMED_RECORD`, `MALFORMED_HASH` */
export function parseRoleRecord(value: unknown): RoleRecord {
  const members = new Members(value, ['certificate', 'granted', 'mspId', 'revoked', 'roles', 'type'], CODE);
  const roles = members.value('roles');
  if (!isRoleList(roles)) throw members.error('roles', 'must be roles, ascending, each once');
  return {
    certificate: parseHexHash(members.value('certificate'), '/certificate'),
    granted: members.text('granted', TIME_MILLIS),
    mspId: members.text('mspId', NAME),
    revoked: members.value('revoked') === null ? null : members.text('revoked', TIME_MILLIS),
    roles,
    type: members.choice('type', ['chopmark/role/1']),
  };
}

/** True for one or more known roles, ascending, each once. */
export function isRoleList(value: unknown): value is Role[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  const known: readonly unknown[] = ROLES;
  return value.every(
    (role, at) => known.includes(role) && (at === 0 || String(value[at - 1]) < String(role)),
  );
}

/** Suite hash of a record's stored bytes: what the next record names as `previous`. */
export function recordHash(hash: Hash, record: SeriesRecord | BatchRecord): HexHash {
  return hexHashOf(hash(canonicalBytes(record)));
}
