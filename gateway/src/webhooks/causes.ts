/**
 * What happened → who is told of it: each account hears of what it may see as it is then, by the rights table.
 *
 * @module
 */
import { sql, type RawBuilder, type Selectable } from 'kysely';
import { accountOf, selectAccounts } from '../accounts/account-rows.js';
import type { Account } from '../accounts/account.js';
import { operationById } from '../invoices/operations.js';
import { Access } from '../rights/access.js';
import { rightOf } from '../rights/table.js';
import { thingOfOperation } from '../rights/things.js';
import type { Store } from '../invoices/store.js';
import type { Vault } from '../keys/vault.js';
import type { Db } from '../store/database.js';
import type { Webhook } from './webhook.js';
import { webhookOf, type WebhookCauseTable } from './webhook-rows.js';

type Cause = Selectable<WebhookCauseTable>;

/** A webhook with whoever hears by it. */
interface Listener {
  readonly webhook: Webhook;
  readonly account: Account;
}

/** Batches of a replay that are told of in one transaction. */
const BATCHES_AT_ONCE = 20;

/**
 * Takes the oldest cause and writes what is to be delivered, in one transaction.
 *
 * @returns False when there is none, or another process has it.
 */
export function expandNext({ db, vault }: Store): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const cause = await trx
      .selectFrom('webhook_cause')
      .selectAll()
      .orderBy('id')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (cause === undefined) return false;
    if (await expand({ db: trx, vault }, cause))
      await trx.deleteFrom('webhook_cause').where('id', '=', cause.id).execute();
    return true;
  });
}

/** @returns Whether all of it is told. */
async function expand(store: Store, cause: Cause): Promise<boolean> {
  if (cause.kind === 'replay') return replay(store, cause);
  const listeners = await listenersOf(store.db);
  if (cause.kind === 'anchored') {
    await tellIssued(store, listeners, [cause.batch_id ?? 0], false);
    await tellFinished(store, listeners, await operationsOfBatches(store.db, [cause.batch_id ?? 0]), false);
  } else if (cause.kind === 'refused') {
    await tellRefused(store, listeners, cause.entry ?? 0);
  } else {
    await tellFinished(store, listeners, [cause.operation_id ?? ''], false);
  }
  return true;
}

/** Some batches at a time, so that a replay from the first block holds nobody up. */
async function replay(store: Store, { id, webhook_id, block, batch_id }: Cause): Promise<boolean> {
  const { db } = store;
  const rows = await db
    .selectFrom('batch')
    .select('id')
    .where('state', '=', 'anchored')
    .where('block', '>=', block)
    .where('id', '>', batch_id ?? 0)
    .orderBy('id')
    .limit(BATCHES_AT_ONCE)
    .execute();
  const batches = rows.map((row) => row.id);
  const listeners = await listenersOf(db, webhook_id ?? '');
  await tellIssued(store, listeners, batches, true);
  await tellFinished(store, listeners, await operationsOfBatches(db, batches), true);
  const last = batches.at(-1);
  if (last === undefined || batches.length < BATCHES_AT_ONCE) return true;
  await db.updateTable('webhook_cause').set({ batch_id: last }).where('id', '=', id).execute();
  return false;
}

/** Active webhooks whose accounts can sign in now. */
async function listenersOf(db: Db, only?: string): Promise<Listener[]> {
  const rows = await db
    .selectFrom('webhook')
    .selectAll()
    .where('state', '=', 'active')
    .$if(only !== undefined, (query) => query.where('id', '=', only ?? ''))
    .execute();
  if (rows.length === 0) return [];
  const accounts = await selectAccounts(db)
    .where(
      'a.id',
      'in',
      rows.map(({ account_id }) => account_id),
    )
    .execute();
  const byId = new Map(accounts.map((row) => [row.id, accountOf(row)]));
  return rows.flatMap((row) => {
    const account = byId.get(row.account_id);
    if (account === undefined || account.suspendedAt !== null || account.organization?.suspendedAt) return [];
    return [{ webhook: webhookOf(row), account }];
  });
}

