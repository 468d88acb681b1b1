/** The fault experiments as one run of mocha, which ends with this process (run-suite.mjs). */
import { constants } from 'node:os';
import { endSuites, runMocha } from './run-suite.mjs';

/**
 * @param spec Files; only tests name their own.
 * @returns Exit code for the process: mocha's, or 128 and the signal that ended it.
 */
export async function runFaults({ rounds, seed, network }, spec = 'test/faults/**/*.test.ts') {
  let endedBy;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      endedBy = signal;
      endSuites();
    });
  const code = await runMocha([`--grep=on the ${network} network`, spec], {
    live: true,
    env: {
      CHOPMARK_FAULT_ROUNDS: rounds,
      CHOPMARK_REQUIRE: network === 'native' ? 'native,postgres' : 'postgres',
      ...(seed === undefined ? {} : { CHOPMARK_SEED: seed }),
    },
  });
  return endedBy === undefined ? code : 128 + constants.signals[endedBy];
}
