/**
 * The clients of load.mjs: told what to send by a message, they say when measuring begins and ends (after it, the last
 * answers are only waited for), and then what came back.
 */
import { Agent, request } from 'node:http';

process.once('message', async ({ url, token, body, clients, warmUpMs, measureMs }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const address = new URL('/v1/invoices', url);
  const began = performance.now();
  const [from, to] = [began + warmUpMs, began + warmUpMs + measureMs];
  const times = [];
  const others = {};
  let sent = 0;
  let answered = 0;
  const tell = (said) => process.send({ said, answered, seconds: ownSeconds() });
  setTimeout(tell, warmUpMs, 'began');
  setTimeout(tell, warmUpMs + measureMs, 'ended');

  const post = () =>
    new Promise((resolve) => {
      sent += 1;
      const key = `load-${process.pid}-${sent}`;
      const outgoing = request(address, {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'idempotency-key': key,
          prefer: 'wait=60',
        },
      });
      outgoing.on('response', (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode));
      });
      outgoing.once('error', (error) => resolve(error.code));
      outgoing.end(body);
    });

  const client = async () => {
    while (performance.now() < to) {
      const start = performance.now();
      const status = await post();
      answered += 1;
      const end = performance.now();
      if (end < from || end > to) continue;
      if (status === 201) times.push(end - start);
      else others[status] = (others[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  process.send({ said: 'over', anchored: times.length, times, others });
});

/** Processor time of this process so far. */
function ownSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
