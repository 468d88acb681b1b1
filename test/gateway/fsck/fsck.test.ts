import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { sql } from 'kysely';

import { refuseAltered } from '../../../gateway/dist/fsck/check-waiting.js';
import { FSCK_CODES, type FsckReport } from '../../../gateway/dist/fsck/findings.js';
import { listLost } from '../../../gateway/dist/fsck/lost-documents.js';
import { fsck, type FsckContext } from '../../../gateway/dist/fsck/fsck.js';
import { DamagedInvoiceError } from '../../../gateway/dist/invoices/invoice-desk.js';
import { repair } from '../../../gateway/dist/fsck/repair.js';
import { MemoryLedger } from '../../support/gateway/memory-chain.js';
import {
  DeskWorld,
  eventually,
  type LiveDesk,
  newInvoice,
  SERIES,
} from '../../support/gateway/desk-world.js';

const TABLES = [
  'invoice',
  'document',
  'outbox',
  'refusal',
  'envelope',
  'sealed_invoice',
  'batch_operation',
  'batch',
  'series',
  'checkpoint',
  'halt',
  'request_key',
  'operation',
  'refused_line',
];

/** More than are read at once. */
const WAITING = 700;
const LAST_OF_BATCH = [1, 320, 325, WAITING];
const EACH_LOST = 50;

