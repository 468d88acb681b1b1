import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { liftHalts } from '../../../gateway/dist/pipeline/halt.js';
import { DeskWorld, eventually, newInvoice, recordingLog, SERIES } from '../../support/gateway/desk-world.js';

describe('a stored document that is not what was accepted', () => {
  let world: DeskWorld;
  beforeEach(async function () {
    this.timeout(30_000);
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

  it('in one series does not stop another', async () => {
    const closed = world.open({ started: false });
    await closed.desk.accept(newInvoice());
    await sql`update document set sealed = sealed || '\\x20'::bytea`.execute(world.db);
    await world.close(closed);

    const { desk } = world.open();
    const other = await desk.accept(newInvoice({ members: { issuedOn: '2025-06-30' } }));

    assert.equal(other.outcome, 'accepted');
    assert.equal((await desk.settle(other.invoice.id, 10_000)).state, 'anchored');
    assert.equal((await desk.health()).pipeline.ok, false);
  });

  it('is found when its bundle is asked for, if it was damaged after it was sealed', async () => {
    const { desk } = world.open();
    const accepted = await desk.accept(newInvoice());
    assert.equal(accepted.outcome, 'accepted');
    await desk.settle(accepted.invoice.id, 10_000);
    await sql`update document set sealed = set_byte(sealed, 3, get_byte(sealed, 3) # 1)`.execute(world.db);

    await assert.rejects(desk.bundle(accepted.invoice.id), { name: 'UnprovenError' });
  });
});
