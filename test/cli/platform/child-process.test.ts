import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SupervisedChild } from '../../../cli/dist/platform/child-process.js';
import { isAlive, until } from '../../support/platform.js';

describe('SupervisedChild', () => {
  let folder: string;
  let child: SupervisedChild | undefined;
  const said: string[] = [];
  const progress = { step: (text: string) => said.push(text), warn: (text: string) => said.push(text) };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chopmark-child-'));
    said.length = 0;
  });

  afterEach(async () => {
    await child?.stop();
    child = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  function childOf(source: string, startTimeoutMs = 15_000): SupervisedChild {
    const script = join(folder, 'script.mjs');
    writeFileSync(script, source);
    child = new SupervisedChild({ name: 'victim', script, logs: folder, startTimeoutMs }, progress);
    return child;
  }

  const WELL = `process.on('disconnect', () => process.exit()); process.on('SIGTERM', () => process.exit()); process.send({ type: 'ready', pids: { inner: 7 } }); setInterval(() => {}, 1000);`;

  it('starts, tells its process ids, and stops', async () => {
    const victim = childOf(WELL);

    await victim.start();

    const { victim: pid, inner } = victim.pids;
    assert.equal(inner, 7);
    assert.ok(pid !== undefined && isAlive(pid));
    await victim.stop();
    assert.equal(isAlive(pid), false);
  });

  it('starts a child again that was killed', async () => {
    const victim = childOf(WELL);
    await victim.start();
    const first = victim.pids['victim'] ?? 0;

    process.kill(first, 'SIGKILL');

    await until(
      20_000,
      () =>
        victim.pids['victim'] !== undefined && victim.pids['victim'] !== first && victim.pids['inner'] === 7,
    );
  });

  it('rejects with what a child said before it ended', async () => {
    const victim = childOf(
      `process.send({ type: 'failed', text: 'port 1 is taken' }); process.exitCode = 1; process.disconnect();`,
    );

    await assert.rejects(victim.start(), { code: 'CHILD_FAILED', message: 'port 1 is taken' });
  });

  it('rejects when a child ends without a word', async () => {
    await assert.rejects(childOf('process.exit(3)').start(), { code: 'CHILD_FAILED', message: /code 3/ });
  });

  it('ends a child that is not ready in time', async () => {
    const victim = childOf('setInterval(() => {}, 1000)', 1_500);

    await assert.rejects(victim.start(), { code: 'CHILD_SILENT' });

    await until(10_000, () => victim.pids['victim'] === undefined);
  });
});
