/**
 * Signing in, staying signed in, and who one is.
 *
 * @module
 */
import { z } from 'zod';
import { ROLES } from '../accounts/account.js';
import { INSTANT } from './invoice-answers.js';

export const ACCOUNT_NAME = z
  .string()
  .regex(/^[A-Za-z0-9._@-]{1,64}$/, 'accountName')
  .meta({ example: 'issuer' });

/**
 * At most 1,024 characters: more only costs time. No control characters (RFC 8265): scrypt's HMAC pads with zeros, so
 * a NUL at the end would make no other password.
 */
export const PASSWORD = z
  .string()
  .min(1, { abort: true })
  .max(1024, { abort: true })
  // eslint-disable-next-line no-control-regex -- controls are what is refused
  .regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, 'password');

const REFRESH_TOKEN = z
  .string()
  .max(128)
  .regex(/^[\w-]+$/, 'secret');

export const REFRESH_BY = z.enum(['body', 'cookie']).meta({
  description:
    'Where the refresh token goes: into the answer, or into a cookie that scripts cannot read, for pages.',
});

export const SessionRequest = z
  .strictObject({ account: ACCOUNT_NAME, password: PASSWORD, refreshBy: REFRESH_BY.default('body') })
  .meta({ id: 'SessionRequest' });

export const RefreshRequest = z
  .strictObject({
    refreshToken: REFRESH_TOKEN.optional().meta({ description: 'Absent: the one of the cookie.' }),
  })
  .meta({ id: 'RefreshRequest' });

export const SessionAnswer = z
  .strictObject({
    accessToken: z.string().meta({ description: 'Send as Authorization: Bearer …' }),
    expiresAt: INSTANT.meta({ description: 'Of the access token.' }),
    refreshToken: z.string().optional().meta({
      description: 'Good once: the next answer brings another. Absent when it is in the cookie.',
    }),
    sessionExpiresAt: INSTANT.meta({ description: 'From then on one has to sign in again.' }),
  })
  .meta({ id: 'Session' });

export const MeAnswer = z
  .strictObject({
    id: z.string(),
    account: ACCOUNT_NAME,
    roles: z.array(z.enum(ROLES)),
    organization: z.strictObject({ name: z.string(), taxId: z.string() }).nullable(),
    gateway: z.enum(['tax', 'affairs', 'court']),
  })
  .meta({ id: 'Me' });

export const SessionParams = z.strictObject({
  id: z.string().meta({ description: 'ses_…, or current for the session that asks.' }),
});

export const OpenSessions = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        method: z.enum(['password', 'identityProvider']),
        startedAt: INSTANT,
        refreshedAt: INSTANT,
        expiresAt: INSTANT,
        isCurrent: z.boolean(),
      }),
    ),
    nextCursor: z.null(),
  })
  .meta({ id: 'OpenSessions', description: 'Sessions that are open, newest first.' });
