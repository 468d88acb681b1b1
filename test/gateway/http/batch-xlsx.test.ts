import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { batchUploads } from '../../support/gateway/batch-uploads.js';
import { HEADER, type SheetCell, tableRow, workbook, XLSX } from '../../support/gateway/upload-files.js';
import { rawZip } from '../../support/raw-zip.js';

const FIXTURES = new URL('../../fixtures/xlsx/', import.meta.url);

describe('POST /v1/invoice-batches, XLSX', () => {
  const uploads = batchUploads();
  const { fates, faults, documents, post } = uploads;

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

  const dated = (...rows: SheetCell[][]): SheetCell[][] => [[...HEADER, 'issuedOn'], ...rows];
  const on = (reference: string, number: string, style: number): SheetCell[] => [
    ...tableRow(reference),
    { number, style },
  ];

  for (const { system, date1904, serial, falseDay } of [
    { system: 1900, date1904: false, serial: '46329', falseDay: '60' },
    { system: 1904, date1904: true, serial: '44867', falseDay: '-1' },
  ]) {
    it(`reads a day that the spreadsheet keeps as a number, system of ${system}`, async () => {
      const formats = ['yyyy/m/d;@', '0.00'];
      const rows = dated(
        on('a', serial, 1),
        on('b', `${serial}.75`, 1),
        on('c', serial, 2),
        on('d', serial, 0),
        on('e', falseDay, 1),
      );

      assert.deepEqual(await fates(XLSX, workbook(rows, { formats, date1904 })), [
        '2 anchored',
        '3 3 issuedOn TIME_OF_DAY',
        '4 4 issuedOn NUMERIC_CELL',
        '5 5 issuedOn NUMERIC_CELL',
        '6 6 issuedOn NO_DAY',
      ]);
      assert.deepEqual(
        documents().map(({ document }) => document.issuedOn),
        ['2026-11-03'],
      );
    });
  }

  it('refuses an amount that shows as another one, and a code that became a day', async () => {
    const formats = ['0', 'yyyy-mm-dd', '0.00'];
    const withCell = (reference: string, column: string, cell: SheetCell): SheetCell[] =>
      tableRow(reference).map((one, at) => (HEADER[at] === column ? cell : one));
    const rows = [
      HEADER,
      withCell('a', 'line.tax', { number: '13.000000000000002', style: 3 }),
      withCell('b', 'line.tax', { number: '13.4', style: 1 }),
      withCell('c', 'line.tax', { number: '13', style: 2 }),
      withCell('d', 'buyer.taxId', { number: '46329', style: 2 }),
      withCell('e', 'line.tax', { number: '13.004', style: 3 }),
    ];

    assert.deepEqual(await fates(XLSX, workbook(rows, { formats })), [
      '2 anchored',
      '3 3 line.tax SHOWN_OTHERWISE',
      '4 4 line.tax DATE_CELL',
      '5 5 buyer.taxId DATE_CELL',
      '6 6 line.tax SHOWN_OTHERWISE',
    ]);
  });

  it('says what is to be done about a number that lost its digits', async () => {
    const bad = tableRow('a').map((cell, at) =>
      HEADER[at] === 'buyer.taxId' ? { number: '25157000000012345000' } : cell,
    );
    const { body } = await post(XLSX, workbook([HEADER, bad])).set('Accept-Language', 'en');
    const { body: results } = await uploads.gateway.send(
      'get',
      `/v1/operations/${body.id}/results`,
      'issuer',
    );

    assert.match(results.items[0]?.errors?.[0]?.detail ?? '', /fifteen digits.*format the column as text/);
  });

  for (const [file, want] of [
    [
      'exceljs-1900.xlsx',
      ['2 anchored', '3 anchored', '4 4 issuedOn TIME_OF_DAY', '5 5 buyer.taxId NUMERIC_CELL'],
    ],
    [
      'exceljs-1904.xlsx',
      ['2 anchored', '3 anchored', '4 4 issuedOn TIME_OF_DAY', '5 5 buyer.taxId NUMERIC_CELL'],
    ],
  ] as const) {
    it(`reads ${file}, which another library wrote`, async () => {
      assert.deepEqual(await fates(XLSX, readFileSync(new URL(file, FIXTURES))), want);
      assert.deepEqual(
        documents().map(({ document }) => [document.issuedOn, document.totalTax]),
        [
          ['2026-11-03', '13.00'],
          ['2026-11-04', '0.30'],
        ],
      );
    });
  }

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

  for (const part of ['xl/worksheets/other.xml', 'xl/sharedStrings.xml', 'xl/styles.xml']) {
    it(`refuses a workbook of which ${part} is damaged`, async () => {
      const file = workbook([HEADER, tableRow('a')], { formats: ['0.00'] });
      // Behind the local header of the entry: its packed bytes.
      const at = file.indexOf(part) + part.length;
      file.fill(0xff, at, at + 8);

      assert.match((await faults(XLSX, file)).join(), /^FILE_DAMAGED/);
    });
  }

  it('refuses what is no archive', async () => {
    assert.deepEqual(await faults(XLSX, 'PK\u0003\u0004 and nothing'), ['FILE_DAMAGED']);
  });
});
