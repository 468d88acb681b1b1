/** Each accepted document waits, has a place in one batch, or was refused: exactly one of these. */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import type { FsckFinding } from './findings.js';

const MOST = 1_000;

export async function checkStates(db: Db): Promise<FsckFinding[]> {
  const { rows } = await sql<{ id: string; states: string[] }>`
    select i.id, s.states from stored_document i
    cross join lateral (
      select array_remove(array[
        case when exists (select from outbox o where o.entry = i.entry) then 'waiting' end,
        case when exists (select from sealed_invoice p where p.entry = i.entry) then 'sealed' end,
        case when exists (select from refusal r where r.entry = i.entry) then 'refused' end], null) as states) s
    where cardinality(s.states) <> 1 order by i.entry limit ${MOST}`.execute(db);
  return rows.map(({ id, states }) =>
    states.length === 0
      ? { code: 'STATE_MISSING', subject: id, detail: 'accepted, and neither waiting nor sealed nor refused' }
      : { code: 'STATE_TWICE', subject: id, detail: `at once ${states.join(' and ')}` },
  );
}
