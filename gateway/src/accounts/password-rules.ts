/**
 * Which passwords are taken, in the spirit of NIST SP 800-63B-4 section 3.1.1: long enough to be the only factor, not
 * among those that are guessed first, nothing about the account; no rules about kinds of characters, no expiry.
 *
 * @module
 */
import type { Fault } from '../problems/faults.js';
import { COMMON_WORDS, ROWS } from './common-passwords.js';

/** Characters that a password has at least; 15 is asked for where nothing else is. */
export const MIN_PASSWORD_LENGTH = 15;

/** What must be left of a password without what everybody guesses. */
const MIN_OWN_CHARACTERS = 7;

/** A run along a keyboard or alphabet counts as one from this length on. */
const RUN_LENGTH = 4;

/**
 * What is wrong with a new password.
 *
 * @param about What guessers know of the account: its name, its organization.
 * @param pointer Where the password stands in the request.
 */
export function passwordFaults(password: string, about: readonly string[], pointer: string): Fault[] {
  // Counted as people do: a character of two code units is one.
  const length = Array.from(password.normalize('NFKC')).length;
  if (length < MIN_PASSWORD_LENGTH)
    return [{ pointer, code: 'TOO_SHORT', parameters: { limit: MIN_PASSWORD_LENGTH } }];
  return [plain(password), plain(withoutLeet(password))].some((text) => isGuessed(text, about))
    ? [{ pointer, code: 'GUESSABLE_PASSWORD' }]
    : [];
}

function plain(password: string): string {
  return password.normalize('NFKC').toLowerCase();
}

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

function withoutLeet(password: string): string {
  return password.replace(/[013457@$!]/g, (character) => LEET[character] ?? character);
}

function isGuessed(text: string, about: readonly string[]): boolean {
  const known = about.map(plain).filter((word) => word.length >= 4);
  let rest = text;
  for (const word of [...known, ...COMMON_WORDS]) rest = rest.replaceAll(word, ' ');
  rest = withoutRuns(rest).replace(/(?:19|20)\d\d/g, ' ');
  return new Set(rest.replace(/\s/g, '')).size < MIN_OWN_CHARACTERS || isRepetition(text);
}

/** Leaves out pieces of a row, forwards and backwards. */
function withoutRuns(text: string): string {
  let rest = '';
  for (let start = 0; start < text.length;) {
    const end = endOfRun(text, start);
    rest += end - start >= RUN_LENGTH ? ' ' : text.slice(start, start + 1);
    start = end - start >= RUN_LENGTH ? end : start + 1;
  }
  return rest;
}

const BOTH_WAYS = ROWS.flatMap((row) => [row, Array.from(row).reverse().join('')]);

function endOfRun(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && BOTH_WAYS.some((row) => row.includes(text.slice(start, end + 1)))) end += 1;
  return end;
}

/** One short piece again and again. */
function isRepetition(text: string): boolean {
  return /^(.{1,6})\1+.{0,5}$/u.test(text);
}
