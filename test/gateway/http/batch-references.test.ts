import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { BatchLine } from '@chopmark/gateway';
import { tableSource } from '../../../gateway/dist/imports/table/table-source.js';
import { batchChunks, type LineJudge } from '../../../gateway/dist/requests/batch-lines.js';
import { batchUploads, fatesOf } from '../../support/gateway/batch-uploads.js';
import { CSV, csvOf, HEADER, tableRow } from '../../support/gateway/upload-files.js';

describe('POST /v1/invoice-batches, references of rows', () => {
  const uploads = batchUploads();
  const { fates, documents } = uploads;

  it('issues no part of an invoice whose rows do not follow each other', async () => {
    const rows = [
      HEADER,
      tableRow('a', { 'line.tax': '99' }),
      tableRow('b'),
      tableRow('a'),
      tableRow('a'),
      tableRow('b'),
      tableRow('c'),
    ];
    const want = [
      '2 2 line.tax LINE_TAX_MISMATCH',
      '3 anchored',
      '4 4 reference REFERENCE_USED',
      '6 6 reference REFERENCE_USED',
      '7 anchored',
    ];

    assert.deepEqual(await fates(CSV, csvOf(rows)), want);
    const issued = documents().map(({ reference }) => reference);
    assert.deepEqual(issued, ['b', 'c']);
  });

  it('knows references from before the line behind which an import goes on', async () => {
    const cells = [HEADER, tableRow('a', { 'line.tax': '99' }), tableRow('b'), tableRow('a')];
    const rows = () => Readable.from(cells.map((row, at) => ({ line: at + 1, cells: row })));
    const judge = { language: 'zh' } as LineJudge;

    const chunks: BatchLine[][] = [];
    for await (const chunk of batchChunks(tableSource(rows).lines(), judge, 3)) chunks.push(chunk);

    const errors = [
      {
        pointer: '/reference',
        code: 'REFERENCE_USED',
        detail: '第 2 行已出现此业务单号；同一张发票的各行须相邻',
        line: 4,
        column: 'reference',
      },
    ];
    assert.deepEqual(chunks, [[{ line: 4, refused: errors, reference: 'a' }]]);
  });

  it('says the same in a dry run', async () => {
    const text = csvOf([HEADER, tableRow('a', { 'line.tax': '99' }), tableRow('b'), tableRow('a')]);
    const { body: operation } = await uploads.gateway
      .send('post', '/v1/invoice-batches?dryRun=true', 'issuer')
      .set('Content-Type', CSV)
      .send(text);
    const { body } = await uploads.gateway.send('get', `/v1/operations/${operation.id}/results`, 'issuer');

    assert.deepEqual(
      body.items.flatMap((item) => fatesOf(item)),
      ['2 2 line.tax LINE_TAX_MISMATCH', '3 checked', '4 4 reference REFERENCE_USED'],
    );
  });

  it('keeps references of two sellers apart, unless a row does not say whose it is', async () => {
    const header = [...HEADER, 'seller.taxId'];
    const of = (reference: string, seller: string): string[] => [
      ...tableRow(reference, { 'line.tax': '99' }),
      seller,
    ];
    const codes = async (...rows: string[][]): Promise<(string | undefined)[]> =>
      (await fates(CSV, csvOf([header, ...rows]))).map((fate) => fate.split(' ').at(-1));
    const [one, two] = ['91990000MA0000015Q', '91990000MA0000002W'];

    assert.deepEqual(
      (await codes(of('a', one), of('b', one), of('a', two))).filter((code) => code === 'REFERENCE_USED'),
      [],
    );
    for (const [first, second] of [
      [one, ''],
      ['', one],
      [one, one],
    ] as const) {
      const all = await codes(of('a', first), of('b', one), of('a', second));
      assert.ok(all.includes('REFERENCE_USED'), `${first} and ${second}`);
    }
  });
});
