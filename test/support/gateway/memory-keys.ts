/** Master keys as a key management service would hold them: by id, in no file. */
import { randomBytes } from 'node:crypto';

import { decrypt, encrypt } from '../../../gateway/dist/keys/gcm.js';
import {
  MasterKeyMissingError,
  type MasterKeys,
  type WrappedByMaster,
} from '../../../gateway/dist/keys/master-keys.js';

export class MemoryKeys implements MasterKeys {
  readonly keys = new Map<string, Buffer>([['kms-1', randomBytes(32)]]);
  active = 'kms-1';
  /** Calls so far: a service is asked seldom. */
  calls = 0;

  wrap(key: Uint8Array, place: string): Promise<WrappedByMaster> {
    this.calls += 1;
    const nonce = randomBytes(12);
    const sealed = encrypt(this.#key(this.active), nonce, place, key);
    return Promise.resolve({ masterKey: this.active, wrapped: Buffer.concat([nonce, sealed]) });
  }

  unwrap({ masterKey, wrapped }: WrappedByMaster, place: string): Promise<Uint8Array> {
    this.calls += 1;
    return Promise.resolve(
      decrypt(this.#key(masterKey), wrapped.subarray(0, 12), place, wrapped.subarray(12)),
    );
  }

  #key(id: string): Buffer {
    const key = this.keys.get(id);
    if (key === undefined) throw new MasterKeyMissingError(id);
    return key;
  }
}
