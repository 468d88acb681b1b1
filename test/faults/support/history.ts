/**
 * What the clients of a fault experiment did and heard, in order: written while it happens, judged when all is healed
 * (reliability.md section 8).
 *
 * @module
 */

/**
 * What the answer was worth: `acknowledged` has to be on the ledger in the end, `failed` must have had no effect, and of
 * `unknown` (no answer, or one that says so) either may be true, once.
 */
export type Outcome = 'acknowledged' | 'failed' | 'unknown';

export interface Attempt {
  /** Milliseconds since the history began. */
  readonly at: number;
  readonly outcome: Outcome;
  /** HTTP status and code of the problem, or why there was no answer. */
  readonly heard: string;
  readonly id?: string;
  readonly number?: string;
}

/** One invoice that somebody wanted: attempts of it carry the same key, reference and body. */
export interface Operation {
  readonly key: string;
  readonly reference: string;
  readonly attempts: readonly Attempt[];
}

export class History {
  readonly #name: string;
  readonly #began = performance.now();
  readonly #operations = new Map<string, { key: string; reference: string; attempts: Attempt[] }>();
  readonly #bundles = new Map<string, string>();
  #acknowledged = 0;

  /** @param name In front of its keys and references: they are its own. */
  constructor(name = 'fault') {
    this.#name = name;
  }

  /** A new operation, with a key and a reference of its own. */
  invoke(): Operation {
    const serial = this.#operations.size + 1;
    const operation = { key: `${this.#name}-${serial}`, reference: `${this.#name}-${serial}`, attempts: [] };
    this.#operations.set(operation.key, operation);
    return operation;
  }

  complete(key: string, attempt: Omit<Attempt, 'at'>): void {
    const operation = this.#operations.get(key);
    if (operation === undefined) throw new Error(`${key} was never invoked`);
    if (attempt.outcome === 'acknowledged' && outcomeOf(operation) !== 'acknowledged')
      this.#acknowledged += 1;
    operation.attempts.push({ at: Math.round(performance.now() - this.#began), ...attempt });
  }

  /** A bundle that was handed out. */
  proven(number: string, bundle: string): void {
    this.#bundles.set(number, bundle);
  }

  /** Operations that were acknowledged so far. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  get operations(): readonly Operation[] {
    return [...this.#operations.values()];
  }

  /** By invoice number. */
  get bundles(): ReadonlyMap<string, string> {
    return this.#bundles;
  }
}

/** The strongest that was heard: once acknowledged, an earlier silence counts no more. */
export function outcomeOf({ attempts }: Pick<Operation, 'attempts'>): Outcome {
  for (const outcome of ['acknowledged', 'unknown'] as const)
    if (attempts.some((attempt) => attempt.outcome === outcome)) return outcome;
  // An operation whose only attempt was cut off with its client is as unknown as one without an answer.
  return attempts.length === 0 ? 'unknown' : 'failed';
}
