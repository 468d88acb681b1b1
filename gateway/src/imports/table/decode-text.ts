/**
 * Bytes of a text file → text. Spreadsheets of Chinese offices save CSV in GB18030 (or its parts GBK and GB2312) without
 * saying so, others in UTF-8 with a byte order mark: what is valid UTF-8 is UTF-8, everything else GB18030.
 *
 * @module
 */
import { drained } from '../drained.js';
import { fileRefusal } from '../file-refusal.js';

export type Encoding = 'utf-8' | 'gb18030';

type Bytes = AsyncIterable<Uint8Array>;

const LF = 0x0a;

/** @returns `undefined` when the bytes are neither. */
export async function encodingOf(read: () => Bytes): Promise<Encoding | undefined> {
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    if (await canBe(encoding, read())) return encoding;
  }
  return undefined;
}

async function canBe(encoding: Encoding, bytes: Bytes): Promise<boolean> {
  try {
    await drained(decoded(bytes, encoding));
    return true;
  } catch {
    return false;
  }
}

/** A byte order mark is left out. @throws {Refusal} `MALFORMED_FILE` with the line where the bytes are something else */
export async function* decoded(bytes: Bytes, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  const text = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (cause) {
      throw fileRefusal([{ pointer: '', code: 'NOT_TEXT', line, parameters: { encoding } }], cause);
    }
  };
  for await (const chunk of bytes) {
    yield text(chunk);
    line += breaksIn(chunk);
  }
  yield text();
}

/** Line feeds are the same byte in both encodings and never part of a longer character. */
function breaksIn(chunk: Uint8Array): number {
  let count = 0;
  for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) count += 1;
  return count;
}
