/**
 * How many of something heavy may be under way at once, for each who asks.
 *
 * @module
 */
import { Refusal } from '../problems/refusal.js';

type TurnCode = 'TOO_MANY_ARCHIVES' | 'TOO_MANY_STREAMS' | 'OVERLOADED';

export class Turns {
  readonly #limit: number;
  readonly #code: TurnCode;
  readonly #running = new Map<string, number>();

  /** @param code Answer to one too many; `{limit}` of its text is the limit. */
  constructor(limit: number, code: TurnCode) {
    this.#limit = limit;
    this.#code = code;
  }

  /** @returns Call it once, when it has ended. @throws {Refusal} the code, with Retry-After */
  take(who: string): () => void {
    const running = this.#running.get(who) ?? 0;
    if (running >= this.#limit) {
      throw new Refusal(this.#code, {
        parameters: { limit: this.#limit },
        headers: { 'Retry-After': '10' },
      });
    }
    this.#running.set(who, running + 1);
    return () => this.#end(who);
  }

  #end(who: string): void {
    const left = (this.#running.get(who) ?? 1) - 1;
    if (left === 0) this.#running.delete(who);
    else this.#running.set(who, left);
  }
}
