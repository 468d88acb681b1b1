import assert from 'node:assert/strict';
import { get, Agent, type IncomingMessage } from 'node:http';
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
});
