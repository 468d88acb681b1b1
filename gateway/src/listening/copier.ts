/**
 * A process that gives copies of a listening socket back and ends (see `copies.ts`). Serves nobody: what connects to it
 * meanwhile is reset, unread, so that a client can safely come again.
 *
 * @module
 */
import { Server } from 'node:net';

process.once('message', (asked: { readonly copies: number }, handle) => {
  if (!(handle instanceof Server)) process.exit(1);
  handle.on('connection', (socket) => socket.resetAndDestroy());
  let left = asked.copies;
  for (let made = 0; made < asked.copies; made += 1) {
    process.send?.('copy', handle, {}, (error) => {
      left -= 1;
      if (left === 0 || error !== null) process.disconnect();
    });
  }
});
process.once('disconnect', () => process.exit());
