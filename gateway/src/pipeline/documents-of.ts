/** Where the documents of a series are listed: rows with entry, id, operation_id and line. */
import { type RawBuilder, sql } from 'kysely';

import { kindOfSeries, type SealedKind } from './series-name.js';

const TABLES: Readonly<Record<SealedKind, RawBuilder<unknown>>> = {
  invoice: sql`invoice`,
  auditCheckpoint: sql`(select entry, id, ''::text as operation_id, null::integer as line from audit_deposit)`,
};

export const documentsOf = (series: string): RawBuilder<unknown> => TABLES[kindOfSeries(series)];
