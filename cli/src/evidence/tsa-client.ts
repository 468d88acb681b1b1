/**
 * One question to a timestamp authority over HTTP (RFC 3161, section 3.4), bounded in time and size. What comes back
 * is a stranger's bytes: who believes them verifies them first.
 *
 * @module
 */
import { MAX_TOKEN_BYTES } from '@chopmark/core/timestamps';
import { EvidenceError } from './evidence-error.js';

const QUERY = 'application/timestamp-query';
const REPLY = 'application/timestamp-reply';
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * @param text https, or http on this machine; http elsewhere only when allowed: a token cannot be forged on the way, but
 *   who listens learns what is stamped when.
 * @throws {EvidenceError} `TSA_ADDRESS_REFUSED`
 */
export function tsaAddress(text: string, allowHttp: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new EvidenceError('TSA_ADDRESS_REFUSED', 'neither an https nor an http address');
  if (url.username !== '' || url.password !== '')
    throw new EvidenceError('TSA_ADDRESS_REFUSED', 'no name or password in an address: it ends up in logs');
  if (url.protocol === 'http:' && !allowHttp && !LOOPBACK.test(url.hostname))
    throw new EvidenceError('TSA_ADDRESS_REFUSED', 'http only on this machine, or with --allow-http');
  return url;
}

/**
 * @param query DER of a TimeStampReq.
 * @param timeoutMs For the whole exchange.
 * @returns What should be a TimeStampResp, at most `MAX_TOKEN_BYTES`.
 * @throws {EvidenceError} `TSA_…`
 */
export async function askTsa(url: URL, query: Uint8Array, timeoutMs: number): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': QUERY, accept: REPLY },
      body: new Uint8Array(query),
      redirect: 'manual',
      signal,
    });
    try {
      assertReply(response);
      return await bodyOf(response);
    } finally {
      await response.body?.cancel().catch(() => undefined); // whatever is left is not wanted
    }
  } catch (cause) {
    if (cause instanceof EvidenceError) throw cause;
    if (signal.aborted)
      throw new EvidenceError('TSA_TIMEOUT', `no answer of ${url.host} in ${timeoutMs / 1000} s`, { cause });
    throw new EvidenceError('TSA_UNREACHABLE', `${url.host}: ${reasonOf(cause)}`, { cause });
  }
}

function assertReply({ status, headers }: Response): void {
  if (status >= 300 && status < 400)
    throw new EvidenceError(
      'TSA_STATUS',
      `HTTP ${status}: the address leads elsewhere, which is not followed`,
    );
  if (status !== 200) throw new EvidenceError('TSA_STATUS', `HTTP ${status}`);
  const type = (headers.get('content-type') ?? 'none').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== REPLY) throw new EvidenceError('TSA_ANSWER_TYPE', `content type ${type}, not ${REPLY}`);
  if (Number(headers.get('content-length') ?? 0) > MAX_TOKEN_BYTES) throw tooLarge();
}

async function bodyOf({ body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_TOKEN_BYTES) throw tooLarge();
  }
  return Buffer.concat(chunks);
}

function tooLarge(): EvidenceError {
  return new EvidenceError('TSA_ANSWER_TOO_LARGE', `more than ${MAX_TOKEN_BYTES} bytes`);
}

/** `fetch failed` hides its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code } = cause as NodeJS.ErrnoException;
  return code ?? (cause instanceof Error ? cause.message : 'no connection');
}
