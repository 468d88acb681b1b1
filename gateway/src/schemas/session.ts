/**
 * Signing in.
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

export const SessionRequest = z
  .strictObject({ account: ACCOUNT_NAME, password: PASSWORD })
  .meta({ id: 'SessionRequest' });

export const SessionAnswer = z
  .strictObject({
    accessToken: z.string().meta({ description: 'Send as Authorization: Bearer …' }),
    expiresAt: INSTANT,
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
