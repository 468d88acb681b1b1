/**
 * Webhooks: who wants to hear, and what was told.
 *
 * @module
 */
import { z } from 'zod';
import { EVENT_NAMES } from '../webhooks/webhook.js';
import { INSTANT } from './invoice-answers.js';
import { text } from './invoice-fields.js';
import { CURSOR, LIMIT } from './parameters.js';

const WEBHOOK_URL = z
  .string()
  .max(2000)
  .regex(/^https?:\/\/[^\s]+$/, 'url')
  .meta({ description: 'https, reachable for everybody.' });
const EVENTS = z
  .array(z.enum(EVENT_NAMES))
  .min(1)
  .max(EVENT_NAMES.length)
  .meta({ description: 'What to hear of.' });
const STATE = z.enum(['active', 'paused']);

export const WebhookRequest = z
  .strictObject({
    url: WEBHOOK_URL,
    events: EVENTS.default([...EVENT_NAMES]),
    description: text(200).optional(),
  })
  .meta({ id: 'WebhookRequest' });

export const WebhookChangeRequest = z
  .strictObject({
    url: WEBHOOK_URL.optional(),
    events: EVENTS.optional(),
    description: text(200).optional(),
    state: STATE.optional(),
  })
  .meta({ id: 'WebhookChange', description: 'What is absent stays. active also wakes one that is gone.' });

const webhook = {
  id: z.string().meta({ example: 'wh_…' }),
  url: z.string(),
  events: z.array(z.string()),
  description: z.string(),
  state: z.enum(['active', 'paused', 'gone']).meta({ description: 'gone: its address answered 410.' }),
  createdAt: INSTANT,
  changedAt: INSTANT,
};
const SECRET = z.string().meta({ description: 'Shown once. Standard Webhooks: whsec_ and base64.' });

export const WebhookAnswer = z.strictObject(webhook).meta({ id: 'Webhook' });
export const NewWebhookAnswer = z.strictObject({ ...webhook, secret: SECRET }).meta({ id: 'NewWebhook' });
export const WebhookList = z
  .strictObject({ items: z.array(WebhookAnswer), nextCursor: z.null() })
  .meta({ id: 'WebhookList' });

export const SecretAnswer = z
  .strictObject({
    secret: SECRET,
    previousUntil: INSTANT.meta({ description: 'Until then the secret before counts beside this one.' }),
  })
  .meta({ id: 'WebhookSecret' });

const FAILURE = z.enum(['targetRefused', 'noAnswer', 'tooSlow']);

export const TestAnswer = z
  .strictObject({ status: z.int().nullable(), failure: FAILURE.nullable() })
  .meta({ id: 'WebhookTest', description: 'Status of the answer, or why there was none.' });

export const ReplayRequest = z
  .strictObject({ fromBlock: z.int().min(0) })
  .meta({ id: 'WebhookReplay', description: 'Everything from this block of the ledger on is told again.' });

export const DeliveryAnswer = z
  .strictObject({
    eventId: z.string(),
    type: z.string(),
    subject: z.string().meta({ description: 'inv_… or op_…' }),
    happenedAt: INSTANT,
    state: z.enum(['pending', 'delivered', 'failed']),
    attempts: z.int().nonnegative(),
    nextTryAt: INSTANT.nullable(),
    tries: z.array(z.strictObject({ at: INSTANT, status: z.int().nullable(), failure: FAILURE.nullable() })),
  })
  .meta({ id: 'WebhookDelivery' });
export const DeliveryPageAnswer = z
  .strictObject({ items: z.array(DeliveryAnswer), nextCursor: z.string().nullable() })
  .meta({ id: 'WebhookDeliveryPage' });

export const WebhookParams = z.strictObject({ id: z.string().meta({ description: 'wh_…' }) });
export const DeliveryParams = z.strictObject({
  id: z.string().meta({ description: 'wh_…' }),
  eventId: z.string().meta({ description: 'evt_…' }),
});
export const DeliveryQuery = z.strictObject({
  limit: LIMIT,
  cursor: CURSOR,
  state: z.enum(['pending', 'delivered', 'failed']).optional(),
});
