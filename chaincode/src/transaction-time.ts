/**
 * The time that a proposal claims. Its client sets it and every endorser sees the
 * same value; the peer only bounds it (15 minutes) at endorsement. It dates
 * records as a claim; what must be true is dated by the ledger clock.
 *
 * @module
 */
import { LedgerError } from '@chopmark/core';

export interface TransactionTime {
  /** RFC 3339 in UTC with milliseconds. */
  readonly instant: string;
  /** The same in milliseconds since 1970. */
  readonly ms: number;
}

/** What the shim's stub gives; `seconds` is an unsigned `Long`. */
interface ProposalTimestamp {
  readonly seconds: { toNumber(): number };
  readonly nanos: number;
}

/** Last second that has an RFC 3339 form: 9999-12-31T23:59:59Z. */
const LAST_SECOND = 253_402_300_799;

/** @throws {LedgerError} `MALFORMED_ARGUMENT` when the timestamp has no RFC 3339 form. */
export function transactionTime(stub: { getTxTimestamp(): ProposalTimestamp }): TransactionTime {
  const { seconds: long, nanos } = stub.getTxTimestamp();
  const seconds = long.toNumber();
  if (!(seconds > 0 && seconds <= LAST_SECOND && nanos >= 0 && nanos < 1e9)) {
    throw new LedgerError('MALFORMED_ARGUMENT', 'the time of the proposal is out of range');
  }
  const ms = seconds * 1000 + Math.floor(nanos / 1e6);
  return { instant: new Date(ms).toISOString(), ms };
}
