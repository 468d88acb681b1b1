import assert from 'node:assert/strict';
import { type PropertyName } from './properties.js';
import { runWatched } from './watchdog.js';

const SEED = Number(process.env['CHOPMARK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** CHOPMARK_FUZZ=20 runs twenty times as many. */
const TIMES = Number(process.env['CHOPMARK_FUZZ'] ?? 1);

const RUNS: Readonly<Record<PropertyName, number>> = {
  bundleEdits: 250,
  truncations: 300,
  otherEncodings: 200,
  signedNonsense: 200,
  trustEdits: 300,
  trustCertificates: 200,
  partFiles: 40,
  fullEncodings: 60,
  tokenSplices: 40,
  sharedEvidence: 60,
  protobufBombs: 12,
};

/** No crash, no hang, bounded memory, and never a false valid. */
describe(`hostile input (CHOPMARK_SEED=${SEED})`, function () {
  this.timeout(600_000);

  for (const [name, runs] of Object.entries(RUNS) as [PropertyName, number][]) {
    it(`is answered: ${name}, ${runs * TIMES} times`, async () => {
      const { slowestMs, slowest } = await runWatched({ name, seed: SEED, runs: runs * TIMES });

      if (process.env['CHOPMARK_FUZZ'])
        console.log(`      slowest ${slowestMs} ms: ${slowest.slice(0, 100)}`);
      assert.ok(slowestMs >= 0);
    });
  }
});
