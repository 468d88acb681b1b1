/**
 * Who may do what: one row for each route, and nothing that is not in a row. Checks of functions (may this role
 * call the route) and of objects (is this thing the caller's) both come from here, and what API keys may; docs/rights.md
 * is written from it. A route without a row does not start; one without scopes takes no API key.
 *
 * @module
 */
import { ORGANIZATIONS, type Grants, type Organization, type Right } from './right.js';
import type { Scopes } from './scope.js';

const EVERYWHERE = ORGANIZATIONS;
const AT_TAX: readonly Organization[] = ['tax'];

const ISSUING: Grants = { taxOfficer: 'any', issuer: 'sold' };
const READING: Grants = { taxOfficer: 'any', auditor: 'any', issuer: 'sold', receiver: 'bought' };
/** The parties; an auditor reads and hands nothing on. */
const LINKING: Grants = { taxOfficer: 'any', issuer: 'sold', receiver: 'bought' };
/**
 * Who issues follows it, for whom it issues now: an officer that was made an issuer began operations for other sellers, too. A
 * receiver issues nothing, and has nothing of its own to follow but from a role that it lost.
 */
const FOLLOWING: Grants = { taxOfficer: 'any', auditor: 'any', issuer: 'begun' };

const HEARING: Grants = { taxOfficer: 'own', auditor: 'own', issuer: 'own', receiver: 'own' };

const ADMINISTERING: Grants = { administrator: 'administered' };
const HOSTING: Grants = { administrator: 'hosted' };
const AUDITING: Grants = { auditor: 'any' };
const OVERSEEING: Grants = { administrator: 'administered', auditor: 'any' };

const TO_ISSUE: Scopes = ['invoices:issue'];
const TO_READ: Scopes = ['invoices:read'];
const TO_FOLLOW: Scopes = ['invoices:read', 'invoices:issue'];
const TO_OVERSEE: Scopes = ['accounts:read', 'accounts:manage'];
const TO_AUDIT: Scopes = ['audit:read'];
const TO_MANAGE: Scopes = ['accounts:manage'];

