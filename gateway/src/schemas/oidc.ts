/**
 * Signing in by an identity provider.
 *
 * @module
 */
import { z } from 'zod';
import { text } from './invoice-fields.js';

export const LoginRequest = z
  .strictObject({
    returnTo: text(200).optional().meta({
      description: 'Path of this gateway, one that its operator allows; absent: the first of them.',
    }),
  })
  .meta({ id: 'LoginRequest' });

export const LoginAnswer = z
  .strictObject({ url: z.string().meta({ description: 'Page of the identity provider.' }) })
  .meta({ id: 'Login' });

/** What a provider sends; whatever else comes is its own affair, and is judged by the exchange. */
export const LoginQuery = z.object({
  code: z.string().optional(),
  state: z.string().optional(),
  error: z.string().optional(),
});

export const IdentityRequest = z
  .strictObject({
    subject: text(255).meta({ description: 'The sub that the identity provider gives the person.' }),
  })
  .meta({ id: 'IdentityRequest' });
