/**
 * What the stores of a gateway seal with: documents under keys of their own, small values (secrets of webhooks and the
 * like) under the wrapping key, and tokens by which something is found that nobody may read.
 *
 * @module
 */
import { createHmac, hkdfSync } from 'node:crypto';

import type { Db } from '../store/database.js';
import { KEY_BYTES } from './gcm.js';
import { KeyRing } from './key-ring.js';
import type { MasterKeys } from './master-keys.js';
import {
  type DocumentContent,
  openDocumentContent,
  type SealedDocument,
  sealDocumentContent,
} from './sealed-document.js';
import { keyOfValue, openValueUnder, sealValueUnder } from './sealed-value.js';

/** `attempts`: names and addresses in the counters of attempts. */
export type KeyPurpose = 'attempts';

const TOKEN_BYTES = 16;
/** Tokens of the taxpayers seen last: a seller issues many. */
const KEPT_TOKENS = 4_096;

export class Vault {
  readonly #ring: KeyRing;
  readonly #taxpayers = new Map<string, Buffer>();

  private constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  /** @param db Migrated. @throws {MasterKeyMissingError} @throws {SealBrokenError} */
  static async open(db: Db, master: MasterKeys): Promise<Vault> {
    return new Vault(await KeyRing.open(db, master));
  }

  /** Takes up what another process rotated. */
  refresh(): Promise<void> {
    return this.#ring.refresh();
  }

  /** Before `openDocument`, for all at once. */
  know(keyIds: Iterable<number>): Promise<void> {
    return this.#ring.know(keyIds);
  }

  /** For a thread that opens documents; never to be stored. */
  get wrappingKeys(): ReadonlyMap<number, Uint8Array> {
    return this.#ring.keys;
  }

  sealDocument(id: string, content: DocumentContent): SealedDocument {
    const { active } = this.#ring;
    return sealDocumentContent(this.#ring.key(active), active, id, content);
  }

  /** @throws {SealBrokenError} @throws {WrappingKeyMissingError} */
  openDocument(id: string, document: SealedDocument): DocumentContent {
    return openDocumentContent(this.#ring.key(document.keyId), id, document);
  }

  /** @param column `table.column`. @param row Its id: what was sealed for one opens for no other. */
  sealValue(column: string, row: string, value: Uint8Array): Buffer {
    const { active } = this.#ring;
    return sealValueUnder(this.#ring.key(active), active, { column, row }, value);
  }

  /** @throws {SealBrokenError} @throws {WrappingKeyMissingError} */
  async openValue(column: string, row: string, sealed: Uint8Array): Promise<Buffer> {
    const keyId = keyOfValue(sealed);
    await this.know([keyId]);
    return openValueUnder(this.#ring.key(keyId), { column, row }, sealed);
  }

  /** Finds a taxpayer's invoices: 16 bytes, the same for the same id, of which nobody without the index key can tell whose. */
  taxpayer(taxId: string): Buffer {
    const kept = this.#taxpayers.get(taxId);
    if (kept !== undefined) return kept;
    const token = this.#token('taxpayer', taxId);
    if (this.#taxpayers.size >= KEPT_TOKENS) this.#taxpayers.clear();
    this.#taxpayers.set(taxId, token);
    return token;
  }

  /** Finds the invoices of a reference, whosever it is. */
  reference(reference: string): Buffer {
    return this.#token('reference', reference);
  }

  /** In place of the hash of a request, from which its contents could be guessed. */
  request(bodyHash: string): string {
    return this.#token('request', bodyHash).toString('hex');
  }

  /** In place of an Idempotency-Key, which is the caller's own words. @param scope Whose key it is, for what. */
  requestKey(scope: string, key: string): string {
    return this.#token('request key', scope, key).toString('hex');
  }

  /** 32 bytes for one purpose; stays the same when keys are rotated. */
  keyFor(purpose: KeyPurpose): Uint8Array {
    return new Uint8Array(
      hkdfSync('sha256', this.#ring.index, new Uint8Array(0), `chopmark/${purpose}`, KEY_BYTES),
    );
  }

  /** Tokens of two purposes never agree. */
  #token(purpose: string, ...parts: readonly string[]): Buffer {
    const mac = createHmac('sha256', this.#ring.index).update(JSON.stringify([purpose, ...parts]));
    return mac.digest().subarray(0, TOKEN_BYTES);
  }
}
