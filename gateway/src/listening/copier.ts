/**
 * A process that gives copies of a listening socket back and ends (see `copies.ts`). Serves nobody: what connects to it
 * meanwhile is reset, unread, so that a client can safely come again.
 *
 * @module
 */
import { Server } from 'node:net';

/** Who asked: told, since it may be gone before the first line here. */
const parent = Number(process.argv[2]);
const LOOK_MS = 20;

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
// A channel with copies under way is not seen to close when its other end is killed; the socket would be held for ever,
// and the gateway's next start would find its port taken.
setInterval(() => {
  if (process.ppid !== parent) process.exit();
}, LOOK_MS);
