/** Times each request by its route pattern; comes after `prepareLocals`. */
import type { Request, RequestHandler } from 'express';

import { localsOf } from '../request-locals.js';
import type { Metrics } from './metrics.js';

/** Methods as labels: others are anybody's invention. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function methodLabel({ method }: Pick<Request, 'method'>): string {
  return METHODS.has(method) ? method : 'other';
}

export function requestMetrics({ requests }: Metrics): RequestHandler {
  return (req, res, next) => {
    const end = requests.startTimer();
    res.once('close', () => {
      end({
        method: methodLabel(req),
        route: localsOf(res).route ?? '(none)',
        status: res.writableFinished ? res.statusCode : 'cut',
      });
    });
    next();
  };
}
