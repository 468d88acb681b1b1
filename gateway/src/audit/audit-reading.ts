/**
 * Reading the audit log: as a list for people, whole for whoever checks it (core/src/audit/verify-audit-export.ts).
 *
 * @module
 */
import type { Selectable } from 'kysely';
import { AUDIT_FORMAT, auditOrigin, type AuditHead, type AuditRecord, type HexHash } from '@chopmark/core';
import { sha256 } from '../proofs/node-crypto.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import { fromCursor, toCursor, type Page } from '../store/text-cursor.js';
import type { AuditRecordTable } from './audit-log.js';

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  /** RFC 3339, included. */
  readonly from?: string | undefined;
  /** RFC 3339, not included. */
  readonly to?: string | undefined;
}

/** Records that an export reads at a time. */
const PAGE = 1_000;

export class AuditReading {
  readonly #db: Db;
  readonly #organization: string;

  constructor(db: Db, organization: string) {
    this.#db = db;
    this.#organization = organization;
  }

  /** Newest first. @param cursor Of an earlier page; an unknown one ends the list. */
  async list(filter: AuditFilter, limit: number, cursor?: string): Promise<Page<AuditRecord>> {
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(fromCursor(cursor));
    if (!Number.isSafeInteger(before)) return { items: [], nextCursor: null };
    const { actor, action, subject, from, to } = filter;
    const rows = await onDatabase(() =>
      this.#db
        .selectFrom('audit_record')
        .selectAll()
        .where('sequence', '<', before)
        .$if(actor !== undefined, (query) => query.where('actor', '=', actor ?? ''))
        .$if(action !== undefined, (query) => query.where('action', '=', action ?? ''))
        .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
        .$if(from !== undefined, (query) => query.where('at', '>=', new Date(from ?? '')))
        .$if(to !== undefined, (query) => query.where('at', '<', new Date(to ?? '')))
        .orderBy('sequence', 'desc')
        .limit(limit + 1)
        .execute(),
    );
    const items = rows.slice(0, limit).map(recordOf);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? toCursor(String(last.sequence)) : null };
  }

  /**
   * Lines of an export (docs/formats.md section 9): the records from `first` to where the log stands now.
   *
   * @param first 1 or higher; beyond the end there are no records.
   */
  async *export(first: number): AsyncGenerator<string> {
    let head = await this.#headBefore(first);
    const { sequence: last } = await this.#newest();
    const format = { format: AUDIT_FORMAT, organization: this.#organization };
    yield line({ ...format, first: head.sequence + 1, previous: head.hash });
    while (head.sequence < last) {
      const records = await this.#between(head.sequence, Math.min(last, head.sequence + PAGE));
      const newest = records.at(-1);
      if (newest === undefined) break;
      for (const record of records) yield line(record);
      head = newest;
    }
    yield line({ end: { sequence: head.sequence, hash: head.hash } });
  }

  async #between(after: number, upTo: number): Promise<AuditRecord[]> {
    const rows = await onDatabase(() =>
      this.#db
        .selectFrom('audit_record')
        .selectAll()
        .where('sequence', '>', after)
        .where('sequence', '<=', upTo)
        .orderBy('sequence')
        .execute(),
    );
    return rows.map(recordOf);
  }

  #newest(): Promise<AuditHead> {
    return this.#headBefore(Number.MAX_SAFE_INTEGER);
  }

  async #headBefore(sequence: number): Promise<AuditHead> {
    const row = await onDatabase(() =>
      this.#db
        .selectFrom('audit_record')
        .select(['sequence', 'hash'])
        .where('sequence', '<', sequence)
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst(),
    );
    if (row === undefined) return auditOrigin(sha256, this.#organization);
    return { sequence: row.sequence, hash: row.hash as HexHash };
  }
}

const line = (value: object): string => `${JSON.stringify(value)}\n`;

function recordOf(row: Selectable<AuditRecordTable>): AuditRecord {
  const { sequence, at, actor, key, action, subject, details, hash } = row;
  return { sequence, at: at.toISOString(), actor, key, action, subject, details, hash: hash as HexHash };
}
