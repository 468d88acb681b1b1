/**
 * JSON values, one a line: results on their way in, invoices on their way out.
 *
 * @module
 */

/** The values of an answer, as they arrive. Ending the loop early ends the download. */
export async function* valuesOf<T>(body: ReadableStream<Uint8Array>): AsyncGenerator<T> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const lines = `${rest}${value}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield JSON.parse(line) as T;
    }
    if (rest !== '') yield JSON.parse(rest) as T;
  } finally {
    await reader.cancel();
  }
}

const CHUNK_LINES = 200;

/** A body that is written as it is sent, some lines at a time. */
export function linesOf(values: Iterable<unknown> | AsyncIterable<unknown>): ReadableStream<Uint8Array> {
  const from: Iterator<unknown> | AsyncIterator<unknown> =
    Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let lines = '';
      for (let count = 0; count < CHUNK_LINES; count++) {
        const next: IteratorResult<unknown> = await from.next();
        if (next.done === true) {
          if (lines !== '') controller.enqueue(encoder.encode(lines));
          controller.close();
          return;
        }
        lines += `${JSON.stringify(next.value)}\n`;
      }
      controller.enqueue(encoder.encode(lines));
    },
    async cancel() {
      await from.return?.();
    },
  });
}

/** Whether the values can be gone through again: a generator cannot. */
export function isRepeatable(values: Iterable<unknown> | AsyncIterable<unknown>): boolean {
  if (Symbol.asyncIterator in values) return false;
  const iterator = values[Symbol.iterator]();
  return !Object.is(iterator, values);
}
