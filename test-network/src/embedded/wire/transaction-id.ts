/** The id of a transaction: nobody can choose it, and it binds the creator (`protoutil/proputils.go`). */
import { sha256 } from './bytes.js';

export function transactionIdOf(nonce: Uint8Array, creator: Uint8Array): string {
  return sha256(nonce, creator).toString('hex');
}
