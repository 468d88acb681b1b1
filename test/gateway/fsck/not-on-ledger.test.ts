import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { COMES_BACK, NOT_ON_LEDGER } from '../../../gateway/dist/fsck/not-on-ledger.js';
import { createDatabase } from '../../../gateway/dist/store/database.js';
import { migratedDatabase } from '../../support/postgres.js';

describe('what no block brings back', () => {
  it('speaks of every table of the schema, of each once', async function () {
    this.timeout(120_000);
    const database = await migratedDatabase();
    const db = createDatabase(database.url);
    try {
      const { rows } = await sql<{ name: string }>`
        select table_name as name from information_schema.tables where table_schema = 'public'
          and table_type = 'BASE TABLE'`.execute(db);

      assert.deepEqual(
        [...NOT_ON_LEDGER.flatMap(({ tables }) => tables), ...COMES_BACK].sort(),
        rows.map(({ name }) => name).sort(),
      );
    } finally {
      await db.destroy();
      await database.drop();
    }
  });
});
