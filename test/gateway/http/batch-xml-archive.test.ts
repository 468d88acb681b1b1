import assert from 'node:assert/strict';
import { batchUploads } from '../../support/gateway/batch-uploads.js';
import { einvoiceXml, ZIP } from '../../support/gateway/upload-files.js';
import { rawZip, type RawEntry } from '../../support/raw-zip.js';

describe('POST /v1/invoice-batches, ZIP of XML', () => {
  const { post, fates, faults, documents } = batchUploads();

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
