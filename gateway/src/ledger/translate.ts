/**
 * Fabric's errors, translated at the border, once.
 *
 * A refusal may sit in the message (evaluate) or in any endorser's detail (endorse), so both are
 * searched. What is neither a refusal nor silence is a fault of ours and passes through untouched.
 *
 * @module
 */
import { LedgerError } from '@chopmark/core';
import { status } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';

import { UnavailableError } from '../errors.js';
import { causesOf } from './causes.js';
import { SubmitRefusedError } from './ledger.js';

/** ABORTED and FAILED_PRECONDITION without a refusal: peers failed, differ, or are not to be found. */
const NO_ANSWER: ReadonlySet<number> = new Set([
  status.DEADLINE_EXCEEDED,
  status.UNAVAILABLE,
  status.CANCELLED,
  status.RESOURCE_EXHAUSTED,
  status.ABORTED,
  status.FAILED_PRECONDITION,
]);

/** The peer could not read the envelope. */
const MALFORMED: ReadonlySet<number> = new Set([status.INVALID_ARGUMENT]);

/** A peer's limit of calls at a time, told as UNKNOWN like an error of the chaincode. */
const CROWDED = 'too many requests';
const DIFFERENT = 'ProposalResponsePayloads do not match';
/** What an orderer says to an envelope that it will never take. */
const ORDERER_REFUSAL = /status=(BAD_REQUEST|FORBIDDEN|REQUEST_ENTITY_TOO_LARGE)/;

export interface EndorserFault {
  readonly mspId: string;
  readonly message: string;
}

const textsOf = (error: GatewayError): string[] => [
  error.message,
  ...error.details.map(({ message }) => message),
];

/** Message and every peer's own words, for the log and as the cause's text. */
export function unfold(error: GatewayError): string {
  const details = error.details.map(({ mspId, address, message }) => `${mspId} at ${address}: ${message}`);
  return [error.message, ...details].join('; ');
}

export function refusalIn(error: unknown): LedgerError | undefined {
  if (!(error instanceof GatewayError)) return undefined;
  for (const text of textsOf(error)) {
    const refusal = LedgerError.fromWire(text);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Endorsers answered, and their answers differ. */
export function isDisagreement(error: unknown): boolean {
  return error instanceof GatewayError && textsOf(error).some((text) => text.includes(DIFFERENT));
}

/** Organizations that the error blames, by name in a detail or as not to be found. */
export function blamedIn(error: unknown): ReadonlySet<string> {
  if (!(error instanceof GatewayError)) return new Set();
  const notFound =
    /failed to find any endorsing peers for org\(s\): (.*)$/.exec(error.message)?.[1]?.split(/[,\s]+/) ?? [];
  return new Set([...error.details.map(({ mspId }) => mspId), ...notFound].filter((mspId) => mspId !== ''));
}

/** @returns `LedgerError`, `UnavailableError`, or the error as it is. */
export function translate(error: unknown): unknown {
  if (!(error instanceof GatewayError)) return error;
  const refusal = refusalIn(error);
  if (refusal !== undefined) return refusal;
  const text = unfold(error);
  if (!NO_ANSWER.has(error.code) && !text.includes(CROWDED)) return error;
  return new UnavailableError('ledger', text, { cause: error, causes: causesOf(error) });
}

/** @returns `SubmitRefusedError` when every orderer that answered will never take it, else as `translate`. */
export function translateSubmit(error: unknown): unknown {
  if (!(error instanceof GatewayError)) return error;
  const isNo =
    error.details.length > 0 && error.details.every(({ message }) => ORDERER_REFUSAL.test(message));
  if (isNo || MALFORMED.has(error.code)) return new SubmitRefusedError(unfold(error), { cause: error });
  return new UnavailableError('ledger', unfold(error), { cause: error, causes: causesOf(error) });
}

export async function translated<T>(action: Promise<T>): Promise<T> {
  try {
    return await action;
  } catch (error) {
    throw translate(error);
  }
}
