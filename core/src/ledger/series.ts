/** When a series may be opened and closed: pure decisions for the contract. */
import { LedgerError } from '../errors/ledger-error.js';
import { isSuiteName, requireSuite, type Suites } from '../hash/suite.js';
import { assertSeriesName } from './forms.js';
import { NAMESPACES, type Namespace } from './namespaces.js';
import { recordHash, type HeadRecord, type PrefixRecord, type SeriesRecord } from './records.js';

export interface OpenSeriesInput {
  /** Suites that every endorser has; others are refused. */
  readonly suites: Suites;
  readonly namespace: Namespace;
  readonly series: string;
  readonly kind: string;
  readonly suite: string;
  readonly prefix: string;
  /** Series and prefix records that already stand under these keys, if any. */
  readonly existing: SeriesRecord | undefined;
  readonly taken: PrefixRecord | undefined;
  readonly time: string;
  readonly txId: string;
}

export interface OpenedSeries {
  readonly series: SeriesRecord;
  readonly prefix: PrefixRecord;
  readonly head: HeadRecord;
}

/**
 * @throws {LedgerError} `MALFORMED_ARGUMENT`, `KIND_NOT_ALLOWED`, `PREFIX_NOT_ALLOWED`, `SUITE_NOT_SUPPORTED`,
 *   `SERIES_EXISTS`, `PREFIX_TAKEN`
 */
export function acceptSeries(input: OpenSeriesInput): OpenedSeries {
  const { namespace, kind, prefix } = input;
  assertSeriesName(input.series);
  const rules = NAMESPACES[namespace];
  const allowed = rules.kinds.find((one) => one.kind === kind);
  if (allowed === undefined) throw new LedgerError('KIND_NOT_ALLOWED', `${namespace} keeps no ${kind}`);
  if (!new RegExp(allowed.prefixes).test(prefix)) {
    throw new LedgerError('PREFIX_NOT_ALLOWED', `prefix ${prefix} is outside the space of ${namespace}`);
  }
  if (!isSuiteName(input.suite) || input.suites[input.suite] === undefined) {
    throw new LedgerError('SUITE_NOT_SUPPORTED', `suite ${input.suite} is not supported`);
  }
  if (input.existing !== undefined) throw new LedgerError('SERIES_EXISTS', `series ${input.series} exists`);
  if (input.taken !== undefined)
    throw new LedgerError('PREFIX_TAKEN', `prefix ${prefix} belongs to ${input.taken.series}`);
  const series: SeriesRecord = {
    authority: rules.authority,
    closed: false,
    kind,
    namespace,
    prefix,
    series: input.series,
    suite: input.suite,
    time: input.time,
    txId: input.txId,
    type: 'chopmark/series/1',
  };
  const { hash } = requireSuite(input.suites, input.suite);
  return {
    series,
    prefix: { kind, prefix, series: series.series, type: 'chopmark/prefix/1' },
    head: {
      batch: 0,
      fences: 0,
      last: recordHash(hash, series),
      next: 1,
      series: series.series,
      type: 'chopmark/head/1',
    },
  };
}

/** @returns The record to write. @throws {LedgerError} `SERIES_CLOSED` */
export function acceptClose(series: SeriesRecord): SeriesRecord {
  if (series.closed) throw new LedgerError('SERIES_CLOSED', `series ${series.series} is closed`);
  return { ...series, closed: true };
}
