import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { rotateKeys } from '../../../gateway/dist/keys/rotate.js';
import { Vault } from '../../../gateway/dist/keys/vault.js';
import { DeskWorld, type LiveDesk, newInvoice } from '../../support/gateway/desk-world.js';

describe('rotating keys', () => {
  let world: DeskWorld;
  let live: LiveDesk;
  beforeEach(async function () {
    this.timeout(90_000);
    world = await DeskWorld.create();
    live = world.open();
  });
  afterEach(() => world.end());

  async function issue(reference: string): Promise<string> {
    const accepted = await live.desk.accept(newInvoice({ reference }));
    assert.ok(accepted.outcome === 'accepted');
    assert.equal((await live.desk.settle(accepted.invoice.id, 10_000)).state, 'anchored');
    return accepted.invoice.id;
  }
  const newMaster = (id: string) => {
    world.keys.keys.set(id, Buffer.alloc(32, id));
    world.keys.active = id;
  };

  it('wraps every key anew, under a new master key too, while a gateway works; contents stay as they are', async () => {
    const before = await issue('R-1');
    const sealed = await world.db.selectFrom('document').select(['entry', 'sealed']).execute();
    newMaster('kms-2');

    const report = await rotateKeys(world.db, world.keys);

    assert.deepEqual([report.documents, report.damaged, report.destroyed], [1, 0, []]);
    assert.deepEqual(report.masterKeys, ['kms-2']);
    assert.deepEqual(await world.db.selectFrom('document').select(['entry', 'sealed']).execute(), sealed);
    world.keys.keys.delete('kms-1');
    assert.equal((await live.desk.find(before))?.reference, 'R-1', 'the running one takes the new key up');
    const after = await issue('R-2');
    const fresh = await Vault.open(world.db, world.keys);
    const { rows } = await sql<{ id: string; key_id: number; wrapped: Buffer; sealed: Buffer }>`
      select id, key_id, wrapped, sealed from invoice join document using (entry)`.execute(world.db);
    assert.deepEqual(rows.map(({ id }) => id).sort(), [before, after].sort());
    for (const { id, key_id, ...row } of rows) fresh.openDocument(id, { keyId: key_id, ...row });
    assert.equal((await live.desk.list({ reference: 'R-1' }, 5)).items.length, 1, 'tokens stay');
  });

  it('destroys a retired key once nothing needs it: what it wrapped in an old copy opens no more', async () => {
    const id = await issue('R-1');
    const copy = await world.db.selectFrom('document').selectAll().executeTakeFirstOrThrow();
    await rotateKeys(world.db, world.keys);
    assert.deepEqual(
      (await rotateKeys(world.db, world.keys)).destroyed,
      [],
      'not while one may be wrapping with it',
    );
    await sql`update wrapping_key set retired_at = retired_at - interval '2 hours' where retired_at is not null`.execute(
      world.db,
    );

    const { destroyed } = await rotateKeys(world.db, world.keys);

    assert.ok(destroyed.includes(copy.key_id));
    const fresh = await Vault.open(world.db, world.keys);
    assert.throws(() => fresh.openDocument(id, { keyId: copy.key_id, ...copy }), {
      name: 'WrappingKeyMissingError',
    });
    assert.equal((await live.desk.find(id))?.id, id);
  });

  it('keeps a key that a sealed value names', async () => {
    await sql`create table thing (id text, sealed bytea)`.execute(world.db);
    const value = world.vault.sealValue('thing.sealed', 'a', Buffer.from('hush'));
    await sql`insert into thing values ('a', ${value})`.execute(world.db);
    await rotateKeys(world.db, world.keys);
    await sql`update wrapping_key set retired_at = retired_at - interval '2 hours' where retired_at is not null`.execute(
      world.db,
    );

    assert.deepEqual((await rotateKeys(world.db, world.keys)).destroyed, []);

    const fresh = await Vault.open(world.db, world.keys);
    assert.equal((await fresh.openValue('thing.sealed', 'a', value)).toString(), 'hush');
  });

  it('leaves a damaged document to fsck, and goes on', async () => {
    const bad = await issue('R-1');
    await issue('R-2');
    await sql`update document set wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1)
      where entry = (select entry from invoice where id = ${bad})`.execute(world.db);

    const report = await rotateKeys(world.db, world.keys);

    assert.deepEqual([report.documents, report.damaged], [1, 1]);
  });
});
