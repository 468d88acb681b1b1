import { ProtobufError } from '../protobuf/protobuf-error.js';

/** What can be wrong with a statement itself, whoever signed it. */
export type StatementFault =
  | 'STATEMENT_NOT_CANONICAL'
  | 'STATEMENT_NOT_ATTEST'
  | 'STATEMENT_TX_ID_MISMATCH'
  | 'STATEMENT_PROPOSAL_MISMATCH'
  | 'STATEMENT_REFUSED'
  | 'STATEMENT_ANSWER_MALFORMED'
  | 'STATEMENT_ANSWER_MISMATCH'
  | 'STATEMENT_READS_UNEXPECTED'
  | 'STATEMENT_HAS_EFFECTS'
  | 'RECORD_NOT_COMMITTED';

/** A statement that proves nothing; coded so that a verdict can say why. */
export class StatementError extends Error {
  override readonly name = 'StatementError';

  constructor(
    readonly code: StatementFault,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

/** @throws {StatementError} `STATEMENT_NOT_CANONICAL` in place of a `ProtobufError`. */
export function orNotCanonical<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    throw new StatementError('STATEMENT_NOT_CANONICAL', error.message, { cause: error });
  }
}
