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

  it('goes on starting a child again whose new starts failed or were silent', async function () {
    this.timeout(180_000);
    const script = join(folder, 'script.mjs');
    writeFileSync(script, `if (process.env.SILENT === 'true') setInterval(() => {}, 1000); else { ${WELL} }`);
    let starts = 0;
    const isSilent = (): boolean => starts === 3;
    child = new SupervisedChild(
      {
        name: 'victim',
        script,
        logs: folder,
        get env() {
          starts += 1;
          if (starts === 2) throw new Error('spawn EAGAIN');
          return { SILENT: String(isSilent()) };
        },
        get startTimeoutMs() {
          return isSilent() ? 200 : 20_000;
        },
      },
      progress,
    );
    await child.start();

    process.kill(child.pids['victim'] ?? 0, 'SIGKILL');

    await until(40_000, () => starts === 4 && child?.pids['inner'] === 7);
    for (const word of [/spawn EAGAIN/, /said nothing/]) assert.ok(said.some((text) => word.test(text)));
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
