import assert from 'node:assert/strict';
import { batchUploads } from '../../support/gateway/batch-uploads.js';
import { CSV, csvOf, HEADER, tableRow } from '../../support/gateway/upload-files.js';

describe('POST /v1/invoice-batches, CSV', () => {
  const uploads = batchUploads();
  const { post, fates, faults, documents } = uploads;

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

  it('tells refused rows in the words of the table', async () => {
    const names = ['业务单号', '发票种类', '购方名称', '项目名称', '金额', '税率', '税额'];
    const text = csvOf([
      names,
      ['K-1', '普通发票', '', '笔', '100', '13%', '13'],
      ['K-2', '发票', '甲', '笔', '100', '13%', '13'],
    ]);
    const { body } = await post(CSV, text).set('Accept-Language', 'zh');

    const { text: table } = await uploads.gateway
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
