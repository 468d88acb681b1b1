/**
 * Word from the projection to those who wait: this batch has moved (anchored, or one of its envelopes
 * stands in a block). What became of it is read from the database, never from here.
 *
 * @module
 */
import { Bell } from './bell.js';

export class Fates {
  readonly #followed = new Map<number, { readonly bell: Bell; followers: number }>();
  readonly #onAnchored = new Set<(batchIds: readonly number[]) => void>();

  /** Called after the fold that tells of it is committed. */
  tell(moved: Iterable<number>, anchored: readonly number[]): void {
    for (const id of moved) this.#followed.get(id)?.bell.ring();
    if (anchored.length > 0) for (const listener of this.#onAnchored) listener(anchored);
  }

  /** @returns A function that ends it. */
  onAnchored(listener: (batchIds: readonly number[]) => void): () => void {
    this.#onAnchored.add(listener);
    return () => this.#onAnchored.delete(listener);
  }

  /** Begins to listen at once, so that nothing told between a look and a wait is missed. */
  follow(batchId: number): { readonly bell: Bell; readonly end: () => void } {
    const followed = this.#followed.get(batchId) ?? { bell: new Bell(), followers: 0 };
    this.#followed.set(batchId, followed);
    followed.followers += 1;
    const end = (): void => {
      followed.followers -= 1;
      if (followed.followers === 0) this.#followed.delete(batchId);
    };
    return { bell: followed.bell, end };
  }
}
