/**
 * Asks a timestamp authority over HTTP (RFC 3161 section 3.4) and believes no answer that does not verify.
 *
 * @module
 */
import { randomBytes, webcrypto } from 'node:crypto';

import {
  MAX_TOKEN_BYTES,
  readTimestampResponse,
  timestampRequest,
  type TimestampAuthority,
  verifyTimestamp,
} from '@chopmark/core/timestamps';

import { UnavailableError } from '../errors.js';
import { sha256 } from '../proofs/node-crypto.js';

const QUERY = 'application/timestamp-query';
const REPLY = 'application/timestamp-reply';
const PATIENCE_MS = 15_000;
const NONCE_BYTES = 16;
/** Between the authority's clock and this machine's: a token of another hour would mislead whoever reads it. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

export interface TimestampClientOptions {
  readonly url: string;
  /** Those that are believed, as they are now. */
  readonly authorities: () => readonly TimestampAuthority[];
  /** How long an answer may take; default 15 s. */
  readonly patienceMs?: number;
}

export class TimestampClient {
  readonly #options: TimestampClientOptions;

  constructor(options: TimestampClientOptions) {
    this.#options = options;
  }

  /**
   * @returns DER of a TimeStampToken over the message, verified.
   * @throws {UnavailableError} `timestamps`: no usable answer, or one of another time. @throws {TimestampError} The answer is no token that counts.
   */
  async stamp(message: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    const imprint = { hash: 'SHA-256', value: sha256(message) } as const;
    const { der, expected } = timestampRequest(imprint, { nonce: randomBytes(NONCE_BYTES), certReq: true });
    const token = readTimestampResponse(await this.#ask(der, signal));
    const { genTime } = await verifyTimestamp(token, message, this.#options.authorities(), {
      crypto: webcrypto,
      nonce: expected,
    });
    if (Math.abs(genTime - Date.now()) > CLOCK_TOLERANCE_MS) {
      const said = new Date(genTime).toISOString();
      throw new UnavailableError('timestamps', `the timestamp authority says ${said}: a clock is wrong`);
    }
    return token;
  }

  async #ask(query: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    try {
      const answer = await fetch(this.#options.url, {
        method: 'POST',
        headers: { 'content-type': QUERY, accept: REPLY },
        body: query,
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(this.#options.patienceMs ?? PATIENCE_MS)]),
      });
      const type = answer.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
      if (answer.status !== 200 || type !== REPLY) {
        await answer.body?.cancel();
        throw new Error(`status ${answer.status}, ${type ?? 'no media type'}`);
      }
      if (Number(answer.headers.get('content-length')) > MAX_TOKEN_BYTES) {
        await answer.body?.cancel();
        throw new Error(`more than ${MAX_TOKEN_BYTES} bytes announced`);
      }
      return await bodyOf(answer);
    } catch (cause) {
      const text = cause instanceof Error ? cause.message : String(cause);
      throw new UnavailableError('timestamps', `the timestamp authority gave no answer: ${text}`, { cause });
    }
  }
}

async function bodyOf(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > MAX_TOKEN_BYTES) throw new Error(`more than ${MAX_TOKEN_BYTES} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
