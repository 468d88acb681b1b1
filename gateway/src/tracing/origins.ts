/**
 * Where the documents of a batch, and the batches of a block, came from: spans that others link to. Kept in memory by
 * the process that began them, the newest only; what another process or an earlier run began is not known here.
 *
 * @module
 */
import { type Link, type SpanContext, TraceFlags } from '@opentelemetry/api';

/** Links that one span has at most: OpenTelemetry's own limit. */
const MOST_LINKS = 128;
const KEPT = 20_000;

export class Origins<Key> {
  readonly #spans = new Map<Key, SpanContext>();

  remember(key: Key, span: SpanContext | undefined): void {
    if (span === undefined || (span.traceFlags & TraceFlags.SAMPLED) === 0) return;
    this.#spans.set(key, span);
    if (this.#spans.size <= KEPT) return;
    for (const oldest of this.#spans.keys()) {
      this.#spans.delete(oldest);
      break;
    }
  }

  /** Links to those of the keys that are known, each span once. */
  linksTo(keys: Iterable<Key>): Link[] {
    if (this.#spans.size === 0) return [];
    const found = new Map<string, Link>();
    for (const key of keys) {
      const span = this.#spans.get(key);
      if (span !== undefined) found.set(span.spanId, { context: span });
      if (found.size === MOST_LINKS) break;
    }
    return [...found.values()];
  }
}

/** By operation: the request, or the import, that brought its documents. */
export const operationSpans = new Origins<string>();

/** By id of the batch. */
export const batchSpans = new Origins<number>();
