/**
 * Webhooks of accounts: making, changing and ending them, and their secrets. Every method rejects with
 * `UnavailableError` when the database cannot be asked.
 *
 * @module
 */
import { newId } from '../accounts/account-rows.js';
import type { Actor, AuditLog } from '../audit/audit-log.js';
import { Refusal } from '../problems/refusal.js';
import type { StateCheck } from '../requests/entity-tags.js';
import type { Vault } from '../keys/vault.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import { TargetRefusedError, type TargetGuard } from './target-guard.js';
import type { Webhook, WebhookState } from './webhook.js';
import { webhookOf } from './webhook-rows.js';
import { newWebhookSecret } from './webhook-secrets.js';

/** Enough for every system of a taxpayer; what happened is written once for each. */
export const MAX_WEBHOOKS = 20;
/** How long the secret before counts beside a new one. */
export const OVERLAP_HOURS = 24;

/** Where a secret lies, for the vault. */
const COLUMN = 'webhook_secret.sealed';

export interface WebhooksParts {
  readonly db: Db;
  readonly audit: Pick<AuditLog, 'within'>;
  /** Keeps the secrets. */
  readonly vault: Pick<Vault, 'sealValue' | 'openValue'>;
  readonly guard: TargetGuard;
  readonly now: () => Date;
}

export interface WebhookChange {
  readonly url?: string | undefined;
  readonly events?: readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly state?: Exclude<WebhookState, 'gone'> | undefined;
}

export interface NewWebhook {
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string;
}

export class Webhooks {
  readonly #parts: WebhooksParts;

  constructor(parts: WebhooksParts) {
    this.#parts = parts;
  }

