/**
 * Headers that tell a browser what an answer of ours may do. Everything a page needs comes from this host.
 *
 * @module
 */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

type Directives = Readonly<Record<string, readonly string[]>>;

/** An answer of the API is data: it may load and do nothing. */
const NOTHING: Directives = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** Our own pages: scripts, styles, pictures and calls of this host; no inline script or style, no eval. */
const PAGES: Directives = {
  ...NOTHING,
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
};

/** Helmet says which headers; they are the same for every answer, so it is asked once. */
function headers(directives: Directives): RequestHandler {
  const req = new IncomingMessage(new Socket());
  const asked = new ServerResponse(req);
  const ask = helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    referrerPolicy: { policy: 'no-referrer' },
  });
  ask(req, asked, () => undefined);
  const settled = Object.entries(asked.getHeaders());
  return (_req, res, next) => {
    for (const [name, value = ''] of settled) res.setHeader(name, value);
    next();
  };
}

export const apiHeaders = headers(NOTHING);
export const pageHeaders = headers(PAGES);
