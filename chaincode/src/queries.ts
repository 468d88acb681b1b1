/** What members of the channel may look up, one record by its key. */
import { canonicalJson, LEDGER_CONTRACT, LedgerError, type LedgerErrorCode } from '@chopmark/core';
import { parseBatchNumber, parseHash, parseSeriesName } from './arguments';
import type { Call } from './call';
import { requireMember } from './caller';

/** @throws {LedgerError} `MALFORMED_ARGUMENT`, `NOT_PERMITTED`, `SERIES_NOT_FOUND` */
export async function getSeries(call: Call, series: string): Promise<string> {
  const name = parseSeriesName(series);
  requireMember(call.caller);
  return canonicalJson(await call.store.requireSeries(name));
}

/** @throws {LedgerError} `MALFORMED_ARGUMENT`, `NOT_PERMITTED`, `SERIES_NOT_FOUND` */
export async function getHead(call: Call, series: string): Promise<string> {
  const name = parseSeriesName(series);
  requireMember(call.caller);
  return canonicalJson(await call.store.requireHead(name));
}

/** @throws {LedgerError} `MALFORMED_ARGUMENT`, `NOT_PERMITTED`, `BATCH_NOT_FOUND` */
export async function getBatch(call: Call, series: string, batch: string): Promise<string> {
  const name = parseSeriesName(series);
  const number = parseBatchNumber(batch);
  requireMember(call.caller);
  return found(
    await call.store.batch(name, number),
    'BATCH_NOT_FOUND',
    `series ${name} has no batch ${number}`,
  );
}

/** @throws {LedgerError} `NOT_PERMITTED`, `CLOCK_NOT_SET` */
export async function getClock(call: Call): Promise<string> {
  requireMember(call.caller);
  return found(await call.store.clock(), 'CLOCK_NOT_SET', 'the ledger clock has never been set');
}

/** @throws {LedgerError} `MALFORMED_ARGUMENT`, `NOT_PERMITTED`, `ROLE_NOT_FOUND` */
export async function getRoles(call: Call, certificate: string): Promise<string> {
  const fingerprint = parseHash(certificate, 'certificate');
  requireMember(call.caller);
  return found(await call.store.role(fingerprint), 'ROLE_NOT_FOUND', 'the certificate has no roles');
}

/** Lets organizations compare what they run. @throws {LedgerError} `NOT_PERMITTED` */
export function version(call: Call): string {
  requireMember(call.caller);
  const { bundle, network } = call.deployment;
  return canonicalJson({ bundle, functions: Object.keys(LEDGER_CONTRACT.functions).sort(), network });
}

function found(record: object | undefined, code: LedgerErrorCode, otherwise: string): string {
  if (!record) throw new LedgerError(code, otherwise);
  return canonicalJson(record);
}
