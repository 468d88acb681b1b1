/** Small tools for the server side of gRPC calls. */
import type { EventEmitter } from 'node:events';
import type { Writable } from 'node:stream';

/** Aborted once the client has left, the deadline has passed, or the connection is gone. */
export function goneSignal(call: EventEmitter): AbortSignal {
  const controller = new AbortController();
  const leave = (): void => controller.abort();
  call.once('cancelled', leave);
  call.once('close', leave);
  call.once('error', leave);
  return controller.signal;
}

/** Writes one message; resolves when the stream takes the next one, or nobody reads any more. */
export function writeTo(stream: Writable, message: unknown): Promise<void> {
  if (stream.write(message)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'close', 'error', 'cancelled']) stream.removeListener(event, done);
      resolve();
    };
    for (const event of ['drain', 'close', 'error', 'cancelled']) stream.once(event, done);
  });
}
