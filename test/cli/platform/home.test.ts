import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder, readJson } from '../../../cli/dist/platform/home.js';
import { PLATFORM_ERROR_CODES } from '../../../cli/dist/platform/platform-error.js';
import { PROJECT } from '../../support/platform.js';

describe('readJson', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chopmark-home-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('names a file that is damaged, and leaves it as it is', () => {
    const file = join(folder, 'database.json');
    for (const text of ['', '{', '{"folder": "/var']) {
      writeFileSync(file, text);

      assert.throws(() => readJson(file), { code: 'HOME_DAMAGED', message: /database\.json/ });

      assert.equal(readFileSync(file, 'utf8'), text);
    }
  });

  it('says nothing about a file that is not there', () => {
    assert.equal(readJson(join(folder, 'none.json')), undefined);
  });
});

describe('a home where no folder can be', () => {
  /** A process of its own: one that asks for ever is ended from outside. */
  const run = (args: readonly string[], home: string) => {
    const shim = join(PROJECT, 'cli', 'bin', 'chopmark.mjs');
    const env = { PATH: process.env['PATH'], CHOPMARK_HOME: home };
    return spawnSync(process.execPath, [shim, ...args], { env, timeout: 30_000, encoding: 'utf8' });
  };

  for (const args of [['start'], ['network', 'up']]) {
    it(`ends chopmark ${args.join(' ')} with a code and advice, wherever it lies`, function () {
      this.timeout(240_000);
      for (const home of ['/proc/chopmark', '/proc/chopmark/deep/down']) {
        const { status, signal, stderr } = run(args, home);

        assert.equal(signal, null, 'it ended by itself');
        assert.equal(status, 1);
        assert.match(stderr, /HOME_NOT_WRITABLE/);
        assert.match(stderr, /CHOPMARK_HOME/);
      }
    });
  }
});

describe('makeFolder', () => {
  it('makes what is missing above it, and takes what is there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chopmark-home-'));
    const deep = join(folder, 'a', 'b', 'c');

    makeFolder(deep);
    makeFolder(deep);

    assert.ok(statSync(deep).isDirectory());
    rmSync(folder, { recursive: true });
  });

  it('does not pass a file off as a folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chopmark-home-'));
    writeFileSync(join(folder, 'file'), '');

    assert.throws(() => makeFolder(join(folder, 'file', 'below')), { code: 'ENOTDIR' });
    rmSync(folder, { recursive: true });
  });
});

describe('PLATFORM_ERROR_CODES', () => {
  it('stand in docs/error-codes.md, each in its row', () => {
    const rows = readFileSync(join(PROJECT, 'docs', 'error-codes.md'), 'utf8');
    const missing = PLATFORM_ERROR_CODES.filter((code) => !rows.includes(`| \`${code}\` |`));

    assert.deepEqual(missing, []);
  });
});