  /** @throws {Refusal} `WEBHOOK_TARGET_REFUSED`, `TOO_MANY_WEBHOOKS` */
  create(
    by: Actor,
    accountId: string,
    { url, events, description }: NewWebhook,
  ): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
    const { db, audit, now } = this.#parts;
    this.#assertTarget(url);
    const id = newId('wh');
    const secret = newWebhookSecret();
    return onDatabase(() =>
      db.transaction().execute(async (trx) => {
        // Whoever makes webhooks of this account waits here, so that the count holds.
        await trx.selectFrom('account').select('id').where('id', '=', accountId).forUpdate().execute();
        const { count } = await trx
          .selectFrom('webhook')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('account_id', '=', accountId)
          .executeTakeFirstOrThrow();
        if (count >= MAX_WEBHOOKS)
          throw new Refusal('TOO_MANY_WEBHOOKS', { parameters: { limit: MAX_WEBHOOKS } });
        const at = now();
        const row = await trx
          .insertInto('webhook')
          .values({
            id,
            account_id: accountId,
            url,
            events: [...events],
            description,
            state: 'active',
            made_at: at,
            changed_at: at,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await trx
          .insertInto('webhook_secret')
          .values({ webhook_id: id, number: 1, sealed: this.#seal(id, secret), expires_at: null })
          .execute();
        await audit.within(trx, { by, action: 'webhook.created', subject: id });
        return { webhook: webhookOf(row), secret };
      }),
    );
  }

  async find(id: string): Promise<Webhook | undefined> {
    const { db } = this.#parts;
    const row = await onDatabase(() =>
      db.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirst(),
    );
    return row && webhookOf(row);
  }

  /** All of an account, oldest first. */
  async ofAccount(accountId: string): Promise<Webhook[]> {
    const { db } = this.#parts;
    const rows = await onDatabase(() =>
      db.selectFrom('webhook').selectAll().where('account_id', '=', accountId).orderBy('made_at').execute(),
    );
    return rows.map(webhookOf);
  }

  /**
   * @param check Refuses what the change was not made for.
   * @throws {Refusal} `WEBHOOK_TARGET_REFUSED`, `PRECONDITION_FAILED`
   */
  change(by: Actor, id: string, change: WebhookChange, check?: StateCheck<Webhook>): Promise<Webhook> {
    const { db, audit, now } = this.#parts;
    const { url, events, description, state } = change;
    if (url !== undefined) this.#assertTarget(url);
    return onDatabase(() =>
      db.transaction().execute(async (trx) => {
        await assertState(trx, id, check);
        const row = await trx
          .updateTable('webhook')
          .set((eb) => ({
            version: eb('version', '+', 1),
            changed_at: now(),
            ...(url !== undefined && { url }),
            ...(events !== undefined && { events: [...events] }),
            ...(description !== undefined && { description }),
            ...(state !== undefined && { state }),
          }))
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) throw new Refusal('PRECONDITION_FAILED');
        await audit.within(trx, { by, action: 'webhook.changed', subject: id });
        return webhookOf(row);
      }),
    );
  }

  /** @param check Refuses what is not to be deleted. @throws {Refusal} `PRECONDITION_FAILED` */
  remove(by: Actor, id: string, check?: StateCheck<Webhook>): Promise<void> {
    const { db, audit } = this.#parts;
    return onDatabase(() =>
      db.transaction().execute(async (trx) => {
        await assertState(trx, id, check);
        await trx.deleteFrom('webhook').where('id', '=', id).execute();
        await audit.within(trx, { by, action: 'webhook.deleted', subject: id });
      }),
    );
  }

  /** @returns The new secret, and until when the one before counts too. */
  rotate(by: Actor, id: string): Promise<{ readonly secret: string; readonly previousUntil: string }> {
    const { db, audit, now } = this.#parts;
    const secret = newWebhookSecret();
    const until = new Date(now().getTime() + OVERLAP_HOURS * 3_600_000);
    return onDatabase(() =>
      db.transaction().execute(async (trx) => {
        await trx.selectFrom('webhook').select('id').where('id', '=', id).forUpdate().execute();
        const { number } = await trx
          .updateTable('webhook_secret')
          .set({ expires_at: until })
          .where('webhook_id', '=', id)
          .where('expires_at', 'is', null)
          .returning('number')
          .executeTakeFirstOrThrow();
        // Two at a time: one that is older than the one replaced now counts no more.
        await trx
          .deleteFrom('webhook_secret')
          .where('webhook_id', '=', id)
          .where('number', '<', number)
          .execute();
        await trx
          .insertInto('webhook_secret')
          .values({ webhook_id: id, number: number + 1, sealed: this.#seal(id, secret), expires_at: null })
          .execute();
        await audit.within(trx, { by, action: 'webhook.secretRotated', subject: id });
        return { secret, previousUntil: until.toISOString() };
      }),
    );
  }

  /** Those that count now, the newest first. */
  async secretsOf(id: string): Promise<string[]> {
    const { db, vault, now } = this.#parts;
    const rows = await onDatabase(() =>
      db
        .selectFrom('webhook_secret')
        .select('sealed')
        .where('webhook_id', '=', id)
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now())]))
        .orderBy('number', 'desc')
        .execute(),
    );
    const secrets = rows.map(({ sealed }) => vault.openValue(COLUMN, id, sealed));
    return (await Promise.all(secrets)).map((secret) => secret.toString('utf8'));
  }

  #seal(id: string, secret: string): Buffer {
    return this.#parts.vault.sealValue(COLUMN, id, Buffer.from(secret));
  }

  #assertTarget(url: string): void {
    try {
      this.#parts.guard.parse(url);
    } catch (cause) {
      if (!(cause instanceof TargetRefusedError)) throw cause;
      throw new Refusal('WEBHOOK_TARGET_REFUSED', {
        cause,
        faults: [{ pointer: '/url', code: cause.code }],
      });
    }
  }
}

/** Until the transaction ends it stays as it was found. */
async function assertState(trx: Db, id: string, check: StateCheck<Webhook> | undefined): Promise<void> {
  if (check === undefined) return;
  const row = await trx.selectFrom('webhook').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) throw new Refusal('PRECONDITION_FAILED');
  check(webhookOf(row));
}
