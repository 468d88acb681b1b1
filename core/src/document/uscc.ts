/**
 * Unified social credit code (统一社会信用代码, GB 32100-2015): two checks. Codes that were really
 * issued early fail them, so a failed check is a warning, never a wall.
 *
 * @module
 */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const FORM = /^[0-9ABCDEFGHJKLMNPQRTUWXY]{18}$/;
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/** Of characters 9 to 16, the organization code of GB 11714. */
const INNER_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const INNER_START = 8;

export interface UsccCheck {
  /** 18 characters of the code's alphabet; when false nothing else was computed. */
  readonly wellFormed: boolean;
  /** The last character is what the first 17 ask for. */
  readonly checkOk: boolean;
  /** Character 17 is what the organization code asks for. */
  readonly innerOk: boolean;
}

/** @param code As given: no change of case, no trimming. */
export function checkUscc(code: string): UsccCheck {
  if (!FORM.test(code)) return { wellFormed: false, checkOk: false, innerOk: false };
  return {
    wellFormed: true,
    checkOk: checkCharacter(code) === code.charAt(17),
    innerOk: innerCharacter(code) === code.charAt(16),
  };
}

function checkCharacter(code: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * ALPHABET.indexOf(code.charAt(at)), 0);
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Digits are 0 to 9, letters 10 to 35; 10 is written X, 11 is written 0. */
function innerCharacter(code: string): string {
  const value = (weight: number, at: number) => weight * parseInt(code.charAt(INNER_START + at), 36);
  const check = 11 - (INNER_WEIGHTS.map(value).reduce((a, b) => a + b, 0) % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}
