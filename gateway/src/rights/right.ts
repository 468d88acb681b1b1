/**
 * What a row of the rights table is.
 *
 * @module
 */
import { ROLES, type Role } from '../accounts/account.js';
import type { ProblemCode } from '../problems/catalogue.js';
import type { Condition } from './condition.js';
import type { Scopes } from './scope.js';

export const ORGANIZATIONS = ['tax', 'affairs', 'court'] as const;
export type Organization = (typeof ORGANIZATIONS)[number];

/** By role: of whose things. `everyAccount` stands for any role and none. A role that is missing may not. */
export type Grants = Readonly<Partial<Record<Role | 'everyAccount', Condition>>>;

/** Roles that may; `undefined` when every account may. */
export function rolesOf(grants: Grants): Role[] | undefined {
  return grants.everyAccount === undefined ? ROLES.filter((role) => grants[role] !== undefined) : undefined;
}

/** Those roles for people; of the host only, where that is so. */
export function rolesInWords(grants: Grants): string {
  const roles = rolesOf(grants) ?? [];
  return roles.map((role) => (grants[role] === 'hosted' ? `${role} (host)` : role)).join(', ');
}

export interface Right {
  /** Gateways that have the route. */
  readonly at: readonly Organization[];
  /** `anyone`: no account needed. */
  readonly who: 'anyone' | Grants;
  /** What the conditions are about; absent where there is nothing that belongs to somebody. */
  readonly of?: ThingKind;
  /** API keys that open it; absent: it takes a session. */
  readonly scopes?: Scopes;
}

/**
 * What the answer is when a thing is not the caller's. What exists already and is another's does not exist for
 * the caller: a 403 would say that it does.
 */
export const NOT_YOURS = {
  invoice: 'INVOICE_NOT_FOUND',
  newInvoice: 'SELLER_NOT_OWN',
  link: 'LINK_NOT_FOUND',
  operation: 'OPERATION_NOT_FOUND',
  session: 'SESSION_NOT_FOUND',
  apiKey: 'API_KEY_NOT_FOUND',
  organization: 'ORGANIZATION_NOT_FOUND',
  account: 'ACCOUNT_NOT_FOUND',
  newAccount: 'ORGANIZATION_NOT_FOUND',
  webhook: 'WEBHOOK_NOT_FOUND',
} as const satisfies Readonly<Record<string, ProblemCode>>;

export type ThingKind = keyof typeof NOT_YOURS;
