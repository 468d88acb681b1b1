/**
 * API keys.
 *
 * @module
 */
import { z } from 'zod';
import { API_KEY_STATES } from '../api-keys/api-key-rows.js';
import { SCOPE_NAMES, SCOPES } from '../rights/scope.js';
import { INSTANT } from './invoice-answers.js';
import { text } from './invoice-fields.js';

const SCOPE = z.enum(SCOPE_NAMES).meta({
  id: 'Scope',
  description: Object.entries(SCOPES)
    .map(([name, means]) => `${name}: ${means}`)
    .join('; '),
});

export const ApiKeyRequest = z
  .strictObject({
    name: text(100).meta({ description: 'What you call it.', example: 'ERP' }),
    scopes: z
      .array(SCOPE)
      .min(1, { abort: true })
      .max(SCOPE_NAMES.length, { abort: true })
      .refine((scopes) => new Set(scopes).size === scopes.length, 'TWICE'),
    days: z.int().min(1).max(366).default(90).meta({ description: 'It counts this long.' }),
  })
  .meta({ id: 'ApiKeyRequest' });

export const RotationRequest = z
  .strictObject({
    overlapHours: z.int().min(0).max(168).default(24).meta({ description: 'The old key counts this long.' }),
  })
  .meta({ id: 'ApiKeyRotationRequest' });

export const ApiKeyAnswer = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    hint: z.string().meta({ description: 'How the key begins.' }),
    scopes: z.array(SCOPE),
    state: z.enum(API_KEY_STATES),
    createdAt: INSTANT,
    expiresAt: INSTANT,
    lastUsedAt: INSTANT.nullable().meta({ description: 'Some minutes late.' }),
    replacedBy: z.string().nullable().meta({ description: 'Id of the key that takes its place.' }),
    revokedAt: INSTANT.nullable(),
  })
  .meta({ id: 'ApiKey' });

export const ApiKeyShown = z
  .strictObject({
    apiKey: ApiKeyAnswer,
    secret: z.string().meta({
      description: 'The key. Shown here and never again; send it as Authorization: Bearer …',
    }),
  })
  .meta({ id: 'ApiKeyShown' });

export const ApiKeyList = z
  .strictObject({ items: z.array(ApiKeyAnswer), nextCursor: z.null() })
  .meta({ id: 'ApiKeyList', description: 'The newest 100, newest first; ended ones for 90 days.' });

export const ApiKeyParams = z.strictObject({ id: z.string().meta({ description: 'key_…' }) });

export const AccountKeyParams = z.strictObject({
  id: z.string().meta({ description: 'acc_…' }),
  keyId: z.string().meta({ description: 'key_…' }),
});
