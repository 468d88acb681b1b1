/**
 * Headers that tell a browser what an answer of ours may do. Everything a page needs comes from this host.
 *
 * @module
 */
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

const headers = (directives: Directives): RequestHandler =>
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    referrerPolicy: { policy: 'no-referrer' },
    xPoweredBy: true,
  }) as RequestHandler;

export const apiHeaders = headers(NOTHING);
export const pageHeaders = headers(PAGES);
