import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdNetwork } from '../../../test-network/dist/processes/network-lock.js';
import {
  endLeftovers,
  recordedProcesses,
  recordProcess,
} from '../../../test-network/dist/processes/pid-files.js';
import { isStill, markOf } from '../../../test-network/dist/processes/process-mark.js';

const NOBODY = 4_194_305; // Process ids end one below on Linux.

describe('pid files', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-run-'));
  });

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  /** A process that waits; with a shell script in place of that, when it shall not listen. */
  async function child(script = 'echo up; exec sleep 600'): Promise<ChildProcess & { pid: number }> {
    const made = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(made);
    await once(made.stdout, 'data');
    return made as ChildProcess & { pid: number };
  }

  it('find the processes that run, by name', async () => {
    const { pid } = await child();
    recordProcess(folder, 'peer-tax', pid);

    assert.deepEqual(
      recordedProcesses(folder).map((found) => [found.name, found.pid]),
      [['peer-tax', pid]],
    );
  });

  it('are of no process when there is no folder', () => {
    assert.deepEqual(recordedProcesses(join(folder, 'missing')), []);
  });

  it('do not mistake another process with the same number for ours', async () => {
    const { pid } = await child();
    await writeFile(join(folder, 'peer-tax.json'), JSON.stringify({ pid, started: 'another time' }));

    assert.deepEqual(recordedProcesses(folder), []);
    await endLeftovers(folder, () => undefined);
    assert.notEqual(markOf(pid), undefined, 'it still runs');
  });

  it('pass over files that say nothing', async () => {
    await writeFile(join(folder, 'peer-tax.json'), '{"pid":');
    await writeFile(join(folder, 'peer-court.json'), JSON.stringify({ pid: NOBODY, started: '1' }));

    assert.deepEqual(recordedProcesses(folder), []);
  });

  it('end what is left, also what is frozen', async () => {
    const [listens, frozen] = [await child(), await child()];
    recordProcess(folder, 'peer-tax', listens.pid);
    recordProcess(folder, 'orderer-tax', frozen.pid);
    frozen.kill('SIGSTOP');
    const said: string[] = [];

    await endLeftovers(folder, (text) => said.push(text), 200);

    for (const { pid } of [listens, frozen]) assert.equal(markOf(pid), undefined);
    assert.deepEqual(await readdir(folder), []);
    assert.match(said[0] ?? '', /orderer-tax, peer-tax/);
  });

  it('do not count what ended and was not yet buried', async () => {
    const made = await child('echo up; exit 0');
    await once(made, 'exit');

    assert.equal(markOf(made.pid), undefined);
  });

  describe('holdNetwork', () => {
    it('refuses a second holder, and names the first', () => {
      const lock = holdNetwork(folder);

      assert.throws(() => holdNetwork(folder), {
        code: 'NETWORK_IN_USE',
        detail: new RegExp(`process ${process.pid} `),
      });

      lock.release();
      holdNetwork(folder).release();
    });

    it('takes over from a process that is gone', async () => {
      await writeFile(join(folder, 'network.json'), JSON.stringify({ pid: NOBODY, started: '1' }));

      holdNetwork(folder).release();

      assert.deepEqual(await readdir(folder), []);
    });

    it('takes over from a number that another process has now', async () => {
      const mark = { ...markOf(process.pid), started: '1' };
      await writeFile(join(folder, 'network.json'), JSON.stringify(mark));

      holdNetwork(folder).release();
    });

    it('leaves the lock of another process that runs', async () => {
      const { pid } = await child();
      const mark = markOf(pid)!;
      await writeFile(join(folder, 'network.json'), JSON.stringify(mark));

      assert.throws(() => holdNetwork(folder), { code: 'NETWORK_IN_USE' });

      assert.deepEqual(await readdir(folder), ['network.json']);
      assert.ok(isStill(mark));
    });
  });
});
