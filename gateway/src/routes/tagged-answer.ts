/**
 * Answers with an entity tag: whoever holds the same already is told so (304), without a body.
 *
 * @module
 */
import { ifMatch, isHeld, tagOf, type StateCheck } from '../requests/entity-tags.js';
import { JSON_TYPE, type AnswerDoc, type Call, type Content } from './route.js';

export interface TaggedOptions {
  readonly type?: string;
  /** Where a version of its own changes whenever the answer does; else made of its bytes. */
  readonly tag?: string;
  readonly cacheControl?: string;
}

/** What one reader may see is kept by nobody on the way, and asked for again each time. */
const PRIVATE = 'private, no-cache';

/** What the OpenAPI document says about an answer of `sendTagged`; it adds 304 and If-None-Match for a GET. */
export function taggedDoc(description: string, content: Content, headers: readonly string[] = []): AnswerDoc {
  return { description, content, headers: ['ETag', ...headers] };
}

/**
 * What `If-Match` asks of a state whose tag is made of the bytes of its answer.
 *
 * @param answerOf What `sendTagged` is given for a state.
 * @throws {Refusal} `MALFORMED_HEADER`; the check: `PRECONDITION_FAILED`
 */
export function ifMatchAnswer<T extends object>(
  { req }: Call,
  answerOf: (now: T) => object,
): StateCheck<T> | undefined {
  return ifMatch(req, (now: T) => tagOf(JSON.stringify(answerOf(now))));
}

export function sendTagged(
  call: Call,
  body: object | string | Uint8Array,
  options: TaggedOptions = {},
): void {
  const { req, res } = call;
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const { type = JSON_TYPE, tag = tagOf(bytes), cacheControl = PRIVATE } = options;
  res.setHeader('ETag', tag);
  res.setHeader('Cache-Control', cacheControl);
  const isRead = req.method === 'GET' || req.method === 'HEAD';
  if (isRead && isHeld(req, tag)) {
    // Of the body that is not sent.
    res.removeHeader('Content-Disposition');
    res.removeHeader('Content-Type');
    res.writeHead(304).end();
    return;
  }
  res.writeHead(200, {
    'Content-Type': type.endsWith('json') ? `${type}; charset=utf-8` : type,
    'Content-Length': Buffer.byteLength(bytes),
  });
  res.end(bytes);
}
