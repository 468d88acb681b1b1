/**
 * Operations: how one request to issue, or one import, fares.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { sql } from 'kysely';

import { UnavailableError } from '../errors.js';
import type { Db } from '../store/database.js';
import { translateDatabaseError } from '../store/failure.js';
import { isGone } from '../store/presence.js';
import type { BatchOptions, OperationState, OperationView, RequestKey } from './invoice-desk.js';
import type { Store } from './store.js';
import { forgetUpload, keepUpload } from './uploads.js';
import { viewsOfIds } from './views.js';

/** A database that restarts is given so long to tell what it committed. */
const LOOKS_AFTER_COMMIT = 10;
const LOOK_AGAIN_MS = 300;

interface ImportRow {
  readonly id: string;
  readonly created_by: string;
  readonly organization_id: string | null;
  readonly created_at: Date;
  readonly closed_at: Date | null;
  readonly interrupted: boolean;
  readonly dry_run: boolean;
  readonly results_gone_at: Date | null;
  readonly accepted: number;
  readonly refused: number;
  readonly anchored: number;
  readonly last_anchored: Date | null;
  readonly refused_later: number;
  readonly last_refused: Date | null;
}

export type OpenOutcome =
  | { readonly outcome: 'opened' | 'replayed'; readonly operation: OperationView }
  | { readonly outcome: 'keyReused' };

function stateOf(row: ImportRow): OperationState {
  const done = row.dry_run ? row.accepted : row.anchored;
  if (row.closed_at === null || done + row.refused_later < row.accepted) return 'running';
  const failed = row.refused + row.refused_later;
  if (failed === 0 && !row.interrupted) return 'succeeded';
  return done === 0 ? 'failed' : 'partlyFailed';
}

const latest = (dates: readonly (Date | null)[]): string | null => {
  const times = dates.flatMap((date) => (date === null ? [] : [date.getTime()]));
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
};

function importView(row: ImportRow): OperationView {
  const state = stateOf(row);
  return {
    id: row.id,
    kind: 'invoiceBatch',
    state,
    createdAt: row.created_at.toISOString(),
    finishedAt: state === 'running' ? null : latest([row.closed_at, row.last_anchored, row.last_refused]),
    createdBy: row.created_by,
    ...(row.organization_id !== null && { organizationId: row.organization_id }),
    total: row.closed_at === null ? null : row.accepted + row.refused,
    accepted: row.accepted,
    anchored: row.anchored,
    refused: row.refused + row.refused_later,
    ...(row.dry_run && { dryRun: true }),
    ...(row.results_gone_at !== null && { resultsGone: true }),
  };
}

async function importOperation(db: Db, id: string): Promise<OperationView | undefined> {
  const { rows } = await sql<ImportRow>`
    select o.id, o.created_by, o.organization_id, o.created_at, o.closed_at, o.interrupted, o.dry_run, o.results_gone_at, o.accepted, o.refused,
      coalesce(a.anchored, 0)::bigint as anchored, a.last_anchored,
      coalesce(r.refused_later, 0)::bigint as refused_later, r.last_refused
    from operation o
    left join lateral (
      select sum(p.size) as anchored, max(b.anchored_at) as last_anchored
      from batch_operation p join batch b on b.id = p.batch_id
      where p.operation_id = o.id and b.state = 'anchored') a on true
    left join lateral (
      select count(*) as refused_later, max(f.refused_at) as last_refused
      from refusal f join invoice i on i.entry = f.entry where i.operation_id = o.id) r on true
    where o.id = ${id}`.execute(db);
  return rows[0] === undefined ? undefined : importView(rows[0]);
}

/** A single invoice is its own operation; there is no row for it. */
async function singleOperation(store: Store, id: string): Promise<OperationView | undefined> {
  const { db } = store;
  const [invoice] = await viewsOfIds(store, [id.replace(/^op_/, 'inv_')]);
  if (invoice?.operationId !== id) return undefined;
  const made = await db
    .selectFrom('invoice')
    .leftJoin('refusal', 'refusal.entry', 'invoice.entry')
    .select(['created_by', 'refused_at'])
    .where('id', '=', invoice.id)
    .executeTakeFirstOrThrow();
  const anchored = invoice.state === 'anchored';
  const refused = invoice.state === 'refused';
  return {
    id,
    kind: 'invoice',
    state: anchored ? 'succeeded' : refused ? 'failed' : 'running',
    createdAt: invoice.acceptedAt,
    finishedAt: refused ? (made.refused_at?.toISOString() ?? null) : invoice.anchoredAt,
    createdBy: made.created_by,
    total: 1,
    accepted: 1,
    anchored: anchored ? 1 : 0,
    refused: refused ? 1 : 0,
    invoice,
  };
}

export async function operationById(store: Store, id: string): Promise<OperationView | undefined> {
  if (!/^op_[0-9a-f]{32}$/.test(id)) return undefined;
  return (await importOperation(store.db, id)) ?? (await singleOperation(store, id));
}

