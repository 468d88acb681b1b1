/**
 * The master key of a gateway: one secret of 32 bytes from which a key for each purpose is derived (HKDF, RFC 5869), so
 * that no key serves two purposes and there is one to guard and to back up.
 *
 * @module
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { readOrMakeSecret } from './secret-file.js';

export const MASTER_KEY_BYTES = 32;

/** `attempts`: names and addresses in the counters of attempts. */
export type KeyPurpose = 'attempts';

export class MasterKey {
  readonly #secret: Uint8Array;

  /** @param secret 32 random bytes. */
  constructor(secret: Uint8Array) {
    if (secret.length !== MASTER_KEY_BYTES) throw new RangeError('a master key has 32 bytes');
    this.#secret = secret;
  }

  /** 32 bytes that nobody without the master key can tell from random ones. */
  keyFor(purpose: KeyPurpose): Uint8Array {
    return new Uint8Array(
      hkdfSync('sha256', this.#secret, new Uint8Array(0), `chopmark/${purpose}`, MASTER_KEY_BYTES),
    );
  }
}

/** Reads the key of the folder, or makes it there. */
export async function loadMasterKey(folder: string): Promise<MasterKey> {
  const text = await readOrMakeSecret(folder, 'master.key', () =>
    randomBytes(MASTER_KEY_BYTES).toString('base64url'),
  );
  return new MasterKey(Buffer.from(text.trim(), 'base64url'));
}