const wanting = (listeners: readonly Listener[], type: string): readonly Listener[] =>
  listeners.filter(({ webhook }) => webhook.events.includes(type));

/** The invoices `i` that an account may see. */
function visible(vault: Vault, account: Account): RawBuilder<unknown> | undefined {
  const { sides } = new Access(rightOf('GET /v1/invoices'), account);
  if (sides === 'all') return sql`true`;
  if (sides.length === 0) return undefined;
  const conditions = sides.map(({ side, taxId }) =>
    side === 'seller'
      ? sql`i.seller_token = ${vault.taxpayer(taxId)}`
      : sql`i.buyer_token = ${vault.taxpayer(taxId)}`,
  );
  return sql`(${sql.join(conditions, sql` or `)})`;
}

/** The same happening has the same id, whoever hears of it and however often. */
const eventId = (type: string, subject: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`'evt_' || substr(encode(sha256(convert_to(${type}::text || ' ' || ${subject}, 'UTF8')), 'hex'), 1, 32)`;

/** Told before: again on request only. */
const again = (isReplay: boolean): RawBuilder<unknown> =>
  isReplay
    ? sql`on conflict (webhook_id, event_id) do update set state = 'pending', attempts = 0, next_try = now()`
    : sql`on conflict do nothing`;

async function tellIssued(
  { db, vault }: Store,
  listeners: readonly Listener[],
  batches: readonly number[],
  isReplay: boolean,
): Promise<void> {
  const type = 'invoice.issued';
  for (const { webhook, account } of wanting(listeners, type)) {
    const mine = visible(vault, account);
    if (mine === undefined || batches.length === 0) continue;
    await sql`
      insert into webhook_delivery (webhook_id, event_id, type, subject, happened_at)
      select ${webhook.id}, ${eventId(type, sql`i.id`)}, ${type}, i.id, b.anchored_at
      from batch b join sealed_invoice s on s.batch_id = b.id join invoice i on i.entry = s.entry
      where b.id = any(${batches}::bigint[]) and ${mine}
      order by s.batch_id, s.position
      ${again(isReplay)}`.execute(db);
  }
}

async function tellRefused(store: Store, listeners: readonly Listener[], entry: number): Promise<void> {
  const { db, vault } = store;
  const type = 'invoice.refused';
  for (const { webhook, account } of wanting(listeners, type)) {
    const mine = visible(vault, account);
    if (mine === undefined) continue;
    await sql`
      insert into webhook_delivery (webhook_id, event_id, type, subject, happened_at)
      select ${webhook.id}, ${eventId(type, sql`i.id`)}, ${type}, i.id, r.refused_at
      from refusal r join invoice i on i.entry = r.entry where r.entry = ${entry} and ${mine}
      ${again(false)}`.execute(db);
  }
  const { rows } = await sql<{ operation_id: string }>`
    select operation_id from invoice where entry = ${entry} and line is not null`.execute(db);
  await tellFinished(
    store,
    listeners,
    rows.map(({ operation_id }) => operation_id),
    false,
  );
}

/** Batches: a single invoice says all by itself. */
async function operationsOfBatches(db: Db, batches: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct o.id from operation o join batch_operation p on p.operation_id = o.id
    where p.batch_id = any(${batches}::bigint[])`.execute(db);
  return rows.map(({ id }) => id);
}

async function tellFinished(
  store: Store,
  listeners: readonly Listener[],
  operationIds: readonly string[],
  isReplay: boolean,
): Promise<void> {
  const type = 'operation.finished';
  const those = wanting(listeners, type);
  if (those.length === 0) return;
  for (const id of operationIds) {
    const operation = await operationById(store, id);
    if (operation === undefined || operation.state === 'running') continue;
    for (const { webhook, account } of those) {
      if (!new Access(rightOf('GET /v1/operations/{id}'), account).allows(thingOfOperation(operation)))
        continue;
      await sql`
        insert into webhook_delivery (webhook_id, event_id, type, subject, happened_at)
        values (${webhook.id}, ${eventId(type, sql`${id}::text`)}, ${type}, ${id}, ${operation.finishedAt}::timestamptz)
        ${again(isReplay)}`.execute(store.db);
    }
  }
}
