/** Who issues, and for whom that may be. */
import type { Account } from '../accounts/account.js';
import type { Access } from '../rights/access.js';

export interface Issuer {
  readonly account: Account;
  readonly access: Access;
}
