/**
 * The one error of this library: what a gateway refused, or why there was no answer.
 *
 * @module
 */
import type { components } from './generated/api.js';
import type { GatewayCode } from './generated/facts.js';

/** Codes that the client itself gives. */
export type ClientCode =
  /** No answer: the network, or nobody listens. Whether the request took effect is not known. */
  | 'NO_ANSWER'
  /** `timeoutMs` is over. Whether the request took effect is not known. */
  | 'TIMED_OUT'
  /** An answer that no gateway gives: a proxy in between, or another program at this address. */
  | 'UNEXPECTED_ANSWER'
  /** A webhook whose signature, time or form is wrong. */
  | 'WEBHOOK_INVALID';

/** A newer gateway may answer with codes that this version does not list. */
export type ErrorCode = GatewayCode | ClientCode | (string & {});

/** One wrong place of a request. */
export interface Fault {
  /** JSON pointer into the body (RFC 6901). */
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** What stood in the way at the ledger; `code`: docs/error-codes.md, causes at the ledger. */
export type LedgerCause = components['schemas']['LedgerCause'];

export interface ErrorFacts {
  readonly status?: number;
  readonly traceId?: string;
  readonly errors?: readonly Fault[];
  readonly causes?: readonly LedgerCause[];
  readonly problem?: Readonly<Record<string, unknown>>;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** Compare `code`; texts are for people and change. */
export class ChopmarkError extends Error {
  override readonly name = 'ChopmarkError';
  readonly code: ErrorCode;
  /** HTTP status; absent when there was no answer. */
  readonly status: number | undefined;
  /** What to tell the operator of the gateway. */
  readonly traceId: string | undefined;
  /** Every wrong place, when the request had some. */
  readonly errors: readonly Fault[];
  /** What the ledger's organizations said, when the ledger could not be asked. */
  readonly causes: readonly LedgerCause[];
  /** The whole problem (RFC 9457): `invoice` of REFERENCE_USED and so on. */
  readonly problem: Readonly<Record<string, unknown>>;
  /** How long the gateway asks to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}) {
    super(`${code}: ${message}`, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.status = facts.status;
    this.traceId = facts.traceId;
    this.errors = facts.errors ?? [];
    this.causes = facts.causes ?? [];
    this.problem = facts.problem ?? {};
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** @param text Body of an answer that is not one of success. */
export function errorFrom(response: Response, text: string): ChopmarkError {
  const { status, headers } = response;
  const traceId = headers.get('X-Request-Id') ?? undefined;
  const retryAfterMs = retryAfterOf(headers);
  const facts = {
    status,
    ...(traceId !== undefined && { traceId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
  const problem = problemIn(headers.get('Content-Type') ?? '', text);
  if (problem === undefined)
    return new ChopmarkError('UNEXPECTED_ANSWER', `status ${status}, not a gateway's`, facts);
  const { code, detail, errors, causes } = problem;
  return new ChopmarkError(String(code), typeof detail === 'string' ? detail : '', {
    ...facts,
    problem,
    ...(Array.isArray(errors) && { errors: errors as Fault[] }),
    ...(Array.isArray(causes) && { causes: causes as LedgerCause[] }),
  });
}

function problemIn(type: string, text: string): Readonly<Record<string, unknown>> | undefined {
  if (!type.startsWith('application/problem+json')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'code' in value ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** `Retry-After` in milliseconds (RFC 9110 section 10.2.3): seconds, or a date by this machine's clock. */
export function retryAfterOf(headers: Headers): number | undefined {
  const text = headers.get('Retry-After');
  if (text === null) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
