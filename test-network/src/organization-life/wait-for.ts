/** Waiting for what the running network or its nodes do, with the reason when it does not happen. */
import { setTimeout as delay } from 'node:timers/promises';
import type { NetworkLayout } from '../layout.js';
import { reasonOf } from '../lifecycle/peer-client.js';
import { NetworkError } from '../network-error.js';
import type { NetworkErrorCode } from '../network-error.js';
import { askPort } from '../status/ask-nodes.js';
import { type AwaitedProcess, reportedFailures, requireRunner } from './life-files.js';

const PATIENCE_MS = 90_000;
const POLL_MS = 100;

export type Awaited = {
  readonly code: NetworkErrorCode;
  /** For people: what is waited for. */
  readonly what: string;
  /** Processes whose failures end the waiting at once. */
  readonly processes?: readonly AwaitedProcess[];
  readonly patienceMs?: number;
};

/**
 * Resolves once `holds` says true; an error of `holds` is a reason to try again.
 *
 * @throws {NetworkError} The given code with the last reason; `NETWORK_NOT_RUNNING` when the network ends meanwhile.
 */
export async function waitFor(
  layout: NetworkLayout,
  { code, what, processes = [], patienceMs = PATIENCE_MS }: Awaited,
  holds: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let reason = 'not yet';
  for (;;) {
    try {
      if (await holds()) return;
    } catch (error) {
      if (error instanceof NetworkError) throw error;
      reason = reasonOf(error);
    }
    const [failure] = await reportedFailures(layout, processes);
    if (failure !== undefined) throw new NetworkError(code, `${what}: ${failure}`);
    await requireRunner(layout);
    if (Date.now() > deadline) throw new NetworkError(code, `${what}: ${reason}`);
    await delay(POLL_MS);
  }
}

/** Whether something accepts connections at a port of this machine. */
export async function accepts(port: number): Promise<boolean> {
  return 'value' in (await askPort(port));
}
