/**
 * Which role is for whom: at which gateways, in which kinds of organization, and who may give it.
 *
 * Roles that see or act beyond their own organization are given by the administrators of the host only; an
 * administrator elsewhere could otherwise make himself an officer.
 *
 * @module
 */
import type { Organization } from '../rights/right.js';
import { ROLES, type AccountOrganization, type OrganizationKind, type Role } from './account.js';

interface RoleRule {
  readonly at: readonly Organization[];
  readonly kinds: readonly OrganizationKind[];
  /** `administrator`: of the organization itself, too. */
  readonly givenBy: 'host' | 'administrator';
}

const EVERYWHERE: readonly Organization[] = ['tax', 'affairs', 'court'];
const EVERY_KIND: readonly OrganizationKind[] = ['taxpayer', 'office', 'court'];

export const ROLE_RULES: Readonly<Record<Role, RoleRule>> = {
  taxOfficer: { at: ['tax'], kinds: ['office'], givenBy: 'host' },
  limitApprover: { at: ['tax'], kinds: ['office'], givenBy: 'host' },
  issuer: { at: ['tax', 'affairs'], kinds: EVERY_KIND, givenBy: 'administrator' },
  receiver: { at: ['tax', 'affairs'], kinds: EVERY_KIND, givenBy: 'administrator' },
  certificateOfficer: { at: ['affairs'], kinds: ['office'], givenBy: 'host' },
  holder: { at: ['affairs'], kinds: EVERY_KIND, givenBy: 'administrator' },
  courtClerk: { at: ['court'], kinds: ['court'], givenBy: 'host' },
  auditor: { at: EVERYWHERE, kinds: ['office', 'court'], givenBy: 'host' },
  administrator: { at: EVERYWHERE, kinds: EVERY_KIND, givenBy: 'administrator' },
};

/** Roles that nobody has together: who looks after accounts does not audit what was done. */
export const APART: readonly (readonly [Role, Role])[] = [['administrator', 'auditor']];

/** Those of the roles that do not exist at this gateway or in this kind of organization. */
export function misplacedRoles(
  roles: readonly Role[],
  at: Organization,
  { kind }: Pick<AccountOrganization, 'kind'>,
): Role[] {
  return roles.filter((role) => !ROLE_RULES[role].at.includes(at) || !ROLE_RULES[role].kinds.includes(kind));
}

/** Those of the roles that only an administrator of the host may give, take or touch. */
export function rolesOfHost(roles: readonly Role[]): Role[] {
  return ROLES.filter((role) => roles.includes(role) && ROLE_RULES[role].givenBy === 'host');
}

/** A pair of the roles that nobody has together. */
export function conflictAmong(roles: readonly Role[]): readonly [Role, Role] | undefined {
  return APART.find(([one, other]) => roles.includes(one) && roles.includes(other));
}
