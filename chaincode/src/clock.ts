/**
 * The ledger clock of a namespace. Any organization may advance it, and each
 * endorser holds the proposed time against a clock of its own, so no single one
 * can move it away from real time.
 *
 * @module
 */
import { acceptTick, canonicalJson } from '@chopmark/core';
import type { Call } from './call';
import { requireMember } from './caller';
import { ownClockMs } from './own-clock';

/** @throws {LedgerError} `NOT_PERMITTED`, `CLOCK_DISAGREES`, `CLOCK_TOO_SOON` */
export async function tick(call: Call): Promise<string> {
  requireMember(call.caller);
  const record = acceptTick({
    clock: await call.store.clock(),
    transactionTimeMs: call.time.ms,
    ownTimeMs: ownClockMs(),
    txId: call.txId,
  });
  await call.store.putClock(record);
  return canonicalJson(record);
}
