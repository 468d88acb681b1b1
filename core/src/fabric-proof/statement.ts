/**
 * A statement: one endorse-only call of `attest` with its answer, as peers of several organizations signed it. This
 * module settles what question and answer say and that they belong together; whose signatures count is settled in
 * endorsement.ts.
 *
 * @module
 */
import { DocumentError } from '../errors/document-error.js';
import type { Hash } from '../hash/suite.js';
import { type Attestation, parseAttestation } from '../ledger/attestation.js';
import { type Action, answerOfAction, parseAction } from './action.js';
import type { Version } from './messages.js';
import { type AttestProposal, parseAttestProposal } from './proposal.js';
import { parseReads, requireReads } from './read-set.js';
import { CLOCK_KEY, LIFECYCLE_NAMESPACE, batchKey, documentKey, sequenceKey } from './state-keys.js';
import { StatementError, orNotCanonical } from './statement-error.js';

export interface Endorsement {
  /** msp.SerializedIdentity. */
  readonly endorser: Uint8Array;
  readonly signature: Uint8Array;
}

/** The bytes that a bundle carries. */
export interface StatementBytes {
  readonly signedProposal: Uint8Array;
  readonly responsePayload: Uint8Array;
  readonly endorsements: readonly Endorsement[];
}

export interface Statement {
  readonly question: AttestProposal;
  readonly answer: Attestation;
  /** Where the definition that answered was committed: it tells one version of the rules from the next. */
  readonly definition: Version;
  /** Where the batch record was committed; that it is there is the proof that its transaction was VALID. */
  readonly recorded: Version;
}

/**
 * @throws {StatementError} For a statement that proves nothing, whoever signed it.
 */
export function parseStatement(bytes: StatementBytes, sha256: Hash): Statement {
  return orNotCanonical(() => {
    const question = parseAttestProposal(bytes.signedProposal, sha256);
    const action = parseAction(bytes.responsePayload, question);
    const answer = answerOf(action, question);
    return { question, answer, ...versionsOf(action.results, question, answer) };
  });
}

function answerOf(action: Action, question: AttestProposal): Attestation {
  const answer = attestationFrom(answerOfAction(action));
  const { record } = answer;
  const same =
    answer.channel === question.channel &&
    answer.namespace === question.namespace &&
    record.namespace === question.namespace &&
    record.authority === answer.authority &&
    record.series === question.series &&
    record.batch === question.batch &&
    answer.states.length === question.hashes.length;
  if (!same) throw new StatementError('STATEMENT_ANSWER_MISMATCH', 'the answer is not to the question');
  return answer;
}

function attestationFrom(payload: Uint8Array): Attestation {
  try {
    const answer = parseAttestation(payload);
    if (isInstant(answer.clock)) return answer;
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new StatementError('STATEMENT_ANSWER_MALFORMED', error.message, { cause: error });
  }
  throw new StatementError('STATEMENT_ANSWER_MALFORMED', 'clock is no instant');
}

/** Some engines take the 30th of February for a day in March. @param text Has the form of an instant to the second. */
function isInstant(text: string): boolean {
  const instant = Date.parse(text);
  return !Number.isNaN(instant) && new Date(instant).toISOString() === text.replace('Z', '.000Z');
}

function versionsOf(
  results: Uint8Array,
  { namespace, series, batch, hashes }: AttestProposal,
  { states }: Attestation,
): Pick<Statement, 'definition' | 'recorded'> {
  const sets = parseReads(results);
  if (sets.size !== 2) throw unexpected('reads of other namespaces');
  const sequence = sequenceKey(namespace);
  const definition = requireReads(sets, LIFECYCLE_NAMESPACE, [sequence]).get(sequence);
  const record = batchKey(series, batch);
  const reads = requireReads(sets, namespace, [CLOCK_KEY, record, ...hashes.map(documentKey)]);
  const recorded = reads.get(record);
  if (!recorded) throw new StatementError('RECORD_NOT_COMMITTED', 'the batch record was not on the ledger');
  if (!definition || !reads.get(CLOCK_KEY)) throw unexpected('definition or clock was absent');
  for (const [at, hash] of hashes.entries()) {
    const present = reads.get(documentKey(hash)) !== undefined;
    if (present !== (states[at] !== null)) throw unexpected('a state contradicts the version read');
  }
  return { definition, recorded };
}

function unexpected(detail: string): StatementError {
  return new StatementError('STATEMENT_READS_UNEXPECTED', detail);
}
