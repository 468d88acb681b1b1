/**
 * Secret links: whoever holds one reads one invoice and its proof without an account. The secret is told once; what is
 * kept is its hash. Revoked, expired and unknown are one answer.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { hashOfSecret, isBearerSecret, isSecretOf, newBearerSecret } from '../accounts/bearer-secret.js';
import type { Actor, AuditLog } from '../audit/audit-log.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';

const PREFIX = 'cl';
const DAY_MS = 24 * 3600 * 1000;

export interface InvoiceLink {
  /** `lnk_…` */
  readonly id: string;
  readonly madeBy: string;
  readonly madeAt: string;
  /** `null`: never. */
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

export interface KeptLink {
  readonly link: InvoiceLink;
  /** Of the organization whose account made it. */
  readonly makerTaxId: string | undefined;
}

export interface MadeLink extends InvoiceLink {
  /** Told this once. */
  readonly secret: string;
}

interface LinkRow {
  readonly id: string;
  readonly made_by: string;
  readonly made_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

interface KeptRow extends LinkRow {
  readonly tax_id: string | null;
}

export interface InvoiceLinkParts {
  readonly db: Db;
  readonly audit: AuditLog;
  readonly now: () => Date;
}

export class InvoiceLinks {
  readonly #db: Db;
  readonly #audit: AuditLog;
  readonly #now: () => Date;

  constructor({ db, audit, now }: InvoiceLinkParts) {
    this.#db = db;
    this.#audit = audit;
    this.#now = now;
  }

  /** @param days Until it expires; absent: never. */
  async make(by: Actor, invoice: string, days?: number): Promise<MadeLink> {
    const secret = newBearerSecret(PREFIX);
    const now = this.#now();
    const row = {
      id: `lnk_${randomBytes(16).toString('hex')}`,
      made_by: by.id,
      made_at: now,
      expires_at: days === undefined ? null : new Date(now.getTime() + days * DAY_MS),
      revoked_at: null,
    };
    await this.#write(async (trx) => {
      await trx
        .insertInto('invoice_link')
        .values({ ...row, invoice, hash: hashOfSecret(secret) })
        .execute();
      const details = { link: row.id, expiresAt: row.expires_at?.toISOString() ?? null };
      await this.#audit.within(trx, { by, action: 'invoice.linkMade', subject: invoice, details });
    });
    return { ...viewOf(row), secret };
  }

  /** All of an invoice, newest first. */
  async list(invoice: string): Promise<KeptLink[]> {
    const rows = await onDatabase(() =>
      this.#select(invoice).orderBy('l.made_at', 'desc').orderBy('l.id').execute(),
    );
    return rows.map(keptOf);
  }

  async find(invoice: string, id: string): Promise<KeptLink | undefined> {
    const row = await onDatabase(() => this.#select(invoice).where('l.id', '=', id).executeTakeFirst());
    return row && keptOf(row);
  }

  /** One that was revoked stays as it is. */
  revoke(by: Actor, invoice: string, id: string): Promise<void> {
    return this.#write(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('invoice_link')
        .set({ revoked_at: this.#now() })
        .where('invoice', '=', invoice)
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return;
      const act = { by, action: 'invoice.linkRevoked', subject: invoice, details: { link: id } } as const;
      await this.#audit.within(trx, act);
    });
  }

  /** @returns Id of the invoice that the secret opens now. */
  async invoiceOf(secret: string): Promise<string | undefined> {
    if (!isBearerSecret(PREFIX, secret)) return undefined;
    const row = await onDatabase(() =>
      this.#db
        .selectFrom('invoice_link')
        .select(['invoice', 'hash', 'expires_at', 'revoked_at'])
        .where('hash', '=', hashOfSecret(secret))
        .executeTakeFirst(),
    );
    if (row === undefined || !isSecretOf(secret, row.hash)) return undefined;
    const isOver = row.revoked_at !== null || (row.expires_at !== null && row.expires_at <= this.#now());
    return isOver ? undefined : row.invoice;
  }

  #select(invoice: string) {
    return this.#db
      .selectFrom('invoice_link as l')
      .leftJoin('account as a', 'a.id', 'l.made_by')
      .leftJoin('organization as o', 'o.id', 'a.organization_id')
      .select(['l.id', 'l.made_by', 'l.made_at', 'l.expires_at', 'l.revoked_at', 'o.tax_id'])
      .where('l.invoice', '=', invoice);
  }

  #write<T>(action: (trx: Db) => Promise<T>): Promise<T> {
    return onDatabase(() => this.#db.transaction().execute(action));
  }
}

function viewOf({ id, made_by, made_at, expires_at, revoked_at }: LinkRow): InvoiceLink {
  return {
    id,
    madeBy: made_by,
    madeAt: made_at.toISOString(),
    expiresAt: expires_at?.toISOString() ?? null,
    revokedAt: revoked_at?.toISOString() ?? null,
  };
}

function keptOf(row: KeptRow): KeptLink {
  return { link: viewOf(row), makerTaxId: row.tax_id ?? undefined };
}
