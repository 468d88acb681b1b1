/** Fetches the release archive into a file, with progress and its digest. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { NetworkError } from '../network-error.js';
import { ADVICE } from './fabric-release.js';

const MAX_BYTES = 1024 ** 3;
/** A server that sends nothing for this long is given up. */
const SILENCE_MS = 30_000;
const PROGRESS_MS = 2_000;
const MEGABYTE = 1_000_000;

/**
 * @param target Path of a file that does not exist yet.
 * @returns Lowercase hex SHA-256 of the archive.
 * @throws {NetworkError} `DOWNLOAD_FAILED` when nobody answers, the answer is no file or it stops half-way.
 */
export async function downloadArchive(
  address: URL,
  target: string,
  say: (text: string) => void,
): Promise<string> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error('no byte for 30 s')), SILENCE_MS);
  const digest = createHash('sha256');
  try {
    // A server that packs the packed file once more would change its digest.
    const answer = await fetch(address, {
      signal: silence.signal,
      headers: { 'accept-encoding': 'identity' },
    });
    if (!answer.ok || !answer.body) throw new Error(`the server answers ${answer.status}`);
    const report = reporter(address, Number(answer.headers.get('content-length') ?? 0), say);
    let bytes = 0;
    await pipeline(
      Readable.fromWeb(answer.body as ReadableStream<Uint8Array>),
      new Transform({
        transform(chunk: Buffer, _, done) {
          timer.refresh();
          bytes += chunk.length;
          digest.update(chunk);
          report(bytes);
          if (bytes > MAX_BYTES) done(new Error(`more than ${MAX_BYTES} bytes`));
          else done(null, chunk);
        },
      }),
      createWriteStream(target, { flags: 'wx' }),
    );
  } catch (cause) {
    if (isLocal(cause)) throw cause;
    throw new NetworkError('DOWNLOAD_FAILED', `${address.href}: ${reasonOf(cause)}; ${ADVICE}`, { cause });
  } finally {
    clearTimeout(timer);
  }
  return digest.digest('hex');
}

/** Says how far it is, not oftener than every other second. */
function reporter(address: URL, total: number, say: (text: string) => void): (bytes: number) => void {
  const of = total > 0 ? ` of ${Math.ceil(total / MEGABYTE)}` : '';
  say(`downloading ${address.href}${total > 0 ? ` (${Math.ceil(total / MEGABYTE)} MB)` : ''}`);
  let told = Date.now();
  return (bytes) => {
    if (Date.now() - told < PROGRESS_MS) return;
    told = Date.now();
    say(`downloaded ${Math.floor(bytes / MEGABYTE)}${of} MB`);
  };
}

/** Trouble with our own file: told by its own code. */
function isLocal(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

/** fetch hides the reason one or two causes deep. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}
