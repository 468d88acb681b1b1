/**
 * `npm test`: makes the clone runnable, then runs every suite and ends with one line that counts them all.
 *
 *   npm test                    all suites
 *   npm test -- unit browser    some of them
 *
 * CHOPMARK_REQUIRE=browser,postgres makes a skipped requirement a failure (test/support/require.ts).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, bootstrap, say } from './bootstrap.mjs';

/**
 * Two lanes beside each other, about equally long. The suites of a lane come one after the other: those of the second start
 * networks, platforms and browsers, and use the same ports; those of the first compute, and start a few on ports of their own.
 */
const LANES = [
  [
    { name: 'unit', spec: ['test/core/**/*.test.ts', 'test/cli/**/*.test.ts', 'test/web/**/*.test.ts'] },
    // Apart: the shim brings older messages of Fabric, which would replace the newer ones in a process with both.
    { name: 'contract', spec: ['test/chaincode/**/*.test.ts'] },
    { name: 'client', spec: ['test/client/**/*.test.ts'] },
    { name: 'gateway', spec: ['test/gateway/**/*.test.ts'] },
    { name: 'verifier', spec: ['test/conformance/verifier/**/*.test.ts', 'test/mutation/**/*.test.ts'] },
  ],
  [
    { name: 'network', spec: ['test/test-network/**/*.test.ts'] },
    { name: 'conformance', spec: ['test/conformance/network/**/*.test.ts'] },
    { name: 'integration', spec: ['test/integration/**/*.test.ts'] },
    { name: 'faults', spec: ['test/faults/**/*.test.ts'] },
    { name: 'browser', spec: ['test/browser/**/*.test.ts'] },
  ],
];
const SUITES = LANES.flat();

/**
 * Runs mocha in a process of its own, so that no suite lives on another's leftovers.
 *
 * @param live Whether it prints as it goes; else at its end, so that two suites do not mix their lines.
 */
function runSuite(suite, folder, live) {
  const results = join(folder, `${suite.name}.json`);
  const args = [
    join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js'),
    '--no-config',
    '--import=tsx',
    '--timeout=30000',
    '--forbid-only',
    '--reporter',
    join(ROOT, 'test', 'support', 'reporter.cjs'),
    ...suite.spec,
  ];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CHOPMARK_TEST_RESULTS: results, CORE_CHAINCODE_LOGGING_LEVEL: 'error' },
    });
    const said = [];
    child.stdout?.on('data', (chunk) => said.push(chunk));
    child.stderr?.on('data', (chunk) => said.push(chunk));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      resolve({ code: code ?? 1, ...readResults(results) });
    });
  });
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, names: [], failures: [] };
  }
}

await bootstrap();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0) {
  say(`No such suite: ${unknown.join(', ')}. There are: ${SUITES.map((suite) => suite.name).join(', ')}.`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'chopmark-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };
const skipped = [];
const failed = [];

/** @param live As of `runSuite`. */
async function runLane(suites, live) {
  for (const suite of suites) {
    const began = performance.now();
    say(`\n— ${suite.name} —`);
    const result = await runSuite(suite, folder, live);
    say(`— ${suite.name} took ${Math.round((performance.now() - began) / 1000)} s —`);
    total.passed += result.passed;
    // A suite that died without a failing test (out of memory, exit in a hook) has failed all the same.
    const died = result.failures.length === 0 && result.code !== 0;
    total.failed += died ? 1 : result.failed;
    if (died) failed.push({ name: `the suite ${suite.name}`, reason: `ended with ${result.code}` });
    failed.push(...result.failures);
    total.skipped += result.skipped;
    skipped.push(...result.names);
  }
}

const lanes = LANES.map((suites) =>
  suites.filter(({ name }) => asked.length === 0 || asked.includes(name)),
).filter((suites) => suites.length > 0);
await Promise.all(lanes.map((suites, place) => runLane(suites, place === lanes.length - 1)));
rmSync(folder, { recursive: true, force: true });

if (skipped.length > 0) console.log(`Skipped:\n${skipped.map((name) => `  ${name}`).join('\n')}`);
// Behind the skipped ones, because of a long log often only the end is kept.
for (const { name, reason } of failed)
  console.log(`Failed: ${name}\n${reason.slice(0, 2_000).replace(/^/gm, '  ')}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
