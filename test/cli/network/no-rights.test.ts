import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { holdNetwork } from '../../../test-network/dist/processes/network-lock.js';

const SHIM = fileURLToPath(new URL('../../../cli/bin/chopmark.mjs', import.meta.url));
const NOBODY = 65_534;

/** A network that another user made: looked at and changed by one who may not. */
describe('chopmark network without rights', function () {
  this.timeout(180_000);
  let home: string;
  let folder: string;

  before(function () {
    // Only root can be somebody else for a moment.
    if (process.getuid?.() !== 0) this.skip();
  });

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-no-rights-'));
    await chmod(home, 0o755);
    folder = join(home, 'embedded', 'network');
    await mkdir(join(folder, 'logs'), { recursive: true });
    await writeFile(join(folder, 'logs', 'peer-tax.log'), 'secret\n', { mode: 0o600 });
    await writeFile(join(folder, 'network.json'), '{}', { mode: 0o600 });
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  async function asNobody(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
    const child = spawn(process.execPath, [SHIM, 'network', ...args], {
      uid: NOBODY,
      gid: NOBODY,
      env: { ...process.env, CHOPMARK_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    return { code, ...said };
  }

  for (const [args, want] of [
    [['logs', 'peer-tax'], /^chopmark: HOME_NOT_WRITABLE: .*peer-tax\.log/],
    [['reset', '--yes'], /\nchopmark: HOME_NOT_WRITABLE: /],
    [['up'], /^chopmark: HOME_NOT_WRITABLE: /],
    [['status'], /^FOLDER_NOT_WRITABLE: .*network\.json/],
    [['doctor'], /^FOLDER_NOT_WRITABLE: .*network\.json/],
    [['renew-orderer', 'tax'], /^FOLDER_NOT_WRITABLE: /],
  ] as const) {
    it(`${args[0]} says so, without a stack, and changes nothing`, async () => {
      const { code, stderr } = await asNobody(...args);

      assert.equal(code, 1);
      assert.match(stderr, want);
      assert.doesNotMatch(stderr, /^ {4}at /m);
      assert.deepEqual((await readdir(folder)).sort(), ['logs', 'network.json']);
    });
  }

  it('down leaves a network that another user runs', async () => {
    const lock = holdNetwork(join(folder, 'run'));
    try {
      const { code, stderr } = await asNobody('down');

      assert.equal(code, 1);
      assert.match(stderr, /^NETWORK_IN_USE: process \d+ of another user/);
    } finally {
      lock.release();
    }
  });
});
