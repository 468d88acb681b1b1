/**
 * Which requests may be sent again when it is not known what became of them.
 *
 * @module
 */
import { KEYED_ROUTES } from '../generated/facts.js';

/** Sent twice they change nothing more than sent once (RFC 9110 section 9.2.2). */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
/** Ask something and change nothing. */
const QUESTIONS = new Set(['POST /v1/verifications']);

const keyed = [...KEYED_ROUTES].map((route) => {
  const [method = '', path = ''] = route.split(' ');
  return { method, pattern: new RegExp(`${path.replace(/\{\w+\}/g, '[^/]+')}$`) };
});

/** Whether the route happens once for each Idempotency-Key. */
export function takesKey(method: string, path: string): boolean {
  return keyed.some((route) => route.method === method && route.pattern.test(path));
}

export function mayRepeat({ method, url, headers }: Request): boolean {
  const { pathname } = new URL(url);
  return (
    IDEMPOTENT.has(method) ||
    headers.has('Idempotency-Key') ||
    [...QUESTIONS].some((question) => `${method} ${pathname}`.endsWith(question))
  );
}

/** A new Idempotency-Key: 32 hexadecimal digits at random. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
