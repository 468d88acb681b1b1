import assert from 'node:assert/strict';
import { batchUploads } from '../../support/gateway/batch-uploads.js';
import { HEADER, tableRow, workbook, XLSX } from '../../support/gateway/upload-files.js';
import { rawZip } from '../../support/raw-zip.js';

describe('POST /v1/invoice-batches, XLSX', () => {
  const { fates, faults, documents } = batchUploads();

  it('issues rows of text, and amounts that are numbers', async () => {
    const good = tableRow('a').map((cell) => (cell === '100.00' ? { number: '100' } : cell));

    assert.deepEqual(await fates(XLSX, workbook([HEADER, good, tableRow('b')])), [
      '2 anchored',
      '3 anchored',
    ]);
  });

  it('refuses a number where an identifier belongs, and names its cell', async () => {
    const bad = tableRow('a').map((cell, at) =>
      HEADER[at] === 'buyer.taxId' ? { number: '9.1E+17' } : cell,
    );

    assert.deepEqual(await fates(XLSX, workbook([HEADER, bad])), ['2 2 buyer.taxId NUMERIC_CELL']);
  });

  it('issues no part of an invoice whose rows do not follow each other, nor one with a number as reference', async () => {
    const rows = [
      HEADER,
      tableRow('7', { 'line.tax': '99' }),
      tableRow('b'),
      tableRow('7'),
      tableRow('8'),
      tableRow('8').map((cell) => (cell === '8' ? { number: '8' } : cell)),
    ];

    assert.deepEqual(await fates(XLSX, workbook(rows)), [
      '2 2 line.tax LINE_TAX_MISMATCH',
      '3 anchored',
      '4 4 reference REFERENCE_USED',
      '5 6 reference NUMERIC_CELL',
    ]);
    assert.deepEqual(
      documents().map(({ reference }) => reference),
      ['b'],
    );
  });

  for (const [what, entries] of [
    ['no workbook', [{ name: 'a.txt', data: 'a' }]],
    ['a workbook without its sheet', [{ name: 'xl/workbook.xml', data: '<workbook/>' }]],
    [
      'a sheet with a document type',
      [
        { name: 'xl/workbook.xml', data: '<w xmlns:r="r"><sheet r:id="1"/></w>' },
        { name: 'xl/_rels/workbook.xml.rels', data: '<r><Relationship Id="1" Target="s.xml"/></r>' },
        { name: 'xl/s.xml', data: '<!DOCTYPE a><worksheet/>' },
      ],
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const [fault] = await faults(XLSX, rawZip(entries));
      assert.match(fault ?? '', /^(NOT_A_WORKBOOK|FILE_DAMAGED)/);
    });
  }

  it('refuses what is no archive', async () => {
    assert.deepEqual(await faults(XLSX, 'PK\u0003\u0004 and nothing'), ['FILE_DAMAGED']);
  });
});
