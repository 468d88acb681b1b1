/** Files of invoices as people send them: tables, workbooks, archives of XML. */
import { rawZip } from '../raw-zip.js';
import { BUYER, SELLER } from './people.js';

export const CSV = 'text/csv';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const ZIP = 'application/zip';

export const HEADER = [
  'reference',
  'vatKind',
  'buyer.name',
  'buyer.taxId',
  'line.name',
  'line.net',
  'line.rate',
  'line.tax',
];

/** One good row under HEADER; the seller is the account's. */
export function tableRow(reference: string, changes: Readonly<Record<string, string>> = {}): string[] {
  const cells: Readonly<Record<string, string>> = {
    reference,
    vatKind: 'special',
    'buyer.name': BUYER.name,
    'buyer.taxId': BUYER.taxId,
    'line.name': '*工艺品*节庆灯笼',
    'line.net': '100.00',
    'line.rate': '0.13',
    'line.tax': '13.00',
    ...changes,
  };
  return HEADER.map((name) => cells[name] ?? '');
}

export const csvOf = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.join(',')}\r\n`).join('');

/** `number`: as a spreadsheet keeps one; `style`: place of its format, from 1. */
export type SheetCell = string | { readonly number: string; readonly style?: number };

export interface WorkbookOptions {
  /** Codes of number formats. */
  readonly formats?: readonly string[];
  readonly date1904?: boolean;
}

const FIRST_OWN_FORMAT = 164;

/** What names no cell's style stands in front, as spreadsheets write it. */
const stylesXml = (formats: readonly string[]): string =>
  `<styleSheet><numFmts>${formats.map((code, at) => `<numFmt numFmtId="${FIRST_OWN_FORMAT + at}" formatCode="${code}"/>`).join('')}</numFmts>` +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>' +
  `${formats.map((_, at) => `<xf numFmtId="${FIRST_OWN_FORMAT + at}"/>`).join('')}</cellXfs></styleSheet>`;

/** A workbook as spreadsheets save it: texts in the shared table, the sheet named by a relation. */
export function workbook(
  rows: readonly (readonly SheetCell[])[],
  { formats = [], date1904 = false }: WorkbookOptions = {},
): Buffer {
  const strings: string[] = [];
  const cellXml = (cell: SheetCell, reference: string): string => {
    if (typeof cell !== 'string')
      return `<c r="${reference}" s="${cell.style ?? 0}"><v>${cell.number}</v></c>`;
    if (cell === '') return '';
    if (!strings.includes(cell)) strings.push(cell);
    return `<c r="${reference}" t="s"><v>${strings.indexOf(cell)}</v></c>`;
  };
  const sheet = rows
    .map((row, line) => {
      const cells = row.map((cell, at) => cellXml(cell, `${String.fromCharCode(65 + at)}${line + 1}`));
      return `<row r="${line + 1}" spans="1:8">${cells.join('')}</row>`;
    })
    .join('');
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n';
  return rawZip([
    { name: '[Content_Types].xml', data: `${head}<Types/>` },
    {
      name: 'xl/workbook.xml',
      data: `${head}<workbook xmlns:r="r"><workbookPr date1904="${Number(date1904)}"/><sheets><sheet name="A" sheetId="7" r:id="rId3"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: `${head}<Relationships><Relationship Id="rId3" Type="t/worksheet" Target="worksheets/other.xml"/></Relationships>`,
    },
    {
      name: 'xl/worksheets/other.xml',
      data: `${head}<worksheet><dimension ref="A1"/><sheetData>${sheet}</sheetData></worksheet>`,
    },
    { name: 'xl/styles.xml', data: head + stylesXml(formats) },
    {
      name: 'xl/sharedStrings.xml',
      data: `${head}<sst>${strings.map((text) => `<si><r><t xml:space="preserve">${text}</t></r><rPh><t>reading</t></rPh></si>`).join('')}</sst>`,
    },
  ]);
}

/** An invoice to be issued, in the XML of the fully digital invoice. */
export function einvoiceXml(reference: string, change: (xml: string) => string = (xml) => xml): string {
  return change(`<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<EInvoice>
  <Header>
    <EIid>${reference}</EIid><EInvoiceTag>SWEI0000</EInvoiceTag><Version>0.36</Version>
    <InherentLabel>
      <InIssuType><LabelCode>Y</LabelCode><LabelName>是否蓝字发票标志</LabelName></InIssuType>
      <EInvoiceType><LabelCode>01</LabelCode></EInvoiceType>
      <GeneralOrSpecialVAT><LabelCode>01</LabelCode><LabelName>增值税专用发票</LabelName></GeneralOrSpecialVAT>
    </InherentLabel>
  </Header>
  <EInvoiceData>
    <SellerInformation><SellerIdNum>${SELLER.taxId}</SellerIdNum><SellerName>${SELLER.name}</SellerName></SellerInformation>
    <BuyerInformation><BuyerIdNum>${BUYER.taxId}</BuyerIdNum><BuyerName>${BUYER.name}</BuyerName><BuyerAddr></BuyerAddr></BuyerInformation>
    <BasicInformation>
      <TotalAmWithoutTax>100.00</TotalAmWithoutTax><TotalTaxAm>13.00</TotalTaxAm>
      <TotalTax-includedAmount>113.00</TotalTax-includedAmount>
      <TotalTax-includedAmountInChinese>壹佰壹拾叁圆整</TotalTax-includedAmountInChinese><Drawer>示例开票员</Drawer>
    </BasicInformation>
    <IssuItemInformation>
      <ItemName>*工艺品*灯笼 &lt;大&gt;</ItemName><MeaUnits>只</MeaUnits><Quantity>1</Quantity><UnPrice>100</UnPrice>
      <Amount>100.00</Amount><TaxRate>0.13</TaxRate><ComTaxAm>13.00</ComTaxAm>
      <TotaltaxIncludedAmount>113.00</TotaltaxIncludedAmount>
    </IssuItemInformation>
    <SpecificInformation/><AdditionalInformation><Remark><![CDATA[a < b]]></Remark></AdditionalInformation>
  </EInvoiceData>
</EInvoice>
`);
}
