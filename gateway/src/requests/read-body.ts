/**
 * A request body as bytes, within a limit. Nothing is parsed here.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { concatBytes } from '@chopmark/core';
import { Refusal } from '../problems/refusal.js';
import { Patience } from './patience.js';

/** How much of a refused body is read and thrown away, so that the sender gets to read the answer. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/**
 * The chunks of a body, with back-pressure.
 *
 * @throws {Refusal} `BODY_TOO_LARGE` as soon as it is known, `BODY_INCOMPLETE`, `UNSUPPORTED_MEDIA_TYPE` for a
 *   compressed body, `BODY_TOO_SLOW`
 */
export async function* bodyChunks(
  req: IncomingMessage,
  maxBytes: number,
  patience = new Patience(),
): AsyncGenerator<Uint8Array> {
  assertReadable(req, maxBytes);
  // The request must outlive an early end: destroying it would cut the answer off as well.
  const chunks = req.iterator({ destroyOnReturn: false });
  let total = 0;
  try {
    for (;;) {
      const next = await patience.wait(chunks.next());
      if (next.done === true) break;
      const bytes = next.value as Uint8Array;
      total += bytes.length;
      if (total > maxBytes) throw tooLarge(req, maxBytes);
      patience.came(bytes.length);
      yield bytes;
    }
  } catch (cause) {
    if (cause instanceof Refusal || !req.destroyed) throw cause;
    throw new Refusal('BODY_INCOMPLETE', { cause });
  } finally {
    // Not waited for: what was given up may never come.
    void chunks.return?.(undefined).catch(() => undefined);
  }
  if (!req.complete) throw new Refusal('BODY_INCOMPLETE');
}

/** The whole body, without the cost of an iterator: most bodies are one chunk. Errors as of `bodyChunks`. */
export async function readBody(
  req: IncomingMessage,
  maxBytes: number,
  patience = new Patience(),
): Promise<Uint8Array> {
  assertReadable(req, maxBytes);
  const chunks = await patience.wait(allChunks(req, maxBytes, patience));
  const [only] = chunks;
  return only !== undefined && chunks.length === 1 ? only : concatBytes(...chunks);
}

function allChunks(req: IncomingMessage, maxBytes: number, patience: Patience): Promise<Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let total = 0;
    const take = (chunk: Uint8Array): void => {
      total += chunk.length;
      patience.came(chunk.length);
      chunks.push(chunk);
      if (total <= maxBytes) return;
      req.off('data', take);
      reject(tooLarge(req, maxBytes));
    };
    let isWhole = false;
    const incomplete = (cause?: Error): void => {
      // Every request is closed in the end, and an error is dear to make.
      if (!isWhole) reject(new Refusal('BODY_INCOMPLETE', { cause }));
    };
    // It may be gone before anybody listened.
    if (req.destroyed) incomplete();
    req.on('data', take);
    req.once('end', () => {
      isWhole = req.complete;
      if (isWhole) resolve(chunks);
      else incomplete();
    });
    req.once('error', incomplete);
    req.once('close', incomplete);
  });
}

/** @throws {Refusal} `UNSUPPORTED_MEDIA_TYPE`, `BODY_TOO_LARGE` by what is announced */
function assertReadable(req: IncomingMessage, maxBytes: number): void {
  const encoding = req.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    discard(req);
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', { parameters: { expected: 'an uncompressed body' } });
  }
  if (Number(req.headers['content-length'] ?? '0') > maxBytes) throw tooLarge(req, maxBytes);
}

function tooLarge(req: IncomingMessage, maxBytes: number): Refusal {
  discard(req);
  return new Refusal('BODY_TOO_LARGE', { parameters: { maxBytes } });
}

/** Reads on and forgets; a sender that does not stop is cut off. */
export function discard(req: IncomingMessage): void {
  let discarded = 0;
  req.on('data', (chunk: Uint8Array) => {
    discarded += chunk.length;
    if (discarded > MAX_DISCARDED_BYTES) req.destroy();
  });
  req.resume();
}
