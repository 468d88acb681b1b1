/**
 * Answers of `/readyz`: which part is down, and why. Details carry no document data.
 *
 * @module
 */
import { sql } from 'kysely';

import type { Ledger } from '../ledger/ledger.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { Db } from '../store/database.js';

export interface HealthPart {
  readonly ok: boolean;
  readonly detail: string;
}

export interface ProjectionHealth extends HealthPart {
  /** Blocks that the peer has and the database has not seen; absent while not known, or while another process folds. */
  readonly blocksBehind?: number;
}

export interface LedgerSideHealth {
  readonly database: HealthPart;
  readonly ledger: HealthPart;
  /** Not ok while a line is halted (corrupt document, ledger ahead of the database, …). */
  readonly pipeline: HealthPart;
  /** Not ok while the block stream is down or far behind. */
  readonly projection: ProjectionHealth;
}

const PATIENCE_MS = 3_000;
/** Answers this young are given again: a probe must not become load. */
const KEPT_MS = 1_000;

/** Never rejects: silence beyond the patience is an answer, too. */
async function part(name: string, ask: Promise<string>): Promise<HealthPart> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<string>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} does not answer`)), PATIENCE_MS);
  });
  try {
    return { ok: true, detail: await Promise.race([ask, over]) };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

export async function databaseHealth(db: Db): Promise<HealthPart> {
  return part(
    'database',
    sql`select 1`.execute(db).then(() => 'answers'),
  );
}

export async function ledgerHealth(ledger: Ledger): Promise<HealthPart> {
  return part(
    'ledger',
    ledger
      .clock()
      .then((clock) => (clock === undefined ? 'answers' : `answers, its clock stands at ${clock.time}`)),
  );
}

export function ledgerSideHealth(
  db: Db,
  ledger: Ledger,
  pipeline: Pipeline,
): () => Promise<LedgerSideHealth> {
  let asked: { readonly atMs: number; readonly answer: Promise<[HealthPart, HealthPart]> } | undefined;
  return async () => {
    if (asked === undefined || Date.now() - asked.atMs > KEPT_MS) {
      asked = { atMs: Date.now(), answer: Promise.all([databaseHealth(db), ledgerHealth(ledger)]) };
    }
    const [database, ledgerPart] = await asked.answer;
    return { database, ledger: ledgerPart, pipeline: pipeline.health, projection: pipeline.projectionHealth };
  };
}
