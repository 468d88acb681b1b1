/**
 * A suite for a test of the runner (test/integration/ended-test-run.test.ts): starts what tests start, says which processes those
 * are, and never ends by itself.
 */
import { execFileSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { RealNetwork } from '../gateway/real-network.js';
import { testDatabase } from '../postgres.js';

/** All processes below this one. */
function descendants(pid: number): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const below = (parent: number): number[] =>
    rows.filter(([, ppid]) => ppid === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

describe('a suite that is ended while everything runs on the embedded network', function () {
  this.timeout(0);

  it('never ends', async () => {
    await testDatabase();
    await RealNetwork.start(Number(process.env['CHOPMARK_TEST_PORT_BASE']));
    const file = process.env['CHOPMARK_TEST_PIDS'] ?? '';
    writeFileSync(`${file}.new`, JSON.stringify([process.pid, ...descendants(process.pid)]));
    renameSync(`${file}.new`, file);
    await new Promise((resolve) => setTimeout(resolve, 2 ** 30));
  });
});
