/**
 * How quickly each webhook answered the last time, as far as this process saw.
 *
 * @module
 */

export type Pace = 'quick' | 'slow' | 'unknown';

/** Ids of webhooks. */
export interface KnownPaces {
  readonly quick: readonly string[];
  readonly slow: readonly string[];
}

/** Every claim names them all; one that is forgotten is got to know again by its next message. */
const MOST = 2_000;

export class Paces {
  /** The longest unheard of first. */
  readonly #byWebhook = new Map<string, Exclude<Pace, 'unknown'>>();

  note(webhookId: string, pace: Exclude<Pace, 'unknown'>): void {
    this.#byWebhook.delete(webhookId);
    this.#byWebhook.set(webhookId, pace);
    if (this.#byWebhook.size <= MOST) return;
    for (const oldest of this.#byWebhook.keys()) {
      this.#byWebhook.delete(oldest);
      return;
    }
  }

  of(webhookId: string): Pace {
    return this.#byWebhook.get(webhookId) ?? 'unknown';
  }

  get known(): KnownPaces {
    const all = [...this.#byWebhook];
    const those = (pace: Pace): string[] => all.filter(([, one]) => one === pace).map(([id]) => id);
    return { quick: those('quick'), slow: those('slow') };
  }
}
