/**
 * Checkpoints: where the audit log stood, each timestamped by the authority of the configuration, if there is one. Whoever
 * holds the database can write the log anew, but not the tokens of a past day; and auditors keep checkpoints elsewhere.
 *
 * @module
 */
import { AUDIT_CHECKPOINT_FORMAT, canonicalBytes, type AuditCheckpoint, type HexHash } from '@chopmark/core';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import { fromCursor, toCursor, type Page } from '../store/text-cursor.js';
import type { TimestampClient } from '../timestamps/timestamp-client.js';
import type { AuditLog } from './audit-log.js';

export interface AuditCheckpointTable {
  sequence: number;
  hash: string;
  made_at: Date;
  receipt: { readonly timestamp: string } | null;
}

declare module '../store/tables.js' {
  interface Database {
    audit_checkpoint: AuditCheckpointTable;
  }
}

export interface KeptCheckpoint {
  readonly checkpoint: AuditCheckpoint;
  /** RFC 3161 token over the canonical JSON of the checkpoint, DER in base64. */
  readonly timestamp: string | null;
}

export interface AuditCheckpointParts {
  readonly db: Db;
  readonly log: AuditLog;
  readonly organization: string;
  readonly now: () => Date;
  readonly client?: Pick<TimestampClient, 'stamp'> | undefined;
}

/** Tokens fetched at a time, the newest checkpoints first. */
const STAMPED_TOGETHER = 10;

export class AuditCheckpoints {
  readonly #parts: AuditCheckpointParts;

  constructor(parts: AuditCheckpointParts) {
    this.#parts = parts;
  }

  /** Where the log stands now, unless a checkpoint says so already; then tokens for those that lack one. */
  async make(signal: AbortSignal): Promise<void> {
    const { db, log, now } = this.#parts;
    const { sequence, hash } = await onDatabase(() => log.head());
    if (sequence > 0) {
      const row = { sequence, hash, made_at: now(), receipt: null };
      await onDatabase(() =>
        db
          .insertInto('audit_checkpoint')
          .values(row)
          .onConflict((conflict) => conflict.column('sequence').doNothing())
          .execute(),
      );
    }
    await this.#stamp(signal);
  }

  async #stamp(signal: AbortSignal): Promise<void> {
    const { db, client } = this.#parts;
    if (client === undefined) return;
    const rows = await onDatabase(() =>
      db
        .selectFrom('audit_checkpoint')
        .selectAll()
        .where('receipt', 'is', null)
        .orderBy('sequence', 'desc')
        .limit(STAMPED_TOGETHER)
        .execute(),
    );
    for (const row of rows) {
      const token = await client.stamp(canonicalBytes(this.#checkpointOf(row)), signal);
      const receipt = JSON.stringify({ timestamp: Buffer.from(token).toString('base64') }) as never;
      await onDatabase(() =>
        db.updateTable('audit_checkpoint').set({ receipt }).where('sequence', '=', row.sequence).execute(),
      );
    }
  }

  /** Newest first. @param cursor Of an earlier page; an unknown one ends the list. */
  async list(limit: number, cursor?: string): Promise<Page<KeptCheckpoint>> {
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(fromCursor(cursor));
    if (!Number.isSafeInteger(before)) return { items: [], nextCursor: null };
    const rows = await onDatabase(() =>
      this.#parts.db
        .selectFrom('audit_checkpoint')
        .selectAll()
        .where('sequence', '<', before)
        .orderBy('sequence', 'desc')
        .limit(limit + 1)
        .execute(),
    );
    const items = rows.slice(0, limit).map((row) => {
      return { checkpoint: this.#checkpointOf(row), timestamp: row.receipt?.timestamp ?? null };
    });
    const last = items.at(-1)?.checkpoint.sequence;
    return { items, nextCursor: rows.length > limit && last !== undefined ? toCursor(String(last)) : null };
  }

  #checkpointOf({ sequence, hash, made_at }: AuditCheckpointTable): AuditCheckpoint {
    const { organization } = this.#parts;
    const madeAt = made_at.toISOString();
    return { format: AUDIT_CHECKPOINT_FORMAT, organization, sequence, hash: hash as HexHash, madeAt };
  }
}
