/**
 * Whether this gateway can do its work, and if not, which part is down.
 *
 * @module
 */

/** Resolves when the part is well; whatever it rejects with goes to the log, not to the answer. */
export interface HealthCheck {
  readonly name: string;
  readonly check: () => Promise<void>;
}

export interface PartState {
  readonly name: string;
  readonly state: 'up' | 'down';
}

/** A part that does not answer in this time is down. */
const PATIENCE_MS = 2000;

export class Health {
  readonly #checks: readonly HealthCheck[];
  readonly #onDown: (name: string, error: unknown) => void;
  #draining = false;

  constructor(
    checks: readonly HealthCheck[],
    onDown: (name: string, error: unknown) => void = () => undefined,
  ) {
    this.#checks = checks;
    this.#onDown = onDown;
  }

  /** From now on not ready: whoever sends requests here shall stop before the door closes. */
  drain(): void {
    this.#draining = true;
  }

  async parts(): Promise<PartState[]> {
    const parts = await Promise.all(this.#checks.map((check) => this.#stateOf(check)));
    return [...parts, { name: 'server', state: this.#draining ? 'down' : 'up' }];
  }

  async #stateOf({ name, check }: HealthCheck): Promise<PartState> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
    });
    try {
      await Promise.race([check(), late]);
      return { name, state: 'up' };
    } catch (error) {
      this.#onDown(name, error);
      return { name, state: 'down' };
    } finally {
      clearTimeout(timer);
    }
  }
}
