import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { keyStatus } from '../../../gateway/dist/keys/key-status.js';
import { countValues } from '../../../gateway/dist/keys/rewrap-values.js';
import { SEALED_VALUES } from '../../../gateway/dist/keys/sealed-value.js';
import { rotateKeys } from '../../../gateway/dist/keys/rotate.js';
import { Vault } from '../../../gateway/dist/keys/vault.js';
import { DeskWorld, type LiveDesk, newInvoice } from '../../support/gateway/desk-world.js';

describe('rotating keys', () => {
  let world: DeskWorld;
  let live: LiveDesk;
  beforeEach(async function () {
    this.timeout(240_000);
    world = await DeskWorld.create();
    live = world.open();
  });
  afterEach(() => world.end());

  async function issue(reference: string): Promise<string> {
    const accepted = await live.desk.accept(newInvoice({ reference }));
    assert.ok(accepted.outcome === 'accepted');
    assert.equal((await live.desk.settle(accepted.invoice.id, 60_000)).state, 'anchored');
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

  /** A value in each table that has some. */
  async function sealValues(): Promise<void> {
    const { id } = await open();
    await live.desk.appendBatch(id, [{ line: 1, refused: [{ pointer: '', code: 'X', detail: 'hush' }] }]);
    const upload = { file: 'u', key: Buffer.alloc(32), format: 'csv', judge: {} };
    await live.desk.openBatch('acc_1', undefined, { upload });
  }
  const open = async () => {
    const opened = await live.desk.openBatch('acc_1');
    assert.ok(opened.outcome === 'opened');
    return opened.operation;
  };
  const anHourLater = () =>
    sql`update wrapping_key set retired_at = retired_at - interval '2 hours' where retired_at is not null`.execute(
      world.db,
    );

  it('seals small values anew as well, so that nothing keeps an old key', async () => {
    await sealValues();
    const before = await countValues(world.db);
    const [{ keyId: old } = { keyId: 0 }] = before;

    const report = await rotateKeys(world.db, world.keys);

    assert.deepEqual([report.values, report.damaged], [2, 0]);
    assert.deepEqual(await countValues(world.db), [{ keyId: report.active, values: 2 }]);
    await anHourLater();
    const { destroyed } = await rotateKeys(world.db, world.keys);
    assert.ok(destroyed.includes(old));
    const fresh = await Vault.open(world.db, world.keys);
    const [operation] = await world.db
      .selectFrom('operation')
      .select(['id', 'sealed'])
      .where('sealed', 'is not', null)
      .execute();
    assert.equal((await fresh.openValue('operation.sealed', operation!.id, operation!.sealed!)).length, 32);
  });

  it('keeps a key that a value names which does not open', async () => {
    await sealValues();
    const [{ keyId } = { keyId: 0 }] = await countValues(world.db);
    await sql`update operation set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)`.execute(world.db);

    const report = await rotateKeys(world.db, world.keys);
    await anHourLater();
    const again = await rotateKeys(world.db, world.keys);

    assert.deepEqual([report.values, report.damaged, again.damaged], [1, 1, 1]);
    assert.ok(!again.destroyed.includes(keyId));
  });

  it('knows every column that values are sealed in', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'sealed' and data_type = 'bytea'`.execute(world.db);

    assert.deepEqual(
      rows.map(({ name }) => name).sort(),
      [...SEALED_VALUES.map(({ table }) => table), 'document'].sort(),
      'add it to gateway/src/keys/sealed-value.ts',
    );
  });

  it('says which keys wrap how much, and when it is time', async () => {
    await issue('R-1');
    await sealValues();
    const now = new Date();
    const fresh = await keyStatus(world.db, ['kms-1', 'kms-0'], now);
    const wraps = ({ documents, values }: { documents: number; values: number }) => [documents, values];

    const active = (status: typeof fresh) =>
      status.wrappingKeys.filter(({ purpose, retiredAt }) => purpose === 'documents' && retiredAt === null);
    assert.deepEqual(active(fresh).map(wraps), [[1, 2]]);
    assert.deepEqual(fresh.masterKeys, [
      { id: 'kms-1', isThere: true, wraps: 2 },
      { id: 'kms-0', isThere: true, wraps: 0 },
    ]);
    assert.deepEqual(fresh.due, []);
    const inAYear = new Date(now.getTime() + 366 * 86_400_000);
    assert.deepEqual((await keyStatus(world.db, ['kms-1'], inAYear)).due, ['AGE']);
    assert.deepEqual((await keyStatus(world.db, ['kms-9'], now)).due, ['MASTER_KEY_MISSING']);

    await rotateKeys(world.db, world.keys);
    await sql`update document set wrapped = set_byte(wrapped, 20, 0), key_id = (select min(id) from wrapping_key where purpose = 'documents')`.execute(
      world.db,
    );
    assert.deepEqual((await keyStatus(world.db, ['kms-1'], now)).due, ['RETIRED_KEY_WRAPS']);
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
