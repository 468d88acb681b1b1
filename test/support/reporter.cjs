/**
 * Mocha's dots, plus the counts, the failures and the names of skipped tests in the file that CHOPMARK_TEST_RESULTS names.
 * CommonJS because mocha loads reporters with require.
 */
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PENDING } = Mocha.Runner.constants;

module.exports = class CountingReporter extends Mocha.reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    const names = [];
    const failures = [];
    runner.on(EVENT_TEST_PENDING, (test) => names.push(test.fullTitle()));
    runner.on(EVENT_TEST_FAIL, (test, error) =>
      failures.push({ name: test.fullTitle(), reason: String(error?.stack ?? error) }),
    );
    runner.once(EVENT_RUN_END, () => {
      const file = process.env.CHOPMARK_TEST_RESULTS;
      const { passes, failures: failed, pending } = this.stats;
      if (file)
        writeFileSync(file, JSON.stringify({ passed: passes, failed, skipped: pending, names, failures }));
    });
  }
};
