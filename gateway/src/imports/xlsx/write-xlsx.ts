/**
 * Sheets of text → an XLSX workbook, streamed. Every cell is text in a column formatted as text: no program makes a number
 * or a formula of what stands in it.
 *
 * @module
 */
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

export interface Sheet {
  readonly name: string;
  /** Width of each column in characters. */
  readonly widths: readonly number[];
  readonly rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>;
}

export const XLSX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** The same bytes each time. */
const PLAIN = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };
/** Number of the style that is text. */
const TEXT_STYLE = 1;

/** Ends `to` when all is written. */
export async function writeXlsx(sheets: readonly Sheet[], to: Writable): Promise<void> {
  const zip = new ZipFile();
  const sent = pipeline(zip.outputStream, to);
  for (const [name, text] of partsOf(sheets)) zip.addBuffer(Buffer.from(HEAD + text), name, PLAIN);
  for (const [at, sheet] of sheets.entries()) {
    zip.addReadStreamLazy(`xl/worksheets/sheet${at + 1}.xml`, PLAIN, (give) => {
      give(undefined, Readable.from(sheetXml(sheet), { objectMode: false }));
    });
  }
  zip.end();
  await sent;
}

function partsOf(sheets: readonly Sheet[]): readonly (readonly [string, string])[] {
  const each = (text: (place: number, sheet: Sheet) => string): string =>
    sheets.map((sheet, at) => text(at + 1, sheet)).join('');
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>` +
        each(
          (place) =>
            `<Override PartName="/xl/worksheets/sheet${place}.xml" ContentType="${type}.worksheet+xml"/>`,
        ) +
        `<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>` +
        each((place, { name }) => `<sheet name="${escaped(name)}" sheetId="${place}" r:id="rId${place}"/>`) +
        '</sheets></workbook>',
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">` +
        each(
          (place) =>
            `<Relationship Id="rId${place}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${place}.xml"/>`,
        ) +
        `<Relationship Id="rId${sheets.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    ],
    // Format 49 is text.
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="等线"/></font></fonts>` +
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
        '<cellXfs count="2"><xf xfId="0"/><xf xfId="0" numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>',
    ],
  ];
}

async function* sheetXml({ widths, rows }: Sheet): AsyncGenerator<Buffer> {
  const columns = widths
    .map(
      (width, at) =>
        `<col min="${at + 1}" max="${at + 1}" width="${width}" style="${TEXT_STYLE}" customWidth="1"/>`,
    )
    .join('');
  yield Buffer.from(`${HEAD}<worksheet xmlns="${MAIN}"><cols>${columns}</cols><sheetData>`);
  let line = 0;
  for await (const row of rows) {
    line += 1;
    const cells = row.map(
      (text) =>
        `<c s="${TEXT_STYLE}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`,
    );
    yield Buffer.from(`<row r="${line}">${cells.join('')}</row>`);
  }
  yield Buffer.from('</sheetData></worksheet>');
}

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML cannot hold are left out. */
function escaped(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- controls are what XML cannot hold
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"]/g, (character) => MARKUP[character] ?? '')
  );
}
