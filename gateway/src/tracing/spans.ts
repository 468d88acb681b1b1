/**
 * Spans by the OpenTelemetry API. Without an SDK, which only the operator can load, the work is called and nothing else
 * happens. Attributes are ids, counts, codes and numbers of batches and blocks: never an address, a body, a name, a tax
 * id, an amount, or the words of an error.
 *
 * @module
 */
import {
  context,
  type Attributes,
  type Context,
  type Link,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { PROGRAM_VERSION } from '../version.js';

/** How the gateway calls itself as a source of spans. */
export const TRACER = 'chopmark-gateway';

/** All that there are, besides one `<method> <route pattern>` for each request. */
export type SpanName =
  | 'accept'
  | 'attest'
  | 'batch'
  | 'commit'
  | 'endorse'
  | 'fold'
  | 'import'
  | 'proof'
  | 'seal'
  | 'submit'
  | 'webhook';

/** Names of attributes that several spans have. */
export const ATTRIBUTE = {
  series: 'chopmark.series',
  batch: 'chopmark.batch.number',
  documents: 'chopmark.documents',
  transaction: 'chopmark.transaction.id',
  outcome: 'chopmark.outcome',
  invoice: 'chopmark.invoice.id',
  operation: 'chopmark.operation.id',
} as const;

export interface SpanStart {
  readonly kind?: SpanKind;
  /** What it comes from, where it is nobody's child. */
  readonly links?: readonly Link[];
  /** True: has no parent, whatever is under way. */
  readonly root?: boolean;
  /** Milliseconds since 1970, when it began before it was known that it would be told of. */
  readonly startTime?: number;
}

/** Whether somebody listens: an SDK was loaded. */
export function isTraced(): boolean {
  /* eslint-disable @typescript-eslint/no-deprecated -- the API has no other way to ask; a later one that has is a change of this function alone */
  const provider = trace.getTracerProvider();
  return !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer(TRACER) !== undefined;
  /* eslint-enable @typescript-eslint/no-deprecated */
}

/** Begins a span that the caller ends. To be called only while `isTraced()`. */
export function startSpan(name: string, start: SpanStart, parent: Context): Span {
  const { kind = SpanKind.INTERNAL, links = [], startTime } = start;
  const options = { kind, links: [...links], ...(startTime !== undefined && { startTime }) };
  return trace.getTracer(TRACER, PROGRAM_VERSION).startSpan(name, options, parent);
}

/** Does the work within a span, which gets attributes from the work itself; untraced the work gets `undefined`. */
export function inSpan<T>(
  name: SpanName,
  work: (span: Span | undefined) => Promise<T>,
  start?: SpanStart,
): Promise<T> {
  return isTraced() ? traced(name, work, start ?? {}) : work(undefined);
}

async function traced<T>(name: SpanName, work: (span: Span) => Promise<T>, start: SpanStart): Promise<T> {
  const parent = start.root === true ? ROOT_CONTEXT : context.active();
  const span = startSpan(name, start, parent);
  try {
    return await context.with(trace.setSpan(parent, span), work, undefined, span);
  } catch (error) {
    span.setAttribute('error.type', kindOf(error)).setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

/** Tells of work that is over. */
export function pastSpan(name: SpanName, startTime: number, attributes: Attributes): void {
  if (!isTraced()) return;
  startSpan(name, { startTime }, context.active()).setAttributes(attributes).end();
}

/** Of the span that is under way. */
export function presentSpan(): SpanContext | undefined {
  return trace.getSpanContext(context.active());
}

/** A code or the name of a class; an error's words may hold anything. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{3,64}$/.test(code) ? code : error.constructor.name;
}
