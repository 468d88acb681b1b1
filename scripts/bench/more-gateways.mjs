/**
 * More gateway processes of the tax bureau on the same database, as an operator adds them when one is not enough: a single
 * process computes on one core. Clients are spread over them as by a load balancer.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from '../bootstrap.mjs';

/** From the platform's first port on: behind its gateways, before its network. */
const FIRST_PLACE = 10;
const PATIENCE_MS = 60_000;
const POLL_MS = 100;

/**
 * @param count Processes in all.
 * @returns Their addresses, name → pid of the added ones, and how they are stopped.
 */
export async function moreGateways(platform, count) {
  const { pids } = platform.readJson('running.json');
  const env = environmentOf(pids['gateway-tax']);
  const added = [];
  for (let place = 1; place < count; place += 1) {
    const port = Number(platform.env.CHOPMARK_PORT) + FIRST_PLACE + place;
    const log = openSync(join(platform.home, `gateway-tax-${place + 1}.log`), 'w');
    const child = spawn(process.execPath, [join(ROOT, 'gateway', 'dist', 'main.js')], {
      env: { ...env, CHOPMARK_GATEWAY_PORT: String(port) },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    added.push({ name: `gateway-tax-${place + 1}`, url: `http://127.0.0.1:${port}`, child });
    await isReady(added.at(-1));
  }
  return {
    urls: [platform.url, ...added.map(({ url }) => url)],
    pids: Object.fromEntries(added.map(({ name, child }) => [name, child.pid])),
    stop: async () => {
      const gone = added.map(({ child }) => new Promise((resolve) => child.once('close', resolve)));
      for (const { child } of added) child.kill();
      await Promise.all(gone);
    },
  };
}

/** Of a running process, but for the channel by which it hears of its launcher. */
function environmentOf(pid) {
  const entries = readFileSync(`/proc/${pid}/environ`, 'utf8')
    .split('\0')
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
    .filter(([name]) => name !== '' && !name.startsWith('NODE_CHANNEL_'));
  return Object.fromEntries(entries);
}

async function isReady({ name, url, child }) {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`${name} did not start`);
    await delay(POLL_MS);
  }
}
