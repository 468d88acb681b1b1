/**
 * What is to be told, what was told, and when it is tried again. Claimed for a while by one process; one that dies
 * leaves it to the others.
 *
 * @module
 */
import { sql, type Selectable } from 'kysely';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import { isSuccess, type PostOutcome } from './post-message.js';
import { OF_ORGANIZATION, OF_WEBHOOK, type Room } from './under-way.js';
import type { WebhookEvent } from './webhook.js';
import type { DeliveryState, Try, WebhookDeliveryTable } from './webhook-rows.js';

/** Waits after each try that failed, in seconds: about four days in all (Standard Webhooks, "Deliverability"). */
export const RETRY_SECONDS = [
  5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, 86_400,
] as const;
/** Longest time that one try may take, with room; then others may try. */
const CLAIM_SECONDS = 120;
/** A wait that a receiver asks for counts up to this. */
const LONGEST_WAIT_SECONDS = 86_400;
/** How long the log is kept. */
export const LOG_DAYS = 30;

/** Something to tell, claimed by this process. */
export interface Due {
  readonly webhookId: string;
  /** Of its account; the account itself when it has none. */
  readonly organization: string;
  readonly url: string;
  readonly attempt: number;
  readonly event: WebhookEvent;
}

export interface DeliveryView {
  readonly eventId: string;
  readonly type: string;
  readonly subject: string;
  readonly happenedAt: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** Of one that waits. */
  readonly nextTryAt: string | null;
  readonly tries: readonly Try[];
}

const eventOf = (
  row: Pick<Selectable<WebhookDeliveryTable>, 'event_id' | 'type' | 'subject' | 'happened_at'>,
): WebhookEvent => ({
  id: row.event_id,
  type: row.type,
  subject: row.subject,
  happenedAt: row.happened_at.toISOString(),
});

/**
 * Claims what is due, in turns: the longest waiting of each organization first, then the next of each. A backlog of one is
 * no reason for others to wait.
 */
export async function claimDue(db: Db, room: Room): Promise<Due[]> {
  const { rows } = await sql<Selectable<WebhookDeliveryTable> & { url: string; organization: string }>`
    with waiting as (
      select coalesce(a.organization_id, a.id) as organization, d.*,
        case when w.id = any(${room.paces.slow}::text[]) then 'slow'
          when w.id = any(${room.paces.quick}::text[]) then 'quick' else 'unknown' end as pace
      from webhook w join account a on a.id = w.account_id cross join lateral (
        select o.webhook_id, o.event_id, o.next_try from webhook_delivery o
        where o.webhook_id = w.id and o.state = 'pending' and o.next_try <= now()
        order by o.next_try limit ${OF_WEBHOOK} for update skip locked) d
      where w.state = 'active' and w.id <> all(${room.fullWebhooks}::text[])
        and coalesce(a.organization_id, a.id) <> all(${room.fullOrganizations}::text[])
    ), counted as (
      select *, row_number() over (partition by webhook_id order by next_try) as nth from waiting
    ), turns as (
      select *, row_number() over (partition by organization order by pace = 'slow', next_try) as turn
      from counted where pace <> 'unknown' or nth = 1
    ), places as (
      select *, row_number() over (partition by pace order by turn, next_try) as place
      from turns where turn <= ${OF_ORGANIZATION}
    ), due as (
      select webhook_id, event_id, organization from places
      where place <= case pace when 'slow' then ${room.forSlow}::int when 'unknown' then ${room.forUnknown}::int else ${room.free}::int end
      order by turn, next_try limit ${room.free})
    update webhook_delivery d set attempts = d.attempts + 1, next_try = now() + make_interval(secs => ${CLAIM_SECONDS})
    from due, webhook w
    where d.webhook_id = due.webhook_id and d.event_id = due.event_id and w.id = d.webhook_id
    returning d.*, w.url, due.organization`.execute(db);
  return rows.map((row) => ({
    webhookId: row.webhook_id,
    organization: row.organization,
    url: row.url,
    attempt: row.attempts,
    event: eventOf(row),
  }));
}

