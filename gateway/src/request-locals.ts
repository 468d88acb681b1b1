/**
 * What the first step of each request learns and later ones read: trace id and language.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { languageOf, type Language } from './i18n/language.js';

export interface RequestLocals {
  readonly traceId: string;
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
  const header = req.headers['traceparent'];
  const given =
    typeof header === 'string' ? /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(header) : null;
  const traceId = given?.[1];
  return traceId === undefined || /^0+$/.test(traceId) ? randomBytes(16).toString('hex') : traceId;
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

/** Locals of a response that went through `prepareLocals`. */
export function localsOf(res: Response): RequestLocals {
  return res.locals['request'] as RequestLocals;
}
