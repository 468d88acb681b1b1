/**
 * Numbers of documents, made from kind, prefix and sequence. The sandbox region 00 belongs to no
 * bureau, so that no number of ours looks like an issued one.
 *
 * @module
 */
import { DocumentError } from '../errors/document-error.js';
import { REGIONS } from './regions.js';

/** Region of every invoice number until an authority runs this. */
export const SANDBOX_REGION = '00';

const INVOICE_PREFIX = /^[0-9]{5}$/;
const INVOICE_NUMBER =
  /^(?<prefix>(?<year>[0-9]{2})(?<region>[0-9]{2})(?<channel>[0-9]))(?<sequence>[0-9]{15})$/;

/** Digits of an invoice's sequence; the largest is below 2^53. */
const INVOICE_SEQUENCE_DIGITS = 15;

export const MAX_INVOICE_SEQUENCE = 10 ** INVOICE_SEQUENCE_DIGITS - 1;

export interface InvoiceNumber {
  /** Two digits of the year, day of Asia/Shanghai. */
  readonly year: string;
  readonly region: string;
  /** Issue channel; its meaning is not public. */
  readonly channel: string;
  /** Year, region and channel. */
  readonly prefix: string;
  readonly sequence: number;
}

/** @throws {DocumentError} `MALFORMED_NUMBER` */
export function formatInvoiceNumber(prefix: string, sequence: number): string {
  if (!INVOICE_PREFIX.test(prefix)) throw malformed('prefix must be 5 digits');
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > MAX_INVOICE_SEQUENCE) {
    throw malformed(`sequence must be 1 to ${MAX_INVOICE_SEQUENCE}`);
  }
  return prefix + String(sequence).padStart(INVOICE_SEQUENCE_DIGITS, '0');
}

/** There is no check digit: year, region and channel are all that can be checked. @throws {DocumentError} `MALFORMED_NUMBER` */
export function parseInvoiceNumber(text: string): InvoiceNumber {
  const { prefix, year, region, channel, sequence } = INVOICE_NUMBER.exec(text)?.groups ?? {};
  if (!prefix || !year || !region || !channel || Number(sequence) === 0)
    throw malformed('number must be 20 digits');
  if (!Object.hasOwn(REGIONS, region)) throw malformed(`no region ${region}`);
  return { year, region, channel, prefix, sequence: Number(sequence) };
}

function malformed(detail: string): DocumentError {
  return new DocumentError('MALFORMED_NUMBER', detail);
}
