import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chopmark, until } from '../../support/platform.js';

const SHIM = fileURLToPath(new URL('../../../cli/bin/chopmark.mjs', import.meta.url));
const BOUND_MS = 20_000;

describe('chopmark network logs', () => {
  let home: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-logs-'));
    env = { ...process.env, CHOPMARK_HOME: home };
    await mkdir(join(home, 'embedded', 'logs'), { recursive: true });
    await mkdir(join(home, 'embedded', 'network', 'logs'), { recursive: true });
    await writeFile(join(home, 'embedded', 'logs', 'database.log'), 'a\nb\nc\n');
    await writeFile(join(home, 'embedded', 'network', 'logs', 'peer-tax.log'), 'one\ntwo\n');
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  it('shows the end of every log, each line with its name', async () => {
    const { code, stdout } = await chopmark(['network', 'logs', '-n', '2'], env);

    assert.equal(code, 0);
    assert.equal(stdout, 'peer-tax | one\npeer-tax | two\ndatabase | b\ndatabase | c\n');
  });

  it('follows one, by whole lines', async () => {
    const log = join(home, 'embedded', 'network', 'logs', 'peer-tax.log');
    const following = spawn(process.execPath, [SHIM, 'network', 'logs', 'peer-tax', '--follow', '-n', '1'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    following.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    try {
      await until(BOUND_MS, () => said === 'two\n');
      await appendFile(log, 'three\nhalf');
      await until(BOUND_MS, () => said === 'two\nthree\n');
      await appendFile(log, ' and half\n');
      await until(BOUND_MS, () => said === 'two\nthree\nhalf and half\n');
      // Begun anew, as after a rotation.
      await writeFile(log, 'anew\n');
      await until(BOUND_MS, () => said.endsWith('\nanew\n'));
    } finally {
      following.kill('SIGKILL');
    }
  });

  it('shows nothing of the past when no lines are asked for', async () => {
    const { code, stdout } = await chopmark(['network', 'logs', '-n', '0'], env);

    assert.deepEqual([code, stdout], [0, '']);
  });

  it('ends without a word when nobody reads on', async () => {
    await writeFile(join(home, 'embedded', 'network', 'logs', 'peer-tax.log'), 'line\n'.repeat(50_000));
    const child = spawn(process.execPath, [SHIM, 'network', 'logs', 'peer-tax', '-n', '50000'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let complained = '';
    child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());

    const code = await new Promise((resolve) => child.once('close', resolve));

    assert.deepEqual([code, complained], [0, '']);
  });

  it('refuses a number of lines that is none', async () => {
    assert.equal((await chopmark(['network', 'logs', '-n', 'many'], env)).code, 2);
  });
});
