/**
 * Makes a clone runnable: installs by the lockfile and builds, each only when something changed.
 * Plain Node, no dependency, because it runs before there are any.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMPS = join(ROOT, '.bootstrap');
const PACKAGES = ['core', 'chaincode', 'test-network', 'gateway', 'client', 'web', 'cli'];
const STILL_EVERY_MS = 10_000;
const OLDEST_NODE = [20, 19];

/** Says on stderr what is going on; stdout belongs to results. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Ends with advice on a Node that is too old for the pinned libraries. */
function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  say(
    `Chopmark needs Node ${OLDEST_NODE.join('.')} or later; this is ${process.versions.node}. Install a newer Node and run the same command again.`,
  );
  process.exit(1);
}

/** Runs a command and resolves with its exit code; the output goes to stderr, or is kept and shown on failure. */
export function run(command, args, { quiet = false, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const kept = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (quiet ? kept.push(chunk) : process.stderr.write(chunk)));
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code !== 0 && quiet) process.stderr.write(Buffer.concat(kept));
      resolve(signal ? 1 : (code ?? 1));
    });
  });
}

function readStamp(name) {
  const file = join(STAMPS, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function writeStamp(name, value) {
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(join(STAMPS, name), value);
}

/** Names, sizes and times of everything that goes into a build. */
function sourceFingerprint() {
  const hash = createHash('sha256');
  const visit = (path) => {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) {
        if (name !== 'dist' && name !== 'node_modules') visit(join(path, name));
      }
    } else if (!path.endsWith(join('deploy', 'index.js'))) {
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    }
  };
  for (const name of [...PACKAGES, 'scripts', 'tsconfig.json', 'tsconfig.base.json']) visit(join(ROOT, name));
  return hash.digest('hex');
}

/** Tells of work that is still going on, with the seconds since it began; nobody should take a slow registry for a hang. */
export async function tellingWhile(work, everyMs, tell) {
  const began = Date.now();
  const timer = setInterval(() => tell(Math.round((Date.now() - began) / 1000)), everyMs);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

async function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .update(process.versions.modules)
    .digest('hex');
  if (readStamp('install') === wanted && existsSync(join(ROOT, 'node_modules'))) return false;
  say('Installing dependencies by the lockfile (once; about half a minute) …');
  // An installation that is broken off leaves parts of one: it must not pass for whichever was there before.
  writeStamp('install', '');
  const installed = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
  const code = await tellingWhile(installed, STILL_EVERY_MS, (seconds) =>
    say(`… npm is still installing (${seconds} s); without a network it gives up after some minutes`),
  );
  if (code !== 0) {
    say(
      'The installation failed (see npm above). It needs the npm registry: set a proxy (npm config set proxy, https-proxy) or a registry that can be reached (npm config set registry), or install where there is a network and copy the folder here. Then run the same command again.',
    );
    process.exit(1);
  }
  writeStamp('install', wanted);
  return true;
}

async function build(installed) {
  const before = sourceFingerprint();
  const complete =
    PACKAGES.every((name) => existsSync(join(ROOT, name, 'dist'))) &&
    existsSync(join(ROOT, 'chaincode', 'deploy', 'index.js'));
  if (!installed && complete && readStamp('build') === before) return;
  say('Building …');
  const tsc = await run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '--build'], {
    quiet: true,
  });
  const bundled =
    tsc === 0 ? await run(process.execPath, [join('scripts', 'bundle.mjs')], { quiet: true }) : 1;
  if (bundled !== 0) {
    say('The build failed (see above).');
    process.exit(1);
  }
  writeStamp('build', before);
}

/** Installs and builds what is missing or stale; quick when nothing changed. Ends the process with advice on failure. */
export async function bootstrap() {
  requireNode();
  await build(await install());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bootstrap();