export const RIGHTS = {
  'POST /v1/sessions': { who: 'anyone', at: EVERYWHERE },
  'POST /v1/sessions/refresh': { who: 'anyone', at: EVERYWHERE },
  'POST /v1/oidc/logins': { who: 'anyone', at: EVERYWHERE },
  'GET /v1/oidc/callback': { who: 'anyone', at: EVERYWHERE },
  'GET /v1/me': { who: { everyAccount: 'any' }, scopes: 'any', at: EVERYWHERE },
  'GET /v1/me/sessions': { who: { everyAccount: 'own' }, of: 'session', at: EVERYWHERE },
  'DELETE /v1/me/sessions': { who: { everyAccount: 'own' }, of: 'session', at: EVERYWHERE },
  'DELETE /v1/me/sessions/{id}': { who: { everyAccount: 'own' }, of: 'session', at: EVERYWHERE },

  'PUT /v1/me/password': { who: { everyAccount: 'any' }, at: EVERYWHERE },
  'POST /v1/me/api-keys': { who: { everyAccount: 'any' }, at: EVERYWHERE },
  'GET /v1/me/api-keys': { who: { everyAccount: 'own' }, of: 'apiKey', at: EVERYWHERE },
  'POST /v1/me/api-keys/{id}/rotation': { who: { everyAccount: 'own' }, of: 'apiKey', at: EVERYWHERE },
  'DELETE /v1/me/api-keys/{id}': { who: { everyAccount: 'own' }, of: 'apiKey', at: EVERYWHERE },

  'POST /v1/organizations': { who: HOSTING, scopes: TO_MANAGE, at: EVERYWHERE },
  'GET /v1/organizations': { who: OVERSEEING, of: 'organization', scopes: TO_OVERSEE, at: EVERYWHERE },
  'GET /v1/organizations/{id}': { who: OVERSEEING, of: 'organization', scopes: TO_OVERSEE, at: EVERYWHERE },
  'POST /v1/organizations/{id}/suspension': {
    who: HOSTING,
    of: 'organization',
    scopes: TO_MANAGE,
    at: EVERYWHERE,
  },
  'DELETE /v1/organizations/{id}/suspension': {
    who: HOSTING,
    of: 'organization',
    scopes: TO_MANAGE,
    at: EVERYWHERE,
  },
  'POST /v1/accounts': { who: ADMINISTERING, of: 'newAccount', scopes: TO_MANAGE, at: EVERYWHERE },
  'GET /v1/accounts': { who: OVERSEEING, of: 'account', scopes: TO_OVERSEE, at: EVERYWHERE },
  'GET /v1/accounts/{id}': { who: OVERSEEING, of: 'account', scopes: TO_OVERSEE, at: EVERYWHERE },
  'PUT /v1/accounts/{id}/roles': { who: ADMINISTERING, of: 'account', scopes: TO_MANAGE, at: EVERYWHERE },
  'POST /v1/accounts/{id}/suspension': {
    who: ADMINISTERING,
    of: 'account',
    scopes: TO_MANAGE,
    at: EVERYWHERE,
  },
  'DELETE /v1/accounts/{id}/suspension': {
    who: ADMINISTERING,
    of: 'account',
    scopes: TO_MANAGE,
    at: EVERYWHERE,
  },
  'POST /v1/accounts/{id}/reset': { who: ADMINISTERING, of: 'account', scopes: TO_MANAGE, at: EVERYWHERE },
  'PUT /v1/accounts/{id}/identity': { who: ADMINISTERING, of: 'account', at: EVERYWHERE },
  'DELETE /v1/accounts/{id}/identity': { who: ADMINISTERING, of: 'account', at: EVERYWHERE },
  'GET /v1/accounts/{id}/api-keys': { who: OVERSEEING, of: 'account', scopes: TO_OVERSEE, at: EVERYWHERE },
  'DELETE /v1/accounts/{id}/api-keys/{keyId}': {
    who: ADMINISTERING,
    of: 'account',
    scopes: TO_MANAGE,
    at: EVERYWHERE,
  },
  'GET /v1/audit-records': { who: AUDITING, scopes: TO_AUDIT, at: EVERYWHERE },
  'GET /v1/audit-log': { who: AUDITING, scopes: TO_AUDIT, at: EVERYWHERE },
  'GET /v1/audit-checkpoints': { who: AUDITING, scopes: TO_AUDIT, at: EVERYWHERE },
  'POST /v1/audit-checkpoints': { who: AUDITING, scopes: TO_AUDIT, at: EVERYWHERE },
  'GET /v1/audit-checkpoints/{number}/bundle': { who: AUDITING, scopes: TO_AUDIT, at: EVERYWHERE },
  'POST /v1/account-setups': { who: 'anyone', at: EVERYWHERE },
  'POST /v1/account-setups/preview': { who: 'anyone', at: EVERYWHERE },

  'POST /v1/invoices': { who: ISSUING, of: 'newInvoice', scopes: TO_ISSUE, at: AT_TAX },
  'GET /v1/invoices': { who: READING, of: 'invoice', scopes: TO_READ, at: AT_TAX },
  'GET /v1/invoices/{number}': { who: READING, of: 'invoice', scopes: TO_READ, at: AT_TAX },
  'GET /v1/invoices/{number}/bundle': { who: READING, of: 'invoice', scopes: TO_READ, at: AT_TAX },
  'GET /v1/invoices/{number}/document': { who: READING, of: 'invoice', scopes: TO_READ, at: AT_TAX },
  'POST /v1/invoices/{number}/links': { who: LINKING, of: 'invoice', scopes: TO_READ, at: AT_TAX },
  'GET /v1/invoices/{number}/links': { who: LINKING, of: 'invoice', scopes: TO_READ, at: AT_TAX },
  'DELETE /v1/invoices/{number}/links/{linkId}': {
    who: LINKING,
    of: 'link',
    scopes: TO_READ,
    at: AT_TAX,
  },
  'GET /v1/registers/{month}': { who: READING, of: 'invoice', scopes: TO_READ, at: AT_TAX },
  'GET /v1/shared-invoices/{secret}': { who: 'anyone', at: AT_TAX },
  'GET /v1/shared-invoices/{secret}/bundle': { who: 'anyone', at: AT_TAX },
  'POST /v1/invoice-batches': { who: ISSUING, of: 'newInvoice', scopes: TO_ISSUE, at: AT_TAX },
  'GET /v1/invoice-batches/template': { who: { everyAccount: 'any' }, scopes: 'any', at: AT_TAX },
  'GET /v1/operations/{id}': { who: FOLLOWING, of: 'operation', scopes: TO_FOLLOW, at: AT_TAX },
  'GET /v1/operations/{id}/events': { who: FOLLOWING, of: 'operation', scopes: TO_FOLLOW, at: AT_TAX },
  'GET /v1/operations/{id}/results': { who: FOLLOWING, of: 'operation', scopes: TO_FOLLOW, at: AT_TAX },
  'GET /v1/operations/{id}/bundles': { who: FOLLOWING, of: 'operation', scopes: TO_FOLLOW, at: AT_TAX },
  'GET /v1/invoice-bundles': { who: READING, of: 'invoice', scopes: TO_READ, at: AT_TAX },
  // By people only: no API key destroys, holds or releases.
  'POST /v1/invoices/{number}/erasure': { who: HOSTING, of: 'invoice', at: AT_TAX },
  'GET /v1/invoices/{number}/holds': {
    who: { taxOfficer: 'any', auditor: 'any', administrator: 'hosted' },
    of: 'invoice',
    at: AT_TAX,
  },
  'POST /v1/invoices/{number}/holds': { who: { taxOfficer: 'any' }, of: 'invoice', at: AT_TAX },
  'DELETE /v1/invoices/{number}/holds/{hold}': { who: { taxOfficer: 'any' }, of: 'invoice', at: AT_TAX },

  'POST /v1/webhooks': {
    who: { taxOfficer: 'any', auditor: 'any', issuer: 'any', receiver: 'any' },
    scopes: TO_READ,
    at: AT_TAX,
  },
  'GET /v1/webhooks': { who: HEARING, of: 'webhook', scopes: TO_READ, at: AT_TAX },
  'GET /v1/webhooks/{id}': { who: HEARING, of: 'webhook', scopes: TO_READ, at: AT_TAX },
  'PATCH /v1/webhooks/{id}': { who: HEARING, of: 'webhook', scopes: TO_READ, at: AT_TAX },
  'DELETE /v1/webhooks/{id}': { who: HEARING, of: 'webhook', scopes: TO_READ, at: AT_TAX },
  'POST /v1/webhooks/{id}/secret': { who: HEARING, of: 'webhook', scopes: TO_READ, at: AT_TAX },
  'POST /v1/webhooks/{id}/test': { who: HEARING, of: 'webhook', scopes: TO_READ, at: AT_TAX },
  'POST /v1/webhooks/{id}/replays': { who: HEARING, of: 'webhook', scopes: TO_READ, at: AT_TAX },
  'GET /v1/webhooks/{id}/deliveries': { who: HEARING, of: 'webhook', scopes: TO_READ, at: AT_TAX },
  'POST /v1/webhooks/{id}/deliveries/{eventId}/retry': {
    who: HEARING,
    of: 'webhook',
    scopes: TO_READ,
    at: AT_TAX,
  },

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
