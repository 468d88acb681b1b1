/**
 * The refresh token of a console, in a cookie that its scripts cannot read and that no other site's request carries.
 * The `__Host-` prefix (RFC 6265bis section 4.1.3.2) keeps a neighbor's host from planting one.
 *
 * @module
 */
import type { Request, Response } from 'express';
import type { Organization } from '../rights/right.js';
import { Refusal } from '../problems/refusal.js';

/** Ports share cookies: the gateways of one machine each need a name of their own. */
const nameAt = (gateway: Organization): string => `__Host-chopmark-${gateway}`;

const ATTRIBUTES = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const;

export function setSessionCookie(
  res: Response,
  gateway: Organization,
  { refreshToken, sessionExpiresAt }: { readonly refreshToken: string; readonly sessionExpiresAt: string },
): void {
  res.cookie(nameAt(gateway), refreshToken, { ...ATTRIBUTES, expires: new Date(sessionExpiresAt) });
}

export function clearSessionCookie(res: Response, gateway: Organization): void {
  res.clearCookie(nameAt(gateway), ATTRIBUTES);
}

/**
 * The refresh token of the cookie. Browsers do not send it from other sites (SameSite); one that does anyway says so.
 *
 * @throws {Refusal} `CROSS_SITE_REQUEST`
 */
export function sessionCookieOf(req: Request, gateway: Organization): string | undefined {
  const token = cookieOf(req, nameAt(gateway));
  const site = req.get('Sec-Fetch-Site');
  if (token !== undefined && site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new Refusal('CROSS_SITE_REQUEST');
  return token;
}

const loginNameAt = (gateway: Organization): string => `__Host-chopmark-login-${gateway}`;

/** Comes back from another site, by a link that is followed: Lax, not Strict. */
const LOGIN_ATTRIBUTES = { ...ATTRIBUTES, sameSite: 'lax' } as const;

/** Binds the answer of the identity provider to the browser that began. */
export function setLoginCookie(res: Response, gateway: Organization, secret: string, expires: Date): void {
  res.cookie(loginNameAt(gateway), secret, { ...LOGIN_ATTRIBUTES, expires });
}

/** The secret, which is good once: the cookie goes with it. */
export function takeLoginCookie(req: Request, res: Response, gateway: Organization): string {
  res.clearCookie(loginNameAt(gateway), LOGIN_ATTRIBUTES);
  return cookieOf(req, loginNameAt(gateway)) ?? '';
}

/** Value of a cookie; the first, as a browser sends the more specific one first. */
export function cookieOf(req: Request, name: string): string | undefined {
  for (const pair of (req.get('Cookie') ?? '').split(';')) {
    const [key = '', ...value] = pair.split('=');
    if (key.trim() === name) return value.join('=').trim();
  }
  return undefined;
}
