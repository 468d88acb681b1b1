import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { BatchLine } from '@chopmark/gateway';
import { tableSource } from '../../../gateway/dist/imports/table/table-source.js';
import { batchChunks, type LineJudge } from '../../../gateway/dist/requests/batch-lines.js';
import type { ListItem } from '../../support/gateway/answer.js';
import {
  CSV,
  csvOf,
  einvoiceXml,
  HEADER,
  tableRow,
  workbook,
  XLSX,
  ZIP,
} from '../../support/gateway/upload-files.js';
import { rawZip, type RawEntry } from '../../support/raw-zip.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

describe('POST /v1/invoice-batches, formats', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await testGateway();
  });
  afterEach(() => {
    assert.deepEqual(gateway.spooled(), [], 'no upload is left lying');
    gateway.close();
  });

  const post = (type: string, body: string | Buffer) =>
    gateway
      .send('post', '/v1/invoice-batches', 'issuer')
      .set('Content-Type', type)
      .serialize((value: unknown) => value as string)
      .send(body);

  /** `line state` or `line row column code`, in line order. */
  async function fates(type: string, body: string | Buffer): Promise<string[]> {
    const { status, body: operation } = await post(type, body);
    assert.equal(status, 202, JSON.stringify(operation));
    const { body: results } = await gateway.send('get', `/v1/operations/${operation.id}/results`, 'issuer');
    return results.items.flatMap((item) => fatesOf(item));
  }

  function fatesOf({ line, state, errors = [] }: ListItem): string[] {
    return errors.length === 0
      ? [`${line} ${state}`]
      : errors.map((error) =>
          [line, error.line, error.file, error.column, error.code].filter(Boolean).join(' '),
        );
  }

  /** The faults that a whole file is refused with; nothing was opened. */
  async function faults(type: string, body: string | Buffer): Promise<string[]> {
    const { status, body: problem } = await post(type, body);
    assert.deepEqual([status, problem.code], [400, 'MALFORMED_FILE']);
    assert.equal(gateway.desk.invoices.length, 0);
    return problem.errors.map(({ code, line, column }) => [code, line, column].filter(Boolean).join(' '));
  }

  const documents = () => gateway.desk.invoices.map(({ invoice }) => invoice);

  describe('CSV', () => {
    it('issues rows, and makes one invoice of rows with the same reference', async () => {
      const text = csvOf([
        HEADER,
        tableRow('a'),
        tableRow('a', { 'line.net': '50', 'line.tax': '6.5' }),
        tableRow('b', { 'line.rate': '13%' }),
        tableRow(''),
        tableRow(''),
      ]);

      assert.deepEqual(await fates(CSV, text), ['2 anchored', '4 anchored', '5 anchored', '6 anchored']);

      const [first] = documents();
      assert.equal(first!.reference, 'a');
      assert.deepEqual(
        [first!.document['totalNet'], first!.document['totalTax'], first!.document['totalGross']],
        ['150.00', '19.50', '169.50'],
      );
    });

    it('takes Chinese names of columns, in UTF-8 with a mark and in GB18030', async () => {
      const names = ['业务单号', '发票种类', '购方名称', '购方税号', '项目名称', '金额', '税率', '税额'];
      const row = ['a', '专用发票', 'Lantern', '91990000MA0000015Q', 'Lamp', '100', '13%', '13'];
      const utf8 = Buffer.from(`\ufeff${csvOf([names, row])}`);
      const gbk = Buffer.from(
        'd2b5cef1b5a5bac52cb7a2c6b1d6d6c0e02cb9bab7bdc3fbb3c62cb9bab7bdcbb0bac52ccfeec4bfc3fbb3c62cbdf0b6ee2ccbb0c2ca2ccbb0b6ee0a622cd7a8d3c3b7a2c6b12c4c616e7465726e2c39313939303030304d41303030303031355' +
          '12c4c616d702c3130302c3133252c31330a',
        'hex',
      );

      assert.deepEqual(await fates(CSV, utf8), ['2 anchored']);
      assert.deepEqual(await fates(CSV, gbk), ['2 anchored']);
      assert.deepEqual(await fates(`${CSV}; charset=GBK`, Buffer.concat([gbk.subarray(0, -1)])), [
        '2 2 业务单号 REFERENCE_USED',
      ]);
    });

    it('names row and column of each mistake, and issues the others', async () => {
      const text = csvOf([
        HEADER,
        tableRow('a'),
        tableRow('b'),
        tableRow('b', { 'line.net': 'x', 'buyer.name': 'another' }),
        tableRow('c', { 'buyer.taxId': '1' }),
        [...tableRow('d'), 'beyond'],
        tableRow('a'),
      ]);

      assert.deepEqual(await fates(CSV, text), [
        '2 anchored',
        '3 4 buyer.name HEADER_DIFFERS',
        '5 5 buyer.taxId WRONG_FORM',
        '6 6 TOO_MANY_CELLS',
        '7 7 reference REFERENCE_USED',
      ]);
      assert.equal(documents().length, 1);
    });

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
      const { body: operation } = await gateway
        .send('post', '/v1/invoice-batches?dryRun=true', 'issuer')
        .set('Content-Type', CSV)
        .send(text);
      const { body } = await gateway.send('get', `/v1/operations/${operation.id}/results`, 'issuer');

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

    it('tells refused rows in the words of the table', async () => {
      const names = ['业务单号', '发票种类', '购方名称', '项目名称', '金额', '税率', '税额'];
      const text = csvOf([
        names,
        ['K-1', '普通发票', '', '笔', '100', '13%', '13'],
        ['K-2', '发票', '甲', '笔', '100', '13%', '13'],
      ]);
      const { body } = await post(CSV, text).set('Accept-Language', 'zh');

      const { text: table } = await gateway
        .send('get', `/v1/operations/${body.id}/results`, 'issuer')
        .set({ Accept: 'text/csv', 'Accept-Language': 'zh' });

      const [, first = '', second = ''] = table.split('\r\n');
      assert.match(first, /^2,已拒绝,REQUIRED,,2,购方名称,[^,]+,K-1,,,$/);
      assert.match(second, /^3,已拒绝,NOT_ALLOWED,,3,发票种类,.*专用发票.*普通发票.*,K-2,,,$/);
      assert.deepEqual(await faults(CSV, '业务单号,发票种类,项目名称,金额,税率,税额'), [
        'COLUMN_MISSING 1 购方名称',
      ]);
    });

    it('refuses a header that does not say what the columns are', async () => {
      const text = csvOf([
        ['reference', 'vatKind', 'Vatkind', 'colour'],
        ['a', 'special', 'x', 'red'],
      ]);

      assert.deepEqual(await faults(CSV, text), [
        'COLUMN_TWICE 1 Vatkind',
        'UNKNOWN_COLUMN 1 colour',
        ...['buyer.name', 'line.name', 'line.net', 'line.rate', 'line.tax'].map(
          (name) => `COLUMN_MISSING 1 ${name}`,
        ),
      ]);
    });

    it('accepts nothing of a file that cannot be read to its end', async () => {
      assert.deepEqual(await faults(CSV, `${csvOf([HEADER, tableRow('a')])}"open`), ['QUOTE_NOT_CLOSED 3']);
      assert.deepEqual(await faults(CSV, Buffer.of(0x61, 0xff, 0xff)), ['NOT_TEXT']);
      assert.deepEqual(await faults(`${CSV};charset=utf-8`, Buffer.of(0x61, 0x0a, 0xb0)), ['NOT_TEXT 1']);
    });

    it('refuses more rows of one invoice than it may have', async () => {
      const rows = Array.from({ length: 2001 }, () => tableRow('a'));

      assert.deepEqual(await fates(CSV, csvOf([HEADER, ...rows])), ['2 2 TOO_MANY']);
    });

    it('knows a file of a header alone for empty', async () => {
      const { status, body } = await post(CSV, csvOf([HEADER]));

      assert.deepEqual([status, body.code], [400, 'EMPTY_BATCH']);
    });

    it('refuses other encodings', async () => {
      const { status, body } = await post(`${CSV}; charset=utf-16`, 'a');

      assert.deepEqual([status, body.code], [415, 'UNSUPPORTED_MEDIA_TYPE']);
    });
  });

  describe('XLSX', () => {
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

    it('reads back its own template, filled in', async () => {
      const { body, headers } = await gateway
        .send('get', '/v1/invoice-batches/template?format=xlsx', 'issuer')
        .buffer(true)
        .parse(bytesOf);

      assert.equal(headers['content-disposition'], 'attachment; filename=invoices.xlsx');
      const { status, body: problem } = await post(XLSX, body as unknown as Buffer);
      assert.deepEqual([status, problem.code], [400, 'EMPTY_BATCH']);
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

  describe('ZIP of XML', () => {
    it('issues one invoice for each file, and reports those that are none', async () => {
      const archive = rawZip([
        { name: 'invoices/' },
        { name: 'invoices/a.xml', data: einvoiceXml('a') },
        { name: '__MACOSX/a.xml', data: 'noise' },
        { name: 'invoices/b.txt', data: 'b' },
        {
          name: 'invoices/c.xml',
          data: einvoiceXml('c', (xml) => xml.replace('<EInvoice>', '<!DOCTYPE x><EInvoice>')),
        },
        { name: 'invoices/d.xml', data: einvoiceXml('d'), claimedChecksum: 1 },
        {
          name: 'invoices/e.xml',
          data: einvoiceXml('e', (xml) => xml.replace('>13.00</ComTaxAm>', '>x</ComTaxAm>')),
        },
        { name: 'invoices/f.xml', data: Buffer.alloc(1024 * 1024 + 1, 0x20) },
        { name: 'invoices/g.xml', data: einvoiceXml('a') },
      ]);

      assert.deepEqual(await fates(ZIP, archive), [
        '1 anchored',
        '2 invoices/b.txt NOT_XML_FILE',
        '3 invoices/c.xml XML_DTD',
        '4 invoices/d.xml FILE_DAMAGED',
        '5 invoices/e.xml EInvoiceData/IssuItemInformation[1]/ComTaxAm WRONG_FORM',
        '6 invoices/f.xml LINE_TOO_LONG',
        '7 invoices/g.xml Header/EIid REFERENCE_USED',
      ]);
      const [first] = documents();
      assert.equal(first!.reference, 'a');
      assert.equal(first!.document['remark'], 'a < b');
      assert.deepEqual((first!.document['lines'] as { name: string }[])[0]?.name, '*工艺品*灯笼 <大>');
    });

    for (const [what, change, want] of [
      [
        'was issued already',
        (xml: string) =>
          xml.replace(
            '</EInvoice>',
            '<TaxSupervisionInfo><InvoiceNumber>2</InvoiceNumber></TaxSupervisionInfo></EInvoice>',
          ),
        'ALREADY_ISSUED',
      ],
      [
        'says more than we keep',
        (xml: string) =>
          xml.replace('<SpecificInformation/>', '<SpecificInformation><Toll>1</Toll></SpecificInformation>'),
        'UNKNOWN_FIELD',
      ],
      [
        'says a thing twice',
        (xml: string) => xml.replace('<Drawer>', '<Drawer>x</Drawer><Drawer>'),
        'ELEMENT_TWICE',
      ],
      ['is no invoice', () => '<Other/>', 'NOT_EINVOICE'],
      ['is red', (xml: string) => xml.replace('<LabelCode>Y<', '<LabelCode>N<'), 'RED_LETTER_NOT_AVAILABLE'],
    ] as const) {
      it(`reports a file that ${what}`, async () => {
        const archive = rawZip([{ name: 'a.xml', data: einvoiceXml('a', change) }]);

        const [fate] = await fates(ZIP, archive);

        assert.equal(fate?.split(' ').at(-1), want);
        assert.equal(documents().length, 0);
      });
    }

    it('reads a rate of * by the label of special taxation', async () => {
      const label =
        '<UndefinedLabel><Label><LabelType>特定征税方式标签</LabelType><LabelName>不征税</LabelName></Label></UndefinedLabel>';
      const xml = einvoiceXml('a', (text) =>
        text
          .replace('</Header>', `${label}</Header>`)
          .replace('>0.13<', '>*<')
          .replace('>13.00</ComTaxAm>', '>*</ComTaxAm>')
          .replace('>13.00</TotalTaxAm>', '>0.00</TotalTaxAm>')
          .replace('>113.00</TotalTax-', '>100.00</TotalTax-')
          .replace('>01</LabelCode><LabelName>增值税专用发票', '>02</LabelCode><LabelName>普通发票'),
      );

      assert.deepEqual(await fates(ZIP, rawZip([{ name: 'a.xml', data: xml }])), ['1 anchored']);
      const [line] = documents()[0]!.document['lines'] as unknown as { rate: string; tax: string }[];
      assert.deepEqual([line?.rate, line?.tax], ['notTaxed', '0.00']);
    });

    for (const [what, entries, want] of [
      ['a name that leads upwards', [{ name: '../a.xml' }], 'NAME_UNSAFE'],
      ['an absolute name', [{ name: '/etc/a.xml' }], 'NAME_UNSAFE'],
      ['a name twice', [{ name: 'a.xml' }, { name: 'a.xml' }], 'NAME_TWICE'],
      ['a file that is encrypted', [{ name: 'a.xml', flags: 1 }], 'FILE_ENCRYPTED'],
      [
        'files that share their bytes',
        [
          { name: 'a.xml', data: Buffer.alloc(100_000, 'ab') },
          ...Array.from({ length: 40 }, (_, at) => ({
            name: `${at}.xml`,
            data: Buffer.alloc(100_000, 'ab'),
            sameAs: 0,
          })),
        ],
        'FILES_OVERLAP',
      ],
    ] as const) {
      it(`refuses an archive with ${what}`, async () => {
        assert.deepEqual(await faults(ZIP, rawZip(entries as readonly RawEntry[])), [want]);
      });
    }

    it('refuses an archive that would unpack to too much', async () => {
      const { status, body } = await post(ZIP, rawZip([{ name: 'a.xml', claimedSize: 1_500_000_000 }]));

      assert.deepEqual([status, body.code], [413, 'UNPACKED_TOO_LARGE']);
      assert.equal(documents().length, 0);
    });
  });
});

describe('GET /v1/invoice-batches/template', () => {
  it('gives the columns in the language of the reader', async () => {
    const gateway = await testGateway();
    const header = async (language: string): Promise<string> =>
      (
        await gateway
          .send('get', '/v1/invoice-batches/template?format=csv', 'issuer')
          .set('Accept-Language', language)
          .expect(200)
      ).text.split(',', 1)[0] ?? '';

    assert.equal(await header('zh'), '\ufeff业务单号');
    assert.equal(await header('en'), '\ufeffreference');
    gateway.close();
  });
});

/** superagent knows no workbook: the body as bytes. */
function bytesOf(answer: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const stream = answer as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    done(null, Buffer.concat(chunks));
  });
}
