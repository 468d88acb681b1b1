import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get, Agent, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { serve } from '../../../gateway/dist/listening/serve.js';
import { until } from '../../support/platform.js';

/** What proxies keep an idle connection open for, as a rule. */
const PROXY_S = 60;

describe('serve', () => {
  it('keeps idle connections longer than the proxy before it does', async () => {
    const listening = await serve((_, res) => res.end('here'), '127.0.0.1', 0);
    const agent = new Agent({ keepAlive: true });
    try {
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        get(listening.url, { agent }, resolve).once('error', reject);
      });
      answer.resume();

      const said = String(answer.headers['keep-alive']);
      assert.ok(Number(/timeout=(\d+)/.exec(said)?.[1]) > PROXY_S, said);
    } finally {
      agent.destroy();
      await listening.close(0);
    }
  });

  it('cuts a sender off that was answered and still owes its body', async () => {
    const listening = await serve((_, res) => res.end('no'), '127.0.0.1', 0, { leftoverMs: 5 });
    const socket = connect(Number(new URL(listening.url).port), '127.0.0.1');
    try {
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');

      // Ends only because the connection does.
      assert.match(await text(socket), /^HTTP\/1\.1 200 /);
    } finally {
      socket.destroy();
      await listening.close(0);
    }
  });

  it('serves everybody while it makes copies of its socket, and closes', async function () {
    this.timeout(180_000);
    const { port } = await freeAddress();
    const heard: string[] = [];
    const knocking = new AbortController();
    const knocks = Array.from({ length: 20 }, async () => {
      while (!knocking.signal.aborted) heard.push(await knock(port));
    });
    await until(10_000, () => heard.length > 0);

    const listening = await serve((_, res) => res.end('here'), '127.0.0.1', port, { crowds: true });
    const enough = heard.length + 200;
    await until(30_000, () => heard.length > enough);
    knocking.abort();
    await Promise.all(knocks);
    await listening.close(1_000);

    assert.deepEqual([...new Set(heard)].sort(), ['ECONNREFUSED', 'here']);
  });

  it('gives its port back when it is killed, whatever it was at', async function () {
    this.timeout(300_000);
    const { port } = await freeAddress();
    for (const ms of [5, 20, 35, 50, 65, 80, 100, 130]) {
      const child = spawn(process.execPath, ['--import=tsx', DYING, String(port), String(ms)], {
        stdio: 'ignore',
      });
      await once(child, 'exit');

      await until(10_000, async () => (await knock(port)) === 'ECONNREFUSED');
    }
  });
});

const DYING = fileURLToPath(new URL('../../support/gateway/die-while-listening.ts', import.meta.url));
const KNOCK_MS = 10_000;

/** Below the ports that the system gives away: who asks for one of those himself could meet himself there. */
async function freeAddress(): Promise<{ port: number }> {
  for (let port = 27_900; ; port += 1) {
    const listening = await serve(() => undefined, '127.0.0.1', port).catch(() => undefined);
    await listening?.close(0);
    if (listening !== undefined) return { port };
  }
}

/** @returns What was answered, or why nothing was. */
function knock(port: number): Promise<string> {
  return new Promise((resolve) => {
    const request = get({ port, host: '127.0.0.1', agent: false, timeout: KNOCK_MS }, (answer) => {
      let said = '';
      answer.setEncoding('utf8').on('data', (part: string) => (said += part));
      answer.on('end', () => resolve(said));
      answer.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
    request.on('timeout', () => request.destroy(new Error('nobody answers')));
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
