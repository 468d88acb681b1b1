import assert from 'node:assert/strict';
import { get, Agent, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { serve } from '../../../gateway/dist/listening/serve.js';

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
});
