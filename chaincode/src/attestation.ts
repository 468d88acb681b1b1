/**
 * What several organizations sign for a third party: a batch record, the states
 * of documents, and the clock they were true at. Never submitted; its read set
 * with the versions of the keys is part of what is signed, so it reads nothing
 * but these.
 *
 * @module
 */
import {
  formatAttestation,
  LedgerError,
  MAX_ATTESTED,
  hexHashOf,
  parseHexHash,
  type JsonObject,
} from '@chopmark/core';
import { parseBatchNumber, parseHashes, parseSeriesName } from './arguments';
import type { Call } from './call';
import { requireMember } from './caller';

/** Place of `hashes` among the arguments. */
const HASHES = 2;

/** @throws {LedgerError} `MALFORMED_ARGUMENT`, `NOT_PERMITTED`, `CLOCK_NOT_SET`, `BATCH_NOT_FOUND` */
export async function attest(call: Call, series: string, batch: string): Promise<string> {
  const name = parseSeriesName(series);
  const number = parseBatchNumber(batch);
  const hashes = parseHashes(call.rawArgument(HASHES), MAX_ATTESTED);
  requireMember(call.caller);

  const clock = await call.store.clock();
  if (!clock) throw new LedgerError('CLOCK_NOT_SET', 'the ledger clock has never been set');
  const record = await call.store.batch(name, number);
  if (!record) throw new LedgerError('BATCH_NOT_FOUND', `series ${name} has no batch ${number}`);
  const states: (JsonObject | null)[] = [];
  for (const hash of hashes) states.push(await call.store.documentState(hexHashOf(hash)));

  return formatAttestation({
    network: parseHexHash(call.deployment.network),
    channel: call.channel,
    namespace: call.namespace,
    authority: call.authority,
    clock: clock.time,
    record,
    states,
  });
}
