/**
 * Checks what arrived as a webhook (Standard Webhooks 1.0): that the gateway sent it, and lately.
 *
 * @module
 */
import { ChopmarkError } from './error.js';

export interface WebhookEvent {
  /** Of the event; the same when it is delivered again. */
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface WebhookOptions {
  /** How far the sender's clock may be away; five minutes unless said. */
  readonly toleranceSeconds?: number;
  readonly now?: Date;
}

const TOLERANCE_SECONDS = 300;
const PREFIX = 'whsec_';

/**
 * @param body As it arrived: parsing and writing it again would change it.
 * @param headers `webhook-id`, `webhook-timestamp`, `webhook-signature`; any case.
 * @param secrets `whsec_…`; both, while one is being rotated.
 * @throws {ChopmarkError} `WEBHOOK_INVALID`
 */
export async function verifyWebhook(
  body: string | Uint8Array,
  headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>,
  secrets: string | readonly string[],
  { toleranceSeconds = TOLERANCE_SECONDS, now = new Date() }: WebhookOptions = {},
): Promise<WebhookEvent> {
  const id = header(headers, 'webhook-id');
  const timestamp = header(headers, 'webhook-timestamp');
  const signatures = header(headers, 'webhook-signature');
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp));
  if (!/^\d{1,12}$/.test(timestamp) || age > toleranceSeconds) throw invalid('its time is not now');
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${text}`);
  for (const secret of typeof secrets === 'string' ? [secrets] : secrets) {
    if (await isSigned(signed, signatures, secret))
      return { ...(JSON.parse(text) as Omit<WebhookEvent, 'id'>), id };
  }
  throw invalid('no signature fits');
}

async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  signatures: string,
  secret: string,
): Promise<boolean> {
  const bytes = fromBase64(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret);
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', bytes, hmac, false, ['verify']);
  for (const entry of signatures.split(' ')) {
    const [version, text = ''] = entry.split(',');
    if (version !== 'v1') continue;
    // The platform compares in constant time.
    if (await crypto.subtle.verify('HMAC', key, fromBase64(text), signed)) return true;
  }
  return false;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw invalid('it is not written in base64');
  }
}

function header(
  headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>,
  name: string,
): string {
  const value =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  if (typeof value !== 'string' || value === '') throw invalid(`it has no ${name}`);
  return value;
}

function invalid(why: string): ChopmarkError {
  return new ChopmarkError('WEBHOOK_INVALID', why);
}
