/**
 * The clients of a load: told what to send by a message, they say when measuring begins and ends (after it, the last
 * answers are only waited for), and then what came back. One that is turned away waits as long as it was told and sends
 * the same request again.
 */
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const REFUSED = new Set([429, 503]);

process.once('message', async ({ urls, token, body, clients, warmUpMs, measureMs }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const addresses = urls.map((url) => new URL('/v1/invoices', url));
  const began = performance.now();
  const [from, to] = [began + warmUpMs, began + warmUpMs + measureMs];
  const times = [];
  const refusals = [];
  const others = {};
  const taken = [];
  let sent = 0;
  let answered = 0;
  const tell = (said) => process.send({ said, answered, seconds: ownSeconds() });
  setTimeout(tell, warmUpMs, 'began');
  setTimeout(tell, warmUpMs + measureMs, 'ended');

  const post = (key, address) =>
    new Promise((resolve) => {
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
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.once('end', () => {
          const { statusCode: status, headers } = answer;
          resolve({ status, headers, text: Buffer.concat(parts).toString() });
        });
      });
      outgoing.once('error', (error) => resolve({ status: error.code }));
      outgoing.end(body);
    });

  const note = (status, ms) => {
    if (status === 201) times.push(ms);
    else if (REFUSED.has(status)) refusals.push(ms);
    else others[status] = (others[status] ?? 0) + 1;
  };

  const client = async (_, at) => {
    // They come one after the other while warming up, as people do.
    await delay((warmUpMs / 2) * (at / clients));
    let key;
    while (performance.now() < to) {
      key ??= `load-${process.pid}-${(sent += 1)}`;
      const start = performance.now();
      const { status, headers, text } = await post(key, addresses[at % addresses.length]);
      const end = performance.now();
      answered += 1;
      if (end >= from && end <= to) note(status, end - start);
      if (status === 201 || status === 202) taken.push(ID.exec(text)[1]);
      // A connection that broke says nothing about the request: the same key asks what became of it.
      if (REFUSED.has(status)) await delay(Number(headers['retry-after'] ?? 1) * 1000);
      else if (headers !== undefined) key = undefined;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  process.send({ said: 'over', times, refusals, others, taken });
});

/** The answer is not parsed as a whole: the clients share the machine with what is measured. */
const ID = /"id":"(inv_[0-9a-f]+)"/;

/** Processor time of this process so far. */
function ownSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
