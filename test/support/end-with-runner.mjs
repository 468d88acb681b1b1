/**
 * Loaded into mocha by scripts/run-suite.mjs: ends it when the runner is gone or wants it gone. What the tests started has
 * pipes or channels to this process, and ends by itself when they close.
 */
const ENDED_BY_RUNNER = 130;

if (process.env.CHOPMARK_RUNNER_PIPE === '1') {
  // Not for the children: they have other parents.
  delete process.env.CHOPMARK_RUNNER_PIPE;
  for (const event of ['end', 'error']) process.stdin.once(event, () => process.exit(ENDED_BY_RUNNER));
  process.stdin.resume();
  // Mocha ends when nothing is left to do.
  process.stdin.unref?.();
}