describe('fsck', () => {
  let world: DeskWorld;
  let live: LiveDesk;
  let context: FsckContext;
  beforeEach(async function () {
    this.timeout(120_000);
    world = await DeskWorld.create();
    live = world.open();
    const ledger = new MemoryLedger(world.chain);
    context = { db: world.db, vault: world.vault, ledger, issueChannel: 2, progress: () => undefined };
  });
  afterEach(() => world.end());

  async function issue(count = 1, desk = live.desk): Promise<string[]> {
    const accepted = await Promise.all(Array.from({ length: count }, () => desk.accept(newInvoice())));
    const ids = accepted.map((one) => ('invoice' in one ? one.invoice.id : ''));
    for (const id of ids) assert.equal((await desk.settle(id, 60_000)).state, 'anchored');
    return ids;
  }

  const codesOf = ({ findings }: FsckReport): string[] =>
    findings.map(({ code, subject }) => `${code} ${subject}`);

  it('finds nothing in a database that is as it should be, counts what it read, and changes nothing', async () => {
    await issue(3);
    await issue(2);
    const before = await everything();

    const report = await fsck(context);

    assert.deepEqual(report.findings, []);
    assert.deepEqual([report.documents, report.lost], [5, 0]);
    assert.equal(report.blocks, world.chain.blocks.length);
    assert.equal(report.batches, world.chain.batches(SERIES).length);
    assert.deepEqual(await everything(), before);
  });

  const damages: readonly (readonly [string, ReturnType<typeof sql>, string])[] = [
    [
      'a bit of the contents',
      sql`update document set sealed = set_byte(sealed, 9, get_byte(sealed, 9) # 1)`,
      'DOCUMENT_ALTERED',
    ],
    [
      'a bit of the key',
      sql`update document set wrapped = set_byte(wrapped, 30, get_byte(wrapped, 30) # 1)`,
      'DOCUMENT_ALTERED',
    ],
    ['another wrapping key', sql`update document set key_id = 99`, 'DOCUMENT_ALTERED'],
    [
      'the row of another document',
      sql`update document d set key_id = o.key_id, wrapped = o.wrapped, sealed = o.sealed
        from (select * from document order by entry limit 1) o where true and d.entry`,
      'DOCUMENT_ALTERED',
    ],
    ['the contents gone', sql`delete from document`, 'DOCUMENT_MISSING'],
    [
      'a stored hash',
      sql`update sealed_invoice set document_hash = set_byte(document_hash, 0, get_byte(document_hash, 0) # 1)`,
      'DOCUMENT_ALTERED',
    ],
  ];
  for (const [name, damage, code] of damages) {
    it(`names the document after it was anchored, and no other: ${name}`, async () => {
      const ids = await issue(3);
      const entry = sql`(select entry from invoice where id = ${ids[1]})`;
      const where = name.startsWith('the row') ? sql`= ${entry}` : sql`where entry = ${entry}`;
      await sql`${damage} ${where}`.execute(world.db);

      assert.deepEqual(codesOf(await fsck(context)), [`${code} ${ids[1]}`]);
      const good = await live.desk.find(ids[0]!);
      assert.equal(good?.state, 'anchored');
    });
  }

  it('names a batch that differs, is missing on either side, or lacks a place', async () => {
    await issue();
    await issue();
    await issue();
    await world.close(live);
    await sql`update batch set block = block + 1 where number = 1`.execute(world.db);
    await sql`delete from sealed_invoice using batch where batch_id = batch.id and number = 2`.execute(
      world.db,
    );
    await sql`update batch set number = 99 where number = 3`.execute(world.db);

    assert.deepEqual(
      codesOf(await fsck(context)).filter((code) => code.includes('BATCH') || code.includes('PLACE')),
      [
        `BATCH_DIFFERS ${SERIES} batch 1`,
        `PLACE_MISSING ${SERIES} batch 2`,
        `BATCH_NOT_ON_LEDGER ${SERIES} batch 99`,
        `BATCH_NOT_IN_DATABASE ${SERIES} batch 3`,
      ],
    );
  });

  it('names invoices that are nowhere, or at two places', async () => {
    const [nowhere, twice] = await issue(2);
    await sql`delete from sealed_invoice where entry = (select entry from invoice where id = ${nowhere})`.execute(
      world.db,
    );
    await sql`insert into refusal (entry, code, detail) select entry, 'X', '' from invoice where id = ${twice}`.execute(
      world.db,
    );

    const codes = codesOf(await fsck(context));

    assert.ok(codes.includes(`STATE_MISSING ${nowhere}`), codes.join());
    assert.ok(codes.includes(`STATE_TWICE ${twice}`), codes.join());
  });

  it('tells a head that differs, a checkpoint beyond the ledger, and another ledger', async () => {
    await issue();
    await world.close(live);
    await sql`update series set last_batch = 7`.execute(world.db);
    await sql`update checkpoint set next_block = 1000`.execute(world.db);
    assert.deepEqual(codesOf(await fsck(context)), [
      'CHECKPOINT_AHEAD checkpoint',
      `SERIES_DIFFERS ${SERIES}`,
    ]);

    await sql`update checkpoint set network = ${'ee'.repeat(32)}`.execute(world.db);
    assert.deepEqual(codesOf(await fsck(context)), ['OTHER_LEDGER chopmark-test']);
  });

  it('ends altered documents that wait, with a reason, and the line goes on', async () => {
    const idle = world.open({ started: false });
    await world.close(live);
    const good = await idle.desk.accept(newInvoice());
    const bad = await idle.desk.accept(newInvoice());
    assert.ok(good.outcome === 'accepted' && bad.outcome === 'accepted');
    await sql`update document set sealed = set_byte(sealed, 9, get_byte(sealed, 9) # 1) where entry = (select max(entry) from invoice)`.execute(
      world.db,
    );
    assert.deepEqual(codesOf(await fsck(context)), [`DOCUMENT_ALTERED ${bad.invoice.id}`]);

    assert.deepEqual(await refuseAltered(world), [bad.invoice.id]);

    live = world.open();
    assert.equal((await live.desk.settle(good.invoice.id, 60_000)).state, 'anchored');
    await assert.rejects(live.desk.find(bad.invoice.id), (error: unknown) => {
      assert.ok(error instanceof DamagedInvoiceError);
      assert.deepEqual([error.state, error.refusal?.code], ['refused', 'STORED_DOCUMENT_CORRUPT']);
      return true;
    });
    assert.deepEqual(
      (await live.desk.list({}, 10)).items.map(({ id }) => id),
      [good.invoice.id],
    );
    assert.deepEqual(codesOf(await fsck(context)), []);
  });

  describe('after an older database was restored', () => {
    let before: string[];
    let between: string[];
    let after: string[];

    beforeEach(async () => {
      before = await issue(2);
      await world.close(live);
      const idle = world.open({ started: false });
      const waiting = await Promise.all([1, 2, 3].map(() => idle.desk.accept(newInvoice())));
      between = waiting.map((one) => ('invoice' in one ? one.invoice.id : ''));
      await world.close(idle);
      await backUp();
      live = world.open();
      for (const id of between) await live.desk.settle(id, 60_000);
      after = await issue(2);
      await world.close(live);
      await restore();
    });

    it('nothing is written before repair; then each document that waited has its number again, and the rest is listed', async () => {
      const numbers = world.chain.batches(SERIES).reduce((sum, { size }) => sum + size, 0);
      live = world.open();
      await eventually(async () => assert.match((await live.desk.health()).pipeline.detail, /LEDGER_AHEAD/));
      await assert.rejects(live.desk.accept(newInvoice()), { name: 'UnavailableError' });
      await assert.rejects(repair(context), { name: 'GatewayRunningError' });
      await world.close(live);

      const older = await fsck(context);
      assert.ok(older.notOnLedger?.some(({ tables }) => tables.includes('document')));
      const repaired = await repair(context);

      assert.deepEqual(codesOf(await fsck(context)), [], 'as the ledger, before any gateway runs');
      assert.ok(repaired.notOnLedger?.some(({ tables }) => tables.includes('invoice_link')));
      assert.deepEqual(
        (await listLost(world.db, undefined)).map(({ number, documentHash }) => [number, documentHash]),
        [6, 7].map((sequence) => [`2600200000000000000${sequence}`, entryOf(sequence)]),
      );
      assert.deepEqual([repaired.found, repaired.lost.length, repaired.lifted], [3, 2, 1]);
      assert.deepEqual(
        repaired.lost.map(({ sequence }) => sequence),
        [6, 7],
      );
      live = world.open();
      for (const id of [...before, ...between]) assert.equal((await live.desk.find(id))?.state, 'anchored');
      for (const id of after) assert.equal(await live.desk.find(id), undefined);
      const [next] = await issue();
      assert.equal(
        (await live.desk.find(next!))?.number,
        `260020000000000000${String(numbers + 1).padStart(2, '0')}`,
      );
      const report = await fsck(context);
      assert.deepEqual([codesOf(report), report.lost], [[], 2]);
    });

    it('repairing twice changes nothing more', async () => {
      await repair(context);
      const again = await repair(context);
      assert.deepEqual(again, { batches: 0, found: 0, lost: [], lifted: 0, erasedAgain: [] });
    });
  });

  it('finds the documents of many batches among many that wait, each at its place, and names those that are gone', async function () {
    this.timeout(180_000);
    await world.close(live);
    const idle = world.open({ started: false });
    await Promise.all(Array.from({ length: WAITING }, () => idle.desk.accept(newInvoice())));
    await world.close(idle);
    await backUp();
    await sql`create table waits as select o.entry, o.series, row_number() over (order by o.entry) as turn from outbox o`.execute(
      world.db,
    );
    await sql`truncate outbox`.execute(world.db);
    for (const [at, last] of LAST_OF_BATCH.entries()) {
      await sql`insert into outbox select entry, series from waits
        where turn > ${LAST_OF_BATCH[at - 1] ?? 0} and turn <= ${last}`.execute(world.db);
      live = world.open();
      await eventually(async () => {
        const { rows } = await sql`select entry from outbox union all
          select id from batch where state in ('sealed', 'submitted')`.execute(world.db);
        assert.deepEqual(rows, []);
      });
      await world.close(live);
    }
    const placesBefore = await places();
    await restore();
    for (const table of ['document', 'outbox', 'invoice'])
      await sql`delete from ${sql.ref(table)} where entry in (select entry from waits where turn % ${EACH_LOST} = 0)`.execute(
        world.db,
      );

    const repaired = await repair(context);

    assert.ok(world.chain.batches(SERIES).length >= LAST_OF_BATCH.length);
    const gone = placesBefore.filter((_, at) => (at + 1) % EACH_LOST === 0);
    assert.deepEqual(
      repaired.lost.map(({ sequence }) => sequence),
      gone.map(({ sequence }) => sequence),
    );
    assert.equal(repaired.found, WAITING - gone.length);
    assert.deepEqual(
      await places(),
      placesBefore.filter((_, at) => (at + 1) % EACH_LOST !== 0),
    );
    assert.deepEqual(codesOf(await fsck(context)), []);
  });

  it('takes up what a lost database left on the ledger, and goes on behind it', async () => {
    await issue(3);
    await world.close(live);
    await sql`truncate ${sql.join(TABLES.map((table) => sql.ref(table)))} cascade`.execute(world.db);

    const repaired = await repair(context);

    assert.deepEqual(
      repaired.lost.map(({ sequence }) => sequence),
      [1, 2, 3],
    );
    live = world.open();
    const [next] = await issue();
    assert.equal((await live.desk.find(next!))?.number, '26002000000000000004');
    assert.deepEqual(codesOf(await fsck(context)), []);
  });

  it('has each of its codes in the documentation', () => {
    const page = readFileSync(new URL('../../../docs/error-codes.md', import.meta.url), 'utf8');
    const section = page.split('## Findings of fsck')[1]?.split('\n## ')[0] ?? '';
    assert.deepEqual(
      [...section.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code),
      [...FSCK_CODES],
    );
  });

  /** Hash on the ledger, by sequence. */
  function entryOf(sequence: number): string {
    const at = world.chain.batches(SERIES).find(({ first, size }) => sequence < first + size);
    assert.ok(at);
    const entries = world.chain.entries.get(at.txId);
    return Buffer.from(entries ?? [])
      .subarray((sequence - at.first) * 32, (sequence - at.first + 1) * 32)
      .toString('hex');
  }

  /** Documents that are sealed, in the order in which they were accepted. */
  async function places(): Promise<{ readonly entry: number; readonly sequence: number }[]> {
    const { rows } = await sql<{ entry: number; sequence: number }>`
      select s.entry, b.first + s.position as sequence from sealed_invoice s join batch b on b.id = s.batch_id
      order by s.entry`.execute(world.db);
    return rows;
  }

  async function backUp(): Promise<void> {
    for (const table of TABLES)
      await sql`create table ${sql.ref(`kept_${table}`)} as select * from ${sql.ref(table)}`.execute(
        world.db,
      );
  }

  async function restore(): Promise<void> {
    await sql`truncate ${sql.join(TABLES.map((table) => sql.ref(table)))} cascade`.execute(world.db);
    for (const table of TABLES.toReversed())
      await sql`insert into ${sql.ref(table)} overriding system value select * from ${sql.ref(`kept_${table}`)}`.execute(
        world.db,
      );
  }

  async function everything(): Promise<unknown[]> {
    const rows = [];
    for (const table of TABLES) {
      rows.push((await sql`select * from ${sql.ref(table)} order by 1`.execute(world.db)).rows);
    }
    return rows;
  }
});
