/**
 * What was judged lately, to be used again: documents of one batch share their parts. Bounded in number and in size,
 * because whoever sends the files decides how large they are.
 */
export class Kept<Key, Value> {
  readonly #entries: { readonly key: Key; readonly value: Value; readonly size: number }[] = [];

  /** @param most Entries. @param mostSize Sum of their sizes, in bytes or characters. */
  constructor(
    private readonly most: number,
    private readonly mostSize: number,
    private readonly isSame: (a: Key, b: Key) => boolean,
  ) {}

  find(key: Key): Value | undefined {
    const at = this.#entries.findIndex((one) => this.isSame(one.key, key));
    const [known] = at < 0 ? [] : this.#entries.splice(at, 1);
    if (known) this.#entries.unshift(known);
    return known?.value;
  }

  /** Drops the entries that were not asked for longest. The newest stays even when it alone is too large: it is in use. */
  add(key: Key, value: Value, size: number): Value {
    this.#entries.unshift({ key, value, size });
    let total = 0;
    const end = this.#entries.findIndex((entry, at) => {
      total += entry.size;
      return at >= this.most || (at > 0 && total > this.mostSize);
    });
    if (end >= 0) this.#entries.splice(end);
    return value;
  }
}
