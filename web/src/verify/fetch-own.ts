/** Asks the host that served the page, and nobody else. */
import { NoAnswer } from './no-answer.js';
import { patience } from './patience.js';

const TOO_MANY_REQUESTS = 429;

/**
 * @param address Absolute path on this host, e.g. `/samples/bundle.json`, or an address relative to the page.
 * @param most Bytes at most.
 * @throws {NoAnswer}
 */
export async function fetchOwn(address: string, most: number): Promise<Uint8Array> {
  const url = ownUrl(address);
  let answer: Response;
  try {
    answer = await fetch(url, { signal: patience(), redirect: 'error', credentials: 'omit' });
  } catch (cause) {
    throw new NoAnswer('UNREACHABLE', { cause });
  }
  if (answer.status >= 500 || answer.status === TOO_MANY_REQUESTS) throw new NoAnswer('BUSY');
  if (!answer.ok) throw new NoAnswer('NOT_FOUND');
  const bytes = new Uint8Array(
    await answer.arrayBuffer().catch((cause: unknown) => {
      throw new NoAnswer('UNREACHABLE', { cause });
    }),
  );
  if (bytes.length > most) throw new NoAnswer('TOO_LARGE');
  return bytes;
}

/** @throws {NoAnswer} `FOREIGN_ADDRESS` for an address of another host. */
export function ownUrl(address: string, page: string = location.href): URL {
  let url: URL;
  try {
    url = new URL(address, page);
  } catch (cause) {
    throw new NoAnswer('FOREIGN_ADDRESS', { cause });
  }
  const own = new URL(page);
  if (
    url.origin !== own.origin ||
    url.protocol !== own.protocol ||
    url.username !== '' ||
    url.password !== ''
  ) {
    throw new NoAnswer('FOREIGN_ADDRESS');
  }
  return url;
}
