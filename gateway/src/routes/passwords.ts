/** Setting passwords. */
import type { Passwords } from '../accounts/passwords.js';
import { readJson } from '../requests/json-body.js';
import { parseBody } from '../requests/parse-with.js';
import { guesserOf, RATE_LIMIT_HEADERS, RequestLimit } from '../requests/rate-limit.js';
import { PasswordRequest, SetupPreview, SetupPreviewRequest, SetupRequest } from '../schemas/account.js';
import { JSON_TYPE, requireAccount, type Route } from './route.js';

export interface PasswordContext {
  readonly passwords: Passwords;
}

export function passwordRoutes({ passwords }: PasswordContext): Route[] {
  const limit = new RequestLimit(SETUPS_PER_MINUTE);
  return [changeRoute(passwords), setupRoute(passwords, limit), previewRoute(passwords, limit)];
}

function changeRoute(passwords: Passwords): Route {
  return {
    key: 'PUT /v1/me/password',
    doc: {
      id: 'changeMyPassword',
      tag: 'sessions',
      summary: 'Change one’s own password; ends one’s other sessions',
      body: { [JSON_TYPE]: PasswordRequest },
      answers: { 204: { description: 'It counts from now on.', headers: RATE_LIMIT_HEADERS } },
      problems: ['CURRENT_PASSWORD_WRONG', 'PASSWORD_REFUSED', 'TOO_MANY_ATTEMPTS'],
    },
    handle: async (call) => {
      const asked = parseBody(PasswordRequest, await readJson(call.req));
      await passwords.change({
        ...asked,
        account: requireAccount(call),
        sessionId: call.sessionId,
        guesser: guesserOf(call.req, call.res),
      });
      call.res.status(204).end();
    },
  };
}

/** From one address: nobody sets up more accounts by hand, and a secret of 256 bits is not guessed. */
const SETUPS_PER_MINUTE = 60;

function setupRoute(passwords: Passwords, limit: RequestLimit): Route {
  return {
    key: 'POST /v1/account-setups',
    doc: {
      id: 'setUpAccount',
      tag: 'accounts',
      summary: 'Set the password of a new account, or of one that was reset',
      body: { [JSON_TYPE]: SetupRequest },
      answers: { 204: { description: 'The account can sign in.', headers: RATE_LIMIT_HEADERS } },
      problems: ['SETUP_SECRET_INVALID', 'PASSWORD_REFUSED', 'TOO_MANY_ATTEMPTS', 'TOO_MANY_REQUESTS'],
    },
    handle: async ({ req, res }) => {
      await limit.take(req, res);
      const { secret, password } = parseBody(SetupRequest, await readJson(req));
      await passwords.setUp(secret, password);
      res.status(204).end();
    },
  };
}

/** In the body, as when it is used: an address is written into logs. */
function previewRoute(passwords: Passwords, limit: RequestLimit): Route {
  return {
    key: 'POST /v1/account-setups/preview',
    doc: {
      id: 'previewAccountSetup',
      tag: 'accounts',
      summary: 'Which account a setup secret is for; the secret counts as before',
      body: { [JSON_TYPE]: SetupPreviewRequest },
      answers: {
        200: {
          description: 'The name of the account, and until when the secret counts.',
          content: { [JSON_TYPE]: SetupPreview },
          headers: RATE_LIMIT_HEADERS,
        },
      },
      problems: ['SETUP_SECRET_INVALID', 'TOO_MANY_REQUESTS'],
    },
    handle: async ({ req, res }) => {
      await limit.take(req, res);
      const { secret } = parseBody(SetupPreviewRequest, await readJson(req));
      const { account, expiresAt } = await passwords.previewSetup(secret);
      res.json({ account: account.name, expiresAt: expiresAt.toISOString() });
    },
  };
}
