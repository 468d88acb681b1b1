/**
 * More connections at a time. libuv takes one connection from a listening socket in each turn of the event loop (since
 * 1.45), so that a crowd that connects at once waits for as many turns as it has heads: ten thousand for ten seconds,
 * when each turn has a millisecond of work. Each copy of the socket (a descriptor of its own for the same queue)
 * gives one more in each turn. Node makes copies only by passing them to another process and back.
 *
 * @module
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Server, type Socket } from 'node:net';

const COPIES = 31;
/** Without copies everything works, only slower under a crowd. */
const PATIENCE_MS = 5_000;

/**
 * @param server Listens already. What connects during the few milliseconds of copying may be reset.
 * @param onConnection Given what a copy takes, from the moment on that it is there: what nobody listened for would hang for ever.
 * @returns Servers that take connections from the same queue; none when they could not be made in time.
 */
export async function copiesOf(server: Server, onConnection: (socket: Socket) => void): Promise<Server[]> {
  const copies: Server[] = [];
  const child = fork(new URL('./copier.js', import.meta.url), [String(process.pid)], {
    env: {},
    execArgv: [],
    stdio: 'ignore',
  });
  child.on('message', (_, handle) => {
    if (!(handle instanceof Server)) return;
    handle.on('connection', onConnection);
    copies.push(handle);
  });
  const over = once(child, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) });
  child.send({ copies: COPIES }, server);
  await over.catch(() => child.kill('SIGKILL'));
  return copies;
}
