/** Whether the database answers. */
import { sql } from 'kysely';
import type { Db } from '../store/database.js';
import type { HealthCheck } from './health.js';

export function databaseCheck(db: Db): HealthCheck {
  return {
    name: 'database',
    check: async () => {
      await sql`select 1`.execute(db);
    },
  };
}
