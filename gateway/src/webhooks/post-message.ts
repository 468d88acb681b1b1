/**
 * One POST to somebody else's address: to judged addresses only, without redirects, with bounded time and answer.
 *
 * @module
 */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { fixedLookup, TargetRefusedError, type TargetGuard } from './target-guard.js';
import type { SignedMessage } from './webhook-secrets.js';

/** What came of a POST. */
export type PostOutcome =
  | { readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly status: null; readonly failure: PostFailure };

/** `targetRefused`: the address leads where it may not. `noAnswer`: network, TLS, or no HTTP. `tooSlow`: over the time. */
export type PostFailure = 'targetRefused' | 'noAnswer' | 'tooSlow';

/** `refused`: an answer that is no success. */
export const TRY_OUTCOMES = ['delivered', 'refused', 'targetRefused', 'noAnswer', 'tooSlow'] as const;

export type TryOutcome = (typeof TRY_OUTCOMES)[number];

export const isSuccess = ({ status }: PostOutcome): boolean =>
  status !== null && status >= 200 && status < 300;

const TIME_MS = 15_000;
/** Of an answer nothing is read but its status; more than this is not even waited for. */
const MAX_ANSWER_BYTES = 64 * 1024;

export interface PostOptions {
  readonly guard: TargetGuard;
  readonly userAgent: string;
  readonly timeMs?: number;
  /** Ends it when the gateway stops. */
  readonly signal?: AbortSignal;
}

/** Never rejects. */
export async function postMessage(
  url: string,
  message: SignedMessage,
  options: PostOptions,
): Promise<PostOutcome> {
  const time = AbortSignal.timeout(options.timeMs ?? TIME_MS);
  const signal = options.signal === undefined ? time : AbortSignal.any([time, options.signal]);
  try {
    return await post(url, message, options, signal);
  } catch (error) {
    if (error instanceof TargetRefusedError) return { status: null, failure: 'targetRefused' };
    return { status: null, failure: time.aborted ? 'tooSlow' : 'noAnswer' };
  }
}

async function post(
  text: string,
  { headers, body }: SignedMessage,
  { guard, userAgent }: PostOptions,
  signal: AbortSignal,
): Promise<PostOutcome> {
  const url = guard.parse(text);
  const addresses = await guard.addressesOf(url);
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = ask(url, {
      method: 'POST',
      // A connection of an earlier call may lead where the name led then.
      agent: false,
      lookup: fixedLookup(addresses),
      headers: { ...headers, 'user-agent': userAgent, 'content-length': Buffer.byteLength(body) },
      maxHeaderSize: 16 * 1024,
      signal,
    });
    // Not once: it may break again while the answer is read, and an error without a listener ends the process.
    request.once('response', resolve).on('error', reject).end(body);
  });
  const status = response.statusCode ?? 0;
  await discard(response);
  const wait = Number(response.headers['retry-after']);
  return { status, ...(Number.isInteger(wait) && wait > 0 && { retryAfterSeconds: wait }) };
}

/** Reads an answer to its end, or hangs up: the status counts. */
async function discard(response: IncomingMessage): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of response) {
      bytes += (chunk as Buffer).length;
      if (bytes > MAX_ANSWER_BYTES) break;
    }
  } catch {
    // The status has arrived.
  } finally {
    response.destroy();
  }
}
