/**
 * The socket: listening, and closing without cutting off those who were let in.
 *
 * @module
 */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  /** `http://host:port` */
  readonly url: string;
  /** Takes no more connections, lets requests under way end for so long, then cuts them off. */
  close(patienceMs: number): Promise<void>;
}

/** Headers that trickle in keep a connection for no longer than this. */
const HEADERS_TIMEOUT_MS = 20_000;

/**
 * An idle connection stays open for so long: longer than proxies keep theirs (60 s as a rule). Whoever closes first is
 * sometimes sent a request at that moment, which is lost then, and nobody may send a POST twice on its own account.
 */
const KEEP_ALIVE_MS = 75_000;

/** A whole request, the upload of a large batch over a slow line included. */
const REQUEST_TIMEOUT_MS = 30 * 60_000;

/**
 * @param maxConnections More are closed as they come: each costs memory, whatever it asks.
 * @throws {Error} `EADDRINUSE` and the like, in words.
 */
export async function serve(
  listener: RequestListener,
  host: string,
  port: number,
  maxConnections?: number,
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    listener,
  );
  if (maxConnections !== undefined) server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'something else listens there' : cause.message;
      reject(new Error(`cannot listen on ${host}:${port}: ${why}`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  const shown = family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `http://${shown}:${taken}`,
    close: (patienceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          server.closeAllConnections();
        }, patienceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
