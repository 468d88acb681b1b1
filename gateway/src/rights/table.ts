/**
 * Who may do what: one row for each route, and nothing that is not in a row. Checks of functions (may this role
 * call the route) and of objects (is this thing the caller's) both come from here; docs/rights.md is written from it. A
 * route without a row does not start.
 *
 * @module
 */
import { ORGANIZATIONS, type Grants, type Organization, type Right } from './right.js';

const EVERYWHERE = ORGANIZATIONS;
const AT_TAX: readonly Organization[] = ['tax'];

const ISSUING: Grants = { taxOfficer: 'any', issuer: 'sold' };
const READING: Grants = { taxOfficer: 'any', auditor: 'any', issuer: 'sold', receiver: 'bought' };
const FOLLOWING: Grants = { taxOfficer: 'any', auditor: 'any', issuer: 'own', receiver: 'own' };

const ADMINISTERING: Grants = { administrator: 'administered' };
const HOSTING: Grants = { administrator: 'hosted' };
const OVERSEEING: Grants = { administrator: 'administered', auditor: 'any' };

export const RIGHTS = {
  'POST /v1/sessions': { who: 'anyone', at: EVERYWHERE },
  'POST /v1/sessions/refresh': { who: 'anyone', at: EVERYWHERE },
  'GET /v1/me': { who: { everyAccount: 'any' }, at: EVERYWHERE },
  'GET /v1/me/sessions': { who: { everyAccount: 'own' }, of: 'session', at: EVERYWHERE },
  'DELETE /v1/me/sessions': { who: { everyAccount: 'own' }, of: 'session', at: EVERYWHERE },
  'DELETE /v1/me/sessions/{id}': { who: { everyAccount: 'own' }, of: 'session', at: EVERYWHERE },

  'PUT /v1/me/password': { who: { everyAccount: 'any' }, at: EVERYWHERE },

  'POST /v1/organizations': { who: HOSTING, at: EVERYWHERE },
  'GET /v1/organizations': { who: OVERSEEING, of: 'organization', at: EVERYWHERE },
  'GET /v1/organizations/{id}': { who: OVERSEEING, of: 'organization', at: EVERYWHERE },
  'POST /v1/organizations/{id}/suspension': { who: HOSTING, of: 'organization', at: EVERYWHERE },
  'DELETE /v1/organizations/{id}/suspension': { who: HOSTING, of: 'organization', at: EVERYWHERE },
  'POST /v1/accounts': { who: ADMINISTERING, of: 'newAccount', at: EVERYWHERE },
  'GET /v1/accounts': { who: OVERSEEING, of: 'account', at: EVERYWHERE },
  'GET /v1/accounts/{id}': { who: OVERSEEING, of: 'account', at: EVERYWHERE },
  'PUT /v1/accounts/{id}/roles': { who: ADMINISTERING, of: 'account', at: EVERYWHERE },
  'POST /v1/accounts/{id}/suspension': { who: ADMINISTERING, of: 'account', at: EVERYWHERE },
  'DELETE /v1/accounts/{id}/suspension': { who: ADMINISTERING, of: 'account', at: EVERYWHERE },
  'POST /v1/accounts/{id}/reset': { who: ADMINISTERING, of: 'account', at: EVERYWHERE },
  'POST /v1/account-setups': { who: 'anyone', at: EVERYWHERE },

  'POST /v1/invoices': { who: ISSUING, of: 'newInvoice', at: AT_TAX },
  'GET /v1/invoices': { who: READING, of: 'invoice', at: AT_TAX },
  'GET /v1/invoices/{number}': { who: READING, of: 'invoice', at: AT_TAX },
  'GET /v1/invoices/{number}/bundle': { who: READING, of: 'invoice', at: AT_TAX },
  'GET /v1/invoices/{number}/document': { who: READING, of: 'invoice', at: AT_TAX },
  'POST /v1/invoice-batches': { who: ISSUING, of: 'newInvoice', at: AT_TAX },
  'GET /v1/invoice-batches/template': { who: { everyAccount: 'any' }, at: AT_TAX },
  'GET /v1/operations/{id}': { who: FOLLOWING, of: 'operation', at: AT_TAX },
  'GET /v1/operations/{id}/results': { who: FOLLOWING, of: 'operation', at: AT_TAX },
  'GET /v1/operations/{id}/bundles': { who: FOLLOWING, of: 'operation', at: AT_TAX },
  'GET /v1/invoice-bundles': { who: READING, of: 'invoice', at: AT_TAX },

  'POST /v1/verifications': { who: 'anyone', at: EVERYWHERE },
  'GET /.well-known/chopmark-trust.json': { who: 'anyone', at: EVERYWHERE },
  'GET /openapi.json': { who: 'anyone', at: EVERYWHERE },
  'GET /livez': { who: 'anyone', at: EVERYWHERE },
  'GET /readyz': { who: 'anyone', at: EVERYWHERE },
  'GET /version': { who: 'anyone', at: EVERYWHERE },
} as const satisfies Readonly<Record<string, Right>>;

/** Method and path, as in the OpenAPI document. */
export type RouteKey = keyof typeof RIGHTS;

/** @throws {Error} for a route without a row: a gateway that has one does not start. */
export function rightOf(route: string): Right {
  if (!Object.hasOwn(RIGHTS, route)) throw new Error(`${route} has no row in the rights table`);
  return RIGHTS[route as RouteKey];
}
