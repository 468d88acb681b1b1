/**
 * An invoice in the XML of the fully digital invoice (数电票, `EInvoice`) → a request. What the file says and a request
 * cannot hold is refused, never dropped; left out is only what says nothing of its own: labels, the total in words, the
 * gross amount of a line. A file that has a number was issued already and is not issued again.
 *
 * @module
 */
import type { JsonObject, JsonValue } from '@chopmark/core';
import type { Fault } from '../../problems/faults.js';
import { refusalOf } from '../../problems/refusal.js';
import type { SourceLine } from '../source-line.js';
import { readAmount, readRate } from '../table/read-cell.js';
import { child, parseXml, type XmlElement } from './xml-tree.js';
import { XmlError } from './xml-reader.js';

type Reader = (text: string) => string;
interface Field {
  readonly path: readonly string[];
  readonly read?: Reader;
}

const field = (path: string, read?: Reader): Field => ({ path: path.split('.'), ...(read && { read }) });
const LEFT_OUT = field('');

const VAT_KINDS: Readonly<Record<string, string>> = { '01': 'special', '02': 'ordinary' };
const LETTERS: Readonly<Record<string, string>> = { Y: 'blue', N: 'red' };
const coded =
  (codes: Readonly<Record<string, string>>): Reader =>
  (text) =>
    Object.hasOwn(codes, text) ? (codes[text] ?? text) : text;

const party = (prefix: 'Seller' | 'Buyer', name: string): readonly (readonly [string, Field])[] =>
  (
    [
      ['IdNum', 'taxId'],
      ['Name', 'name'],
      ['Addr', 'address'],
      ['TelNum', 'phone'],
      ['BankName', 'bankName'],
      ['BankAccNum', 'bankAccount'],
    ] as const
  ).map(([ending, member]) => [
    `EInvoiceData/${prefix}Information/${prefix}${ending}`,
    field(`${name}.${member}`),
  ]);

/** By path of the element below the root. */
const FIELDS: ReadonlyMap<string, Field> = new Map([
  ['Header/EIid', field('reference')],
  ['Header/EInvoiceTag', LEFT_OUT],
  ['Header/Version', LEFT_OUT],
  ['Header/InherentLabel/InIssuType/LabelCode', field('letter', coded(LETTERS))],
  ['Header/InherentLabel/InIssuType/LabelName', LEFT_OUT],
  ['Header/InherentLabel/EInvoiceType/LabelCode', LEFT_OUT],
  ['Header/InherentLabel/EInvoiceType/LabelName', LEFT_OUT],
  ['Header/InherentLabel/GeneralOrSpecialVAT/LabelCode', field('vatKind', coded(VAT_KINDS))],
  ['Header/InherentLabel/GeneralOrSpecialVAT/LabelName', LEFT_OUT],
  ['Header/InherentLabel/TaxpayerType/LabelCode', LEFT_OUT],
  ['Header/InherentLabel/TaxpayerType/LabelName', LEFT_OUT],
  ['Header/UndefinedLabel/Label/LabelType', LEFT_OUT],
  ['Header/UndefinedLabel/Label/LabelCode', LEFT_OUT],
  ['Header/UndefinedLabel/Label/LabelName', LEFT_OUT],
  ...party('Seller', 'seller'),
  ...party('Buyer', 'buyer'),
  ['EInvoiceData/BasicInformation/TotalAmWithoutTax', field('totalNet', readAmount)],
  ['EInvoiceData/BasicInformation/TotalTaxAm', field('totalTax', readAmount)],
  ['EInvoiceData/BasicInformation/TotalTax-includedAmount', field('totalGross', readAmount)],
  ['EInvoiceData/BasicInformation/TotalTax-includedAmountInChinese', LEFT_OUT],
  ['EInvoiceData/BasicInformation/Drawer', field('drawer')],
  ['EInvoiceData/BasicInformation/RequestTime', field('issuedOn', (text) => text.slice(0, 10))],
  ['EInvoiceData/AdditionalInformation/Remark', field('remark')],
  ['SellerAuthentication/AuthenticationMethods', LEFT_OUT],
]);

const LINE = 'EInvoiceData/IssuItemInformation';
const notTaxedAmount: Reader = (text) => (text === '*' ? '0.00' : readAmount(text));

