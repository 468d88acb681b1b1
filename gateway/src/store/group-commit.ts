/**
 * Many callers, one transaction (or query): whoever comes while a group is under way joins the next one, so
 * that load makes groups larger instead of waiting lines longer.
 *
 * @module
 */
interface Waiting<In, Out> {
  readonly item: In;
  readonly resolve: (value: Out) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit<In, Out> {
  readonly #write: (items: readonly In[]) => Promise<readonly Out[]>;
  readonly #isFaultOfOne: (error: unknown) => boolean;
  readonly #maxSize: number;
  #waiting: Waiting<In, Out>[] = [];
  #running = false;

  /**
   * @param write Makes a group durable; one answer for each item, in order. All or nothing.
   * @param isFaultOfOne The group failed because of some item in it: then each is tried alone.
   */
  constructor(
    write: (items: readonly In[]) => Promise<readonly Out[]>,
    isFaultOfOne: (error: unknown) => boolean,
    maxSize = 256,
  ) {
    this.#write = write;
    this.#isFaultOfOne = isFaultOfOne;
    this.#maxSize = maxSize;
  }

  /** Resolves once the item's group is durable. */
  add(item: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#running) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      await this.#writeGroup(this.#waiting.splice(0, this.#maxSize));
    }
    this.#running = false;
  }

  async #writeGroup(group: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const answers = await this.#write(group.map(({ item }) => item));
      group.forEach(({ resolve }, at) => resolve(answers[at] as Out));
    } catch (error) {
      if (group.length > 1 && this.#isFaultOfOne(error)) {
        for (const one of group) await this.#writeGroup([one]);
      } else {
        for (const { reject } of group) reject(error);
      }
    }
  }
}
