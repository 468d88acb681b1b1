/**
 * `npm test`: makes the clone runnable, then runs every suite and ends with one line that counts them all.
 *
 *   npm test                    all suites
 *   npm test -- unit browser    some of them
 *
 * CHOPMARK_REQUIRE=browser,postgres makes a skipped requirement a failure (test/support/require.ts).
 */
import { existsSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { bootstrap, say } from './bootstrap.mjs';
import { endSuites, runSuite } from './run-suite.mjs';
import { makeTemporaryFolder } from './temporary-folder.mjs';

/**
 * Two lanes beside each other, about equally long. The suites of a lane come one after the other: those of the second start
 * networks and platforms, and use the same ports; those of the first compute, and start a few on ports of their own.
 */
const LANES = [
  [
    { name: 'unit', spec: ['test/core/**/*.test.ts', 'test/cli/**/*.test.ts', 'test/web/**/*.test.ts'] },
    // Apart: the shim brings older messages of Fabric, which would replace the newer ones in a process with both.
    { name: 'contract', spec: ['test/chaincode/**/*.test.ts'] },
    { name: 'client', spec: ['test/client/**/*.test.ts'] },
    { name: 'gateway', spec: ['test/gateway/**/*.test.ts'] },
    { name: 'verifier', spec: ['test/conformance/verifier/**/*.test.ts', 'test/mutation/**/*.test.ts'] },
    { name: 'browser', spec: ['test/browser/**/*.test.ts'] },
  ],
  [
    { name: 'network', spec: ['test/test-network/**/*.test.ts'] },
    { name: 'conformance', spec: ['test/conformance/network/**/*.test.ts'] },
    { name: 'integration', spec: ['test/integration/**/*.test.ts'] },
    { name: 'faults', spec: ['test/faults/**/*.test.ts'] },
  ],
];
const SUITES = LANES.flat();

await bootstrap();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0) {
  say(`No such suite: ${unknown.join(', ')}. There are: ${SUITES.map((suite) => suite.name).join(', ')}.`);
  process.exit(2);
}

const folder = makeTemporaryFolder();
let endedBy;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    endedBy = signal;
    endSuites();
  });
const total = { passed: 0, failed: 0, skipped: 0 };
const skipped = [];
const failed = [];

/** @param live As of `runSuite`. */
async function runLane(suites, live) {
  for (const suite of suites) {
    if (endedBy !== undefined) return;
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

/** Children of a suite that was ended may still write; what they make later is found by the next run. */
async function removeFolder() {
  for (let left = 20; left > 0; left--) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    if (endedBy === undefined) return;
    await delay(500);
    if (!existsSync(folder)) return;
  }
}

const lanes = LANES.map((suites) =>
  suites.filter(({ name }) => asked.length === 0 || asked.includes(name)),
).filter((suites) => suites.length > 0);
await Promise.all(lanes.map((suites, place) => runLane(suites, place === lanes.length - 1)));
await removeFolder();
if (endedBy !== undefined) process.exit(128 + constants.signals[endedBy]);

if (skipped.length > 0) console.log(`Skipped:\n${skipped.map((name) => `  ${name}`).join('\n')}`);
// Behind the skipped ones, because of a long log often only the end is kept.
for (const { name, reason } of failed)
  console.log(`Failed: ${name}\n${reason.slice(0, 2_000).replace(/^/gm, '  ')}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
