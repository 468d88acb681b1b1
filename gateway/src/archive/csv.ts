/**
 * Rows → CSV that a spreadsheet shows as it was written: with a byte order mark, and an apostrophe in front of what it
 * would run as a formula or change (`=`, `+`, `-`, `@` and control characters in front; digits that a number would lose).
 *
 * @module
 */

/** Without it spreadsheets take UTF-8 for the code page of the machine. */
export const BYTE_ORDER_MARK = '\ufeff';

/** An amount is a number in any spreadsheet, also below zero. */
const PLAIN_NUMBER = /^-?(?:0|[1-9][0-9]{0,10})(?:\.[0-9]{1,6})?$/;
const CHANGED = /^(?:[=+\-@\t\r\n]|0[0-9]|[0-9]{12,}$|[0-9]+[eE][0-9]+$)/;

/** One row with its line end. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const safe = CHANGED.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
