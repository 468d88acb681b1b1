/**
 * Judges mutants of one golden bundle. The verifier lives as long as the run, as it does for a folder of bundles, so that
 * what it keeps is under test too; every mutant goes the whole way from bytes to verdict.
 *
 * @module
 */
import {
  createVerifier,
  decidingFinding,
  parseTrustProfile,
  type Verdict,
  type Verifier,
} from '@chopmark/core/verify';
import { type MutationCrypto, mutationCrypto } from './crypto.js';
import { EQUIVALENTS } from './equivalents.js';
import type { Golden } from './golden.js';
import { type Mutant, MutantSpace } from './mutants.js';
import { type Answered, differenceOf } from './same-answer.js';

/** A mutant that is valid without being excused, or excused and different. */
export interface Escape {
  readonly golden: string;
  readonly index: number;
  readonly level: string;
  readonly place: string;
  readonly change: string;
  readonly why: string;
}

/** Level, part and answer → mutants. */
export type Tally = Map<string, number>;

export class MutationJudge {
  readonly space: MutantSpace;
  readonly tally: Tally = new Map();
  readonly escapes: Escape[] = [];
  /** Rows of `EQUIVALENTS` that excused something. */
  readonly excused = new Set<number>();
  readonly #verifier: Verifier;
  #golden: Verdict | undefined;

  readonly #crypto: MutationCrypto;

  /** @param options.memo Whether answers about the golden bundle's own signatures are remembered, see crypto.ts. */
  constructor(
    private readonly golden: Golden,
    { memo = true }: { readonly memo?: boolean } = {},
  ) {
    this.space = new MutantSpace(golden.bundle, golden);
    this.#crypto = mutationCrypto({ memo });
    const { crypto, options } = this.#crypto;
    this.#verifier = createVerifier([parseTrustProfile(golden.trust)], crypto, options);
  }

  /** @throws {Error} When the golden bundle itself is not valid and in force. */
  async begin(): Promise<void> {
    this.#golden = await this.#verifier.verify(this.golden.bundle, this.golden.now);
    this.#crypto.learned();
    if (this.#golden.verdict !== 'valid' || this.#golden.inForce !== 'yes')
      throw new Error(
        `${this.golden.name} is not valid and in force: ${JSON.stringify(this.#golden.findings)}`,
      );
  }

  /** @returns Undefined when the number stands for no mutant. */
  async verdictOf(index: number): Promise<Verdict | undefined> {
    const mutant = this.space.at(index);
    return mutant && this.#verifier.verify(mutant.bytes, this.golden.now);
  }

  /** @returns False when the number stands for no mutant. */
  async judge(index: number): Promise<boolean> {
    const mutant = this.space.at(index);
    if (!mutant) return false;
    const verdict = await this.#verifier.verify(mutant.bytes, this.golden.now);
    const answer = verdict.verdict === 'valid' ? this.#excuse(mutant, verdict, index) : verdict.verdict;
    const part = mutant.place
      .split('/')
      .filter((key) => !/^\d+$/.test(key))
      .slice(0, 2)
      .join('/');
    const row = [mutant.level, part, answer, decidingFinding(verdict)?.code ?? ''].join('\t');
    this.tally.set(row, (this.tally.get(row) ?? 0) + 1);
    return true;
  }

  get #answered(): Answered {
    if (!this.#golden) throw new Error('begin first');
    return { file: this.golden.bundle, verdict: this.#golden };
  }

  #excuse(mutant: Mutant, verdict: Verdict, index: number): string {
    const { level, place, change } = mutant;
    const row = EQUIVALENTS.findIndex(
      (one) => one.level === level && one.place.test(place) && one.change.test(change),
    );
    const excuse = EQUIVALENTS[row];
    const why = excuse
      ? differenceOf(this.#answered, { file: mutant.bytes, verdict }, excuse.leeway)
      : 'valid, and on no list';
    if (why === undefined) {
      this.excused.add(row);
      return 'equal';
    }
    this.escapes.push({ golden: this.golden.name, index, level, place, change, why });
    return 'ESCAPED';
  }
}
