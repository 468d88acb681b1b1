import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sql } from 'kysely';

import { AuditLog, GATEWAY } from '../../../gateway/dist/audit/audit-log.js';
import { fsck } from '../../../gateway/dist/fsck/fsck.js';
import { repair } from '../../../gateway/dist/fsck/repair.js';
import { ErasureJournal } from '../../../gateway/dist/privacy/erasure-journal.js';
import { completeJournal, eraseAgain } from '../../../gateway/dist/privacy/forgotten-erasures.js';
import type { Erasure } from '../../../gateway/dist/privacy/invoice-privacy.js';
import { DeskWorld, type LiveDesk, newInvoice } from '../../support/gateway/desk-world.js';
import { MemoryLedger } from '../../support/gateway/memory-chain.js';

const erasure = (digit: string): Erasure => ({
  id: `inv_${digit.repeat(32)}`,
  number: '26002000000000000001',
  reason: 'subjectRequest',
  erasedBy: 'acc_officer',
  erasedAt: '2026-11-22T01:42:00.000Z',
});

describe('the journal of erasures', () => {
  let folder: string;
  let journal: ErasureJournal;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-journal-'));
    journal = new ErasureJournal(join(folder, 'data'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps each once, readable for its user only', async () => {
    assert.deepEqual(await journal.read(), []);
    await journal.add([erasure('a'), erasure('b')]);
    await journal.add([erasure('a')]);

    assert.deepEqual(await journal.read(), [erasure('a'), erasure('b')]);
    assert.equal((await stat(journal.path)).mode & 0o777, 0o600);
  });

  it('passes over a line that a crash cut short, and goes on in a line of its own', async () => {
    await journal.add([erasure('a')]);
    await appendFile(journal.path, '{"id":"inv_');
    await journal.add([erasure('b')]);

    assert.deepEqual(await journal.read(), [erasure('a'), erasure('b')]);
  });

  it('refuses a file in which somebody wrote something else', async () => {
    await journal.add([erasure('a')]);
    const good = await readFile(journal.path, 'utf8');
    for (const bad of ['not a line', JSON.stringify({ ...erasure('b'), id: 'inv_x' }), '[]']) {
      await writeFile(journal.path, `${good}${bad}\n`);
      await assert.rejects(journal.read(), /line 2 is no erasure/);
    }
  });

  describe('beside a database', () => {
    let world: DeskWorld;
    let live: LiveDesk;
    beforeEach(async function () {
      this.timeout(240_000);
      world = await DeskWorld.create();
      live = world.open({ retentionDays: 0, erasureJournal: journal });
    });
    afterEach(() => world.end());

    const audit = (): AuditLog => new AuditLog(world.db, 'tax', () => new Date());

    async function issue(): Promise<string> {
      const outcome = await live.desk.accept(newInvoice());
      assert.ok(outcome.outcome === 'accepted');
      assert.equal((await live.desk.settle(outcome.invoice.id, 60_000)).state, 'anchored');
      return outcome.invoice.id;
    }

    /** The rows of an invoice as a backup has them, and the way back. */
    async function kept(id: string): Promise<() => Promise<void>> {
      await sql`create table kept_invoice as select * from invoice where id = ${id}`.execute(world.db);
      await sql`create table kept_document as select d.* from document d join invoice i using (entry) where i.id = ${id}`.execute(
        world.db,
      );
      return async () => {
        await sql`insert into invoice overriding system value select * from kept_invoice`.execute(world.db);
        await sql`insert into document select * from kept_document`.execute(world.db);
        await world.db.deleteFrom('erasure').where('id', '=', id).execute();
      };
    }

    it('knows of an erasure once it is acknowledged, and of none that was refused', async () => {
      const [held, gone] = [await issue(), await issue()];
      await live.desk.hold(held, { reason: 'audit', caseReference: null }, 'acc_officer');
      await live.desk.erase(held, 'subjectRequest', 'acc_officer');
      assert.deepEqual(await journal.read(), []);

      const outcome = await live.desk.erase(gone, 'courtOrder', 'acc_officer');

      assert.ok(outcome.outcome === 'erased');
      assert.deepEqual(await journal.read(), [outcome.erasure]);
    });

    it('has what an older database brings back named by fsck and erased again, with its first record', async () => {
      const id = await issue();
      const restore = await kept(id);
      const outcome = await live.desk.erase(id, 'subjectRequest', 'acc_officer');
      assert.ok(outcome.outcome === 'erased');
      await restore();
      assert.equal((await live.desk.find(id))?.state, 'anchored', 'as if nothing had been');
      const context = {
        db: world.db,
        vault: world.vault,
        ledger: new MemoryLedger(world.chain),
        issueChannel: 2,
        erasures: { audit: audit(), journal },
        progress: () => undefined,
      };
      const codes = async (): Promise<string[]> =>
        (await fsck(context)).findings.map(({ code, subject }) => `${code} ${subject}`);
      assert.deepEqual(await codes(), [`ERASED_NOT_GONE ${id}`]);
      await world.close(live);

      const { erasedAgain } = await repair(context);

      assert.deepEqual(erasedAgain, [id]);
      assert.deepEqual(await codes(), []);
      live = world.open();
      assert.equal(await live.desk.find(id), undefined);
      assert.deepEqual(await live.desk.erasureOf(id), outcome.erasure);
      const acts = await world.db
        .selectFrom('audit_record')
        .select(['actor', 'subject'])
        .where('action', '=', 'invoice.erasedAgain')
        .execute();
      assert.deepEqual(acts, [{ actor: 'operator', subject: id }]);
    });

    it('leaves alone what is on its way to the ledger, until it has settled', async () => {
      await world.close(live);
      const idle = world.open({ started: false });
      const outcome = await idle.desk.accept(newInvoice());
      assert.ok(outcome.outcome === 'accepted');
      const { id } = outcome.invoice;
      await journal.add([{ ...erasure('a'), id }]);
      await world.close(idle);

      assert.deepEqual(await eraseAgain({ db: world.db, audit: audit(), journal }, GATEWAY), []);
      live = world.open();
      assert.equal((await live.desk.settle(id, 60_000)).state, 'anchored');

      assert.deepEqual(await eraseAgain({ db: world.db, audit: audit(), journal }, GATEWAY), [id]);
      assert.equal(await live.desk.find(id), undefined);
    });

    it('is completed from the database: what another process erased, or what a crash left out', async () => {
      const id = await issue();
      const elsewhere = world.open({ retentionDays: 0 });
      const outcome = await elsewhere.desk.erase(id, 'subjectRequest', 'acc_officer');
      assert.ok(outcome.outcome === 'erased');
      assert.deepEqual(await journal.read(), []);

      await completeJournal({ db: world.db, journal });
      await completeJournal({ db: world.db, journal });

      assert.deepEqual(await journal.read(), [outcome.erasure]);
    });
  });
});
