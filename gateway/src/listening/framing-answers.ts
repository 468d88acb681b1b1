/**
 * Answers to what is no HTTP, has too long headers, or came too slowly: problems like all others. Node's own answer would have
 * no body. What was sent is not repeated.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { languageOf } from '../i18n/language.js';
import { PROBLEM_MEDIA_TYPE, toProblem } from '../problem.js';
import { Refusal } from '../problems/refusal.js';
import { traceIdOf } from '../request-locals.js';

/** The sender gets so long to read the answer: closed at once, a connection with unread bytes loses it. */
const READING_MS = 2_000;

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

export type FramingCode = 'MALFORMED_HTTP' | 'HEADERS_TOO_LARGE' | 'REQUEST_TOO_SLOW';

export interface FramingOptions {
  /** Address in front of `/problems/{code}`. */
  readonly helpBase: string;
  /** Told of each such answer. */
  readonly onAnswered?: ((code: FramingCode, traceId: string) => void) | undefined;
}

export function answerBadFraming(server: Server, { helpBase, onAnswered }: FramingOptions): void {
  // Weak in both: a connection that is idle keeps no request. One that is under way is kept by its connection.
  const latest = new WeakMap<Socket, WeakRef<ServerResponse>>();
  const over = new WeakSet<Socket>();
  server.on('request', (req, res) => {
    latest.set(req.socket, new WeakRef(res));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!(socket instanceof Socket)) return void socket.destroy();
    // What follows the bad bytes is bad again.
    if (over.has(socket)) return;
    over.add(socket);
    const code = codeOf(error);
    const res = latest.get(socket)?.deref();
    const underWay = res?.closed === false ? res : undefined;
    if (code === undefined || !socket.writable || underWay?.headersSent === true) {
      socket.destroy();
    } else if (underWay?.req.complete === true) {
      // The bad bytes came behind a whole request, whose answer is due next.
      underWay.once('finish', () => socket.destroySoon()).once('close', () => socket.destroySoon());
    } else {
      const req = underWay?.req;
      const traceId = req === undefined ? randomBytes(16).toString('hex') : traceIdOf(req);
      onAnswered?.(code, traceId);
      socket.end(answerOf(code, traceId, req, helpBase));
      setTimeout(() => socket.destroy(), READING_MS).unref();
    }
  });
}

/** `undefined`: the connection broke, nobody reads an answer. */
function codeOf({ code }: NodeJS.ErrnoException): FramingCode | undefined {
  if (code === 'HPE_HEADER_OVERFLOW') return 'HEADERS_TOO_LARGE';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'REQUEST_TOO_SLOW';
  return code?.startsWith('HPE_') === true ? 'MALFORMED_HTTP' : undefined;
}

/** @param req Absent when its head cannot be read: nobody knows then what language its sender reads. */
function answerOf(
  code: FramingCode,
  traceId: string,
  req: IncomingMessage | undefined,
  helpBase: string,
): string {
  const language = languageOf(req?.headers['accept-language']);
  const { status, headers, body } = toProblem(new Refusal(code), {
    language,
    instance: '',
    traceId,
    helpBase,
  });
  const text = JSON.stringify(body);
  const head = {
    ...headers,
    'Content-Type': `${PROBLEM_MEDIA_TYPE}; charset=utf-8`,
    'Content-Length': String(Buffer.byteLength(text)),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': traceId,
    Date: new Date().toUTCString(),
    Connection: 'close',
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${REASONS[status] ?? ''}\r\n${lines.join('')}\r\n${text}`;
}
