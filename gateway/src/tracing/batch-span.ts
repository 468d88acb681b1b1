/** The way of one batch to the ledger, from its seal on: a trace of its own that links to where its documents came from. */
import type { Batch } from '../store/batches.js';
import { batchSpans } from './origins.js';
import { ATTRIBUTE, inSpan, type SpanStart } from './spans.js';

export function inBatchSpan<T>(
  { id, series, number, size }: Pick<Batch, 'id' | 'series' | 'number' | 'size'>,
  start: Pick<SpanStart, 'startTime' | 'links'>,
  work: () => Promise<T>,
): Promise<T> {
  return inSpan(
    'batch',
    (span) => {
      span?.setAttributes({
        [ATTRIBUTE.series]: series,
        [ATTRIBUTE.batch]: number,
        [ATTRIBUTE.documents]: size,
      });
      batchSpans.remember(id, span?.spanContext());
      return work();
    },
    { root: true, ...start },
  );
}
