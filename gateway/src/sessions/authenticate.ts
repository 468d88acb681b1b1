/**
 * Who asks: `Authorization: Bearer …` → account.
 *
 * @module
 */
import type { Request } from 'express';
import { isInForce, type Account } from '../accounts/account.js';
import { Refusal } from '../problems/refusal.js';
import { Access } from '../rights/access.js';
import { rolesInWords, type Right } from '../rights/right.js';
import type { AccessTokens, TokenSubject } from './access-token.js';
import type { Principals } from './principals.js';

export interface AuthenticationParts {
  readonly principals: Principals;
  readonly tokens: AccessTokens;
}

export interface Authorized {
  /** Absent on a route for anyone. */
  readonly account: Account | undefined;
  /** Session that the token is of. */
  readonly sessionId: string | undefined;
  readonly access: Access;
}

/**
 * The account that asks, if the route needs one, and what it may. Roles come from the account as it is now, not from the token.
 *
 * @throws {Refusal} `NOT_SIGNED_IN`, `TOKEN_EXPIRED`, `TOKEN_INVALID`, `SESSION_ENDED`, each with WWW-Authenticate
 *   (RFC 6750); `ROLE_REQUIRED`
 */
export async function authorize(
  req: Request,
  right: Right,
  { principals, tokens }: AuthenticationParts,
): Promise<Authorized> {
  if (right.who === 'anyone') {
    return { account: undefined, sessionId: undefined, access: new Access(right, undefined) };
  }
  const { sessionId, accountId } = tokenSubject(req, tokens);
  const principal = await principals.ofSession(sessionId, accountId);
  if (principal === undefined || !isInForce(principal.account)) throw unauthenticated('TOKEN_INVALID');
  if (!principal.isOpen) throw unauthenticated('SESSION_ENDED');
  const { account } = principal;
  const access = new Access(right, account);
  if (!access.isGranted) {
    throw new Refusal('ROLE_REQUIRED', { parameters: { roles: rolesInWords(right.who) } });
  }
  return { account, sessionId, access };
}

function tokenSubject(req: Request, tokens: AccessTokens): TokenSubject {
  const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(req.get('Authorization') ?? '')?.[1];
  if (token === undefined) throw unauthenticated('NOT_SIGNED_IN');
  try {
    return tokens.verify(token);
  } catch (error) {
    throw error instanceof Refusal ? unauthenticated(error.code, error) : error;
  }
}

function unauthenticated(code: Refusal['code'], cause?: unknown): Refusal {
  const challenge = code === 'NOT_SIGNED_IN' ? 'Bearer' : 'Bearer error="invalid_token"';
  return new Refusal(code, { headers: { 'WWW-Authenticate': challenge }, cause });
}
