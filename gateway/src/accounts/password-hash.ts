/**
 * Passwords by scrypt (RFC 7914). The parameters stand beside each hash, so they can be raised later and old hashes
 * still verify.
 *
 * @module
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

export interface ScryptParameters {
  /** Cost N, a power of two. */
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

/** 128 MiB and some 0.4 s of a core: OWASP's first choice for scrypt. */
export const STRONG: ScryptParameters = { cost: 2 ** 17, blockSize: 8, parallelization: 1 };

/** `scrypt$N$r$p$salt$hash`, salt and hash base64url. */
export type PasswordHash = string & { readonly __passwordHash: never };

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * Hashings at once: each takes 128 MiB, so that a second one beside an import of size would be more than the 400 MB that
 * a gateway may have, and a thread of the pool that also serves files and DNS.
 */
const MAX_CONCURRENT = 1;

/** Longest queue; beyond it a caller is told to come back instead of waiting for minutes. */
const MAX_WAITING = 64;

/** Too many password checks at once. */
export class PasswordQueueFullError extends Error {
  override readonly name = 'PasswordQueueFullError';
}

/** Makes and checks hashes; one instance for each process, for it holds the queue. */
export class PasswordHasher {
  readonly #parameters: ScryptParameters;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #decoy: Promise<PasswordHash> | undefined;

  constructor(parameters: ScryptParameters = STRONG) {
    this.#parameters = parameters;
  }

  /** @throws {PasswordQueueFullError} */
  async hash(password: string): Promise<PasswordHash> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.#derive(password, salt, this.#parameters);
    const { cost, blockSize, parallelization } = this.#parameters;
    const parts = [
      'scrypt',
      cost,
      blockSize,
      parallelization,
      salt.toString('base64url'),
      hash.toString('base64url'),
    ];
    return parts.join('$') as PasswordHash;
  }

  /**
   * Compares in constant time. Without a stored hash (unknown account) it works just as long against a hash that
   * nothing matches, and says no.
   *
   * @throws {PasswordQueueFullError}
   */
  async verify(password: string, stored: PasswordHash | undefined): Promise<boolean> {
    const decoy = await this.#nobodys();
    const { parameters, salt, hash } = parseHash(stored ?? decoy);
    const derived = await this.#derive(password, salt, parameters);
    return timingSafeEqual(derived, hash) && stored !== undefined;
  }

  /** Made once, and waited for whether it is needed or not, so that the first check takes as long either way. */
  #nobodys(): Promise<PasswordHash> {
    this.#decoy ??= this.hash(randomBytes(HASH_BYTES).toString('base64url')).catch((error: unknown) => {
      // The queue was full: the next one tries again.
      this.#decoy = undefined;
      throw error;
    });
    return this.#decoy;
  }

  async #derive(password: string, salt: Buffer, parameters: ScryptParameters): Promise<Buffer> {
    await this.#enter();
    try {
      return await derive(password, salt, parameters);
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < MAX_CONCURRENT) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= MAX_WAITING)
      throw new PasswordQueueFullError('too many password checks wait');
    await new Promise<void>((resolve) => this.#waiting.push(resolve)); // the leaver hands its place over
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}

function derive(
  password: string,
  salt: Buffer,
  { cost, blockSize, parallelization }: ScryptParameters,
): Promise<Buffer> {
  // Node's default of 32 MiB is below what N=2^17 needs: 128·N·r, and some more.
  const maxmem = 256 * cost * blockSize;
  const options = { N: cost, r: blockSize, p: parallelization, maxmem };
  return new Promise((resolve, reject) => {
    // Two spellings of one character (composed, decomposed) are one password: NFKC as of RFC 8265.
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, derived) => {
      if (error) reject(error);
      else resolve(derived);
    });
  });
}

function parseHash(text: PasswordHash): { parameters: ScryptParameters; salt: Buffer; hash: Buffer } {
  const match = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(text);
  if (match === null) throw new Error('stored password hash is malformed');
  const [, cost, blockSize, parallelization, salt = '', hash = ''] = match;
  return {
    parameters: {
      cost: Number(cost),
      blockSize: Number(blockSize),
      parallelization: Number(parallelization),
    },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  };
}
