import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { wholeFile } from '../../../gateway/dist/keys/sealed-file.js';
import { openSpoolFolder, spool } from '../../../gateway/dist/requests/spool.js';

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

describe('uploads on disk', () => {
  let uploads: string;
  beforeEach(() => {
    uploads = mkdtempSync(join(tmpdir(), 'chopmark-uploads-'));
  });
  afterEach(() => rmSync(uploads, { recursive: true }));

  const leave = (owner: string): string => {
    const folder = join(uploads, owner);
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.upload'), 'x');
    return folder;
  };

  it('of a process that was killed are removed, those of a living one and of other machines stay', async () => {
    const gone = spawn(process.execPath, ['-e', '0']);
    await once(gone, 'exit');
    const ended = leave(`${hostname()}_${gone.pid}`);
    const parent = leave(`${hostname()}_${process.ppid}`);
    const elsewhere = leave('another-machine_1');
    writeFileSync(join(uploads, 'old-form.upload'), 'x');

    const own = await openSpoolFolder(uploads);

    assert.deepEqual([ended, parent, elsewhere].map(existsSync), [false, true, true]);
    assert.equal(existsSync(join(uploads, 'old-form.upload')), false);
    const upload = await spool(bytes('abc'), own);
    assert.deepEqual([readdirSync(own).length, upload.bytes], [1, 3]);
    await upload.remove();
    assert.deepEqual(readdirSync(own), []);
  });

  it('lie there sealed, and open by the key alone', async () => {
    const own = await openSpoolFolder(uploads);
    const upload = await spool(bytes('标记有限公司 '.repeat(20_000)), own);

    assert.ok(!readFileSync(upload.path).includes('标记有限公司'));
    assert.equal((await wholeFile(upload)).toString(), '标记有限公司 '.repeat(20_000));
    assert.equal(statSync(upload.path).mode & 0o777, 0o600);
    await upload.remove();
  });

  it('left by an earlier process with the same number are removed', async () => {
    const own = await openSpoolFolder(uploads);
    writeFileSync(join(own, 'left.upload'), 'x');

    assert.equal(await openSpoolFolder(uploads), own);
    assert.deepEqual(readdirSync(own), []);
  });
});
