/** A launcher that is killed right after it started its children: they must not live on without it. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentOf } from '../../gateway/dist/parent.js';
import { PROJECT } from '../support/platform.js';

const PORT_BASE = 26_680;

describe('a process whose parent went while it was loaded', function () {
  this.timeout(200_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chopmark-orphan-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** @returns Its exit code; the channel closes before a line of it has run. */
  async function orphan(
    script: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
  ): Promise<number | null> {
    const child = fork(join(PROJECT, script), args, { env: { ...process.env, ...env }, silent: true });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.disconnect();
    const late = setTimeout(() => child.kill('SIGKILL'), 180_000);
    return ended.finally(() => clearTimeout(late));
  }

  it('ends when it is the network, and has made nothing', async () => {
    const home = join(folder, 'network');

    const code = await orphan(
      'test-network/dist/main.js',
      ['run', '--home', home, '--port-base', String(PORT_BASE)],
      {},
    );

    assert.equal(code, 0);
    assert.equal(existsSync(home), false);
  });

  it('ends when it is the database, and has made nothing', async () => {
    const place = { folder: join(folder, 'database'), password: 'p', roles: {} };
    const file = join(folder, 'database.json');
    writeFileSync(file, JSON.stringify(place));

    const code = await orphan('cli/dist/platform/database-main.js', [], {
      CHOPMARK_DATABASE_FILE: file,
      CHOPMARK_DATABASE_PORT: String(PORT_BASE),
    });

    assert.equal(code, 0);
    assert.equal(existsSync(place.folder), false);
  });

  it('is told so when it is a gateway', () => {
    const told: string[] = [];
    const self = { send: () => true, connected: false, on: () => self, stderr: process.stderr };

    parentOf(self as unknown as NodeJS.Process).onGone(() => told.push('gone'));

    assert.deepEqual(told, ['gone']);
  });
});
