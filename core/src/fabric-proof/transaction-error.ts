/** What can be wrong with a transaction itself, whatever it is compared with. */
export type TransactionFault =
  | 'TRANSACTION_NOT_CANONICAL'
  | 'TRANSACTION_TYPE_UNEXPECTED'
  | 'TRANSACTION_ID_MISMATCH'
  | 'TRANSACTION_ACTION_MISMATCH'
  | 'TRANSACTION_CHAINCODE_MISMATCH'
  | 'TRANSACTION_PROPOSAL_MISMATCH'
  | 'TRANSACTION_REFUSED'
  | 'TRANSACTION_SIGNATURE_INVALID'
  | 'TRANSACTION_CREATOR_NOT_TRUSTED'
  | 'TRANSACTION_ENDORSER_MALFORMED'
  | 'TRANSACTION_ENDORSEMENT_INVALID'
  | 'TRANSACTION_ENDORSER_NOT_TRUSTED'
  | 'TRANSACTION_ENDORSER_NOT_PEER';

/** A transaction that shows nothing; coded so that a verdict can say why. */
export class TransactionError extends Error {
  override readonly name = 'TransactionError';

  constructor(
    readonly code: TransactionFault,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}
