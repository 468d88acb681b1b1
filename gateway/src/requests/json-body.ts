/**
 * A JSON body, parsed by core's strict parser: what two parties could read differently is refused.
 *
 * @module
 */
import type { Request } from 'express';
import { DocumentError, parseJson, type JsonValue } from '@chopmark/core';
import { isProblemCode, PROBLEMS } from '../problems/catalogue.js';
import { Refusal } from '../problems/refusal.js';
import { readBody } from './read-body.js';

export const JSON_MEDIA_TYPE = 'application/json';

/** Largest body of a single document. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Deepest nesting that any of our schemas needs, with room. */
const MAX_DEPTH = 16;

/**
 * @throws {Refusal} `UNSUPPORTED_MEDIA_TYPE`, `BODY_TOO_LARGE`, `BODY_INCOMPLETE`, `MALFORMED_JSON`,
 *   `DUPLICATE_KEY`, `LONE_SURROGATE`, `UNSAFE_NUMBER`
 */
export async function readJson(
  req: Request,
  mediaTypes: readonly string[] = [JSON_MEDIA_TYPE],
): Promise<JsonValue> {
  requireMediaType(req, mediaTypes);
  return parseText(await readBody(req, MAX_BODY_BYTES));
}

/** @throws {Refusal} `UNSUPPORTED_MEDIA_TYPE` unless Content-Type is one of them, in UTF-8. */
export function requireMediaType(req: Request, mediaTypes: readonly string[]): void {
  const [type = '', ...parameters] = (req.headers['content-type'] ?? '').toLowerCase().split(';');
  const foreign = parameters.some(
    (parameter) => /^\s*charset\s*=/.test(parameter) && !/=\s*"?utf-8"?\s*$/.test(parameter),
  );
  if (!mediaTypes.includes(type.trim()) || foreign) {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', { parameters: { expected: mediaTypes.join(', ') } });
  }
}

/** @throws {Refusal} `MALFORMED_JSON`, `DUPLICATE_KEY`, `LONE_SURROGATE`, `UNSAFE_NUMBER` */
export function parseText(bytes: Uint8Array): JsonValue {
  try {
    return parseJson(bytes, { maxDepth: MAX_DEPTH });
  } catch (cause) {
    if (!(cause instanceof DocumentError)) throw cause;
    const code = isProblemCode(cause.code) ? cause.code : 'MALFORMED_JSON';
    const text = { en: cause.message, zh: PROBLEMS[code].detail.zh };
    const faults = [{ pointer: cause.pointer ?? '', code: cause.code, text }];
    throw new Refusal(code, { faults, cause });
  }
}
