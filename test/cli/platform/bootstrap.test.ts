import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../../scripts/bootstrap.mjs', import.meta.url));

describe('the first start of a clone', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chopmark-bootstrap-'));
    for (const name of ['scripts', 'bin']) mkdirSync(join(folder, name));
    copyFileSync(SCRIPT, join(folder, 'scripts', 'bootstrap.mjs'));
    writeFileSync(join(folder, 'package-lock.json'), '{}');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('shows what npm said when the registry is out of reach, with advice, and ends with 1', () => {
    const npm = '#!/bin/sh\necho "npm error code ENOTFOUND" >&2\nexit 7\n';
    writeFileSync(join(folder, 'bin', 'npm'), npm, { mode: 0o755 });

    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(folder, 'scripts', 'bootstrap.mjs')],
      {
        env: { PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` },
        encoding: 'utf8',
      },
    );

    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^Installing[^]*npm error code ENOTFOUND[^]*registry[^]*proxy/);
  });

  it('tells that it goes on for as long as it does', async () => {
    const { tellingWhile } = (await import(SCRIPT)) as {
      tellingWhile: <T>(work: Promise<T>, everyMs: number, tell: (seconds: number) => void) => Promise<T>;
    };
    let told = 0;
    let finish: (value: string) => void = () => undefined;
    const work = new Promise<string>((resolve) => (finish = resolve));

    const answer = await tellingWhile(work, 1, () => {
      told += 1;
      if (told === 3) finish('done');
    });

    assert.deepEqual([answer, told], ['done', 3]);
  });
});
