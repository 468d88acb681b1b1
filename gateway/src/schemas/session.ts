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

/** Longest password that is hashed; anything longer only costs time. */
export const PASSWORD = z.string().min(1).max(1024);

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
