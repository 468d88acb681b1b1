import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { type Listening, serve } from '../../../gateway/dist/listening/serve.js';
import { eventually } from '../../support/gateway/desk-world.js';

const CROWD = 64;

describe('serve, for crowds', () => {
  let inside: ServerResponse[] = [];
  let listening: Listening;
  let sockets: Socket[] = [];

  beforeEach(async () => {
    inside = [];
    sockets = [];
    const crowds = { maxConnections: CROWD, crowds: true, copyingMs: 60_000 };
    listening = await serve((_, res) => inside.push(res), '127.0.0.1', 0, crowds);
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await listening.close(0);
  });

  async function comeTogether(count: number): Promise<Socket[]> {
    const { hostname, port } = new URL(listening.url);
    const come = Array.from({ length: count }, () => connect(Number(port), hostname));
    for (const socket of come) socket.on('error', () => undefined);
    sockets.push(...come);
    await Promise.all(come.map((socket) => once(socket, 'connect')));
    return come;
  }

  it('takes many connections in one turn of the event loop', async () => {
    const come = await comeTogether(CROWD);
    for (const socket of come) socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');

    // Turns in which nobody came are the machine's, which hands connections over when it has the time.
    let turns = 0;
    while (inside.length < CROWD) {
      const before = inside.length;
      await new Promise(setImmediate);
      if (inside.length > before) turns += 1;
    }

    assert.ok(turns < CROWD / 2, `${turns} turns`);
  });

  it('counts them all against the most', async () => {
    const come = await comeTogether(CROWD + 10);
    let closed = 0;
    for (const socket of come) {
      socket.resume();
      socket.once('close', () => (closed += 1));
    }

    await eventually(() => assert.equal(closed, 10));
  });

  it('lets requests under way end before it is closed', async () => {
    const come = await comeTogether(CROWD);
    for (const socket of come) socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
    await eventually(() => assert.equal(inside.length, CROWD));
    const answers = come.map(async (socket) => String((await once(socket, 'data'))[0]));

    const closed = listening.close(10_000);
    for (const res of inside) res.end('here');

    for (const answer of await Promise.all(answers)) assert.match(answer, /^HTTP\/1\.1 200 /);
    await closed;
  });
});
