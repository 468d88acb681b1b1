import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { csvRows, MAX_ROW_CHARACTERS } from '../../../gateway/dist/imports/table/csv-rows.js';
import { checkedEncoding, decoded } from '../../../gateway/dist/imports/table/decode-text.js';
import type { Row } from '../../../gateway/dist/imports/table/row.js';
import { fileRefusal } from '../../../gateway/dist/imports/file-refusal.js';
import { drained } from '../../../gateway/dist/imports/drained.js';
import { Refusal } from '../../../gateway/dist/problems/refusal.js';

const each = <T>(items: readonly T[]): AsyncIterable<T> => Readable.from(items) as AsyncIterable<T>;

async function rowsOf(...pieces: string[]): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of csvRows(each(pieces))) rows.push(row);
  return rows;
}

/** Code and line of the fault that the text is refused with. */
async function faultOf(...pieces: string[]): Promise<string> {
  try {
    await rowsOf(...pieces);
  } catch (error) {
    assert.ok(error instanceof Refusal);
    assert.equal(error.code, 'MALFORMED_FILE');
    const [first] = error.options.faults ?? [];
    return `${first?.code} ${first?.line}`;
  }
  return 'none';
}

describe('csvRows', () => {
  it('counts lines as an editor does, blank ones and those inside a cell included', async () => {
    assert.deepEqual(await rowsOf('a,b\r\n\r\n1,"x\ny"\n ,\n2,z'), [
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['1', 'x\ny'] },
      { line: 6, cells: ['2', 'z'] },
    ]);
  });

  it('takes the separator of the first line', async () => {
    for (const [text, cells] of [
      ['a;b,c', ['a', 'b,c']],
      ['a\tb;c', ['a', 'b;c']],
      ['a,b\tc', ['a', 'b\tc']],
    ] as const) {
      assert.deepEqual((await rowsOf(text))[0]?.cells, cells);
    }
  });

  it('gives back what was written, however it is cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', '税', '𠮷') });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 7 }), async (rows, size) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = ['h,h', ...rows.map((row) => row.map(quoted).join(','))].join('\r\n');
        const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];

        const read = (await rowsOf(...pieces)).slice(1).map(({ cells }) => cells);

        assert.deepEqual(
          read,
          rows.filter((row) => row.some((one) => one.trim() !== '')),
        );
      }),
    );
  });

  for (const [what, text, want] of [
    ['a quote inside a plain cell', 'a,b\n1,x"y"', 'STRAY_QUOTE 2'],
    ['text after a closing quote', 'a,b\n\n"x"y,1', 'STRAY_QUOTE 3'],
    ['a quote that is never closed', 'a,b\n1,2\n"x,1\n2,3', 'QUOTE_NOT_CLOSED 3'],
    ['a row that never ends', `a,b\n"${'x'.repeat(MAX_ROW_CHARACTERS)}`, 'ROW_TOO_LONG 2'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.equal(await faultOf(text), want);
    });
  }
});

describe('checkedEncoding', () => {
  const GBK = Buffer.from([0xb9, 0xba, 0xb7, 0xbd, 0x0a, 0xcb, 0xb0]); // 购方⏎税
  const detect = (bytes: Uint8Array): Promise<string | undefined> =>
    checkedEncoding(() => each([bytes]), drained).catch(() => undefined);

  it('tells UTF-8, with and without a byte order mark, from GB18030', async () => {
    assert.equal(await detect(Buffer.from('购方')), 'utf-8');
    assert.equal(await detect(Buffer.from('\ufeff购方')), 'utf-8');
    assert.equal(await detect(GBK), 'gb18030');
    assert.equal(await detect(Buffer.from([0xff, 0xff])), undefined);
  });

  it('reads both across any cut, without the mark', async () => {
    for (const [bytes, encoding] of [
      [Buffer.from('\ufeff购方\n税'), 'utf-8'],
      [GBK, 'gb18030'],
    ] as const) {
      const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
      let text = '';
      for await (const piece of decoded(each(single), encoding)) text += piece;
      assert.equal(text, '购方\n税');
    }
  });

  it('names the line where the bytes are something else', async () => {
    const read = drained(decoded(each([Buffer.from('a\nb\n'), Buffer.from([0xff])]), 'utf-8'));
    await assert.rejects(read, (error: Refusal) => {
      assert.equal(`${error.options.faults?.[0]?.code} ${error.options.faults?.[0]?.line}`, 'NOT_TEXT 3');
      return true;
    });
  });

  // The oracle is the rule as it stands in the module's header, on all bytes at once.
  const ruled = (bytes: Uint8Array): string | undefined =>
    ['utf-8', 'gb18030'].find((encoding) => {
      try {
        new TextDecoder(encoding, { fatal: true }).decode(bytes);
        return true;
      } catch {
        return false;
      }
    });

  const texts = ['a,b\n', '税', '购方\n', '鑰', '𠮷'].map((text) => Buffer.from(text));
  const gb18030 = [
    GBK,
    Buffer.from([0xc2, 0xb7]),
    Buffer.from([0x81, 0x30, 0x81, 0x30]),
    Buffer.from([0xb0]),
  ];
  const pieces = fc.array(fc.constantFrom(...texts, ...gb18030, Buffer.from([0xff])), { maxLength: 8 });

  it('says what all bytes together say, wherever the first one stands that is no UTF-8', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (chunks) => {
        assert.equal(
          await checkedEncoding(() => each(chunks), drained).catch(() => undefined),
          ruled(Buffer.concat(chunks)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('says so too when a fault is found before that byte', async () => {
    // A middle dot in UTF-8, 路 in GB18030.
    const either = Buffer.from([0xc2, 0xb7, 0x0a]);
    const refuseDots = async (read: AsyncIterable<string>): Promise<void> => {
      for await (const row of csvRows(read))
        if (row.cells[0] === '·') throw fileRefusal([{ pointer: '', code: 'UNKNOWN_COLUMN' }]);
    };

    await assert.rejects(
      checkedEncoding(() => each([either]), refuseDots),
      (error: Refusal) => error.options.faults?.[0]?.code === 'UNKNOWN_COLUMN',
    );
    assert.equal(await checkedEncoding(() => each([either, GBK]), refuseDots), 'gb18030');
  });

  /** Bytes that were read until the encoding was known. */
  async function readOf(chunks: readonly Uint8Array[]): Promise<number> {
    let bytes = 0;
    const read = async function* (): AsyncGenerator<Uint8Array> {
      for (const chunk of chunks) {
        bytes += chunk.length;
        yield await Promise.resolve(chunk);
      }
    };
    await checkedEncoding(read, drained);
    return bytes;
  }

  it('reads UTF-8 once, and of GB18030 only what stands before the first byte that is no UTF-8 twice', async () => {
    const plain = Buffer.from('a,b\n'.repeat(100));
    const utf8 = Buffer.from('税,购\n');

    assert.equal(await readOf([utf8, plain, utf8]), 2 * utf8.length + plain.length);
    assert.equal(await readOf([GBK, plain, GBK]), GBK.length + (2 * GBK.length + plain.length));
  });
});
