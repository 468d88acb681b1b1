/**
 * A database of an earlier version, for what a migration makes of it.
 *
 * @module
 */
import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { migrate } from '../../../gateway/dist/store/migrate.js';
import { SCHEMA_STEPS } from '../../../gateway/dist/store/migrations/all.js';
import { type TestDatabase, testDatabase } from '../postgres.js';
import { MemoryKeys } from './memory-keys.js';

export class EarlierSchema {
  readonly keys = new MemoryKeys();
  database!: TestDatabase;
  db!: Db;

  /**
   * For the suite that calls it: a new one for each test.
   *
   * @param had Whether the earlier version had this step.
   */
  static ofSuite(had: (step: string) => boolean): EarlierSchema {
    const earlier = new EarlierSchema();
    beforeEach(async () => {
      earlier.database = await testDatabase();
      earlier.db = createDatabase(earlier.database.url);
      await migrate(
        earlier.db,
        SCHEMA_STEPS.filter(({ name }) => had(name)),
      );
    });
    afterEach(async () => {
      await earlier.db.destroy();
      await earlier.database.drop();
    });
    return earlier;
  }
}
