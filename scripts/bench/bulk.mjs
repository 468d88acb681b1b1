/** A file of invoices: the request until the last of them is on the ledger. */
import { setTimeout as delay } from 'node:timers/promises';
import { quantile, report, seconds } from './report.mjs';

const LINES = 10_000;
const ROUNDS = 5;

export async function benchBulk(platform) {
  const token = await platform.signIn();
  const raw = `${JSON.stringify(platform.sample())}\n`.repeat(LINES);
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    const opened = await platform.call('POST', '/v1/invoice-batches', {
      token,
      raw,
      headers: { 'content-type': 'application/x-ndjson' },
    });
    let operation = opened;
    while (operation.body.state === 'running') {
      await delay(20);
      operation = await platform.call('GET', opened.location, { token });
    }
    if (operation.body.anchored !== LINES)
      throw new Error(`not all anchored: ${JSON.stringify(operation.body)}`);
    times.push(performance.now() - began);
  }
  report(
    `${LINES} NDJSON invoices anchored`,
    `${ROUNDS} runs`,
    ...times.map(seconds),
    `median ${Math.round((LINES / quantile(times, 0.5)) * 1000)} invoices/s`,
  );
}
