/**
 * A span for each request, child of the caller's when it sent a `traceparent`. Named by method and route pattern; comes
 * after `prepareLocals` and gives the request the trace id under which its spans are found.
 *
 * @module
 */
import {
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import { methodLabel } from '../metrics/request-metrics.js';
import { localsOf, nameTrace } from '../request-locals.js';
import { isTraced, startSpan } from './spans.js';
import { traceparentOf } from './traceparent.js';

export const requestSpans: RequestHandler = (req, res, next) => {
  if (!isTraced()) {
    next();
    return;
  }
  const remote = traceparentOf(req);
  const parent = remote === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, remote);
  const method = methodLabel(req);
  const span = startSpan(method, { kind: SpanKind.SERVER }, parent);
  const own = span.spanContext();
  if (isSpanContextValid(own)) nameTrace(res, own.traceId);
  res.once('close', () => {
    const { route } = localsOf(res);
    if (route !== undefined) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
    span.setAttributes({ 'http.request.method': method, 'http.response.status_code': res.statusCode });
    if (!res.writableFinished) span.setAttribute('error.type', 'cut');
    if (res.statusCode >= 500 || !res.writableFinished) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  context.with(trace.setSpan(parent, span), next);
};
