/**
 * Faults that a test asks for. Only who started the network can set them (start options, the object that
 * `startEmbedded` returns, or IPC of the parent process); nothing that comes over the network reaches this.
 */
export class Faults {
  /** Each of the next so many Submits is ordered and then answered UNAVAILABLE, as an orderer does that saw it too late. */
  submitUnavailable = 0;
  /** Held back before each Submit is ordered. */
  submitDelayMs = 0;
  /** Held back before each endorsement. */
  endorseDelayMs = 0;

  takeSubmitUnavailable(): boolean {
    if (this.submitUnavailable <= 0) return false;
    this.submitUnavailable -= 1;
    return true;
  }

  /** @throws {TypeError} When the value is no set of faults. */
  assign(value: unknown): void {
    if (typeof value !== 'object' || value === null) throw new TypeError('faults are an object');
    for (const [name, setting] of Object.entries(value)) {
      if (!isFault(name) || typeof setting !== 'number' || setting < 0)
        throw new TypeError(`no such fault: ${name}`);
      this[name] = setting;
    }
  }
}

const NAMES = ['submitUnavailable', 'submitDelayMs', 'endorseDelayMs'] as const;

function isFault(name: string): name is (typeof NAMES)[number] {
  return NAMES.some((known) => known === name);
}

export function delay(milliseconds: number): Promise<void> {
  return milliseconds > 0 ? new Promise((resolve) => setTimeout(resolve, milliseconds)) : Promise.resolve();
}
