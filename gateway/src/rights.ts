/**
 * Who may do what: one row for each route. A route without a row does not start; a test asks every route with every
 * kind of caller. Which of the invoices somebody may see or issue is below the table.
 *
 * @module
 */
import type { Account, Role } from './accounts/account.js';
import type { InvoiceView } from './invoices/invoice-desk.js';

export const ORGANIZATIONS = ['tax', 'affairs', 'court'] as const;
export type Organization = (typeof ORGANIZATIONS)[number];

export interface Right {
  /** `anyone`: no account needed. `account`: any account. Otherwise one of the roles. */
  readonly who: 'anyone' | 'account' | readonly Role[];
  /** Gateways that have the route. */
  readonly at: readonly Organization[];
}

const EVERYWHERE = ORGANIZATIONS;
const AT_TAX: readonly Organization[] = ['tax'];
const ISSUING: readonly Role[] = ['taxOfficer', 'issuer'];
const READING: readonly Role[] = ['taxOfficer', 'issuer', 'receiver', 'auditor'];

export const RIGHTS = {
  'POST /v1/sessions': { who: 'anyone', at: EVERYWHERE },
  'GET /v1/me': { who: 'account', at: EVERYWHERE },
  'POST /v1/invoices': { who: ISSUING, at: AT_TAX },
  'GET /v1/invoices': { who: READING, at: AT_TAX },
  'GET /v1/invoices/{number}': { who: READING, at: AT_TAX },
  'GET /v1/invoices/{number}/bundle': { who: READING, at: AT_TAX },
  'GET /v1/invoices/{number}/document': { who: READING, at: AT_TAX },
  'POST /v1/invoice-batches': { who: ISSUING, at: AT_TAX },
  'GET /v1/operations/{id}': { who: READING, at: AT_TAX },
  'GET /v1/operations/{id}/results': { who: READING, at: AT_TAX },
  'POST /v1/verifications': { who: 'anyone', at: EVERYWHERE },
  'GET /.well-known/chopmark-trust.json': { who: 'anyone', at: EVERYWHERE },
  'GET /openapi.json': { who: 'anyone', at: EVERYWHERE },
  'GET /livez': { who: 'anyone', at: EVERYWHERE },
  'GET /readyz': { who: 'anyone', at: EVERYWHERE },
  'GET /version': { who: 'anyone', at: EVERYWHERE },
} as const satisfies Readonly<Record<string, Right>>;

/** Method and path, as in the OpenAPI document. */
export type RouteKey = keyof typeof RIGHTS;

export function rightOf(route: RouteKey): Right {
  return RIGHTS[route];
}

export function hasRight({ who }: Right, roles: readonly Role[]): boolean {
  return typeof who === 'string' || who.some((role) => roles.includes(role));
}

const has = (account: Account, ...roles: readonly Role[]): boolean =>
  roles.some((role) => account.roles.includes(role));

/** A tax officer issues for anybody (代开), an issuer for its own taxpayer. */
export function mayIssueFor(account: Account, sellerTaxId: string): boolean {
  return (
    has(account, 'taxOfficer') || (has(account, 'issuer') && account.organization?.taxId === sellerTaxId)
  );
}

/** Officers and auditors see every invoice, an issuer those it sold, a receiver those it bought. */
export function maySee(account: Account, { seller, buyer }: Pick<InvoiceView, 'seller' | 'buyer'>): boolean {
  const own = account.organization?.taxId;
  if (seesAll(account)) return true;
  if (own === undefined) return false;
  return (
    (has(account, 'issuer') && seller.taxId === own) || (has(account, 'receiver') && buyer.taxId === own)
  );
}

export function seesAll(account: Account): boolean {
  return has(account, 'taxOfficer', 'auditor');
}

/** An operation belongs to the account that began it; those who see every invoice see every operation. */
export function maySeeOperation(account: Account, operation: { readonly createdBy: string }): boolean {
  return seesAll(account) || operation.createdBy === account.id;
}
