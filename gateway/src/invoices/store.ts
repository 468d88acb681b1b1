/** Where invoices lie, and what opens them. */
import type { Vault } from '../keys/vault.js';
import type { Db } from '../store/database.js';

export interface Store {
  readonly db: Db;
  readonly vault: Vault;
}
