import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSigningKey, signingKeyFrom } from '../../../gateway/dist/sessions/signing-key.js';

describe('loadSigningKey', () => {
  let folder: string;
  const file = (): string => join(folder, 'access-token-key.pem');

  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'chopmark-key-')), 'data');
  });
  afterEach(() => {
    rmSync(join(folder, '..'), { recursive: true, force: true });
  });

  it('makes a key for its user alone, once', async () => {
    const first = await loadSigningKey(folder);
    const second = await loadSigningKey(folder);

    assert.equal(statSync(file()).mode & 0o777, 0o600);
    assert.equal(statSync(folder).mode & 0o077, 0);
    assert.equal(second.kid, first.kid);
    assert.match(first.kid, /^[\w-]{43}$/);
    assert.deepEqual(readdirSync(folder), ['access-token-key.pem']);
  });

  it('closes a file that was left open to others', async () => {
    await loadSigningKey(folder);
    chmodSync(file(), 0o644);

    await loadSigningKey(folder);

    assert.equal(statSync(file()).mode & 0o777, 0o600);
  });

  it('gives each folder a key of its own', async () => {
    const other = join(folder, 'other');

    assert.notEqual((await loadSigningKey(folder)).kid, (await loadSigningKey(other)).kid);
  });

  it('starts anew where a crash left half a key', async () => {
    await loadSigningKey(folder);
    rmSync(file());
    writeFileSync(`${file()}.new`, '-----BEGIN');

    await loadSigningKey(folder);

    assert.ok(!existsSync(`${file()}.new`));
  });

  it('does not replace a key that it cannot read', async () => {
    await loadSigningKey(folder);
    writeFileSync(file(), 'no key');

    await assert.rejects(loadSigningKey(folder));
  });

  it('takes no key of another curve', () => {
    assert.throws(
      () => signingKeyFrom(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey),
      /P-256/,
    );
    assert.throws(() => signingKeyFrom(generateKeyPairSync('ed25519').privateKey), /P-256/);
  });
});
