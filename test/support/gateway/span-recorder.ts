/**
 * As much of an OpenTelemetry SDK as a test needs: a tracer provider that keeps spans in memory, and a context that
 * follows asynchronous calls.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

import {
  type Attributes,
  type Context,
  context,
  type ContextManager,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type SpanOptions,
  type SpanStatus,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';

class RecordedSpan implements Span {
  readonly attributes: Attributes;
  readonly links: Link[];
  readonly parent: SpanContext | undefined;
  readonly #own: SpanContext;
  name: string;
  status: SpanStatus | undefined;
  ended = false;

  constructor(name: string, options: SpanOptions, parent: SpanContext | undefined) {
    this.name = name;
    this.attributes = { ...options.attributes };
    this.links = [...(options.links ?? [])];
    this.parent = parent;
    const traceId = parent?.traceId ?? randomBytes(16).toString('hex');
    this.#own = { traceId, spanId: randomBytes(8).toString('hex'), traceFlags: TraceFlags.SAMPLED };
  }

  spanContext(): SpanContext {
    return this.#own;
  }

  setAttribute(key: string, value: Attributes[string]): this {
    return this.setAttributes({ [key]: value });
  }

  setAttributes(attributes: Attributes): this {
    if (this.ended) throw new Error(`${this.name} ended before ${Object.keys(attributes).join()} was set`);
    Object.assign(this.attributes, attributes);
    return this;
  }

  addLink(link: Link): this {
    return this.addLinks([link]);
  }

  addLinks(links: Link[]): this {
    this.links.push(...links);
    return this;
  }

  addEvent(): never {
    throw new Error('spans have no events: their words may hold anything');
  }

  recordException(): never {
    throw new Error('spans have no exceptions: their words may hold anything');
  }

  setStatus(status: SpanStatus): this {
    this.status = status;
    return this;
  }

  updateName(name: string): this {
    this.name = name;
    return this;
  }

  end(): void {
    this.ended = true;
  }

  isRecording(): boolean {
    return !this.ended;
  }
}

export type { RecordedSpan };

class AsyncContext implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    work: F,
    self?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(active, () => work.call(self, ...args));
  }

  bind<T>(_context: Context, target: T): T {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }
}

/** Records what the whole process tells, from `start` until `stop`. */
export class SpanRecorder {
  readonly spans: RecordedSpan[] = [];

  static start(): SpanRecorder {
    const recorder = new SpanRecorder();
    trace.setGlobalTracerProvider({ getTracer: () => recorder.#tracer() });
    context.setGlobalContextManager(new AsyncContext());
    return recorder;
  }

  stop(): void {
    trace.disable();
    context.disable();
  }

  named(name: string): RecordedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  /** Names of the span's children and theirs, as they began: `{accept: {}}`. */
  tree(span: RecordedSpan): SpanTree {
    const children = this.spans.filter(({ parent }) => parent?.spanId === span.spanContext().spanId);
    return Object.fromEntries(children.map((child) => [child.name, this.tree(child)]));
  }

  #tracer(): Tracer {
    const startSpan = (name: string, options: SpanOptions = {}, parent = context.active()): RecordedSpan => {
      const span = new RecordedSpan(name, options, trace.getSpanContext(parent));
      this.spans.push(span);
      return span;
    };
    const startActiveSpan = (): never => {
      throw new Error('not used here');
    };
    return { startSpan, startActiveSpan };
  }
}

export interface SpanTree {
  readonly [name: string]: SpanTree;
}
