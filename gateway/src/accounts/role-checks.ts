/** Roles that an account may have, and that somebody may give or touch; as refusals. */
import { Refusal } from '../problems/refusal.js';
import type { Organization } from '../rights/right.js';
import type { AccountOrganization, Role } from './account.js';
import { conflictAmong, misplacedRoles, rolesOfHost } from './role-rules.js';

/** @throws {Refusal} `ROLE_MISPLACED`, `ROLES_APART` */
export function assertRolesFit(
  roles: readonly Role[],
  at: Organization,
  organization: AccountOrganization | undefined,
): void {
  const misplaced = organization === undefined ? roles : misplacedRoles(roles, at, organization);
  if (misplaced.length > 0)
    throw new Refusal('ROLE_MISPLACED', { parameters: { roles: misplaced.join(', ') } });
  const conflict = conflictAmong(roles);
  if (conflict !== undefined)
    throw new Refusal('ROLES_APART', { parameters: { roles: conflict.join(', ') } });
}

/** @throws {Refusal} `ROLE_NOT_GRANTABLE` when one of the roles is for administrators of the host to give */
export function assertTouchable({ isOfHost }: { readonly isOfHost: boolean }, roles: readonly Role[]): void {
  const ofHost = isOfHost ? [] : rolesOfHost(roles);
  if (ofHost.length > 0)
    throw new Refusal('ROLE_NOT_GRANTABLE', { parameters: { roles: ofHost.join(', ') } });
}
