/**
 * Days as spreadsheets keep them: counted from an epoch, with the time of day as a fraction (ECMA-376 part 1, 18.17.4.1).
 *
 * @module
 */
import type { DayCell, OddCell } from '../table/row.js';

/** `1900`: 1 is 1900-01-01, and 60 a 29th of February that never was. `1904`: 0 is 1904-01-01. */
export type DateSystem = '1900' | '1904';

const DAY_MS = 86_400_000;
const FALSE_LEAP_DAY = 60;
const LAST_DAY = Date.UTC(9999, 11, 31);

/** The day before 1: one later for days behind the false one. */
function epochOf(system: DateSystem, serial: number): number {
  if (system === '1904') return Date.UTC(1904, 0, 1);
  return serial < FALSE_LEAP_DAY ? Date.UTC(1899, 11, 31) : Date.UTC(1899, 11, 30);
}

/** @param text Of the number as the file has it. */
export function dayOf(text: string, system: DateSystem): DayCell | OddCell {
  // Fifteen digits are what a spreadsheet shows; the rest is noise of its arithmetic.
  const serial = Number(Number(text).toPrecision(15));
  const isBefore = !(serial >= (system === '1900' ? 1 : 0));
  if (text.trim() === '' || isBefore) return { odd: 'NO_DAY' };
  if (!Number.isInteger(serial)) return { odd: 'TIME_OF_DAY' };
  const at = epochOf(system, serial) + serial * DAY_MS;
  if (at > LAST_DAY || (system === '1900' && serial === FALSE_LEAP_DAY)) return { odd: 'NO_DAY' };
  return { day: new Date(at).toISOString().slice(0, 10) };
}

/** Of a cell that holds a day in ISO 8601. */
export function isoDayOf(text: string): DayCell | OddCell {
  const [, day = '', time] = /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T(.*))?$/s.exec(text.trim()) ?? [];
  if (day === '') return { odd: 'NO_DAY' };
  return time === undefined || /^00:00(?::00(?:\.0*)?)?Z?$/.test(time) ? { day } : { odd: 'TIME_OF_DAY' };
}
