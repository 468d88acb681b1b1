import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

  it('does not take half a key that a crash left for one', async () => {
    await loadSigningKey(folder);
    rmSync(file());
    writeFileSync(`${file()}.1234.new`, '-----BEGIN');

    const { kid } = await loadSigningKey(folder);

    assert.equal((await loadSigningKey(folder)).kid, kid);
  });

  it('gives two processes that make it at once the same key', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => loadSigningKey(folder)));

    assert.equal(new Set(keys.map(({ kid }) => kid)).size, 1);
    assert.deepEqual(readdirSync(folder), ['access-token-key.pem']);
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
