/**
 * Contents of stored documents.
 *
 * @module
 */
import { SealBrokenError } from '../keys/gcm.js';
import { WrappingKeyMissingError } from '../keys/key-ring.js';
import type { DocumentContent } from '../keys/sealed-document.js';
import type { Vault } from '../keys/vault.js';

/** Columns of a row that may have a document. */
export interface MaybeSealed {
  readonly id: string;
  readonly key_id: number | null;
  readonly wrapped: Buffer | null;
  readonly sealed: Buffer | null;
}

/** @returns `undefined` when it is gone or does not open. */
export async function contentOfRow(
  vault: Vault,
  { id, key_id, wrapped, sealed }: MaybeSealed,
): Promise<DocumentContent | undefined> {
  if (key_id === null || wrapped === null || sealed === null) return undefined;
  await vault.know([key_id]);
  try {
    return vault.openDocument(id, { keyId: key_id, wrapped, sealed });
  } catch (error) {
    if (error instanceof SealBrokenError || error instanceof WrappingKeyMissingError) return undefined;
    throw error;
  }
}
