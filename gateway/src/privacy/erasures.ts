/**
 * Erasure: one transaction that destroys the key of a document with everything else that was kept of it, and leaves a
 * record without anything personal. Its hash stays in the batch and on the ledger, so its siblings verify as before.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';

import { DocumentError, parseInvoiceNumber } from '@chopmark/core';
import type { AuditLog } from '../audit/audit-log.js';
import { seriesOfPrefix } from '../pipeline/series-name.js';
import { shanghaiDay } from '../requests/shanghai-day.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import type { ErasureTable, LegalHoldTable } from '../store/tables.js';
import { destroyContents, lockInvoice, type Standing } from './destroy-contents.js';
import type { ErasureJournal } from './erasure-journal.js';
import { remainsOf } from './remains.js';
import type {
  Erasure,
  ErasureOutcome,
  ErasureReason,
  HoldReason,
  InvoicePrivacy,
  LegalHold,
  NewHold,
} from './invoice-privacy.js';

export interface ErasureContext {
  readonly db: Db;
  readonly audit: AuditLog;
  /** Absent: erasures are known to the database alone. */
  readonly journal?: ErasureJournal | undefined;
  /** Days after the day of issue for which an issued invoice must be kept. */
  readonly retentionDays: number;
  readonly now: () => Date;
}

const ID = /^inv_[0-9a-f]{32}$/;
const DAY_MS = 86_400_000;

export class Erasures implements InvoicePrivacy {
  readonly #context: ErasureContext;

  constructor(context: ErasureContext) {
    this.#context = context;
  }

  erasureOf(numberOrId: string): Promise<Erasure | undefined> {
    return onDatabase(async () => {
      const all = this.#context.db.selectFrom('erasure').selectAll();
      if (ID.test(numberOrId)) return viewOf(await all.where('id', '=', numberOrId).executeTakeFirst());
      const place = placeOf(numberOrId);
      if (place === undefined) return undefined;
      const { series, sequence } = place;
      return viewOf(
        await all.where('series', '=', series).where('sequence', '=', sequence).executeTakeFirst(),
      );
    });
  }

  async erase(id: string, reason: ErasureReason, by: string): Promise<ErasureOutcome> {
    const { db, audit, journal, now } = this.#context;
    const outcome = await this.#write<ErasureOutcome>(async (trx) => {
      const standing = await lockInvoice(trx, id);
      if (standing === undefined) return { outcome: 'notFound' };
      if (!standing.is_settled) return { outcome: 'notSettled' };
      const holds = (await holdsOf(trx, standing.entry)).filter(({ liftedAt }) => liftedAt === null);
      if (holds.length > 0) return { outcome: 'held', holds };
      const until = this.#retainedUntil(standing);
      if (until !== undefined) return { outcome: 'retained', until };

      const row = { id, reason, erased_by: by, erased_at: now() };
      const erasure = remainsOf(await destroyContents(trx, standing, row));
      await audit.within(trx, { by: { id: by }, action: 'invoice.erased', subject: id, details: { reason } });
      return { outcome: 'erased', erasure };
    }, db);
    // Acknowledged only when a backup cannot undo it any more; what a crash leaves out here follows at the next start.
    if (outcome.outcome === 'erased') await journal?.add([outcome.erasure]);
    return outcome;
  }

  holds(id: string): Promise<readonly LegalHold[]> {
    return onDatabase(async () => {
      const row = await this.#context.db
        .selectFrom('invoice')
        .select('entry')
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? [] : holdsOf(this.#context.db, row.entry);
    });
  }

  hold(id: string, { reason, caseReference }: NewHold, by: string): Promise<LegalHold | undefined> {
    const { db, audit, now } = this.#context;
    return this.#write(async (trx) => {
      const standing = await lockInvoice(trx, id);
      if (standing === undefined) return undefined;
      const row = {
        id: `hold_${randomBytes(12).toString('hex')}`,
        entry: standing.entry,
        reason,
        case_reference: caseReference,
        set_by: by,
        set_at: now(),
        lifted_by: null,
        lifted_at: null,
      };
      await trx.insertInto('legal_hold').values(row).execute();
      const details = { hold: row.id, reason };
      await audit.within(trx, { by: { id: by }, action: 'invoice.held', subject: id, details });
      return holdView(row);
    }, db);
  }

  liftHold(id: string, holdId: string, by: string): Promise<boolean> {
    const { db, audit, now } = this.#context;
    return this.#write(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('legal_hold')
        .set({ lifted_by: by, lifted_at: now() })
        .where('id', '=', holdId)
        .where('lifted_at', 'is', null)
        .where('entry', '=', (row) => row.selectFrom('invoice').select('entry').where('id', '=', id))
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) return false;
      const details = { hold: holdId };
      await audit.within(trx, { by: { id: by }, action: 'invoice.released', subject: id, details });
      return true;
    }, db);
  }

  #write<T>(action: (trx: Db) => Promise<T>, db: Db): Promise<T> {
    return onDatabase(() => db.transaction().execute(action));
  }

  /** Retention is of what was issued: a refused one was never an invoice. It ends with a day of Asia/Shanghai, as it began. */
  #retainedUntil({ issued_on, sequence }: Standing): string | undefined {
    if (sequence === null) return undefined;
    const end = new Date(Date.parse(issued_on) + this.#context.retentionDays * DAY_MS);
    const until = end.toISOString().slice(0, 10);
    return until > shanghaiDay(this.#context.now()) ? until : undefined;
  }
}

async function holdsOf(db: Db, entry: number): Promise<LegalHold[]> {
  const rows = await db
    .selectFrom('legal_hold')
    .selectAll()
    .where('entry', '=', entry)
    .orderBy('set_at', 'desc')
    .execute();
  return rows.map(holdView);
}

function placeOf(number: string): { readonly series: string; readonly sequence: number } | undefined {
  try {
    const { prefix, sequence } = parseInvoiceNumber(number);
    return { series: seriesOfPrefix(prefix), sequence };
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    throw error;
  }
}

function viewOf(row: ErasureTable | undefined): Erasure | undefined {
  return row && remainsOf(row);
}

function holdView(row: LegalHoldTable): LegalHold {
  return {
    id: row.id,
    reason: row.reason as HoldReason,
    caseReference: row.case_reference,
    setBy: row.set_by,
    setAt: row.set_at.toISOString(),
    liftedBy: row.lifted_by,
    liftedAt: row.lifted_at?.toISOString() ?? null,
  };
}
