/** Signing in, and who one is. */
import { signIn, type SignInParts } from '../accounts/sign-in.js';
import { clientAddress } from '../requests/client-address.js';
import { readJson } from '../requests/json-body.js';
import { parseBody } from '../requests/parse-with.js';
import type { Organization } from '../rights/right.js';
import { MeAnswer, SessionAnswer, SessionRequest } from '../schemas/session.js';
import type { AccessTokens } from '../sessions/access-token.js';
import { JSON_TYPE, requireAccount, type Route } from './route.js';

export interface SessionContext extends SignInParts {
  readonly tokens: AccessTokens;
  readonly organization: Organization;
}

export function sessionRoutes(context: SessionContext): Route[] {
  return [signInRoute(context), meRoute(context)];
}

function signInRoute(context: SessionContext): Route {
  return {
    key: 'POST /v1/sessions',
    doc: {
      id: 'signIn',
      tag: 'sessions',
      summary: 'Sign in',
      body: { [JSON_TYPE]: SessionRequest },
      answers: { 201: { description: 'An access token.', content: { [JSON_TYPE]: SessionAnswer } } },
      problems: ['WRONG_CREDENTIALS', 'TOO_MANY_ATTEMPTS'],
    },
    handle: async ({ req, res }) => {
      const { account, password } = parseBody(SessionRequest, await readJson(req));
      const { id } = await signIn(context, account, password, clientAddress(req));
      res.status(201).json(context.tokens.issue(id));
    },
  };
}

function meRoute({ organization: gateway }: SessionContext): Route {
  return {
    key: 'GET /v1/me',
    doc: {
      id: 'getMe',
      tag: 'sessions',
      summary: 'The account that asks',
      answers: { 200: { description: 'The account.', content: { [JSON_TYPE]: MeAnswer } } },
    },
    handle: (call) => {
      const { id, name: account, roles, organization = null } = requireAccount(call);
      call.res.json({ id, account, roles, organization, gateway });
    },
  };
}