const LINE_FIELDS: ReadonlyMap<string, Field> = new Map([
  ['ItemName', field('name')],
  ['SpecMod', field('specification')],
  ['MeaUnits', field('unit')],
  ['Quantity', field('quantity')],
  ['UnPrice', field('unitPrice')],
  ['Amount', field('net', readAmount)],
  ['TaxRate', field('rate', readRate)],
  ['ComTaxAm', field('tax', notTaxedAmount)],
  ['TotaltaxIncludedAmount', LEFT_OUT],
  ['TaxClassificationCode', field('classificationCode')],
]);

/** Parts that only an issued invoice has: its number, and the seal of the bureau. */
const ISSUED = /^(?:TaxSupervisionInfo|TaxBureauSignature)\//;

export function einvoiceLine(line: number, file: string, bytes: Uint8Array): SourceLine {
  return { line, file, read: () => requestOf(rootOf(bytes)), locate };
}

/** Which element a member of the request came from; the last number of a line's pointer is its place. */
function locate(pointer: string): { readonly column?: string } {
  const [, first = '', place = '', ...rest] = pointer.split('/');
  const inLine = first === 'lines';
  const path = (inLine ? rest : pointer.split('/').slice(1)).join('.');
  for (const [element, { path: target }] of inLine ? LINE_FIELDS : FIELDS) {
    if (path !== '' && target.join('.') === path)
      return { column: inLine ? `${LINE}[${Number(place) + 1}]/${element}` : element };
  }
  return {};
}

function rootOf(bytes: Uint8Array): XmlElement {
  try {
    const root = parseXml(bytes);
    if (root.name === 'EInvoice') return root;
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause;
    throw refusalOf('MALFORMED_REQUEST', [{ pointer: '', code: cause.code }], { cause });
  }
  throw refusalOf('MALFORMED_REQUEST', [{ pointer: '', code: 'NOT_EINVOICE' }]);
}

function requestOf(root: XmlElement): JsonValue {
  const request: Request = { body: {}, lines: [], faults: [] };
  readElements(root, '', request, specialRate(root));
  if (request.faults.length > 0) throw refusalOf('MALFORMED_REQUEST', request.faults);
  return { ...request.body, lines: request.lines };
}

interface Request {
  readonly body: Record<string, JsonValue>;
  readonly lines: JsonObject[];
  readonly faults: Fault[];
}

function readElements(element: XmlElement, path: string, request: Request, starRate: string): void {
  for (const one of element.children) {
    const below = path === '' ? one.name : `${path}/${one.name}`;
    if (below === LINE) request.lines.push(readLine(one, request, starRate));
    else if (one.children.length > 0) readElements(one, below, request, starRate);
    else if (one.text !== '') readField(one.text, below, FIELDS.get(below), request.body, request.faults);
  }
}

function readLine(element: XmlElement, { lines, faults }: Request, starRate: string): JsonObject {
  const line: Record<string, JsonValue> = {};
  for (const { name, text } of element.children) {
    if (text === '') continue;
    const value = name === 'TaxRate' && text === '*' ? starRate : text;
    readField(value, `${LINE}[${lines.length + 1}]/${name}`, LINE_FIELDS.get(name), line, faults);
  }
  return line;
}

function readField(
  text: string,
  element: string,
  known: Field | undefined,
  into: Record<string, JsonValue>,
  faults: Fault[],
): void {
  const fault = (code: string): number => faults.push({ pointer: '', code, column: element });
  if (known === undefined) fault(ISSUED.test(element) ? 'ALREADY_ISSUED' : 'UNKNOWN_FIELD');
  else if (known !== LEFT_OUT && !put(into, known.path, known.read?.(text) ?? text)) fault('ELEMENT_TWICE');
}

/** @returns Whether there was nothing before. */
function put(
  into: Record<string, JsonValue>,
  [first = '', second]: readonly string[],
  value: string,
): boolean {
  if (second === undefined) {
    if (Object.hasOwn(into, first)) return false;
    into[first] = value;
    return true;
  }
  const inner = { ...(into[first] as JsonObject | undefined) };
  if (Object.hasOwn(inner, second)) return false;
  into[first] = { ...inner, [second]: value };
  return true;
}

/** What `*` in place of a rate means: the label of special taxation says it, 不征税 or 免税. */
function specialRate(root: XmlElement): string {
  const labels = child(child(root, 'Header'), 'UndefinedLabel')?.children ?? [];
  const special = labels.find((label) => child(label, 'LabelType')?.text === '特定征税方式标签');
  return readRate(child(special, 'LabelName')?.text ?? '*');
}
