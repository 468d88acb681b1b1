/**
 * Entity tags and the conditions that name them (RFC 9110 sections 8.8.3 and 13.1).
 *
 * Ours are strong: made of the very bytes of the answer, or of a version that changes with them. A weak one in
 * `If-None-Match` still counts (a proxy that compresses weakens ours on the way); in `If-Match` it never does.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { Refusal } from '../problems/refusal.js';

/** @returns With its quotation marks. */
export function tagOf(bytes: string | Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
}

/** Whether the caller holds what the tag stands for: the answer is 304. */
export function isHeld(req: Request, tag: string): boolean {
  const tags = tagsIn(req.get('If-None-Match'));
  return tags === '*' || tags?.some((held) => held.replace(/^W\//, '') === tag) === true;
}

/** Refuses a state that the change was not made for; called where nobody can change it meanwhile. */
export type StateCheck<T> = (now: T) => void;

/**
 * What `If-Match` asks for.
 *
 * @param tagFrom Tag of a state, as its GET tells it.
 * @returns Absent when any state will do.
 * @throws {Refusal} `MALFORMED_HEADER`; the check: `PRECONDITION_FAILED`
 */
export function ifMatch<T>(req: Request, tagFrom: (now: T) => string): StateCheck<T> | undefined {
  const header = req.get('If-Match');
  const tags = tagsIn(header);
  if (header !== undefined && tags === undefined)
    throw new Refusal('MALFORMED_HEADER', { parameters: { header: 'If-Match' } });
  if (tags === undefined || tags === '*') return undefined;
  return (now) => {
    if (!tags.includes(tagFrom(now))) throw new Refusal('PRECONDITION_FAILED');
  };
}

const TAG = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const TAGS = new RegExp(`^[ \\t]*${TAG}(?:[ \\t]*,[ \\t]*${TAG})*[ \\t]*$`);
const MAX_HEADER = 1_000;

/** @returns `undefined` for a header that is not there or not readable. */
function tagsIn(header: string | undefined): readonly string[] | '*' | undefined {
  if (header === undefined || header.length > MAX_HEADER) return undefined;
  if (header.trim() === '*') return '*';
  return TAGS.test(header) ? (header.match(new RegExp(TAG, 'g')) ?? undefined) : undefined;
}
