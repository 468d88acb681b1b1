/**
 * The socket: listening, and closing without cutting off those who were let in.
 *
 * @module
 */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { COPYING_MS, copiesOf } from './copies.js';
import { answerBadFraming, type FramingOptions } from './framing-answers.js';

export interface Listening {
  /** `http://host:port` */
  readonly url: string;
  /** Takes no more connections, lets requests under way end for so long, then cuts them off. */
  close(patienceMs: number): Promise<void>;
}

/** Headers that trickle in keep a connection for no longer than this. */
const HEADERS_TIMEOUT_MS = 20_000;

/** Who is over such a time is seen within this; as Node has it. */
const TIMEOUTS_SEEN_MS = 30_000;

/**
 * An idle connection stays open for so long: longer than proxies keep theirs (60 s as a rule). Whoever closes first is
 * sometimes sent a request at that moment, which is lost then, and nobody may send a POST twice on its own account.
 */
const KEEP_ALIVE_MS = 75_000;

const SWEEP_MS = 50;

/** A whole request, the upload of a large batch over a slow line included. */
const REQUEST_TIMEOUT_MS = 30 * 60_000;

/**
 * Of a request that was answered before its body came: the sender gets so long to read the answer. It holds a connection
 * that nothing is done on.
 */
const LEFTOVER_MS = 20_000;

/**
 * Connections that wait to be taken, when many come at once; the kernel's own limit (`net.core.somaxconn`) counts as well.
 * One that finds no place is not refused: it is tried again after 1, 3, 7 and 15 seconds, and nobody can say why it waits.
 */
const BACKLOG = 16_384;

export interface ServeOptions {
  /** More are closed as they come: each costs memory, whatever it asks. */
  readonly maxConnections?: number;
  /** Whether crowds are to be expected (`copies.ts`). */
  readonly crowds?: boolean;
  readonly framing?: FramingOptions;
  /** Only tests pass their own. */
  readonly leftoverMs?: number;
  /** Only tests pass their own. */
  readonly headersTimeoutMs?: number;
  /** How long copies of the socket may take; only tests pass their own. */
  readonly copyingMs?: number;
}

/**
 * @throws {Error} `EADDRINUSE` and the like, in words.
 */
export async function serve(
  listener: RequestListener,
  host: string,
  port: number,
  {
    maxConnections = Infinity,
    crowds = false,
    leftoverMs = LEFTOVER_MS,
    framing = { helpBase: '' },
    headersTimeoutMs = HEADERS_TIMEOUT_MS,
    copyingMs = COPYING_MS,
  }: ServeOptions = {},
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      connectionsCheckingInterval: Math.min(headersTimeoutMs, TIMEOUTS_SEEN_MS),
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    listener,
  );
  server.on('request', (req, res) => {
    res.once('finish', () => cutOffLeftover(req, leftoverMs));
  });
  limit(server, maxConnections);
  answerBadFraming(server, framing);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'something else listens there' : cause.message;
      reject(new Error(`cannot listen on ${host}:${port}: ${why}`, { cause }));
    });
    server.listen({ port, host, backlog: BACKLOG }, resolve);
  });
  const copies = crowds
    ? await copiesOf(server, BACKLOG, (socket) => void server.emit('connection', socket), copyingMs)
    : [];
  const { address, family, port: taken } = server.address() as AddressInfo;
  const shown = family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `http://${shown}:${taken}`,
    close: async (patienceMs) => {
      const timer = setTimeout(() => {
        server.closeAllConnections();
      }, patienceMs);
      const closed = [server, ...copies].map((one) => new Promise((resolve) => one.close(resolve)));
      // A connection whose last answer went out meanwhile would idle on until its client closes it.
      const sweep = setInterval(() => {
        server.closeIdleConnections();
      }, SWEEP_MS);
      server.closeIdleConnections();
      await Promise.all(closed);
      clearTimeout(timer);
      clearInterval(sweep);
    },
  };
}

/** Most bodies came long ago. */
function cutOffLeftover(req: IncomingMessage, afterMs: number): void {
  if (req.complete) return;
  setTimeout(() => {
    if (!req.complete) req.socket.destroy();
  }, afterMs).unref();
}

/** `Server.maxConnections` would not count what the copies take. */
function limit(server: Server, maxConnections: number): void {
  let open = 0;
  server.prependListener('connection', (socket: Socket) => {
    if (open >= maxConnections) {
      socket.destroy();
      return;
    }
    open += 1;
    socket.once('close', () => (open -= 1));
  });
}
