/** One file's bytes → what is said of it. */
import {
  type TrustProfile,
  type Verdict,
  type Verifier,
  createVerifier,
  parseTrustProfile,
} from '@chopmark/core/verify';
import type { Candidate } from '../input/candidate.js';
import { loadTimestamps } from '../load-timestamps.js';
import { nodeCrypto } from '../node-crypto.js';

/** Undefined: the file is a trust profile that lies among bundles, and nobody asked about it. */
export type Answer = Verdict | undefined;

export interface JudgeSettings {
  readonly profiles: readonly TrustProfile[];
  /** The clock of the whole run, for the age of a status. */
  readonly now: Date;
}

/** Judges one file after the other: parts are looked up beside the one that is being judged. */
export class FileJudge {
  readonly #verifier: Verifier;
  #part: Candidate['part'] = () => Promise.resolve(undefined);

  constructor(private readonly settings: JudgeSettings) {
    this.#verifier = createVerifier(settings.profiles, nodeCrypto, {
      parts: (hash) => this.#part(hash),
      timestamps: loadTimestamps,
    });
  }

  /** Not to be called again before it has answered. */
  async judge(bytes: Uint8Array, { found, part }: Pick<Candidate, 'found' | 'part'>): Promise<Answer> {
    this.#part = part;
    const verdict = await this.#verifier.verify(bytes, this.settings.now);
    return found && verdict.verdict === 'error' && isProfile(bytes) ? undefined : verdict;
  }
}

function isProfile(bytes: Uint8Array): boolean {
  try {
    parseTrustProfile(bytes);
    return true;
  } catch {
    return false;
  }
}
