/**
 * Archives that are being made, by account: each keeps some megabytes and a connection for as long as its reader takes.
 *
 * @module
 */
import { Refusal } from '../problems/refusal.js';

const AT_ONCE = 2;

export class ArchiveTurns {
  readonly #running = new Map<string, number>();

  /** @returns Call it when the archive has ended. @throws {Refusal} `TOO_MANY_ARCHIVES` */
  take(accountId: string): () => void {
    const running = this.#running.get(accountId) ?? 0;
    if (running >= AT_ONCE) {
      throw new Refusal('TOO_MANY_ARCHIVES', {
        parameters: { limit: AT_ONCE },
        headers: { 'Retry-After': '10' },
      });
    }
    this.#running.set(accountId, running + 1);
    return () => this.#end(accountId);
  }

  #end(accountId: string): void {
    const left = (this.#running.get(accountId) ?? 1) - 1;
    if (left === 0) this.#running.delete(accountId);
    else this.#running.set(accountId, left);
  }
}
