/**
 * Secret links: whoever holds one reads one invoice and its proof without an account. The secret is told once; what is
 * kept is its hash. Revoked, expired and unknown are one answer.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { hashOfSecret, isBearerSecret, isSecretOf, newBearerSecret } from '../accounts/bearer-secret.js';
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

const COLUMNS = ['id', 'made_by', 'made_at', 'expires_at', 'revoked_at'] as const;

export class InvoiceLinks {
  readonly #db: Db;
  readonly #now: () => Date;

  constructor(db: Db, now: () => Date) {
    this.#db = db;
    this.#now = now;
  }

  /** @param days Until it expires; absent: never. */
  async make(invoice: string, madeBy: string, days?: number): Promise<MadeLink> {
    const secret = newBearerSecret(PREFIX);
    const now = this.#now();
    const row = {
      id: `lnk_${randomBytes(16).toString('hex')}`,
      made_by: madeBy,
      made_at: now,
      expires_at: days === undefined ? null : new Date(now.getTime() + days * DAY_MS),
      revoked_at: null,
    };
    await onDatabase(() =>
      this.#db
        .insertInto('invoice_link')
        .values({ ...row, invoice, hash: hashOfSecret(secret) })
        .execute(),
    );
    return { ...viewOf(row), secret };
  }

  /** Newest first. */
  async list(invoice: string): Promise<InvoiceLink[]> {
    const rows = await onDatabase(() =>
      this.#db
        .selectFrom('invoice_link')
        .select(COLUMNS)
        .where('invoice', '=', invoice)
        .orderBy('made_at', 'desc')
        .orderBy('id')
        .execute(),
    );
    return rows.map(viewOf);
  }

  /** @returns Whether the invoice has such a link; one that was revoked stays as it is. */
  async revoke(invoice: string, id: string): Promise<boolean> {
    const { numUpdatedRows } = await onDatabase(() =>
      this.#db
        .updateTable('invoice_link')
        .set((row) => ({ revoked_at: row.fn.coalesce('revoked_at', row.val(this.#now())) }))
        .where('invoice', '=', invoice)
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    return numUpdatedRows === 1n;
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
