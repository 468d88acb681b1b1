import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { refuseAltered } from '../../../gateway/dist/fsck/check-waiting.js';
import { liftHalts } from '../../../gateway/dist/pipeline/halt.js';
import { DeskWorld, eventually, newInvoice, recordingLog, SERIES } from '../../support/gateway/desk-world.js';

describe('a stored document that is not what was accepted', () => {
  let world: DeskWorld;
  beforeEach(async function () {
    this.timeout(120_000);
    world = await DeskWorld.create();
  });
  afterEach(() => world.end());

  const damages = [
    {
      name: 'a bit of the contents',
      damage: sql`update document set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)`,
    },
    {
      name: 'a bit of the key',
      damage: sql`update document set wrapped = set_byte(wrapped, 3, get_byte(wrapped, 3) # 1)`,
    },
    { name: 'the contents cut short', damage: sql`update document set sealed = '\\x00'` },
    { name: 'the contents gone', damage: sql`delete from document` },
  ];
  for (const { name, damage } of damages) {
    it(`stops the line before the root is fixed, and names it: ${name}`, async () => {
      const closed = world.open({ started: false });
      const good = await closed.desk.accept(newInvoice());
      const bad = await closed.desk.accept(newInvoice());
      assert.ok(good.outcome === 'accepted' && bad.outcome === 'accepted');
      await world.db.transaction().execute(async (trx) => {
        await sql`create table kept as select * from document`.execute(trx);
        await sql`${damage} where entry = (select max(entry) from invoice)`.execute(trx);
      });
      await world.close(closed);
      const log = recordingLog();

      const { desk } = world.open({ log });

      await eventually(async () =>
        assert.match(
          (await desk.health()).pipeline.detail,
          new RegExp(`STORED_DOCUMENT_CORRUPT.*${bad.invoice.id}`),
        ),
      );
      assert.equal((await desk.health()).pipeline.ok, false);
      assert.equal(log.errors.length, 1, 'an alarm, once');
      assert.equal(world.chain.batches(SERIES).length, 0, 'nothing went out');
      assert.equal((await desk.settle(good.invoice.id, 0)).state, 'accepted');
      assert.deepEqual(await world.db.selectFrom('batch').selectAll().execute(), []);

      // Brought back from a backup, and looked at.
      await sql`
        insert into document select * from kept
        on conflict (entry) do update set wrapped = excluded.wrapped, sealed = excluded.sealed`.execute(
        world.db,
      );
      await liftHalts(world.db);

      await world.assertAllAnchoredOnce(desk, [good.invoice.id, bad.invoice.id]);
    });
  }

  const sealedDamages = [
    {
      name: 'a bit of the contents',
      damage: sql`update document set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)
        where entry = (select max(entry) from invoice)`,
      code: 'STORED_DOCUMENT_CORRUPT',
    },
    {
      name: 'a bit of a leaf',
      damage: sql`update sealed_invoice set document_hash = set_byte(document_hash, 5, get_byte(document_hash, 5) # 1)`,
      code: 'STORED_BATCH_CORRUPT',
    },
    {
      name: 'a bit of the entries',
      damage: sql`update batch set entries = set_byte(entries, 5, get_byte(entries, 5) # 1)`,
      code: 'STORED_BATCH_CORRUPT',
    },
    {
      name: 'a bit of the root',
      damage: sql`update batch set root = set_byte(root, 5, get_byte(root, 5) # 1)`,
      code: 'STORED_BATCH_CORRUPT',
    },
    { name: 'a place gone', damage: sql`delete from sealed_invoice`, code: 'STORED_BATCH_CORRUPT' },
  ];
  for (const { name, damage, code } of sealedDamages) {
    it(`stops the line after it was sealed, before the root is out: ${name}`, async () => {
      const stuck = new Promise<void>(() => undefined);
      let reached: () => void = () => undefined;
      const sealed = new Promise<void>((resolve) => (reached = resolve));
      const first = world.open({
        atStep: (step) => {
          if (step !== 'seal.durable') return Promise.resolve();
          reached();
          return stuck;
        },
      });
      const accepted = await first.desk.accept(newInvoice());
      assert.ok(accepted.outcome === 'accepted');
      await sealed;
      await world.kill(first);
      await damage.execute(world.db);
      const log = recordingLog();

      const { desk } = world.open({ log });

      await eventually(async () => assert.match((await desk.health()).pipeline.detail, new RegExp(code)));
      assert.equal(log.errors.length, 1, 'an alarm, once');
      assert.equal(world.chain.batches(SERIES).length, 0, 'nothing went out');
      assert.deepEqual(await world.db.selectFrom('envelope').selectAll().execute(), []);
    });
  }

  it('gives way after it was sealed, by fsck, and its siblings go on', async () => {
    const stuck = new Promise<void>(() => undefined);
    let reached: () => void = () => undefined;
    const sealed = new Promise<void>((resolve) => (reached = resolve));
    const idle = world.open({ started: false });
    const good = await idle.desk.accept(newInvoice());
    const bad = await idle.desk.accept(newInvoice());
    assert.ok(good.outcome === 'accepted' && bad.outcome === 'accepted');
    await world.close(idle);
    const first = world.open({
      atStep: (step) => {
        if (step !== 'seal.durable') return Promise.resolve();
        reached();
        return stuck;
      },
    });
    await sealed;
    await world.kill(first);
    await sealedDamages[0]!.damage.execute(world.db);
    const second = world.open();
    await eventually(async () => assert.equal((await second.desk.health()).pipeline.ok, false));
    await world.close(second);

    assert.deepEqual(await refuseAltered(world), [bad.invoice.id]);

    const { desk } = world.open();
    await world.assertAllAnchoredOnce(desk, [good.invoice.id]);
  });

  it('in one series does not stop another', async () => {
    const closed = world.open({ started: false });
    await closed.desk.accept(newInvoice());
    await sql`update document set sealed = sealed || '\\x20'::bytea`.execute(world.db);
    await world.close(closed);

    const { desk } = world.open();
    const other = await desk.accept(newInvoice({ members: { issuedOn: '2025-06-30' } }));

    assert.equal(other.outcome, 'accepted');
    assert.equal((await desk.settle(other.invoice.id, 60_000)).state, 'anchored');
    assert.equal((await desk.health()).pipeline.ok, false);
  });

  it('is found when its bundle is asked for, if it was damaged after it was sealed', async () => {
    const { desk } = world.open();
    const accepted = await desk.accept(newInvoice());
    assert.equal(accepted.outcome, 'accepted');
    await desk.settle(accepted.invoice.id, 60_000);
    await sql`update document set sealed = set_byte(sealed, 3, get_byte(sealed, 3) # 1)`.execute(world.db);

    await assert.rejects(desk.bundle(accepted.invoice.id), { name: 'UnprovenError' });
  });
});
