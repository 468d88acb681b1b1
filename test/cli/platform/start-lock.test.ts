import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeStartLock } from '../../../cli/dist/platform/start-lock.js';

describe('takeStartLock', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chopmark-lock-'));
    file = join(folder, 'start.lock');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses a second start while the first one lives, and says which', () => {
    writeFileSync(file, String(process.ppid));

    assert.throws(() => takeStartLock(file), {
      code: 'ALREADY_RUNNING',
      message: new RegExp(String(process.ppid)),
    });
    assert.equal(existsSync(file), true, 'the other one keeps its lock');
  });

  it('takes over the lock of a process that is gone', () => {
    // Process ids end at 4,194,304 on Linux.
    writeFileSync(file, '4194305');

    const release = takeStartLock(file);

    release();
    assert.equal(existsSync(file), false);
  });

  it('takes over the lock of a process whose number is in use again', () => {
    const release = takeStartLock(file);
    const [, started] = readFileSync(file, 'utf8').split(' ');
    release();
    if (started === undefined) return; // this system does not tell when a process began
    writeFileSync(file, `${process.ppid} 1`);

    takeStartLock(file)();

    assert.equal(existsSync(file), false);
  });

  it('takes over a lock that holds no process id', () => {
    writeFileSync(file, '');

    takeStartLock(file)();
  });
});
