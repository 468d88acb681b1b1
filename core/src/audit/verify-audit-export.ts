/**
 * Judges an exported audit log: lines of JSON, a head (`{format, organization, first, previous}`), the records, an end
 * (`{end: {sequence, hash}}`).
 *
 * A chain that is whole in itself could have been written anew by whoever holds the database; only checkpoints that were
 * kept elsewhere show that it was not.
 *
 * @module
 */
import type { JsonObject } from '../encoding/json-value.js';
import { isJsonObject } from '../encoding/json-value.js';
import { Members } from '../encoding/members.js';
import { parseJson } from '../encoding/parse-json.js';
import { DocumentError } from '../errors/document-error.js';
import { parseHexHash } from '../hash/hex-hash.js';
import type { Hash } from '../hash/suite.js';
import type { AuditCheckpoint } from './audit-checkpoint.js';
import {
  AUDIT_FORMAT,
  auditOrigin,
  nextAuditRecord,
  parseAuditRecord,
  type AuditHead,
} from './audit-record.js';

/** Every code with what it says. */
export const AUDIT_FINDINGS = {
  AUDIT_WHOLE: 'every record follows from the one before it',
  AUDIT_CHECKPOINTS_AGREE: 'the log passes through every checkpoint that was given',
  AUDIT_CHECKPOINT_OUTSIDE: 'a checkpoint lies outside of the records of this file',
  AUDIT_CHECKPOINT_DIFFERS: 'at a checkpoint the log has another hash: it was written anew',
  AUDIT_ANCHORED: 'up to a checkpoint on the ledger the log is what it was',
  AUDIT_ANCHOR_OPEN:
    'whether a checkpoint stands on the ledger cannot be told, as with no trust profile for its network',
  AUDIT_ANCHOR_INVALID: 'the bundle of a checkpoint is not valid',
  AUDIT_ANCHORS_DISAGREE:
    'checkpoints on the ledger contradict one another: the log was replaced between them',
  AUDIT_NUMBERS_MISSING: 'no bundle was given of earlier checkpoints of the series',
  AUDIT_TIMESTAMPS_COUNT:
    'authorities of the trust profile timestamped checkpoints that the log passes through',
  AUDIT_TIMESTAMP_INVALID:
    'a timestamp of a checkpoint does not count: it is of something else, or of nobody whom the trust profile names',
  AUDIT_RECORD_CHANGED: 'a record does not give its hash: it or the one before it was changed',
  AUDIT_RECORD_MISSING: 'a record is missing, or stands twice',
  AUDIT_DATES_CONTRADICT:
    'a record is dated before a checkpoint that it follows, or after one that saw it, by more than five minutes',
  AUDIT_CUT_SHORT: 'the file ends before the log does',
  AUDIT_UNREADABLE: 'the file is no audit log',
} as const;

/** A code of `AUDIT_FINDINGS`. */
export type AuditFindingCode = keyof typeof AUDIT_FINDINGS;

/** What an exported audit log turns out to be. */
export interface AuditVerdict {
  readonly verdict: 'whole' | 'broken' | 'unreadable';
  readonly findings: readonly { readonly code: AuditFindingCode; readonly detail: string }[];
  readonly organization?: string;
  /** Sequences of first and last record; none when the log is empty. */
  readonly first?: number;
  readonly last?: AuditHead;
  /** Records that a checkpoint on the ledger saw as they are. */
  readonly proven?: {
    readonly first: number;
    readonly last: number;
    /** Of the checkpoint. */
    readonly number: string;
    /** By the gateway's clock. */
    readonly madeAt: string;
    /** Ledger time at which peers said that it stands there. */
    readonly attested: string | null;
  };
}

/** Clocks of two processes of one gateway differ, and may be set. */
const CLOCKS_APART_MS = 5 * 60_000;

