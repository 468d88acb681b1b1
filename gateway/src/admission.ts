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
  /** What a browser is shown instead; `undefined`: the problem. */
  readonly pageFor?: (req: IncomingMessage) => string | undefined;
  /** Told at most once a window, with how many were turned away since. */
  readonly onRefused: (count: number) => void;
  /** Default one second. */
  readonly windowMs?: number;
}

/** Probes are answered however many are under way: a gateway that is busy is not dead. */
const ALWAYS = new Set(['/livez', '/readyz']);
const WINDOW_MS = 1_000;
/** Seconds. */
const RETRY_AFTER = { least: 1, most: 4, longest: 60 };

/** @returns The listener behind the door. */
export function admitting(inside: RequestListener, options: AdmissionOptions): RequestListener {
  const crowd = new Crowd(options.windowMs ?? WINDOW_MS, options.onRefused);
  let underWay = 0;
  return (req, res) => {
    if (ALWAYS.has(req.url ?? '')) {
      inside(req, res);
    } else if (underWay >= options.maxRequests) {
      refuse(req, res, crowd.turnAway(), options);
    } else {
      underWay += 1;
      res.once('close', () => {
        underWay -= 1;
        crowd.served += 1;
      });
      inside(req, res);
    }
  };
}

/**
 * Those who were turned away come back spread over some seconds. While more are turned away than served, the spread
 * doubles: turning people away costs time as well, and a crowd must not take it from those who are inside.
 */
class Crowd {
  served = 0;
  readonly #windowMs: number;
  readonly #onRefused: (count: number) => void;
  #refused = 0;
  #spread = RETRY_AFTER.most;
  #timer: NodeJS.Timeout | undefined;

  constructor(windowMs: number, onRefused: (count: number) => void) {
    this.#windowMs = windowMs;
    this.#onRefused = onRefused;
  }

  /** @returns Seconds after which to come back. */
  turnAway(): number {
    this.#refused += 1;
    if (this.#timer === undefined) {
      this.served = 0;
      this.#timer = setTimeout(() => this.#look(), this.#windowMs).unref();
    }
    return randomInt(RETRY_AFTER.least, this.#spread + 1);
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#refused > this.served) this.#spread = Math.min(this.#spread * 2, RETRY_AFTER.longest);
    else this.#spread = Math.max(Math.ceil(this.#spread / 2), RETRY_AFTER.most);
    const refused = this.#refused;
    this.#refused = 0;
    this.#onRefused(refused);
  }
}

function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  retryAfter: number,
  { helpBase, pageFor }: AdmissionOptions,
): void {
  const traceId = traceIdOf(req);
  const { status, headers, body } = toProblem(
    new Refusal('OVERLOADED', { headers: { 'Retry-After': String(retryAfter) } }),
    {
      language: languageOf(req.headers['accept-language']),
      instance: (req.url ?? '').split('?', 1)[0] ?? '',
      traceId,
      helpBase,
    },
  );
  const page = pageFor?.(req);
  const text = page ?? JSON.stringify(body);
  res.writeHead(status, {
    ...headers,
    'Content-Type': `${page === undefined ? PROBLEM_MEDIA_TYPE : 'text/html'}; charset=utf-8`,
    'Content-Security-Policy': "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': traceId,
  });
  res.end(text);
}
