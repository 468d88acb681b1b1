/**
 * Checkpoints: where the audit log stood, each deposited on the ledger, and timestamped by the authority of the
 * configuration, if there is one. Whoever holds the database can write the log anew, but neither the ledger nor the tokens
 * of a past day.
 *
 * @module
 */
import { AUDIT_CHECKPOINT_FORMAT, canonicalBytes, type AuditCheckpoint, type HexHash } from '@chopmark/core';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import { fromCursor, toCursor, type Page } from '../store/text-cursor.js';
import type { TimestampClient } from '../timestamps/timestamp-client.js';
import type { AuditDeposits } from './audit-deposits.js';
import type { AuditLog } from './audit-log.js';
import { newestCheckpoint, type CheckpointRow, type Deposit } from './deposit-rows.js';

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
  /** How it fares on the way to the ledger; `null` when a later one took its place, or its turn has not come. */
  readonly deposit: Deposit | null;
}

export interface AuditCheckpointParts {
  readonly db: Db;
  readonly log: AuditLog;
  readonly organization: string;
  readonly now: () => Date;
  /** Absent: nothing goes to the ledger. */
  readonly deposits?: Pick<AuditDeposits, 'take' | 'of'> | undefined;
  /** A record is covered by a checkpoint when it is this old, at the latest. */
  readonly dueMs?: number;
  readonly client?: Pick<TimestampClient, 'stamp'> | undefined;
}

const HOUR_MS = 3_600_000;
/** Tokens fetched at a time, the newest checkpoints first. */
const STAMPED_TOGETHER = 10;

export class AuditCheckpoints {
  readonly #parts: AuditCheckpointParts;

  constructor(parts: AuditCheckpointParts) {
    this.#parts = parts;
  }

  /** What is due: a checkpoint, its way to the ledger, tokens for those that lack one. */
  async work(signal: AbortSignal): Promise<void> {
    if (await this.#isDue()) await this.mark();
    await this.#parts.deposits?.take();
    await this.#stamp(signal);
  }

  /** Where the log stands now, unless a checkpoint says so already. @returns Its sequence; 0 while the log is empty. */
  async mark(): Promise<number> {
    const { db, log } = this.#parts;
    const { head, at } = await log.standing();
    const { sequence, hash } = head;
    if (sequence === 0) return 0;
    const row = { sequence, hash, made_at: at, receipt: null };
    await onDatabase(() =>
      db
        .insertInto('audit_checkpoint')
        .values(row)
        .onConflict((conflict) => conflict.column('sequence').doNothing())
        .execute(),
    );
    return sequence;
  }

  /** A record without a checkpoint has become too old. */
  async #isDue(): Promise<boolean> {
    const { db, now, dueMs = HOUR_MS } = this.#parts;
    const first = await onDatabase(async () => {
      const newest = await newestCheckpoint(db);
      return db
        .selectFrom('audit_record')
        .select('at')
        .where('sequence', '=', (newest?.sequence ?? 0) + 1)
        .executeTakeFirst();
    });
    return first !== undefined && now().getTime() - first.at.getTime() >= dueMs;
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
    const shown = rows.slice(0, limit);
    const deposits = await this.#parts.deposits?.of(shown.map(({ sequence }) => sequence));
    const items = shown.map((row) => ({
      checkpoint: this.#checkpointOf(row),
      timestamp: row.receipt?.timestamp ?? null,
      deposit: deposits?.get(row.sequence) ?? null,
    }));
    const last = items.at(-1)?.checkpoint.sequence;
    return { items, nextCursor: rows.length > limit && last !== undefined ? toCursor(String(last)) : null };
  }

  /** @param sequence Of a checkpoint that there is. */
  async at(sequence: number): Promise<KeptCheckpoint> {
    const { items } = await this.list(1, toCursor(String(sequence + 1)));
    const [found] = items;
    if (found?.checkpoint.sequence !== sequence) throw new Error(`no checkpoint at record ${sequence}`);
    return found;
  }

  #checkpointOf({ sequence, hash, made_at }: CheckpointRow): AuditCheckpoint {
    const { organization } = this.#parts;
    const madeAt = made_at.toISOString();
    return { format: AUDIT_CHECKPOINT_FORMAT, organization, sequence, hash: hash as HexHash, madeAt };
  }
}