/** What became of a try, and when the next one is. */
export async function recordTry(db: Db, due: Due, outcome: PostOutcome, at: Date): Promise<void> {
  const wait = RETRY_SECONDS[due.attempt - 1];
  const state: DeliveryState = isSuccess(outcome) ? 'delivered' : wait === undefined ? 'failed' : 'pending';
  const entry: Try = {
    at: at.toISOString(),
    status: outcome.status,
    failure: outcome.status === null ? outcome.failure : null,
  };
  const asked = outcome.status === null ? 0 : Math.min(outcome.retryAfterSeconds ?? 0, LONGEST_WAIT_SECONDS);
  // Up to a tenth more, so that what failed together does not come again together.
  const seconds = Math.max(asked, wait ?? 0) * (1 + Math.random() / 10);
  await sql`
    update webhook_delivery set state = ${state}, tries = tries || ${JSON.stringify([entry])}::jsonb,
      next_try = now() + make_interval(secs => ${seconds})
    where webhook_id = ${due.webhookId} and event_id = ${due.event.id} and attempts = ${due.attempt}`.execute(
    db,
  );
}

/**
 * Tells one message again: at once, and with all its tries before it if it was settled. Its id stays, so that a receiver
 * that has it knows.
 *
 * @returns As it is now; `undefined` when the webhook was never told such a thing.
 */
export async function retryDelivery(
  db: Db,
  webhookId: string,
  eventId: string,
): Promise<DeliveryView | undefined> {
  const row = await onDatabase(() =>
    db
      .updateTable('webhook_delivery')
      .set((eb) => ({
        state: 'pending' as const,
        // A try that is under way is told by its number: the number of one that waits stays.
        attempts: sql<number>`case when state = 'pending' then attempts else 0 end`,
        next_try: eb.fn('now', []),
      }))
      .where('webhook_id', '=', webhookId)
      .where('event_id', '=', eventId)
      .returningAll()
      .executeTakeFirst(),
  );
  return row && deliveryOf(row);
}

export interface DeliveryPage {
  readonly items: DeliveryView[];
  readonly nextCursor: string | null;
}

/** Newest first. @param cursor `nextCursor` of the page before. */
export async function deliveriesOf(
  db: Db,
  webhookId: string,
  { state, limit, cursor }: { state?: DeliveryState | undefined; limit: number; cursor?: string | undefined },
): Promise<DeliveryPage> {
  const place = cursor === undefined ? undefined : placeOf(cursor);
  const rows = await onDatabase(() =>
    db
      .selectFrom('webhook_delivery')
      .selectAll()
      .where('webhook_id', '=', webhookId)
      .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'pending'))
      .$if(place !== undefined, (query) =>
        query.where(
          sql<boolean>`(made_at, event_id) < (${place?.at ?? ''}::timestamptz, ${place?.id ?? ''})`,
        ),
      )
      .orderBy('made_at', 'desc')
      .orderBy('event_id', 'desc')
      .limit(limit + 1)
      .execute(),
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(deliveryOf),
    nextCursor:
      rows.length > limit && last !== undefined
        ? `${last.made_at.toISOString().replaceAll(':', '.')}~${last.event_id}`
        : null,
  };
}

/** A cursor that nobody gave out is one past the end. */
function placeOf(cursor: string): { readonly at: string; readonly id: string } {
  const [at = '', id = ''] = cursor.split('~');
  const text = at.replace(/T(\d\d)\.(\d\d)\./, 'T$1:$2:');
  return Number.isNaN(Date.parse(text)) ? { at: '-infinity', id: '' } : { at: text, id };
}

function deliveryOf(row: Selectable<WebhookDeliveryTable>): DeliveryView {
  const { id, ...event } = eventOf(row);
  return {
    eventId: id,
    ...event,
    state: row.state,
    attempts: row.attempts,
    nextTryAt: row.state === 'pending' ? row.next_try.toISOString() : null,
    tries: row.tries,
  };
}

/** Forgets what was settled long ago. */
export async function forgetDeliveries(db: Db): Promise<void> {
  await sql`
    delete from webhook_delivery
    where state <> 'pending' and made_at < now() - make_interval(days => ${LOG_DAYS})`.execute(db);
}
