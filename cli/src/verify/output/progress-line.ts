/** One line on stderr that says how far it is; nothing where nobody looks. */

const EVERY_MS = 200;
const CLEAR = '\r\u001b[K';

export class ProgressLine {
  #done = 0;
  #shown = false;
  #saidAt = 0;
  readonly #began: number;

  /** @param stream Undefined: say nothing. */
  constructor(
    private readonly total: number,
    private readonly stream: NodeJS.WritableStream | undefined,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#began = now();
  }

  step(): void {
    this.#done += 1;
    const now = this.now();
    if (!this.stream || now - this.#saidAt < EVERY_MS) return;
    this.#saidAt = now;
    this.#shown = true;
    this.stream.write(CLEAR + this.#text(now));
  }

  /** Makes room for other text; the line comes back with the next step that is due. */
  clear(): void {
    if (this.#shown) this.stream?.write(CLEAR);
    this.#shown = false;
  }

  #text(now: number): string {
    const rate = this.#done / Math.max(0.001, (now - this.#began) / 1000);
    const left = Math.ceil((this.total - this.#done) / rate);
    const count = (value: number): string => Math.round(value).toLocaleString('en-US');
    return `${count(this.#done)} of ${count(this.total)} · ${count(rate)}/s · ${left} s left`;
  }
}
