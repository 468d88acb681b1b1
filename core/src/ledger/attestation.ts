/** The answer of `attest`: what a verifier takes as the state of a batch and its documents. */
import { canonicalJson } from '../encoding/canonical-json.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../encoding/json-value.js';
import { parseJson } from '../encoding/parse-json.js';
import { utf8Decode } from '../encoding/utf8.js';
import { DocumentError } from '../errors/document-error.js';
import { parseHexHash, type HexHash } from '../hash/hex-hash.js';
import { TIME_SECONDS } from './forms.js';
import { MAX_ATTESTED } from './ledger-api.js';
import { parseBatchRecord, type BatchRecord } from './records.js';

export const ATTEST_FORMAT = 'chopmark/attest/1';

export type Attestation = {
  /** SHA-256 of the genesis block's header. */
  readonly network: HexHash;
  readonly channel: string;
  readonly namespace: string;
  readonly authority: string;
  /** Ledger clock, RFC 3339 UTC to the second: the states are as of this instant. */
  readonly clock: string;
  readonly record: BatchRecord;
  /** For each asked hash its document record; null for a document without events. */
  readonly states: readonly (JsonObject | null)[];
};

/** JSON values of an answer: 1,000 document records of 200 values each, and more. */
const MAX_VALUES = 250_000;

/** The array as the contract answers it. */
export function formatAttestation(attestation: Attestation): string {
  const { network, channel, namespace, authority, clock, record, states } = attestation;
  return canonicalJson([ATTEST_FORMAT, network, channel, namespace, authority, clock, record, states]);
}

/** @throws {DocumentError} `MALFORMED_ATTESTATION` for anything that `formatAttestation` does not write. */
export function parseAttestation(bytes: Uint8Array): Attestation {
  try {
    const text = utf8Decode(bytes);
    const attestation = readAttestation(parseJson(text, { maxValues: MAX_VALUES }));
    if (formatAttestation(attestation) === text) return attestation;
  } catch (cause) {
    if (!(cause instanceof DocumentError)) throw cause;
    throw malformed(cause.message, { cause });
  }
  throw malformed('not canonical');
}

function readAttestation(value: JsonValue): Attestation {
  if (!Array.isArray(value) || value.length !== 8) throw malformed('must be an array of 8');
  const [format, network, channel, namespace, authority, clock, record, states] =
    value as readonly JsonValue[];
  if (format !== ATTEST_FORMAT) throw malformed('format is not known');
  if (typeof clock !== 'string' || !TIME_SECONDS.test(clock))
    throw malformed('clock must be an instant to the second');
  return {
    network: parseHexHash(network),
    channel: requireText(channel, 'channel'),
    namespace: requireText(namespace, 'namespace'),
    authority: requireText(authority, 'authority'),
    clock,
    record: parseBatchRecord(record),
    states: readStates(states),
  };
}

function readStates(value: JsonValue | undefined): (JsonObject | null)[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_ATTESTED) {
    throw malformed(`states must be 1 to ${MAX_ATTESTED}`);
  }
  return (value as readonly JsonValue[]).map((state) => {
    if (state !== null && !isJsonObject(state)) throw malformed('a state is a record or null');
    return state;
  });
}

function requireText(value: JsonValue | undefined, name: string): string {
  if (typeof value !== 'string' || value === '') throw malformed(`${name} must be text`);
  return value;
}

function malformed(detail: string, options?: ErrorOptions): DocumentError {
  return new DocumentError('MALFORMED_ATTESTATION', detail, undefined, options);
}
