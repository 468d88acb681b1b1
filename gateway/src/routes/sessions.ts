/** Signing in, and staying signed in. */
import { signIn, type SignInParts } from '../accounts/sign-in.js';
import { Refusal } from '../problems/refusal.js';
import { readJson } from '../requests/json-body.js';
import { parseBody } from '../requests/parse-with.js';
import { guesserOf, RATE_LIMIT_HEADERS, RequestLimit } from '../requests/rate-limit.js';
import type { Organization } from '../rights/right.js';
import { RefreshRequest, SessionAnswer, SessionRequest } from '../schemas/session.js';
import type { SessionTokens } from '../sessions/refresh-session.js';
import { clearSessionCookie, sessionCookieOf, setSessionCookie } from '../sessions/session-cookie.js';
import type { Sessions } from '../sessions/sessions.js';
import { JSON_TYPE, type Call, type Route } from './route.js';

export interface SessionContext extends SignInParts {
  readonly sessions: Sessions;
  readonly organization: Organization;
}

export function sessionRoutes(context: SessionContext): Route[] {
  return [signInRoute(context), refreshRoute(context)];
}

const TOKENS = {
  201: {
    description: 'An access token, and a refresh token in the answer or in a cookie.',
    content: { [JSON_TYPE]: SessionAnswer },
    headers: ['Set-Cookie', ...RATE_LIMIT_HEADERS],
  },
} as const;

function signInRoute(context: SessionContext): Route {
  return {
    key: 'POST /v1/sessions',
    doc: {
      id: 'signIn',
      tag: 'sessions',
      summary: 'Sign in',
      body: { [JSON_TYPE]: SessionRequest },
      answers: TOKENS,
      problems: ['WRONG_CREDENTIALS', 'TOO_MANY_ATTEMPTS'],
    },
    handle: async (call) => {
      const { account, password, refreshBy } = parseBody(SessionRequest, await readJson(call.req));
      const stored = await signIn(context, account, password, guesserOf(call.req, call.res));
      answer(call, context, await context.sessions.beginWithPassword(stored), refreshBy);
    },
  };
}

/** From one address: an office behind one may be large. What is guessed has 256 bits. */
const REFRESHES_PER_MINUTE = 600;

function refreshRoute(context: SessionContext): Route {
  const limit = new RequestLimit(REFRESHES_PER_MINUTE);
  const { organization, sessions } = context;
  return {
    key: 'POST /v1/sessions/refresh',
    doc: {
      id: 'refreshSession',
      tag: 'sessions',
      summary: 'Go on with a session',
      description:
        'A refresh token is good once. One that comes a second time was stolen from somebody: its session ends.',
      body: { [JSON_TYPE]: RefreshRequest },
      answers: TOKENS,
      problems: ['REFRESH_TOKEN_INVALID', 'CROSS_SITE_REQUEST', 'TOO_MANY_REQUESTS'],
    },
    handle: async (call) => {
      await limit.take(call.req, call.res);
      // JSON cannot be sent from another site without its asking first, which is never granted here.
      const { refreshToken } = parseBody(RefreshRequest, await readJson(call.req));
      const cookie = refreshToken === undefined ? sessionCookieOf(call.req, organization) : undefined;
      try {
        const tokens = await sessions.refresh(refreshToken ?? cookie ?? '');
        answer(call, context, tokens, cookie === undefined ? 'body' : 'cookie');
      } catch (error) {
        if (cookie !== undefined && error instanceof Refusal) clearSessionCookie(call.res, organization);
        throw error;
      }
    },
  };
}

function answer(
  { res }: Call,
  { organization }: SessionContext,
  tokens: SessionTokens,
  refreshBy: 'body' | 'cookie',
): void {
  const { refreshToken, ...rest } = tokens;
  if (refreshBy === 'cookie') setSessionCookie(res, organization, tokens);
  res.status(201).json(refreshBy === 'cookie' ? rest : { ...rest, refreshToken });
}
