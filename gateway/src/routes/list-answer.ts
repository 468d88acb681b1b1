/**
 * Lists. Every list of the API is answered here: `{items, nextCursor}`, and the address of the next page as a whole in a
 * `Link` header (RFC 8288), so that a program goes on without knowing how addresses are put together.
 *
 * @module
 */
import type { z } from 'zod';
import { JSON_TYPE, type AnswerDoc, type Call } from './route.js';

export interface ListPage {
  readonly items: readonly object[];
  /** `null` on the last page. */
  readonly nextCursor: string | null;
}

/** What the OpenAPI document says about an answer of `sendList`. */
export function listDoc(description: string, page: z.ZodType): AnswerDoc {
  return { description, content: { [JSON_TYPE]: page }, headers: ['Link'] };
}

export function sendList(call: Call, { items, nextCursor }: ListPage): void {
  if (nextCursor !== null) call.res.set('Link', `<${nextAddress(call, nextCursor)}>; rel="next"`);
  call.res.json({ items, nextCursor });
}

/** A list that is always whole. */
export function sendWhole(call: Call, items: readonly object[]): void {
  sendList(call, { items, nextCursor: null });
}

/** The address that was asked, filters and all, from the cursor on. */
function nextAddress({ req, publicUrl }: Call, cursor: string): string {
  const { pathname, searchParams } = new URL(req.originalUrl, 'http://here');
  searchParams.set('cursor', cursor);
  return `${publicUrl}${pathname}?${searchParams.toString()}`;
}
