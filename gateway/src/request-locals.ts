/**
 * What the first step of each request learns and later ones read: trace id and language.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { languageOf, type Language } from './i18n/language.js';
import { traceparentOf } from './tracing/traceparent.js';

export interface RequestLocals {
  traceId: string;
  readonly language: Language;
  /** Pattern of the route, for the log: an address as sent may hold anything. */
  route: string | undefined;
  accountId: string | undefined;
  /** Why the answer is a 500, for the log. */
  fault: Error | undefined;
  /** API key that the account acts by. */
  keyId: string | undefined;
}

/** Trace id of a W3C traceparent header, else a new one: 32 lowercase hex characters. */
export function traceIdOf(req: IncomingMessage): string {
  return traceparentOf(req)?.traceId ?? randomBytes(16).toString('hex');
}

export function prepareLocals(req: Request, res: Response, next: NextFunction): void {
  const traceId = traceIdOf(req);
  const locals: RequestLocals = {
    traceId,
    language: languageOf(req.headers['accept-language']),
    route: undefined,
    accountId: undefined,
    fault: undefined,
    keyId: undefined,
  };
  res.locals['request'] = locals;
  res.setHeader('X-Request-Id', traceId);
  res.setHeader('Vary', 'Accept-Language');
  next();
}

/** From now on the request goes by this trace id. */
export function nameTrace(res: Response, traceId: string): void {
  localsOf(res).traceId = traceId;
  res.setHeader('X-Request-Id', traceId);
}

/** Locals of a response that went through `prepareLocals`. */
export function localsOf(res: Response): RequestLocals {
  return res.locals['request'] as RequestLocals;
}

/** What was thrown, for the log. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('something that is no error was thrown');
}
