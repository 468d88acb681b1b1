/**
 * Which organizations are asked to endorse: the authority, and others in turn, so that one that is down,
 * lags or differs costs one try.
 *
 * @module
 */
export class Endorsers {
  readonly #authority: string;
  readonly #others: readonly string[];
  #turn = 0;

  constructor(authority: string, all: readonly string[]) {
    this.#authority = authority;
    this.#others = all.filter((mspId) => mspId !== authority);
  }

  /** How often a call may be tried before each other organization had its turn. */
  get tries(): number {
    return this.#others.length;
  }

  /** @param others How many besides the authority. @param avoid Taken only when there are not enough without them. */
  choose(others: number, avoid: ReadonlySet<string> = new Set()): string[] {
    const inTurn = this.#others.map((_, at) => this.#others[(at + this.#turn) % this.#others.length] ?? '');
    const willing = [
      ...inTurn.filter((mspId) => !avoid.has(mspId)),
      ...inTurn.filter((mspId) => avoid.has(mspId)),
    ];
    return [this.#authority, ...willing.slice(0, others)];
  }

  /** The ones asked first were of no use: the next ones in turn come first from now on. */
  rotate(): void {
    this.#turn = (this.#turn + 1) % Math.max(1, this.#others.length);
  }
}
