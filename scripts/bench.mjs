/**
 * `npm run bench`: the figures of docs/performance.md, measured on this machine against a platform of its own
 * (a temporary home, ports of its own), over HTTP and the library as users have them.
 *
 *   npm run bench                  all
 *   npm run bench -- start single  some of: start, single, bulk, verify
 */
import { spawn } from 'node:child_process';
import { createHash, verify as verifySignature, createPublicKey } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, bootstrap, say } from './bootstrap.mjs';

const PORT = 29_400;
const SINGLE_ROUNDS = 200;
const BULK_LINES = 10_000;
const BULK_ROUNDS = 5;
const VERIFY_ROUNDS = 200;
const START_ROUNDS = 3;

const quantile = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
const ms = (value) => `${value.toFixed(1)} ms`;
const rows = [];
const report = (name, ...figures) => {
  rows.push([name, ...figures]);
  console.log(`${name}: ${figures.join(' · ')}`);
};

const home = mkdtempSync(join(tmpdir(), 'chopmark-bench-'));
chmodSync(home, 0o755);
const env = {
  ...process.env,
  CHOPMARK_HOME: home,
  CHOPMARK_PORT: String(PORT),
  CHOPMARK_NETWORK_PORT_BASE: String(PORT + 50),
};
let launcher;

async function start() {
  const began = performance.now();
  launcher = spawn(process.execPath, [join(ROOT, 'cli', 'bin', 'chopmark.mjs'), 'start'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  await new Promise((resolve, reject) => {
    for (const stream of [launcher.stdout, launcher.stderr]) {
      stream.on('data', (chunk) => {
        said += chunk;
        if (said.includes('Ctrl-C stops everything')) resolve();
      });
    }
    launcher.once('exit', (code) => reject(new Error(`the platform ended with ${code}:\n${said}`)));
  });
  const check = spawn(
    process.execPath,
    [join(ROOT, 'cli', 'bin', 'chopmark.mjs'), 'verify', join(home, 'samples', 'bundle.json')],
    { env, stdio: 'ignore' },
  );
  const code = await new Promise((resolve) => check.on('close', resolve));
  if (code !== 0) throw new Error(`the sample does not verify (exit code ${code})`);
  return performance.now() - began;
}

async function stop() {
  if (launcher === undefined || launcher.exitCode !== null) return;
  const ended = new Promise((resolve) => launcher.once('close', resolve));
  launcher.kill('SIGINT');
  await ended;
}

async function call(method, path, { token, body, raw, headers = {} } = {}) {
  const answer = await fetch(`http://127.0.0.1:${PORT}${path}`, {
    method,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    ...(body || raw ? { body: raw ?? JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return { location: answer.headers.get('location'), status: answer.status, body: JSON.parse(text) };
}

async function signIn() {
  const account = JSON.parse(readFileSync(join(home, 'demo-accounts.json'), 'utf8')).find(({ roles }) =>
    roles.includes('issuer'),
  );
  return (
    await call('POST', '/v1/sessions', { body: { account: account.account, password: account.password } })
  ).body.accessToken;
}

const sample = () => JSON.parse(readFileSync(join(home, 'samples', 'new-invoice.json'), 'utf8'));

async function benchSingle(token) {
  const times = [];
  for (let round = 0; round < SINGLE_ROUNDS; round += 1) {
    const began = performance.now();
    const answer = await call('POST', '/v1/invoices', {
      token,
      body: sample(),
      headers: { 'idempotency-key': `bench-${round}`, prefer: 'wait=30' },
    });
    if (answer.status !== 201) throw new Error(`not anchored: ${JSON.stringify(answer.body)}`);
    times.push(performance.now() - began);
  }
  report(
    'single POST to anchored',
    `${SINGLE_ROUNDS} in a row`,
    `p50 ${ms(quantile(times, 0.5))}`,
    `p99 ${ms(quantile(times, 0.99))}`,
    `max ${ms(Math.max(...times))}`,
  );
}

async function benchBulk(token) {
  const line = JSON.stringify(sample());
  const raw = `${line}\n`.repeat(BULK_LINES);
  const times = [];
  for (let round = 0; round < BULK_ROUNDS; round += 1) {
    const began = performance.now();
    const opened = await call('POST', '/v1/invoice-batches', {
      token,
      raw,
      headers: { 'content-type': 'application/x-ndjson' },
    });
    let operation = opened;
    while (operation.body.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 20));
      operation = await call('GET', opened.location, { token });
    }
    if (operation.body.anchored !== BULK_LINES)
      throw new Error(`not all anchored: ${JSON.stringify(operation.body)}`);
    times.push(performance.now() - began);
  }
  const median = quantile(times, 0.5);
  report(
    `${BULK_LINES} NDJSON invoices anchored`,
    `${BULK_ROUNDS} runs`,
    ...times.map((time) => `${(time / 1000).toFixed(2)} s`),
    `median ${Math.round((BULK_LINES / median) * 1000)} invoices/s`,
  );
}

async function benchVerify() {
  const { verifyBundle, parseTrustProfile } = await import('@chopmark/core/verify');
  const bundle = readFileSync(join(home, 'samples', 'bundle.json'));
  const profile = parseTrustProfile(readFileSync(join(home, 'samples', 'trust.json')));
  const crypto = {
    suites: {
      'sha256-p256': {
        name: 'sha256-p256',
        hash: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
      },
    },
    verifyP256: (spki, message, signature) =>
      Promise.resolve(
        verifySignature(
          'sha256',
          message,
          createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }),
          signature,
        ),
      ),
  };
  const times = [];
  for (let round = 0; round < VERIFY_ROUNDS; round += 1) {
    const began = performance.now();
    const verdict = await verifyBundle(new Uint8Array(bundle), [profile], { crypto, now: new Date() });
    times.push(performance.now() - began);
    if (verdict.verdict !== 'valid') throw new Error(JSON.stringify(verdict));
  }
  report(
    'compact bundle verified in Node',
    `${bundle.length} bytes on disk, ${JSON.stringify(JSON.parse(bundle.toString())).length} compact`,
    `p50 ${ms(quantile(times, 0.5))}`,
    `p99 ${ms(quantile(times, 0.99))}`,
    `first ${ms(times[0])}`,
  );
}

await bootstrap();
const asked = process.argv.slice(2);
const wants = (name) => asked.length === 0 || asked.includes(name);
say(
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, ${new Date().toISOString()}`,
);
try {
  const first = await start();
  if (wants('start')) {
    const warm = [];
    for (let round = 0; round < START_ROUNDS; round += 1) {
      await stop();
      warm.push(await start());
    }
    report(
      'start to verified sample',
      `first run ${(first / 1000).toFixed(1)} s`,
      ...warm.map((time) => `again ${(time / 1000).toFixed(1)} s`),
    );
  }
  const token = await signIn();
  if (wants('single')) await benchSingle(token);
  if (wants('bulk')) await benchBulk(token);
  if (wants('verify')) await benchVerify();
} finally {
  await stop();
  const database = join(home, 'embedded', 'database.json');
  if (existsSync(database))
    rmSync(JSON.parse(readFileSync(database, 'utf8')).folder, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
}
