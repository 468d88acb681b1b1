/**
 * One line for each request, and what may stand in it: route patterns instead of addresses, ids of accounts instead of
 * names, no header, no body. Words of errors are cleaned of what looks like a tax id, a token, a secret or a salt.
 *
 * @module
 */
import type { Request, RequestHandler, Response } from 'express';
import { pino, type Logger } from 'pino';
import { localsOf } from './request-locals.js';

const HIDDEN = [
  'authorization',
  'password',
  'accessToken',
  'refreshToken',
  'cookie',
  'token',
  'secret',
  'salt',
  'taxId',
  'taxpayerId',
  'sellerTaxId',
  'document',
  'body',
  'parameters',
];

/** Options of a logger that redacts by name whatever somebody hands it. */
export function loggerOptions(level: string): pino.LoggerOptions {
  return {
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    base: null,
    redact: { paths: HIDDEN.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
    serializers: { err: writeError, error: writeError },
  };
}

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\bc[klrs]_[\w-]{20,}/g, '[token]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\b(?=[0-9A-Z]*[0-9])[0-9A-Z]{15,20}\b/g, '[id]'],
  [/(?<![\w-])(?=[\w-]*[0-9])(?:[\w-]{22}|[\w-]{43})(?![\w-])/g, '[secret]'],
  [/:\/\/[^/@\s]*@/g, '://[hidden]@'],
];

/** Words without what looks like a token, a tax id (15 to 20 capitals and digits), a salt (22) or a secret (43). */
export function cleanText(text: string): string {
  return SECRETS.reduce((cleaned, [pattern, word]) => cleaned.replace(pattern, word), text);
}

interface WrittenError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: WrittenError;
}

/** Name, code, cleaned message and stack; never the other members (a database error quotes rows). */
export function writeError(error: unknown, depth = 0): WrittenError {
  if (!(error instanceof Error)) return { type: typeof error, message: '' };
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return {
    type: name,
    message: cleanText(message),
    ...(typeof code === 'string' && { code: cleanText(code) }),
    ...(stack !== undefined && { stack: cleanText(stack) }),
    ...(cause instanceof Error && depth < 4 && { cause: writeError(cause, depth + 1) }),
  };
}

/** Probes come every few seconds and say nothing while all is well. */
const PROBES = new Set(['/livez', '/readyz']);

/** Logs each request when it is answered or cut off; comes after `prepareLocals`. */
export function requestLog(logger: Logger): RequestHandler {
  // What stands in a line of success is listed below: there is nothing to look for and hide, in every one of them.
  const lines = logger.child({}, { redact: [] });
  return (req, res, next) => {
    const began = performance.now();
    res.once('close', () => {
      const line = lineOf(req, res, Math.round(performance.now() - began));
      if (res.statusCode >= 500) logger.error({ ...line, err: localsOf(res).fault }, 'request failed');
      else if (PROBES.has(line.route)) lines.debug(line, 'request');
      else lines.info(line, 'request');
    });
    next();
  };
}

function lineOf(req: Request, res: Response, ms: number) {
  const { traceId, route = '(none)', accountId, keyId } = localsOf(res);
  return {
    method: req.method,
    route,
    status: res.statusCode,
    ms,
    traceId,
    ...(accountId !== undefined && { accountId }),
    ...(keyId !== undefined && { keyId }),
    ...(!res.writableFinished && { cut: true }),
  };
}
