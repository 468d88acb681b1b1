/**
 * Scopes: the part of an account's rights that an API key carries. A row of the rights table names those that open it.
 *
 * @module
 */

export const SCOPES = {
  'invoices:issue': 'issue invoices, one or many, and follow what becomes of them',
  'invoices:read': 'read invoices, their documents and bundles',
  'accounts:read': 'read organizations, accounts and what keys they have',
  'accounts:manage': 'look after organizations and accounts',
  'audit:read': 'read the audit log',
} as const;

export type Scope = keyof typeof SCOPES;

export const SCOPE_NAMES = Object.keys(SCOPES) as [Scope, ...Scope[]];

/**
 * Scopes of which one is enough; `any`: every key, whatever its scopes. The first is what the row is about: whom the row is
 * open to may give a key that scope.
 */
export type Scopes = readonly Scope[] | 'any';

/** Whether a key with these scopes opens a row; a row that names none is for sessions. */
export function opens(held: readonly Scope[], needed: Scopes | undefined): boolean {
  if (needed === undefined) return false;
  return needed === 'any' || needed.some((scope) => held.includes(scope));
}
