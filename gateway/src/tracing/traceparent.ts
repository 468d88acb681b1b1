/** W3C Trace Context: the `traceparent` header of a request. */
import type { IncomingMessage } from 'node:http';
import type { SpanContext } from '@opentelemetry/api';

const FORM = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/;

/** @returns `undefined` for one that is absent, malformed, or has a trace id of zeros. */
export function traceparentOf(req: IncomingMessage): SpanContext | undefined {
  const header = req.headers['traceparent'];
  const [, traceId = '', spanId = '', flags = ''] = (typeof header === 'string' && FORM.exec(header)) || [];
  if (traceId === '' || /^0+$/.test(traceId)) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}
