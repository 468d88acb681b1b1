import type { Verdict } from '@chopmark/core/verify';

/** What a script reads; 2 is a wrong call. */
export const EXIT = { inForce: 0, error: 1, notInForce: 3, invalid: 4, open: 5 } as const;

export function exitCodeOf({ verdict, inForce }: Pick<Verdict, 'verdict' | 'inForce'>): number {
  if (verdict === 'error') return EXIT.error;
  if (verdict === 'invalid') return EXIT.invalid;
  if (verdict === 'indeterminate' || inForce === 'unknown') return EXIT.open;
  return inForce === 'no' ? EXIT.notInForce : EXIT.inForce;
}

/** A forgery must not hide behind a file that could not be read. */
const WORST_FIRST: readonly number[] = [EXIT.invalid, EXIT.error, EXIT.open, EXIT.notInForce, EXIT.inForce];

/** @returns The worst of several codes: invalid, error, open, not in force, in force. */
export function worstOf(codes: readonly number[]): number {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.inForce;
}
