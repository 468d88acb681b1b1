/**
 * Request headers that say how a POST is to be taken.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { canonicalBytes, type JsonValue } from '@chopmark/core';
import type { RequestKey } from '../invoices/invoice-desk.js';
import { Refusal } from '../problems/refusal.js';

const DEFAULT_WAIT_SECONDS = 5;
const MAX_WAIT_SECONDS = 30;

/**
 * Seconds that the caller will wait for the result: `Prefer: wait=N` (RFC 7240), default 5, at most 30;
 * `respond-async` alone means not at all. What cannot be read is ignored, as the RFC asks.
 */
export function waitSeconds(req: Request): number {
  const preferences = (req.get('Prefer') ?? '')
    .split(/[,;]/)
    .map((preference) => preference.trim().toLowerCase());
  for (const preference of preferences) {
    const seconds = /^wait\s*=\s*"?(\d{1,6})"?$/.exec(preference)?.[1];
    if (seconds !== undefined) return Math.min(Number(seconds), MAX_WAIT_SECONDS);
  }
  return preferences.includes('respond-async') ? 0 : DEFAULT_WAIT_SECONDS;
}

/**
 * `Idempotency-Key` with the hash of the body, in the scope of account and route.
 *
 * @throws {Refusal} `MALFORMED_HEADER` unless it has 1 to 255 visible ASCII characters.
 */
export function requestKey(req: Request, scope: string, bodyHash: () => string): RequestKey | undefined {
  const key = req.get('Idempotency-Key');
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Refusal('MALFORMED_HEADER', { parameters: { header: 'Idempotency-Key' } });
  }
  return { scope, key, bodyHash: bodyHash() };
}

/** SHA-256 of the canonical body: the order of members and white space make no other request. */
export function hashOfBody(body: JsonValue): string {
  return createHash('sha256').update(canonicalBytes(body)).digest('hex');
}
