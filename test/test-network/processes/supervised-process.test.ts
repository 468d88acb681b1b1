import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordedProcesses } from '../../../test-network/dist/processes/pid-files.js';
import { SupervisedProcess } from '../../../test-network/dist/processes/supervised-process.js';
import { until } from '../../support/platform.js';

const BOUND_MS = 60_000;

describe('SupervisedProcess', () => {
  let folder: string;
  let running: SupervisedProcess | undefined;
  let deaths: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-supervised-'));
    deaths = [];
  });

  afterEach(async () => {
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function start(script: string): SupervisedProcess {
    running = new SupervisedProcess({
      name: 'worker',
      program: '/bin/sh',
      args: ['-c', script],
      folder,
      environment: { WORD: 'its own' },
      log: join(folder, 'logs', 'worker.log'),
      run: join(folder, 'run'),
      onDeath: (how) => deaths.push(how),
    });
    return running;
  }

  const log = () => readFile(join(folder, 'logs', 'worker.log'), 'utf8').catch(() => '');
  const recorded = () => recordedProcesses(join(folder, 'run')).map(({ pid }) => pid);

  it('writes its output into the log, sees no environment but its own, and is found by its pid file', async () => {
    const worker = start('echo "$WORD$HOME"; exec sleep 600');

    await until(BOUND_MS, async () => (await log()) === 'its own\n');
    assert.deepEqual(recorded(), [worker.pid]);
  });

  it('comes back when it is killed, under another number', async () => {
    const worker = start('exec sleep 600');
    const first = worker.pid!;

    process.kill(first, 'SIGKILL');
    await until(BOUND_MS, () => worker.restarts === 1 && worker.pid !== undefined);

    assert.notEqual(worker.pid, first);
    assert.deepEqual(deaths, ['SIGKILL']);
    assert.deepEqual(recorded(), [worker.pid]);
  });

  it('is tried again and again while it keeps ending', async () => {
    const worker = start('exit 7');

    await until(BOUND_MS, () => worker.restarts >= 2);

    assert.equal(worker.fate, 'exit code 7');
    assert.deepEqual(deaths.slice(0, 2), ['exit code 7', 'exit code 7']);
  });

  it('stays down once it was stopped, and leaves no pid file', async () => {
    const worker = start('exec sleep 600');

    await worker.stop();

    assert.equal(worker.pid, undefined);
    assert.equal(worker.restarts, 0);
    assert.deepEqual([deaths, recorded()], [[], []]);
  });

  it('says why a program cannot be started', async () => {
    await writeFile(join(folder, 'text'), 'no program');
    running = new SupervisedProcess({
      name: 'worker',
      program: join(folder, 'text'),
      args: [],
      folder,
      environment: {},
      log: join(folder, 'worker.log'),
      run: join(folder, 'run'),
    });

    await until(BOUND_MS, () => running?.fate !== undefined);

    assert.match(running.fate ?? '', /EACCES/);
  });
});
