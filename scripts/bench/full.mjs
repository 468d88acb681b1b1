/** Full bundles of small and large anchors: what they weigh, what making and judging them takes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers';
import { setTimeout as delay } from 'node:timers/promises';
import { ms, quantile, report } from './report.mjs';
import { crypto } from './verify.mjs';

const ROUNDS = 20;
/** Lines of an import whose largest batch comes near to the size. */
const IMPORTS = { 1: 1, 1_000: 1_000, 16_384: 50_000 };

export async function benchFull(platform) {
  const { parseTrustProfile } = await import('@chopmark/core/verify');
  const token = await platform.signIn();
  const profile = parseTrustProfile(readFileSync(join(platform.home, 'samples', 'trust.json')));
  for (const [size, lines] of Object.entries(IMPORTS)) {
    const { number, entries } = await largestAnchor(platform, token, lines);
    for (const parts of ['compact', 'full'])
      await measure(platform, token, profile, { number, entries, size, parts });
  }
}

async function measure(platform, token, profile, { number, entries, size, parts }) {
  const { createVerifier } = await import('@chopmark/core/verify');
  const made = [];
  const judged = [];
  const stretches = [];
  let bytes;
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    const answer = await fetch(`${platform.url}/v1/invoices/${number}/bundle?parts=${parts}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    bytes = new Uint8Array(await answer.arrayBuffer());
    made.push(performance.now() - began);
    if (answer.status !== 200) throw new Error(Buffer.from(bytes).toString());
    // A new verifier each time: nothing of the last round is kept.
    const verifier = createVerifier([profile], crypto);
    const { took, stretch, result } = await longestStretch(() => verifier.verify(bytes, new Date()));
    if (result.verdict !== 'valid') throw new Error(JSON.stringify(result));
    judged.push(took);
    stretches.push(stretch);
  }
  report(
    `${parts} bundle of an anchor of ${entries} (asked for ${size})`,
    `${bytes.length} bytes`,
    `made p50 ${ms(quantile(made, 0.5))}, first ${ms(made[0])}`,
    `judged p50 ${ms(quantile(judged, 0.5))}`,
    `longest turn of the event loop p50 ${ms(quantile(stretches, 0.5))}`,
  );
}

/** How long it took, and the longest time in which nothing else got its turn. */
async function longestStretch(action) {
  let stretch = 0;
  let last = performance.now();
  const began = last;
  let isOver = false;
  const look = () => {
    const now = performance.now();
    stretch = Math.max(stretch, now - last);
    last = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  const result = await action();
  isOver = true;
  look();
  return { took: performance.now() - began, stretch, result };
}

/** An invoice of the largest batch that an import made. */
async function largestAnchor(platform, token, lines) {
  const raw = `${JSON.stringify(platform.sample())}\n`.repeat(lines);
  const headers = { 'content-type': 'application/x-ndjson' };
  const opened = await platform.call('POST', '/v1/invoice-batches', { token, raw, headers });
  let operation = opened;
  while (operation.body.state === 'running') {
    await delay(100);
    operation = await platform.call('GET', opened.location, { token });
  }
  const results = await fetch(`${platform.url}${opened.location}/results`, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/x-ndjson' },
  });
  const batches = new Map();
  for (const line of (await results.text()).trimEnd().split('\n')) {
    const { invoice } = JSON.parse(line);
    const known = batches.get(invoice.ledger.batch) ?? { number: invoice.number, entries: 0 };
    batches.set(invoice.ledger.batch, { ...known, entries: known.entries + 1 });
  }
  return [...batches.values()].sort((a, b) => b.entries - a.entries)[0];
}
