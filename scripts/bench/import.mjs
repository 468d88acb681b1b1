/**
 * A million invoices in one upload: how fast they are anchored, and what the gateway's process keeps in memory meanwhile.
 * The upload is made while it is sent; it never stands in memory as a whole. `BENCH_LINES` for another number.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuSeconds } from './cpu.mjs';
import { megabytes, report, seconds } from './report.mjs';

const LINES = Number(process.env.BENCH_LINES ?? 1_000_000);
const SAMPLE_MS = 500;
const LINES_A_CHUNK = 500;

export async function benchImport(platform) {
  const { pids } = platform.readJson('running.json');
  const pid = pids['gateway-tax'] ?? pids.tax;
  if (pid === undefined) throw new Error(`no gateway among ${Object.keys(pids).join(', ')}`);
  const token = await platform.signIn();
  const memory = new MemorySampler(pid);
  const before = cpuSeconds(pids);
  const began = performance.now();
  try {
    const opened = await upload(platform, token);
    const uploaded = performance.now() - began;
    const operation = await finished(platform, opened.id, token);
    const took = performance.now() - began;
    if (operation.anchored !== LINES) throw new Error(`not all anchored: ${JSON.stringify(operation)}`);
    report(
      `${LINES} NDJSON invoices in one upload`,
      `answered after ${seconds(uploaded)}`,
      `anchored after ${seconds(took)}`,
      `${Math.round((LINES / took) * 1000)} invoices/s`,
    );
    const after = cpuSeconds(pids);
    const costs = Object.keys(pids)
      .map((name) => [name, ((after[name] - before[name]) * 1000) / LINES])
      .filter(([, each]) => each >= 0.01);
    report('processor time for each', ...costs.map(([name, each]) => `${name} ${each.toFixed(2)} ms`));
  } finally {
    memory.stop();
    report("resident memory of the gateway's process", ...memory.figures());
  }
}

/** Resident memory, looked at twice a second; the kernel knows the highest, of the import and since the process began. */
class MemorySampler {
  #values = [];
  #timer;

  constructor(pid) {
    this.pid = pid;
    this.first = this.#read('VmRSS');
    this.before = this.#read('VmHWM');
    // The highest from here on (proc(5), clear_refs).
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    this.#timer = setInterval(() => this.#values.push(this.#read('VmRSS')), SAMPLE_MS);
  }

  stop() {
    clearInterval(this.#timer);
    this.highest = this.#read('VmHWM');
  }

  /** Before, at each tenth of the way, the highest of the import, and that of the start and the sign-in before it. */
  figures() {
    const tenths = Array.from({ length: 10 }, (_, at) => {
      const until = this.#values.slice(0, Math.ceil(((at + 1) * this.#values.length) / 10));
      return megabytes(until.at(-1) ?? 0);
    });
    return [
      `before ${megabytes(this.first)}`,
      `tenths ${tenths.join(', ')}`,
      `peak ${megabytes(this.highest)}`,
      `peak before the import ${megabytes(this.before)}`,
    ];
  }

  #read(name) {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(
      readFileSync(`/proc/${this.pid}/status`, 'utf8'),
    );
    return Number(found?.[1] ?? 0) * 1024;
  }
}

async function finished(platform, id, token) {
  for (;;) {
    const { body } = await platform.call('GET', `/v1/operations/${id}`, { token });
    if (body.state !== 'running') return body;
    await delay(1000);
  }
}

/** Plain `node:http`: `fetch` gives up on an answer that takes minutes. */
function upload(platform, token) {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${platform.url}/v1/invoice-batches`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}` },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += chunk));
      answer.on('end', () => {
        if (answer.statusCode === 202) resolve(JSON.parse(text));
        else reject(new Error(`${answer.statusCode} ${text}`));
      });
    });
    Readable.from(chunksOf(platform.sample()), { objectMode: false }).pipe(outgoing);
  });
}

/** Each invoice differs, as real ones do. */
function* chunksOf(sample) {
  for (let line = 1; line <= LINES; line += LINES_A_CHUNK) {
    const count = Math.min(LINES_A_CHUNK, LINES - line + 1);
    const bodies = Array.from({ length: count }, (_, at) => ({ ...sample, drawer: `开票员 ${line + at}` }));
    yield Buffer.from(bodies.map((body) => `${JSON.stringify(body)}\n`).join(''));
  }
}
