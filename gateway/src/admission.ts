/**
 * The door: how many requests are under way at once. What is too much is told so at once and cheaply, before anything
 * is read or checked, so that those who were let in are served as quickly as without the crowd.
 *
 * @module
 */
import { randomInt } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { languageOf } from './i18n/language.js';
import { PROBLEM_MEDIA_TYPE, toProblem } from './problem.js';
import { Refusal } from './problems/refusal.js';
import { traceIdOf } from './request-locals.js';

export interface AdmissionOptions {
  /** Most requests under way at once. */
  readonly maxRequests: number;
  /** Address in front of `/problems/{code}`. */
  readonly helpBase: string;
  /** Told at most once a second, with how many were turned away since. */
  readonly onRefused: (count: number) => void;
}

/** Probes are answered however many are under way: a gateway that is busy is not dead. */
const ALWAYS = new Set(['/livez', '/readyz']);
const TELL_MS = 1_000;
/** Seconds; spread, so that those who were turned away do not come back together. */
const RETRY_AFTER = { least: 1, most: 4 };

/** @returns The listener behind the door. */
export function admitting(inside: RequestListener, options: AdmissionOptions): RequestListener {
  let underWay = 0;
  let refused = 0;
  let timer: NodeJS.Timeout | undefined;

  const tellLater = (): void => {
    refused += 1;
    timer ??= setTimeout(() => {
      timer = undefined;
      options.onRefused(refused);
      refused = 0;
    }, TELL_MS).unref();
  };

  return (req, res) => {
    if (ALWAYS.has(req.url ?? '')) {
      inside(req, res);
    } else if (underWay >= options.maxRequests) {
      tellLater();
      refuse(req, res, options.helpBase);
    } else {
      underWay += 1;
      res.once('close', () => (underWay -= 1));
      inside(req, res);
    }
  };
}

function refuse(req: IncomingMessage, res: ServerResponse, helpBase: string): void {
  const traceId = traceIdOf(req);
  const retryAfter = String(randomInt(RETRY_AFTER.least, RETRY_AFTER.most + 1));
  const { status, headers, body } = toProblem(
    new Refusal('OVERLOADED', { headers: { 'Retry-After': retryAfter } }),
    {
      language: languageOf(req.headers['accept-language']),
      instance: (req.url ?? '').split('?', 1)[0] ?? '',
      traceId,
      helpBase,
    },
  );
  const text = JSON.stringify(body);
  res.writeHead(status, {
    ...headers,
    'Content-Type': `${PROBLEM_MEDIA_TYPE}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': traceId,
  });
  res.end(text);
}
