/**
 * Bytes of a text file → text. Spreadsheets of Chinese offices save CSV in GB18030 (or its parts GBK and GB2312) without
 * saying so, others in UTF-8 with a byte order mark: what is valid UTF-8 is UTF-8, everything else GB18030.
 *
 * @module
 */
import { Refusal } from '../../problems/refusal.js';
import { drained } from '../drained.js';
import { fileRefusal } from '../file-refusal.js';

export type Encoding = 'utf-8' | 'gb18030';

type Bytes = AsyncIterable<Uint8Array>;

const LF = 0x0a;

/**
 * The encoding of a text that does not tell it, found out by the one reading that looks for its faults: it is taken for
 * UTF-8 until a byte says otherwise, which in GB18030 one of the first does. Read more than once are files of which
 * little was read before the other encoding is tried, and files that are refused.
 *
 * @param read From the start, each time that it is called.
 * @param check Looks at all of the text. @throws {Refusal} what is wrong with it
 * @throws {Refusal} `MALFORMED_FILE`: what `check` threw, or the bytes are neither
 */
export async function checkedEncoding(
  read: () => Bytes,
  check: (texts: AsyncIterable<string>) => Promise<unknown>,
): Promise<Encoding> {
  try {
    await check(decoded(read(), 'utf-8'));
    return 'utf-8';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A fault was found before the first byte that is no UTF-8 came, if there is one.
    if (!isNoText(error) && (await canBe('utf-8', read()))) throw error;
  }
  try {
    await check(decoded(read(), 'gb18030'));
    return 'gb18030';
  } catch (error) {
    if (!isNoText(error)) throw error;
    throw fileRefusal([{ pointer: '', code: 'NOT_TEXT', parameters: { encoding: 'utf-8, gb18030' } }], error);
  }
}

const isNoText = (error: unknown): boolean =>
  error instanceof Refusal && error.options.faults?.[0]?.code === 'NOT_TEXT';

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
