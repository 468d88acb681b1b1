/**
 * Who holds the master key: a file (key-file.ts) or a key management service. It wraps and unwraps the few wrapping keys
 * of a database (key-ring.ts), never a document, so a service that is far away is asked at the start and at a rotation only.
 *
 * @module
 */

export interface WrappedByMaster {
  /** Which master key; stands beside the wrapped key. */
  readonly masterKey: string;
  readonly wrapped: Uint8Array;
}

export interface MasterKeys {
  /** Wraps 32 bytes under the master key in force. @param place What unwraps it must name the same. */
  wrap(key: Uint8Array, place: string): Promise<WrappedByMaster>;
  /** @throws {MasterKeyMissingError} @throws {SealBrokenError} */
  unwrap(wrapped: WrappedByMaster, place: string): Promise<Uint8Array>;
}

/** Something is wrapped by a master key that is not at hand: without it the database cannot be read. */
export class MasterKeyMissingError extends Error {
  override readonly name = 'MasterKeyMissingError';

  /** @param id Of the missing key; no secret. */
  constructor(readonly id: string) {
    super(`master key ${id} is not at hand`);
  }
}