/** Stops at the first fault: what follows a break says nothing. */
class Broken extends Error {
  readonly code: AuditFindingCode;
  constructor(code: AuditFindingCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** @param lines Lines of the file without their ends. Never rejects for what stands in them. */
export async function verifyAuditExport(
  lines: AsyncIterable<string>,
  hash: Hash,
  checkpoints: readonly AuditCheckpoint[] = [],
): Promise<AuditVerdict> {
  const reading = new Reading(hash, checkpoints);
  try {
    for await (const line of lines) reading.take(line);
    return reading.finish();
  } catch (error) {
    if (!(error instanceof Broken) && !(error instanceof DocumentError)) throw error;
    const code = error instanceof Broken ? error.code : 'AUDIT_UNREADABLE';
    const detail = `line ${reading.line}: ${error.message}`;
    return {
      verdict: code === 'AUDIT_UNREADABLE' ? 'unreadable' : 'broken',
      findings: [{ code, detail }],
    };
  }
}

class Reading {
  line = 0;
  #organization = '';
  #first = 0;
  #head: AuditHead | undefined;
  #ended = false;
  #met = 0;
  /** Instants of the latest record so far, and of the latest checkpoint that was met. */
  #latestMs = -Infinity;
  #metMs = -Infinity;

  constructor(
    private readonly hash: Hash,
    private readonly checkpoints: readonly AuditCheckpoint[],
  ) {}

  take(text: string): void {
    this.line += 1;
    if (this.#ended) throw new Broken('AUDIT_UNREADABLE', 'something follows the end');
    const value = parseJson(text);
    if (this.#head === undefined) this.#begin(value);
    else if (isJsonObject(value) && Object.hasOwn(value, 'end')) this.#end(value, this.#head);
    else this.#follow(value, this.#head);
  }

  #begin(value: unknown): void {
    const members = new Members(
      value,
      ['format', 'organization', 'first', 'previous'],
      'MALFORMED_AUDIT_LOG',
    );
    members.choice('format', [AUDIT_FORMAT]);
    this.#organization = members.text('organization');
    this.#first = members.integer('first', 1);
    const previous = parseHexHash(members.value('previous'), '/previous');
    if (this.#first === 1 && previous !== auditOrigin(this.hash, this.#organization).hash)
      throw new Broken('AUDIT_RECORD_CHANGED', 'the log does not begin where that of its organization does');
    if (this.checkpoints.some(({ organization }) => organization !== this.#organization))
      throw new Broken('AUDIT_CHECKPOINT_DIFFERS', 'a checkpoint is of another organization');
    this.#head = { sequence: this.#first - 1, hash: previous };
    this.#compare(this.#head);
  }

  #follow(value: Parameters<typeof parseAuditRecord>[0], head: AuditHead): void {
    const record = parseAuditRecord(value);
    if (record.sequence !== head.sequence + 1)
      throw new Broken('AUDIT_RECORD_MISSING', `record ${record.sequence} follows record ${head.sequence}`);
    const expected = nextAuditRecord(this.hash, head, record);
    if (expected.hash !== record.hash)
      throw new Broken('AUDIT_RECORD_CHANGED', `record ${record.sequence} has another hash`);
    const atMs = Date.parse(record.at);
    if (atMs < this.#metMs - CLOCKS_APART_MS)
      throw new Broken(
        'AUDIT_DATES_CONTRADICT',
        `record ${record.sequence} is dated before a checkpoint that it follows`,
      );
    this.#latestMs = Math.max(this.#latestMs, atMs);
    this.#head = { sequence: record.sequence, hash: record.hash };
    this.#compare(this.#head);
  }

  #compare(head: AuditHead): void {
    for (const { sequence, hash, madeAt } of this.checkpoints) {
      if (sequence !== head.sequence) continue;
      if (hash !== head.hash)
        throw new Broken(
          'AUDIT_CHECKPOINT_DIFFERS',
          `record ${sequence} is another one than the checkpoint saw`,
        );
      const madeMs = Date.parse(madeAt);
      if (this.#latestMs > madeMs + CLOCKS_APART_MS)
        throw new Broken('AUDIT_DATES_CONTRADICT', `record ${sequence}, or one before it, is dated after it`);
      this.#metMs = Math.max(this.#metMs, madeMs);
      this.#met += 1;
    }
  }

  #end(value: JsonObject, head: AuditHead): void {
    const end = new Members(
      new Members(value, ['end'], 'MALFORMED_AUDIT_LOG').value('end'),
      ['sequence', 'hash'],
      'MALFORMED_AUDIT_LOG',
    );
    if (end.integer('sequence', 0) !== head.sequence || end.value('hash') !== head.hash)
      throw new Broken('AUDIT_RECORD_MISSING', 'the end is not that of the last record');
    this.#ended = true;
  }

  finish(): AuditVerdict {
    const head = this.#head;
    if (head === undefined) throw new Broken('AUDIT_UNREADABLE', 'the file is empty');
    if (!this.#ended) throw new Broken('AUDIT_CUT_SHORT', `nothing follows record ${head.sequence}`);
    const outside = this.checkpoints.length - this.#met;
    const codes: AuditFindingCode[] = [
      'AUDIT_WHOLE',
      ...(this.#met > 0 ? (['AUDIT_CHECKPOINTS_AGREE'] as const) : []),
      ...(outside > 0 ? (['AUDIT_CHECKPOINT_OUTSIDE'] as const) : []),
    ];
    return {
      verdict: 'whole',
      findings: codes.map((code) => ({ code, detail: AUDIT_FINDINGS[code] })),
      organization: this.#organization,
      first: this.#first,
      last: head,
    };
  }
}
