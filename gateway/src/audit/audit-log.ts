/**
 * Appending to the audit log (store/migrations/0101-audit.ts): one record after another, in the transaction of the act
 * that it tells of, so that neither is there without the other.
 *
 * @module
 */
import { sql } from 'kysely';
import {
  auditOrigin,
  nextAuditRecord,
  type AuditEntry,
  type AuditHead,
  type HexHash,
  type JsonObject,
} from '@chopmark/core';
import { sha256 } from '../proofs/node-crypto.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import type { AuditAction } from './audit-actions.js';

export interface AuditRecordTable {
  sequence: number;
  at: Date;
  actor: string;
  key: string | null;
  action: string;
  subject: string | null;
  details: JsonObject;
  hash: string;
}

declare module '../store/tables.js' {
  interface Database {
    audit_record: AuditRecordTable;
  }
}

/** Who acts. */
export interface Actor {
  /** Id of an account, or who acts without one. */
  readonly id: string;
  /** Id of the API key that the account acts by. */
  readonly keyId?: string | undefined;
}

/** A command on the machine of the gateway; the gateway by itself; somebody who is not signed in. */
export const OPERATOR: Actor = { id: 'operator' };
export const GATEWAY: Actor = { id: 'gateway' };
export const NOBODY: Actor = { id: 'nobody' };

export interface Act {
  readonly by: Actor;
  readonly action: AuditAction;
  /** Id of what it was done to. */
  readonly subject?: string;
  /** Ids, codes and names of our own tables only: nothing personal, nothing that somebody typed. */
  readonly details?: JsonObject;
}

/** Where acts are told; a port, so that routes can be tried without a database. */
export interface AuditTrail {
  /** In a transaction of its own. Rejects with `UnavailableError` when the database is away. */
  append(act: Act): Promise<void>;
}

/** Any number: whoever appends holds it until its transaction ends. */
const APPENDING = 0x63686f70;

export class AuditLog implements AuditTrail {
  readonly #db: Db;
  readonly #organization: string;
  readonly #now: () => Date;

  /** @param organization Whose gateway this is: `tax`, `affairs`, `court`. */
  constructor(db: Db, organization: string, now: () => Date) {
    this.#db = db;
    this.#organization = organization;
    this.#now = now;
  }

  append(act: Act): Promise<void> {
    return onDatabase(() => this.#db.transaction().execute((trx) => this.within(trx, act)));
  }

  /** As the last step of the act's own transaction: others wait from here until it ends. */
  async within(trx: Db, { by, action, subject, details = {} }: Act): Promise<void> {
    await sql`select pg_advisory_xact_lock(${APPENDING})`.execute(trx);
    const at = this.#now();
    const entry: AuditEntry = {
      at: at.toISOString(),
      actor: by.id,
      key: by.keyId ?? null,
      action,
      subject: subject ?? null,
      details,
    };
    const { sequence, actor, key, hash } = nextAuditRecord(sha256, await this.head(trx), entry);
    await trx
      .insertInto('audit_record')
      .values({
        sequence,
        at,
        actor,
        key,
        action,
        subject: entry.subject,
        details: JSON.stringify(details) as never,
        hash,
      })
      .execute();
  }

  /** Where the chain stands, and since when: whatever is told later is dated later. Rejects with `UnavailableError`. */
  standing(): Promise<{ readonly head: AuditHead; readonly at: Date }> {
    return onDatabase(() =>
      this.#db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(${APPENDING})`.execute(trx);
        return { head: await this.head(trx), at: this.#now() };
      }),
    );
  }

  /** Where the chain stands. */
  async head(db: Db = this.#db): Promise<AuditHead> {
    const last = await db
      .selectFrom('audit_record')
      .select(['sequence', 'hash'])
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst();
    return last === undefined
      ? auditOrigin(sha256, this.#organization)
      : { sequence: last.sequence, hash: last.hash as HexHash };
  }
}
