/** What the network's process says: messages to a parent with an IPC channel, else lines on standard error. */
import { NetworkError } from '../network-error.js';

export type Message =
  | { readonly type: 'progress'; readonly text: string }
  | { readonly type: 'failed'; readonly text: string }
  | { readonly type: 'pids'; readonly pids: Readonly<Record<string, number>> }
  | {
      readonly type: 'ready';
      readonly network: string;
      readonly channel: string;
      readonly connections: Readonly<Record<string, string>>;
      readonly trustProfile: string;
      readonly pids: Readonly<Record<string, number>>;
    };

/** A wrong call; its message is the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const FAILED = 1;
const WRONG_CALL = 2;
/** A message must leave before the process does. */
const PARTING_MS = 100;

export function tell(message: Message): void {
  if (process.send && process.connected) process.send(message);
  else console.error('text' in message ? message.text : JSON.stringify(message));
}

/** Says why and ends the process: 2 after a wrong call, else 1. */
export function fail(error: unknown): void {
  const known = error instanceof NetworkError || error instanceof UsageError;
  tell({
    type: 'failed',
    text: known ? error.message : String(error instanceof Error ? error.stack : error),
  });
  const code = error instanceof UsageError ? WRONG_CALL : FAILED;
  setTimeout(() => process.exit(code), process.connected ? PARTING_MS : 0);
}
