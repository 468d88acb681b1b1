/**
 * NDJSON: bytes → lines. A line that is too long is reported and skipped without being kept.
 *
 * @module
 */
import { concatBytes } from '@chopmark/core';

export const NDJSON_MEDIA_TYPE = 'application/x-ndjson';

/** Longest line in bytes. */
export const MAX_LINE_BYTES = 64 * 1024;

const LF = 0x0a;
const BLANK = new Set([0x20, 0x09, 0x0d]);

/** `bytes` is undefined when the line was longer than MAX_LINE_BYTES. */
export interface RawLine {
  /** 1-based place in the file; blank lines count, but are not handed out. */
  readonly line: number;
  readonly bytes: Uint8Array | undefined;
}

export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawLine> {
  const collector = new LineCollector();
  for await (const chunk of chunks) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LF, start);
      if (end < 0) break;
      const line = collector.end(chunk.subarray(start, end));
      if (line) yield line;
      start = end + 1;
    }
    collector.add(chunk.subarray(start));
  }
  const last = collector.end(new Uint8Array());
  if (last) yield last;
}

class LineCollector {
  #parts: Uint8Array[] = [];
  #length = 0;
  #line = 1;

  add(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > MAX_LINE_BYTES) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  /** The line that ends here; nothing for a blank one. */
  end(part: Uint8Array): RawLine | undefined {
    this.add(part);
    const line = this.#line;
    const bytes = this.#length > MAX_LINE_BYTES ? undefined : concatBytes(...this.#parts);
    this.#parts = [];
    this.#length = 0;
    this.#line += 1;
    return bytes?.every((byte) => BLANK.has(byte)) ? undefined : { line, bytes };
  }
}
