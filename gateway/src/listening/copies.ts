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
export const COPYING_MS = 5_000;

/** `server._handle`: the bare socket. Node passes it on as such, where a `Server` would be made to listen by its receiver. */
interface Bare {
  readonly _handle?: Server | null;
}

/**
 * @param server Listens already, and takes connections meanwhile.
 * @param backlog As the server's own: the queue is one.
 * @param onConnection Given what a copy takes.
 * @returns Servers that take connections from the same queue; none when they could not be made in time.
 */
export async function copiesOf(
  server: Server,
  backlog: number,
  onConnection: (socket: Socket) => void,
  patienceMs: number,
): Promise<Server[]> {
  const socket = (server as unknown as Bare)._handle;
  if (socket === undefined || socket === null) return [];
  const copies: Server[] = [];
  const child = fork(new URL('./copier.js', import.meta.url), [String(process.pid)], {
    env: {},
    execArgv: [],
    stdio: 'ignore',
  });
  child.on('message', (_, copy) => {
    if (copy !== undefined) copies.push(new Server(onConnection).listen(copy, backlog));
  });
  // What `once` no longer hears: a message that did not arrive because the child was gone already.
  child.on('error', () => undefined);
  const over = once(child, 'exit', { signal: AbortSignal.timeout(patienceMs) });
  child.send({ copies: COPIES }, socket);
  await over.catch(() => child.kill('SIGKILL'));
  return copies;
}
