/**
 * The trust profile's file, read again when it was replaced: a new version of the contract, an organization that joined
 * or left. Until then statements of a new version would be judged unknown and could not be handed out.
 *
 * @module
 */
import { readFile, stat } from 'node:fs/promises';
import { parseTrustProfile, type TrustProfile } from '@chopmark/core/verify';

const POLL_MS = 1_000;

export class TrustFile {
  readonly #path: string;
  readonly #profiles: TrustProfile[];
  readonly #failed: (error: unknown) => void;
  #text: string;
  #stamp: string;
  #timer: NodeJS.Timeout | undefined;
  #reading = false;

  private constructor(path: string, read: Read, failed: (error: unknown) => void) {
    this.#path = path;
    this.#profiles = [read.profile];
    this.#text = read.text;
    this.#stamp = read.stamp;
    this.#failed = failed;
  }

  /**
   * @param failed Told when the file cannot be read any more; the profile read before stays in force.
   * @throws {Error} When it is missing or no trust profile.
   */
  static async open(path: string, failed: (error: unknown) => void = () => undefined): Promise<TrustFile> {
    return new TrustFile(path, await read(path), failed);
  }

  /** The file as it is. */
  get text(): string {
    return this.#text;
  }

  /** The one profile in force; the same array always, its content is replaced. */
  get profiles(): readonly TrustProfile[] {
    return this.#profiles;
  }

  get profile(): TrustProfile {
    const [profile] = this.#profiles;
    if (!profile) throw new Error('the trust file lost its profile');
    return profile;
  }

  /** Looks for a new file from now on, until `close`. */
  watch(): void {
    this.#timer = setInterval(() => void this.#look(), POLL_MS).unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      const stamp = await stampOf(this.#path);
      if (stamp === this.#stamp) return;
      // Told once, not each second.
      this.#stamp = stamp;
      const next = await read(this.#path);
      if (next.profile.network !== this.profile.network)
        throw new Error('the new trust profile is of another network');
      this.#text = next.text;
      this.#profiles.splice(0, 1, next.profile);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#reading = false;
    }
  }
}

interface Read {
  readonly text: string;
  readonly profile: TrustProfile;
  readonly stamp: string;
}

async function read(path: string): Promise<Read> {
  const stamp = await stampOf(path);
  const text = await readFile(path, 'utf8');
  return { text, profile: parseTrustProfile(text), stamp };
}

/** The file is replaced as a whole, so a new one has another number. */
async function stampOf(path: string): Promise<string> {
  const { ino, mtimeMs, size } = await stat(path);
  return `${ino}:${mtimeMs}:${size}`;
}
