/**
 * Who asks: `Authorization: Bearer …` → account, by an access token of a session or by an API key.
 *
 * @module
 */
import type { Request } from 'express';
import { isInForce, type Account } from '../accounts/account.js';
import { hashOfSecret, isBearerSecret } from '../accounts/bearer-secret.js';
import { API_KEY_PREFIX } from '../api-keys/api-keys.js';
import { Refusal } from '../problems/refusal.js';
import { Access } from '../rights/access.js';
import { rolesInWords, type Right } from '../rights/right.js';
import { opens, type Scope } from '../rights/scope.js';
import type { AccessTokens, TokenSubject } from './access-token.js';
import type { Principals } from './principals.js';

export interface AuthenticationParts {
  readonly principals: Principals;
  readonly tokens: AccessTokens;
}

/** Who asks, and by what. */
export interface Caller {
  /** Absent on a route for anyone. */
  readonly account: Account | undefined;
  /** Session that the access token is of. */
  readonly sessionId: string | undefined;
  /** API key that it came by. */
  readonly keyId: string | undefined;
}

export interface Authorized extends Caller {
  readonly access: Access;
}

/**
 * The account that asks, if the route needs one, and what it may. Roles come from the account as it is now, not from the
 * token; a key narrows them to its scopes.
 *
 * @throws {Refusal} `NOT_SIGNED_IN`, `TOKEN_EXPIRED`, `TOKEN_INVALID`, `SESSION_ENDED`, `API_KEY_INVALID`, `API_KEY_EXPIRED`,
 *   each with WWW-Authenticate (RFC 6750); `ROLE_REQUIRED`, `SCOPE_REQUIRED`, `SESSION_REQUIRED`
 */
export async function authorize(req: Request, right: Right, parts: AuthenticationParts): Promise<Authorized> {
  if (right.who === 'anyone') {
    const nobody = { account: undefined, sessionId: undefined, keyId: undefined };
    return { ...nobody, access: new Access(right, undefined) };
  }
  const { account, sessionId, key } = await principalOf(req, parts);
  const access = new Access(right, account);
  if (!access.isGranted) {
    throw new Refusal('ROLE_REQUIRED', { parameters: { roles: rolesInWords(right.who) } });
  }
  if (key !== undefined) assertScope(right, key.scopes);
  return { account, sessionId, keyId: key?.id, access };
}

interface Principal {
  readonly account: Account;
  readonly sessionId?: string;
  readonly key?: { readonly id: string; readonly scopes: readonly Scope[] };
}

async function principalOf(req: Request, parts: AuthenticationParts): Promise<Principal> {
  const bearer = /^Bearer +([\w.~+/=-]+) *$/i.exec(req.get('Authorization') ?? '')?.[1];
  if (bearer === undefined) throw unauthenticated('NOT_SIGNED_IN');
  return isBearerSecret(API_KEY_PREFIX, bearer) ? ofKey(bearer, parts) : ofSession(bearer, parts);
}

async function ofSession(token: string, { principals, tokens }: AuthenticationParts): Promise<Principal> {
  const { sessionId, accountId } = tokenSubject(token, tokens);
  const principal = await principals.ofSession(sessionId, accountId);
  if (principal === undefined || !isInForce(principal.account)) throw unauthenticated('TOKEN_INVALID');
  if (!principal.isOpen) throw unauthenticated('SESSION_ENDED');
  return { account: principal.account, sessionId };
}

async function ofKey(secret: string, { principals }: AuthenticationParts): Promise<Principal> {
  const principal = await principals.ofKey(hashOfSecret(secret));
  if (principal === undefined || principal.state === 'revoked' || !isInForce(principal.account))
    throw unauthenticated('API_KEY_INVALID');
  if (principal.state === 'expired') throw unauthenticated('API_KEY_EXPIRED');
  const { account, keyId: id, scopes } = principal;
  return { account, key: { id, scopes } };
}

function assertScope({ scopes }: Right, held: readonly Scope[]): void {
  if (opens(held, scopes)) return;
  if (scopes === undefined || scopes === 'any') throw new Refusal('SESSION_REQUIRED');
  throw new Refusal('SCOPE_REQUIRED', {
    parameters: { scopes: scopes.join(', ') },
    headers: { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scopes.join(' ')}"` },
  });
}

function tokenSubject(token: string, tokens: AccessTokens): TokenSubject {
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
