/** What can be wrong with a block, with the signatures of its orderers, or with the configuration that entitles them. */
export type OrderingFault =
  | 'BLOCK_HEADER_MALFORMED'
  | 'BLOCK_DATA_MALFORMED'
  | 'BLOCK_DATA_HASH_MISMATCH'
  | 'ORDERER_METADATA_MALFORMED'
  | 'ORDERER_SIGNATURE_INVALID'
  | 'ORDERERS_TOO_FEW'
  | 'ORDERERS_REVOKED'
  | 'LAST_CONFIGURATION_MISMATCH'
  | 'CONFIGURATION_GENESIS_MISMATCH'
  | 'CONFIGURATION_MALFORMED'
  | 'CONFIGURATION_DATA_HASH_MISMATCH'
  | 'CONFIGURATION_CHANNEL_MISMATCH'
  | 'CONFIGURATION_SEQUENCE_GAP'
  | 'CONFIGURATION_NOT_SIGNED'
  | 'CONFIGURATION_NOT_SUPPORTED';

/** A block that is not shown to stand in the channel; coded so that a verdict can say why. */
export class OrderingError extends Error {
  override readonly name = 'OrderingError';

  constructor(
    readonly code: OrderingFault,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

/** @throws {OrderingError} `code` in place of whatever a reader of form throws. */
export function orMalformed<T>(code: OrderingFault, what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof OrderingError) throw cause;
    throw new OrderingError(code, `${what}: ${cause instanceof Error ? cause.message : 'unreadable'}`, {
      cause,
    });
  }
}
