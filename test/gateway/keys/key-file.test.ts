import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { KeyFile } from '../../../gateway/dist/keys/key-file.js';

describe('KeyFile', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chopmark-keys-'));
    path = join(folder, 'keys');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const KEY = randomBytes(32);
  const newKey = () => randomBytes(32).toString('base64url');

  it('makes a key for a demonstration, for its user only, and reads the same one again', async () => {
    const file = await KeyFile.open({ path, strict: false });
    const wrapped = await file.wrap(KEY, 'place');

    assert.equal(statSync(path).mode & 0o777, 0o600);
    const again = await KeyFile.open({ path, strict: false });
    assert.deepEqual(again.ids, file.ids);
    assert.deepEqual(Buffer.from(await again.unwrap(wrapped, 'place')), KEY);
    await assert.rejects(again.unwrap(wrapped, 'another place'), { name: 'SealBrokenError' });
  });

  it('is refused in production when missing, made by a demonstration, readable by others, empty or no key', async () => {
    const open = () => KeyFile.open({ path, strict: true });
    const refused = { name: 'KeyFileError' };
    await assert.rejects(open(), { ...refused, message: /cannot be read \(ENOENT\)/ });

    await KeyFile.open({ path, strict: false });
    const demo = readFileSync(path, 'utf8');
    await assert.rejects(open(), { ...refused, message: /demonstration/ });

    writeFileSync(path, newKey());
    chmodSync(path, 0o640);
    await assert.rejects(open(), { ...refused, message: /its user only/ });
    chmodSync(path, 0o600);
    await open();

    writeFileSync(path, '# nothing\n');
    await assert.rejects(open(), { ...refused, message: /empty/ });
    writeFileSync(path, `${newKey()}\nshort`);
    await assert.rejects(open(), { ...refused, message: /no key/ });
    await assert.rejects(open(), ({ message }: Error) => !message.includes(demo.trim()));
  });

  it('opens by older keys, of a rotation by another process too, and forgets those that nobody needs', async () => {
    writeFileSync(path, `${newKey()}\n`, { mode: 0o600 });
    const running = await KeyFile.open({ path, strict: true });
    const command = await KeyFile.open({ path, strict: true });
    const [old = ''] = command.ids;
    const before = await command.wrap(KEY, 'p');

    const id = await command.add();

    assert.deepEqual(command.ids, [id, old]);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    const after = await command.wrap(KEY, 'p');
    assert.equal(after.masterKey, id);
    for (const wrapped of [before, after])
      assert.deepEqual(Buffer.from(await running.unwrap(wrapped, 'p')), KEY);

    assert.deepEqual(await command.keepOnly(new Set([id])), [old]);
    assert.deepEqual((await KeyFile.open({ path, strict: true })).ids, [id]);
    await assert.rejects(command.unwrap(before, 'p'), { name: 'MasterKeyMissingError', id: old });
    assert.deepEqual(await command.keepOnly(new Set()), [], 'the one in force stays');
  });
});
