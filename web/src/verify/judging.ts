/**
 * Bundles → verdicts, in the reader's browser. One or many; the page stays answerable meanwhile.
 *
 * @module
 */
import {
  createVerifier,
  errorVerdict,
  hashOfReference,
  isPartReference,
  parseBundle,
  parseTrustProfile,
  PART_NAMES,
  type ShownValue,
  shownValues,
  type TrustProfile,
  type Verdict,
  verdictOnInput,
  type Verifier,
  type VerifyCrypto,
} from '@chopmark/core/verify';
import { hasSubtle, loadCrypto, loadTimestamps } from './browser-crypto.js';
import type { Candidate, Parts } from './files/collect.js';

/** What is said of one bundle, with what is needed to show it. */
export interface Judged {
  readonly label: string;
  readonly verdict: Verdict;
  /** Of the document, undefined when it could not be read. */
  readonly values: ReadonlyMap<string, ShownValue> | undefined;
  /** Parts that the bundle names and nobody has given yet. */
  readonly missing: number;
  readonly at: Date;
}

export interface Row {
  readonly candidate: Candidate;
  readonly verdict: Verdict;
}

/** How long the page may not answer. */
const SLICE_MS = 40;

export class Judge {
  readonly #verifier: Verifier;
  readonly #now = new Date();

  private constructor(
    profiles: readonly TrustProfile[],
    private readonly parts: Parts,
    crypto: VerifyCrypto,
  ) {
    this.#verifier = createVerifier(profiles, crypto, {
      parts: (hash) => parts.get(hash)?.() ?? Promise.resolve(undefined),
      ...(hasSubtle() && { timestamps: loadTimestamps }),
    });
  }

  /** @throws {NoAnswer} `PAGE_INCOMPLETE` */
  static async by(profiles: readonly TrustProfile[], parts: Parts): Promise<Judge> {
    return new Judge(profiles, parts, await loadCrypto());
  }

  async one({ label, read }: Candidate): Promise<Judged> {
    const at = this.#now;
    try {
      const bytes = await read();
      const verdict = await this.#verifier.verify(bytes, at);
      return { label, verdict, ...this.#shown(bytes), at };
    } catch (error) {
      return { label, verdict: verdictOnInput(error, label), values: undefined, missing: 0, at };
    }
  }

  /**
   * @param tell Called now and then with the rows so far; true ends the work.
   * @returns A row for each candidate but for trust profiles, which nobody asked about.
   */
  async many(
    candidates: readonly Candidate[],
    tell: (rows: readonly Row[]) => boolean,
  ): Promise<readonly Row[]> {
    const rows: Row[] = [];
    let began = performance.now();
    for (const candidate of candidates) {
      const verdict = await this.#verdictOn(candidate);
      if (verdict) rows.push({ candidate, verdict });
      if (performance.now() - began < SLICE_MS) continue;
      if (tell(rows)) return rows;
      await nextTask();
      began = performance.now();
    }
    return rows;
  }

  async #verdictOn({ label, read }: Candidate): Promise<Verdict | undefined> {
    try {
      const bytes = await read();
      const verdict = await this.#verifier.verify(bytes, this.#now);
      return verdict.verdict === 'error' && isProfile(bytes) ? undefined : verdict;
    } catch (error) {
      return verdictOnInput(error, label);
    }
  }

  #shown(bytes: Uint8Array): Pick<Judged, 'values' | 'missing'> {
    try {
      const bundle = parseBundle(bytes);
      const named = PART_NAMES.map((name) => bundle[name]).filter((one) => isPartReference(one));
      const missing = named.filter((one) => !this.parts.has(hashOfReference(one)));
      return { values: shownValues(bundle.document), missing: missing.length };
    } catch {
      return { values: undefined, missing: 0 }; // the verdict says why
    }
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

/** Lets the browser draw and listen; a timer would wait longer. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** A heap of files that holds no bundle. */
export function nothingToJudge(): Verdict {
  return errorVerdict('BUNDLE_MISSING', 'no file that could be a bundle');
}
