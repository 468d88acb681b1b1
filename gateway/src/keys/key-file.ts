/**
 * Master keys in a file of the gateway's user alone (0600): one a line, base64url, the one in force first; the others
 * still open what they wrapped. Lines that begin with `#` are for people. A key made by a demonstration is marked so.
 *
 * @module
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import { sha256 } from '../proofs/node-crypto.js';
import { readOrMakeSecret } from '../secret-file.js';
import { decrypt, encrypt, KEY_BYTES, NONCE_BYTES } from './gcm.js';
import { MasterKeyMissingError, type MasterKeys, type WrappedByMaster } from './master-keys.js';

/** The file cannot be used; the message names no key. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

export interface KeyFileOptions {
  readonly path: string;
  /** Production: the file must be there, be nobody else's to read, and hold no key of a demonstration. */
  readonly strict: boolean;
}

interface FileKey {
  readonly id: string;
  readonly line: string;
  readonly isDemo: boolean;
  /** Derived: the key in the file itself encrypts nothing. */
  readonly wrapping: Uint8Array;
}

const LINE = /^(demo:)?([A-Za-z0-9_-]{43})$/;
const DEMO = 'demo:';

export class KeyFile implements MasterKeys {
  readonly #options: KeyFileOptions;
  #keys: readonly FileKey[];

  private constructor(options: KeyFileOptions, keys: readonly FileKey[]) {
    this.#options = options;
    this.#keys = keys;
  }

  /** Reads the file; where it need not be there, makes it. @throws {KeyFileError} */
  static async open(options: KeyFileOptions): Promise<KeyFile> {
    return new KeyFile(options, await readKeys(options));
  }

  /** The one in force first. */
  get ids(): readonly string[] {
    return this.#keys.map(({ id }) => id);
  }

  wrap(key: Uint8Array, place: string): Promise<WrappedByMaster> {
    const [active] = this.#keys;
    if (active === undefined) throw new KeyFileError('the file of master keys is empty');
    const nonce = randomBytes(NONCE_BYTES);
    const wrapped = Buffer.concat([nonce, encrypt(active.wrapping, nonce, place, key)]);
    return Promise.resolve({ masterKey: active.id, wrapped });
  }

  async unwrap({ masterKey, wrapped }: WrappedByMaster, place: string): Promise<Uint8Array> {
    const key = this.#find(masterKey) ?? (await this.#reread(masterKey));
    if (key === undefined) throw new MasterKeyMissingError(masterKey);
    return decrypt(key.wrapping, wrapped.subarray(0, NONCE_BYTES), place, wrapped.subarray(NONCE_BYTES));
  }

  /** Puts a new key in force; those before stay. @returns Its id. */
  async add(): Promise<string> {
    await this.#write([newLine(!this.#options.strict), ...this.#keys.map(({ line }) => line)]);
    return this.ids[0] ?? '';
  }

  /** Leaves only these. @returns Ids of the keys that are gone for good. */
  async keepOnly(ids: ReadonlySet<string>): Promise<string[]> {
    const gone = this.ids.filter((id, at) => at > 0 && !ids.has(id));
    if (gone.length > 0) {
      await this.#write(this.#keys.filter(({ id }) => !gone.includes(id)).map(({ line }) => line));
    }
    return gone;
  }

  #find(id: string): FileKey | undefined {
    return this.#keys.find((key) => key.id === id);
  }

  /** Another process may have put a new key in force. */
  async #reread(id: string): Promise<FileKey | undefined> {
    this.#keys = await readKeys(this.#options);
    return this.#find(id);
  }

  async #write(lines: readonly string[]): Promise<void> {
    const { path } = this.#options;
    const draft = `${path}.${randomBytes(4).toString('hex')}.new`;
    await writeFile(draft, `${lines.join('\n')}\n`, { mode: 0o600, flush: true });
    await rename(draft, path);
    this.#keys = await readKeys(this.#options);
  }
}

async function readKeys(options: KeyFileOptions): Promise<FileKey[]> {
  const text = await readText(options);
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const keys = lines.map(keyOf);
  if (keys.length === 0) throw new KeyFileError('the file of master keys is empty');
  if (options.strict && keys.some(({ isDemo }) => isDemo))
    throw new KeyFileError('the file of master keys holds one of a demonstration');
  return keys;
}

async function readText({ path, strict }: KeyFileOptions): Promise<string> {
  if (!strict) return readOrMakeSecret(dirname(path), basename(path), () => newLine(true));
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0)
      throw new KeyFileError('the file of master keys must be readable by its user only');
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof KeyFileError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new KeyFileError(`the file of master keys cannot be read (${code})`, { cause: error });
  }
}

function keyOf(line: string): FileKey {
  const [, demo, text = ''] = LINE.exec(line) ?? [];
  const secret = Buffer.from(text, 'base64url');
  if (secret.length !== KEY_BYTES) throw new KeyFileError('a line of the file of master keys is no key');
  return {
    id: sha256(Buffer.concat([Buffer.from('chopmark/master-key/id\0'), secret])).toString('hex', 0, 6),
    line,
    isDemo: demo !== undefined,
    wrapping: new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), 'chopmark/wrap', KEY_BYTES)),
  };
}

function newLine(isDemo: boolean): string {
  return `${isDemo ? DEMO : ''}${randomBytes(KEY_BYTES).toString('base64url')}`;
}
