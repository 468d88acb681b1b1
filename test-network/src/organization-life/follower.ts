/**
 * Keeps the processes of a running network as its files ask for them. Commands (upgrade, an organization that joins or
 * leaves, a renewed certificate) are processes of their own: they write files, and the network's process starts, stops
 * or restarts what differs. Nothing is told twice, and nothing is lost when either side is killed.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { NetworkLayout } from '../layout.js';
import { type Failure, FILES, takeRunnerMark, writeReport } from './life-files.js';

export type Running = { readonly pid: number | undefined; readonly stop: () => Promise<void> };

export type Planned = {
  /** A process that runs under another mark is stopped and started again. */
  readonly mark: string;
  readonly start: () => Promise<Running>;
  /** Whether the network can start without it. */
  readonly isOptional?: boolean;
};

/** By name of the process. */
export type Plan = ReadonlyMap<string, Planned>;

const POLL_MS = 200;

export class Follower {
  readonly #layout: NetworkLayout;
  readonly #plan: () => Promise<Plan>;
  readonly #say: (text: string) => void;
  readonly #followed = new Map<string, { readonly mark: string; readonly process: Running }>();
  readonly #failures = new Map<string, Failure>();
  readonly #ended = new AbortController();
  #following: Promise<void> = Promise.resolve();
  #release = (): void => undefined;

  constructor(layout: NetworkLayout, plan: () => Promise<Plan>, say: (text: string) => void) {
    this.#layout = layout;
    this.#plan = plan;
    this.#say = say;
  }

  /**
   * Starts everything and follows the files from then on.
   *
   * @throws {NetworkError} Of the first process that does not start; call `stop` then.
   */
  async start(): Promise<void> {
    const plan = await this.#plan();
    const starts = await Promise.allSettled(
      [...plan].map(async ([name, { mark, start, isOptional = false }]) => {
        if (isOptional) return;
        this.#followed.set(name, { mark, process: await start() });
      }),
    );
    const failed = starts.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    this.#release = await takeRunnerMark(this.#layout);
    this.#following = this.#follow();
  }

  /** By name; one that is down just now is missing. */
  pids(): Readonly<Record<string, number>> {
    const rows = [...this.#followed].flatMap(([name, { process }]) =>
      process.pid === undefined ? [] : [[name, process.pid] as const],
    );
    return Object.fromEntries(rows);
  }

  /** Chaincode servers end before the peers that call them. */
  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#following;
    const all = [...this.#followed];
    const isServer = ([name]: (typeof all)[number]): boolean => name.startsWith('chaincode');
    for (const rows of [all.filter(isServer), all.filter((row) => !isServer(row))])
      await Promise.all(rows.map(([, { process }]) => process.stop()));
    this.#release();
  }

  async #follow(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      await this.#reconcile().catch((error: unknown) => this.#note(FILES, error));
      await delay(POLL_MS, undefined, { signal: this.#ended.signal, ref: false }).catch(() => undefined);
    }
  }

  async #reconcile(): Promise<void> {
    const plan = await this.#plan();
    this.#forget(FILES);
    for (const [name, { mark }] of [...this.#failures]) if (plan.get(name)?.mark !== mark) this.#forget(name);
    await Promise.all(
      [...this.#followed]
        .filter(([name, { mark }]) => plan.get(name)?.mark !== mark)
        .map(([name]) => this.#stopOne(name)),
    );
    await Promise.all(
      [...plan]
        .filter(([name]) => !this.#followed.has(name))
        .map(([name, planned]) => this.#startOne(name, planned)),
    );
  }

  async #stopOne(name: string): Promise<void> {
    this.#say(`stopping ${name}`);
    await this.#followed.get(name)?.process.stop();
    this.#followed.delete(name);
  }

  async #startOne(name: string, { mark, start }: Planned): Promise<void> {
    if (this.#ended.signal.aborted) return;
    try {
      if (!this.#failures.has(name)) this.#say(`starting ${name}`);
      this.#followed.set(name, { mark, process: await start() });
      this.#forget(name);
    } catch (error) {
      this.#note(name, error, mark);
    }
  }

  /** What keeps a process from running is for the command that waits for it, and for the log, once. */
  #note(name: string, error: unknown, mark?: string): void {
    const reason = error instanceof Error ? error.message : String(error);
    const known = this.#failures.get(name);
    if (known?.reason === reason && known.mark === mark) return;
    this.#failures.set(name, { reason, ...(mark !== undefined && { mark }) });
    this.#say(`${name} does not run: ${reason}`);
    writeReport(this.#layout, this.#failures);
  }

  #forget(name: string): void {
    if (this.#failures.delete(name)) writeReport(this.#layout, this.#failures);
  }
}
