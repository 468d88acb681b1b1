/** Signing in by an identity provider, and binding its identities to accounts. */
import type { Administration } from '../accounts/administration.js';
import type { AccountList } from '../accounts/account-list.js';
import type { AttemptLimits } from '../accounts/attempt-limits.js';
import type { AuditTrail } from '../audit/audit-log.js';
import type { IdentityProvider } from '../oidc/identity-provider.js';
import { beginLogin, finishLogin, type LoginParts } from '../oidc/logins.js';
import { Refusal } from '../problems/refusal.js';
import { clientAddress } from '../requests/client-address.js';
import { readJson } from '../requests/json-body.js';
import { parseBody } from '../requests/parse-with.js';
import { guesserOf, RATE_LIMIT_HEADERS } from '../requests/rate-limit.js';
import type { Organization } from '../rights/right.js';
import { AccountParams } from '../schemas/account.js';
import { IdentityRequest, LoginAnswer, LoginQuery, LoginRequest } from '../schemas/oidc.js';
import { setLoginCookie, setSessionCookie, takeLoginCookie } from '../sessions/session-cookie.js';
import type { Sessions } from '../sessions/sessions.js';
import type { Db } from '../store/database.js';
import { ChangeHeaders } from '../schemas/parameters.js';
import { accountCheck } from './accounts.js';
import { administratorOf } from './administrator.js';
import { findAccount } from './find-account.js';
import { CHANGE_PROBLEMS, JSON_TYPE, type Route } from './route.js';

export interface OidcContext {
  readonly identityProvider: IdentityProvider | undefined;
  readonly db: Db;
  readonly now: () => Date;
  readonly audit: AuditTrail;
  readonly limits: AttemptLimits;
  readonly sessions: Sessions;
  readonly organization: Organization;
  readonly accountList: AccountList;
  readonly administration: Administration;
  readonly publicUrl: string;
  /** Paths of this gateway to which a browser that signed in may go; the first unless it asks for another. */
  readonly returnPaths: readonly string[];
}

export function oidcRoutes(context: OidcContext): Route[] {
  return [beginRoute(context), callbackRoute(context), bindRoute(context), unbindRoute(context)];
}

function beginRoute(context: OidcContext): Route {
  return {
    key: 'POST /v1/oidc/logins',
    doc: {
      id: 'beginLogin',
      tag: 'sessions',
      summary: 'Begin to sign in at the identity provider',
      description: 'For pages: the answer says where the browser goes, a cookie binds what comes back to it.',
      body: { [JSON_TYPE]: LoginRequest },
      answers: {
        201: {
          description: 'Where to go.',
          content: { [JSON_TYPE]: LoginAnswer },
          headers: ['Set-Cookie', ...RATE_LIMIT_HEADERS],
        },
      },
      problems: ['OIDC_NOT_CONFIGURED', 'TOO_MANY_ATTEMPTS', 'RETURN_NOT_ALLOWED'],
    },
    handle: async ({ req, res }) => {
      const parts = partsOf(context);
      const asked = parseBody(LoginRequest, await readJson(req));
      const returnTo = returnPathOf(context, asked.returnTo);
      const { address, tell } = guesserOf(req, res);
      tell(await context.limits.takeFrom(address));
      const { url, secret, expiresAt } = await beginLogin(parts, returnTo);
      setLoginCookie(res, context.organization, secret, expiresAt);
      res.status(201).json({ url: url.href });
    },
  };
}

function callbackRoute(context: OidcContext): Route {
  return {
    key: 'GET /v1/oidc/callback',
    doc: {
      id: 'finishLogin',
      tag: 'sessions',
      summary: 'Where the identity provider sends the browser back to',
      query: LoginQuery,
      answers: {
        303: { description: 'Signed in; the session is in its cookie.', headers: ['Location', 'Set-Cookie'] },
      },
      problems: ['OIDC_NOT_CONFIGURED', 'OIDC_LOGIN_FAILED'],
    },
    handle: async ({ req, res }) => {
      const parts = partsOf(context);
      const secret = takeLoginCookie(req, res, context.organization);
      const query = req.originalUrl.slice(req.originalUrl.split('?', 1)[0]?.length);
      const { account, identity, returnTo } = await finishLogin(parts, secret, query);
      const tokens = await context.sessions.beginWithIdentity(account, identity);
      await context.limits.succeededFrom(clientAddress(req));
      setSessionCookie(res, context.organization, tokens);
      // Allowed when it was asked for, and not taken from this request.
      res.status(303).location(`${context.publicUrl}${returnTo}`).end();
    },
  };
}

function bindRoute(context: OidcContext): Route {
  return {
    key: 'PUT /v1/accounts/{id}/identity',
    doc: {
      id: 'bindIdentity',
      tag: 'accounts',
      summary: 'Bind an identity of the identity provider to an account; ends its sessions',
      params: AccountParams,
      headers: ChangeHeaders,
      body: { [JSON_TYPE]: IdentityRequest },
      answers: { 204: { description: 'Whoever signs in as that identity is this account.' } },
      problems: [
        'ACCOUNT_NOT_FOUND',
        'OIDC_NOT_CONFIGURED',
        'IDENTITY_IN_USE',
        'OWN_ACCOUNT',
        'ROLE_NOT_GRANTABLE',
        ...CHANGE_PROBLEMS,
      ],
    },
    handle: async (call) => {
      const { account } = await findAccount(call, context);
      const { subject } = parseBody(IdentityRequest, await readJson(call.req));
      const { issuer } = partsOf(context).provider;
      const identity = { issuer, subject };
      await context.administration.bindIdentity(
        administratorOf(call),
        account.id,
        identity,
        accountCheck(call),
      );
      call.res.status(204).end();
    },
  };
}

function unbindRoute(context: OidcContext): Route {
  return {
    key: 'DELETE /v1/accounts/{id}/identity',
    doc: {
      id: 'unbindIdentity',
      tag: 'accounts',
      summary: 'Take the identity of an account away; ends its sessions',
      params: AccountParams,
      headers: ChangeHeaders,
      answers: { 204: { description: 'It has none.' } },
      problems: ['ACCOUNT_NOT_FOUND', 'OWN_ACCOUNT', 'ROLE_NOT_GRANTABLE', ...CHANGE_PROBLEMS],
    },
    handle: async (call) => {
      const { account } = await findAccount(call, context);
      await context.administration.unbindIdentity(administratorOf(call), account.id, accountCheck(call));
      call.res.status(204).end();
    },
  };
}

/** One of the list to the letter: there is nothing to be outwitted by. @throws {Refusal} `RETURN_NOT_ALLOWED` */
function returnPathOf({ returnPaths }: OidcContext, asked = returnPaths[0] ?? '/'): string {
  if (!returnPaths.includes(asked)) throw new Refusal('RETURN_NOT_ALLOWED');
  return asked;
}

/** @throws {Refusal} `OIDC_NOT_CONFIGURED` */
function partsOf({ db, now, audit, identityProvider }: OidcContext): LoginParts {
  if (identityProvider === undefined) throw new Refusal('OIDC_NOT_CONFIGURED');
  return { db, now, audit, provider: identityProvider };
}
