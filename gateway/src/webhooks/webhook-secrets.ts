/**
 * Secrets of webhooks: shown once, several at a time while one is being rotated; what they sign.
 *
 * @module
 */
import { createHmac, randomBytes } from 'node:crypto';
import { bodyOf, type WebhookEvent } from './webhook.js';

const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

/** A new secret of 256 bits, as its owner gets it. */
export function newWebhookSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

export interface SignedMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** As Standard Webhooks 1.0 wants it: one signature for each secret. */
export function signedMessage(event: WebhookEvent, secrets: readonly string[], at: Date): SignedMessage {
  const body = bodyOf(event);
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${event.id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': event.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
  };
}
