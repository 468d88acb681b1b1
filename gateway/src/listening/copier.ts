/**
 * A process that gives copies of a listening socket back and ends (see `copies.ts`). It takes no connection itself.
 *
 * @module
 */
import type { Server } from 'node:net';

/** Who asked: told, since it may be gone before the first line here. */
const parent = Number(process.argv[2]);
const LOOK_MS = 20;

// Not a `Server`, whatever its type says, but the bare socket: a `Server` would listen here as well.
process.once('message', (asked: { readonly copies: number }, socket: Server) => {
  let left = asked.copies;
  for (let made = 0; made < asked.copies; made += 1) {
    process.send?.('copy', socket, {}, (error) => {
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