async function requireImport(db: Db, id: string): Promise<OperationView> {
  const operation = await importOperation(db, id);
  if (operation === undefined) throw new Error(`operation ${id} is gone`);
  return operation;
}

/** Who opens an import, for whom, in which run of the program. */
export interface Opener {
  readonly createdBy: string;
  /** As of `BatchOptions`. */
  readonly organizationId?: string | undefined;
  /** Told from every other run; see `closeAbandoned`. */
  readonly run: string;
}

/**
 * The same key and body again: the operation as it is now, or, when a crash interrupted it, the same
 * operation opened again. Who began it for any seller and may for one only by now asks for another operation.
 */
export async function openImport(
  { db, vault }: Store,
  opener: Opener,
  key?: RequestKey,
  { dryRun = false, upload }: BatchOptions = {},
): Promise<OpenOutcome> {
  const id = `op_${randomBytes(16).toString('hex')}`;
  let reachedCommit = false;
  const opened = await db
    .transaction()
    .execute(async (trx) => {
      if (key !== undefined) {
        const claim = await trx
          .insertInto('request_key')
          .values({ scope: key.scope, key: key.key, body_hash: key.bodyHash, subject: id })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (claim.numInsertedOrUpdatedRows !== 1n) return undefined;
      }
      const { createdBy, organizationId = null, run } = opener;
      await trx
        .insertInto('operation')
        .values({ id, created_by: createdBy, organization_id: organizationId, run, dry_run: dryRun })
        .execute();
      if (upload !== undefined) await keepUpload(trx, vault, id, upload);
      // Read before the commit: behind it a failure would leave an open import that nobody feeds.
      const operation = await requireImport(trx, id);
      reachedCommit = true;
      return operation;
    })
    .catch((error: unknown) => {
      if (!reachedCommit) throw error;
      return afterLostAnswer(db, id, error);
    });
  if (opened !== undefined) return { outcome: 'opened', operation: opened };
  return openAgain({ db, vault }, opener, key as RequestKey, upload);
}

/** The connection broke in the commit, perhaps behind it: then it is there. @throws the error when it is not, or nobody can tell */
async function afterLostAnswer(db: Db, id: string, error: unknown): Promise<OperationView> {
  if (!(translateDatabaseError(error) instanceof UnavailableError)) throw error;
  for (let left = LOOKS_AFTER_COMMIT; left > 0; left -= 1) {
    const found = await importOperation(db, id).catch(() => 'away' as const);
    if (found === undefined) throw error;
    if (found !== 'away') return found;
    await delay(LOOK_AGAIN_MS);
  }
  throw error;
}

async function openAgain(
  { db, vault }: Store,
  { organizationId, run }: Opener,
  { scope, key, bodyHash }: RequestKey,
  upload: BatchOptions['upload'],
): Promise<OpenOutcome> {
  const first = await db
    .selectFrom('request_key')
    .innerJoin('operation', 'operation.id', 'request_key.subject')
    .select(['subject', 'body_hash', 'organization_id'])
    .where('scope', '=', scope)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  const isWithin = organizationId === undefined || organizationId === first.organization_id;
  if (first.body_hash !== bodyHash || !isWithin) return { outcome: 'keyReused' };
  const reopened = await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('operation')
      .set({ interrupted: false, closed_at: null, run })
      .where('id', '=', first.subject)
      .where('interrupted', '=', true)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return undefined;
    if (upload !== undefined) await keepUpload(trx, vault, first.subject, upload);
    return requireImport(trx, first.subject);
  });
  if (reopened !== undefined) return { outcome: 'opened', operation: reopened };
  return { outcome: 'replayed', operation: await requireImport(db, first.subject) };
}

/** @param interrupted Whether lines are missing that nobody can read any more. */
export async function closeImport(db: Db, id: string, interrupted = false): Promise<OperationView> {
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('operation')
      .set({ closed_at: new Date(), interrupted })
      .where('id', '=', id)
      .where('closed_at', 'is', null)
      .execute();
    await forgetUpload(trx, id);
  });
  return requireImport(db, id);
}

/** No upload, or one that has waited for a process that can read it for longer than a machine is usually away. */
const NOBODY_WAITS = sql<boolean>`not exists (select from import_upload u
  where u.operation_id = operation.id and u.made_at > now() - ${'1 day'}::interval)`;

/** Imports whose process is gone and whose upload is too, or waits in vain: nobody will send their other lines unasked. */
export async function closeAbandoned(db: Db, ownRun: string): Promise<void> {
  const { rows } = await sql<{ run: string }>`
    select distinct run from operation where closed_at is null and run <> ${ownRun} and ${NOBODY_WAITS}`.execute(
    db,
  );
  for (const { run } of rows) {
    if (!(await isGone(db, run))) continue;
    await db
      .updateTable('operation')
      .set({ closed_at: new Date(), interrupted: true })
      .where('closed_at', 'is', null)
      .where('run', '=', run)
      .where(NOBODY_WAITS)
      .execute();
  }
}
