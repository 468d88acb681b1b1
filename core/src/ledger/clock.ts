/** The ledger clock: time that endorsers agree on, because each compared it with its own. */
import { LedgerError } from '../errors/ledger-error.js';
import { CLOCK_STEP_SECONDS, CLOCK_TOLERANCE_SECONDS } from './ledger-api.js';
import type { ClockRecord } from './records.js';

export interface TickInput {
  readonly clock: ClockRecord | undefined;
  /** The transaction's own time in milliseconds since 1970; cut to the second. */
  readonly transactionTimeMs: number;
  /** The endorser's own clock in milliseconds since 1970. */
  readonly ownTimeMs: number;
  readonly txId: string;
}

/** @throws {LedgerError} `CLOCK_TOO_SOON`, `CLOCK_DISAGREES` */
export function acceptTick({ clock, transactionTimeMs, ownTimeMs, txId }: TickInput): ClockRecord {
  const seconds = Math.floor(transactionTimeMs / 1000);
  if (Math.abs(seconds * 1000 - ownTimeMs) > CLOCK_TOLERANCE_SECONDS * 1000) {
    throw new LedgerError(
      'CLOCK_DISAGREES',
      `transaction time is more than ${CLOCK_TOLERANCE_SECONDS} s from this clock`,
    );
  }
  if (clock !== undefined && seconds < Date.parse(clock.time) / 1000 + CLOCK_STEP_SECONDS) {
    throw new LedgerError('CLOCK_TOO_SOON', `the last tick is less than ${CLOCK_STEP_SECONDS} s old`);
  }
  return { time: `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`, txId, type: 'chopmark/clock/1' };
}
