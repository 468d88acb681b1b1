/**
 * Accepting: an invoice, its idempotency key and its outbox row become durable together, or not at all.
 *
 * @module
 */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import { insertInvoices } from './insert-invoices.js';
import type { RequestKey } from './invoice-desk.js';
import type { InvoiceRow } from './invoice-row.js';

export interface AcceptRequest {
  readonly row: InvoiceRow;
  readonly key?: RequestKey;
}

/** What became of one request; the caller looks at what stood in its way. */
export type AcceptResult =
  | { readonly outcome: 'accepted'; readonly acceptedAt: Date }
  | { readonly outcome: 'keyTaken' }
  | { readonly outcome: 'referenceTaken' };

type Keyed = AcceptRequest & { readonly key: RequestKey };

const isKeyed = (request: AcceptRequest): request is Keyed => request.key !== undefined;

/** @returns Ids of the requests whose key was free. */
async function claimKeys(db: Db, requests: readonly Keyed[]): Promise<Set<string>> {
  if (requests.length === 0) return new Set();
  const { rows } = await sql<{ subject: string }>`
    insert into request_key (scope, key, body_hash, subject)
    select * from unnest(
      ${requests.map(({ key }) => key.scope)}::text[], ${requests.map(({ key }) => key.key)}::text[],
      ${requests.map(({ key }) => key.bodyHash)}::text[], ${requests.map(({ row }) => row.id)}::text[])
    on conflict do nothing
    returning subject`.execute(db);
  return new Set(rows.map((row) => row.subject));
}

/**
 * One transaction for all of them. A request whose reference is taken gives its key back: the same
 * request with another reference may use it.
 *
 * @param onCommit Called when all that is left is the commit: before it, a failure means that nothing is durable.
 */
export function acceptGroup(
  db: Db,
  requests: readonly AcceptRequest[],
  onCommit: () => void = () => undefined,
): Promise<readonly AcceptResult[]> {
  return db.transaction().execute(async (trx) => {
    // In order of key: two groups of two processes then wait for each other instead of deadlocking.
    const keyed = requests
      .filter(isKeyed)
      .sort((a, b) => (`${a.key.scope} ${a.key.key}` < `${b.key.scope} ${b.key.key}` ? -1 : 1));
    const free = await claimKeys(trx, keyed);
    const candidates = requests.filter((request) => !isKeyed(request) || free.has(request.row.id));
    const inserted = await insertInvoices(
      trx,
      candidates.map(({ row }) => row),
    );
    const giveBack = candidates.filter((request) => isKeyed(request) && !inserted.has(request.row.id));
    if (giveBack.length > 0) {
      await sql`delete from request_key where subject = any(${giveBack.map(({ row }) => row.id)}::text[])`.execute(
        trx,
      );
    }
    const candidateIds = new Set(candidates.map(({ row }) => row.id));
    onCommit();
    return requests.map(({ row }): AcceptResult => {
      const mine = inserted.get(row.id);
      if (mine !== undefined) return { outcome: 'accepted', acceptedAt: mine.accepted_at };
      return { outcome: candidateIds.has(row.id) ? 'referenceTaken' : 'keyTaken' };
    });
  });
}

/** After a commit whose answer was lost: which of these are durable all the same? */
export async function durableAmong(db: Db, ids: readonly string[]): Promise<Map<string, Date>> {
  const rows = await db.selectFrom('invoice').select(['id', 'accepted_at']).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row.accepted_at]));
}
