/** Scopes that an account can give a key: those that a route open to it is about. */
import type { Account } from '../accounts/account.js';
import { Access } from '../rights/access.js';
import type { Organization, Right } from '../rights/right.js';
import { SCOPE_NAMES, type Scope } from '../rights/scope.js';
import { RIGHTS } from '../rights/table.js';

export function scopesOpenTo(account: Account, gateway: Organization): Scope[] {
  const open = Object.values<Right>(RIGHTS)
    .filter((right) => right.at.includes(gateway) && new Access(right, account).isGranted)
    .flatMap(({ scopes = [] }) => (scopes === 'any' ? [] : scopes.slice(0, 1)));
  return SCOPE_NAMES.filter((scope) => open.includes(scope));
}
