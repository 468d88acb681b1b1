import type { MasterKeys } from '../keys/master-keys.js';
import type { Db } from './database.js';

/** One step of the schema. `name` sorts; `sql` is never edited once it ran anywhere. */
export interface SchemaStep {
  readonly name: string;
  readonly sql: string;
  /**
   * The version from which on no process misses what this step takes away. A step without it only adds, so that the
   * version before goes on beside it (docs/decisions/0071-migrations-in-three-states.md).
   */
  readonly neededSince?: string;
  /**
   * What SQL alone cannot do, before `sql` and in the same transaction.
   *
   * @param keys Absent where a command has none: enough as long as there is nothing to seal.
   * @returns Tables to write out anew afterwards, so that nothing of what stood in them remains in their files.
   */
  readonly before?: (db: Db, keys: MasterKeys | undefined) => Promise<readonly string[]>;
}
