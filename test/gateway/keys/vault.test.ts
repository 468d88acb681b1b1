import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { Vault } from '../../../gateway/dist/keys/vault.js';
import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { MemoryKeys } from '../../support/gateway/memory-keys.js';
import { type TestDatabase, migratedDatabase } from '../../support/postgres.js';

const ID = `inv_${'a'.repeat(32)}`;
const CONTENT = {
  secret: randomBytes(32),
  reference: '订单-7 𠮷',
  body: Buffer.from('{"buyer":{"name":"王小明"}}'),
};

describe('Vault', () => {
  let database: TestDatabase;
  let db: Db;
  let keys: MemoryKeys;
  let vault: Vault;
  before(async () => {
    database = await migratedDatabase();
    db = createDatabase(database.url);
    keys = new MemoryKeys();
    vault = await Vault.open(db, keys);
  });
  after(async () => {
    await db.destroy();
    await database.drop();
  });

  const broken = { name: 'SealBrokenError' };

  it('opens a document that it sealed, in another process too, and asks the master key for no document', async () => {
    const sealed = vault.sealDocument(ID, CONTENT);
    const other = await Vault.open(db, keys);
    const calls = keys.calls;

    for (let times = 0; times < 20; times += 1) {
      const opened = other.openDocument(ID, sealed);
      assert.deepEqual({ ...opened, secret: Buffer.from(opened.secret) }, CONTENT);
    }
    assert.equal(keys.calls, calls);
    const without = vault.sealDocument(ID, { ...CONTENT, reference: null });
    assert.equal(vault.openDocument(ID, without).reference, null);
  });

  it('shows nothing of the contents, and the same contents differently each time', () => {
    const [one, two] = [vault.sealDocument(ID, CONTENT), vault.sealDocument(ID, CONTENT)];

    assert.notDeepEqual(one.sealed, two.sealed);
    assert.notDeepEqual(one.wrapped, two.wrapped);
    for (const part of ['王小明', '订单', CONTENT.secret])
      assert.equal(Buffer.concat([one.wrapped, one.sealed]).includes(part), false);
  });

  it('opens for the row that it was sealed for, and for no other; nor part by part', () => {
    const one = vault.sealDocument(ID, CONTENT);
    const otherId = `inv_${'b'.repeat(32)}`;
    const other = vault.sealDocument(otherId, CONTENT);

    assert.throws(() => vault.openDocument(otherId, one), broken);
    assert.throws(() => vault.openDocument(ID, { ...one, wrapped: other.wrapped }), broken);
    assert.throws(() => vault.openDocument(ID, { ...one, sealed: other.sealed }), broken);
    assert.throws(() => vault.openDocument(ID, { ...one, sealed: one.wrapped, wrapped: one.sealed }), broken);
    assert.throws(() => vault.openDocument(ID, { ...one, keyId: 9_999 }), {
      name: 'WrappingKeyMissingError',
    });
  });

  it('notices every flipped bit and every missing byte', () => {
    const sealed = vault.sealDocument(ID, CONTENT);
    for (const part of ['wrapped', 'sealed'] as const) {
      for (let at = 0; at < sealed[part].length; at += 1) {
        const bytes = Buffer.from(sealed[part]);
        bytes[at]! ^= 1 << (at % 8);
        assert.throws(() => vault.openDocument(ID, { ...sealed, [part]: bytes }), broken);
        assert.throws(
          () => vault.openDocument(ID, { ...sealed, [part]: sealed[part].subarray(0, at) }),
          broken,
        );
      }
    }
  });

  it('seals small values for one column and one row', async () => {
    const sealed = vault.sealValue('webhook.secret', 'wh_1', Buffer.from('whsec_marker'));

    assert.equal(sealed.includes('marker'), false);
    assert.equal((await vault.openValue('webhook.secret', 'wh_1', sealed)).toString(), 'whsec_marker');
    await assert.rejects(vault.openValue('webhook.secret', 'wh_2', sealed), broken);
    await assert.rejects(vault.openValue('webhook.other', 'wh_1', sealed), broken);
    await assert.rejects(vault.openValue('webhook.secret', 'wh_1', Buffer.from('plain text')), broken);
  });

  it('makes the same token for the same thing in every process, and another for another purpose', async () => {
    const other = await Vault.open(db, keys);

    assert.deepEqual(vault.taxpayer('91000000MA0000000A'), other.taxpayer('91000000MA0000000A'));
    assert.notDeepEqual(vault.taxpayer('x'), vault.taxpayer('y'));
    assert.notDeepEqual(vault.taxpayer('x'), vault.reference('x'));
    assert.deepEqual(vault.keyFor('attempts'), other.keyFor('attempts'));
    assert.equal(vault.taxpayer('x').length, 16);
  });

  it('agrees on one key when two processes start first at the same time', async () => {
    const fresh = await migratedDatabase();
    const freshDb = createDatabase(fresh.url);
    try {
      const [one, two] = await Promise.all([1, 2, 3, 4].map(() => Vault.open(freshDb, keys)));

      const sealed = one!.sealDocument(ID, CONTENT);
      await two!.refresh();
      assert.deepEqual(two!.openDocument(ID, sealed).body, CONTENT.body);
      assert.deepEqual(one!.taxpayer('x'), two!.taxpayer('x'));
    } finally {
      await freshDb.destroy();
      await fresh.drop();
    }
  });

  it('does not start without the master key of its database', async () => {
    await assert.rejects(Vault.open(db, new MemoryKeys()), broken);
    const none = new MemoryKeys();
    none.keys.clear();
    await assert.rejects(Vault.open(db, none), { name: 'MasterKeyMissingError', id: 'kms-1' });
  });
});
