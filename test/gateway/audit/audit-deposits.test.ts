import assert from 'node:assert/strict';

import { AuditCheckpoints } from '../../../gateway/dist/audit/audit-checkpoints.js';
import { AuditDeposits } from '../../../gateway/dist/audit/audit-deposits.js';
import { AuditLog, GATEWAY } from '../../../gateway/dist/audit/audit-log.js';
import type { Deposit } from '../../../gateway/dist/audit/deposit-rows.js';
import { fsck, type FsckContext } from '../../../gateway/dist/fsck/fsck.js';
import { repair } from '../../../gateway/dist/fsck/repair.js';
import { contentOfRow } from '../../../gateway/dist/invoices/document-content.js';
import { measureAudit } from '../../../gateway/dist/metrics/audit.js';
import { Metrics } from '../../../gateway/dist/metrics/metrics.js';
import { isOwnSeries } from '../../../gateway/dist/pipeline/series-name.js';
import type { AtStep, PipelineStep } from '../../../gateway/dist/pipeline/steps.js';
import { rebuildProjection } from '../../../gateway/dist/projection/rebuild.js';
import { rotateKeys } from '../../../gateway/dist/keys/rotate.js';
import { sql } from 'kysely';
import { MemoryLedger } from '../../support/gateway/memory-chain.js';
import {
  DeskWorld,
  eventually,
  type LiveDesk,
  newInvoice,
  SERIES,
} from '../../support/gateway/desk-world.js';

const AUDIT = 'audit-tax-2';
const MANY = 2_000;
const now = (): Date => new Date();

describe('deposits of the audit log', function () {
  this.timeout(120_000);
  let world: DeskWorld;
  beforeEach(async () => {
    world = await DeskWorld.create();
  });
  afterEach(() => world.end());

  /** What the gateway of this desk does with its audit log. */
  function auditOf({ desk, db }: LiveDesk) {
    const log = new AuditLog(db, 'tax', now);
    const deposits = new AuditDeposits({ ...desk.anchoring, organization: 'tax', now });
    const checkpoints = new AuditCheckpoints({ db, log, organization: 'tax', now, deposits });
    return { log, deposits, checkpoints };
  }

  type Audit = ReturnType<typeof auditOf>;

  /** Some records, and a checkpoint that stands on the ledger. @returns Where the log stands in it. */
  async function deposit({ log, deposits, checkpoints }: Audit, records = 2): Promise<[number, Deposit]> {
    for (let made = 0; made < records; made++) await log.append({ by: GATEWAY, action: 'session.ended' });
    const sequence = await checkpoints.mark();
    await deposits.take();
    const settled = await deposits.settle(sequence, 60_000);
    assert.equal(settled?.state, 'anchored');
    return [sequence, settled];
  }

  const fsckContext = (): FsckContext => ({
    db: world.db,
    vault: world.vault,
    ledger: new MemoryLedger(world.chain),
    issueChannel: 2,
    progress: () => undefined,
  });

  /** Documents of the deposits, in the order in which they were made. */
  async function documents(): Promise<Record<string, unknown>[]> {
    const rows = await world.db
      .selectFrom('audit_deposit')
      .innerJoin('document', 'document.entry', 'audit_deposit.entry')
      .select(['id', 'key_id', 'wrapped', 'sealed'])
      .orderBy('audit_deposit.entry')
      .execute();
    const bodies = await Promise.all(rows.map((row) => contentOfRow(world.vault, row)));
    return bodies.map((content) => JSON.parse(Buffer.from(content?.body ?? '').toString()) as never);
  }

  it('stand in a series of their own, each naming the one before', async () => {
    const audit = auditOf(world.open());
    const [first, one] = await deposit(audit, 3);
    const [second, other] = await deposit(audit, 2);

    assert.deepEqual([first, second], [3, 5]);
    assert.deepEqual([one.number, other.number], ['AUDITTAX2-000000001', 'AUDITTAX2-000000002']);
    const records = world.chain.batches(AUDIT);
    assert.deepEqual(
      records.map(({ kind, prefix, size }) => [kind, prefix, size]),
      [
        ['auditCheckpoint', 'AUDITTAX2', 1],
        ['auditCheckpoint', 'AUDITTAX2', 1],
      ],
    );
    const [before, after] = await documents();
    assert.deepEqual(Object.keys(before ?? {}).sort(), [
      'chainHash',
      'chainSequence',
      'madeAt',
      'organization',
      'records',
    ]);
    assert.deepEqual([before?.['chainSequence'], before?.['records']], [3, 3]);
    assert.deepEqual([after?.['chainSequence'], after?.['records']], [5, 2]);
    assert.equal(after?.['previous'], one.documentHash);
  });

  it('are made once for each place of the log, whoever asks and however often', async () => {
    const [here, there] = [auditOf(world.open()), auditOf(world.open())];
    await deposit(here);

    await Promise.all([here, there].flatMap((audit) => [audit.deposits.take(), audit.checkpoints.mark()]));
    await Promise.all([here.deposits.take(), there.deposits.take()]);

    assert.equal((await documents()).length, 1);
  });

  it('come one after the other: what happens meanwhile stands in the next', async () => {
    const live = world.open();
    const audit = auditOf(live);
    await deposit(audit);
    world.chain.faults.submit = () => 'dropped';
    for (let made = 0; made < 3; made++) {
      await audit.log.append({ by: GATEWAY, action: 'session.ended' });
      await audit.checkpoints.mark();
      await audit.deposits.take();
    }
    assert.equal((await documents()).length, 2);

    world.chain.faults.submit = () => 'ok';
    await eventually(async () => {
      await audit.deposits.take();
      const { items } = await audit.checkpoints.list(10);
      assert.equal(items[0]?.deposit?.number, 'AUDITTAX2-000000003');
    });

    const { items } = await audit.checkpoints.list(10);
    assert.deepEqual(
      items.map(({ checkpoint, deposit: one }) => [checkpoint.sequence, one?.state ?? null]),
      [
        [5, 'anchored'],
        [4, null],
        [3, 'anchored'],
        [2, 'anchored'],
      ],
    );
  });

  it('are made as a look at each of them would say, however many there are', async () => {
    const audit = auditOf(world.open());
    await deposit(audit);
    // As an earlier channel left them: most are anchored, some were refused.
    await sql`
      with made as (
        insert into audit_deposit (entry, id, series, chain_sequence, accepted_at)
        select -n, 'ckp_' || n, 'audit-tax-1', -n, now() from generate_series(1, ${MANY}::int) n returning entry
      ), batches as (
        insert into batch (series, number, first, size, root, entries, state)
        select 'audit-tax-1', -entry, -entry, 1, ''::bytea, ''::bytea, 'anchored' from made where entry % 10 <> 0
        returning id, first
      ), places as (
        insert into sealed_invoice (entry, batch_id, position, document_hash) select -first, id, 0, ''::bytea from batches
      )
      insert into refusal (entry, code, detail) select entry, 'PREFIX_TAKEN', '' from made where entry % 10 = 0`.execute(
      world.db,
    );
    const count = async (): Promise<number> =>
      (await world.db.selectFrom('audit_deposit').select('entry').execute()).length;
    const assertTaken = async (chainSequence: number, again: boolean, expected: boolean): Promise<void> => {
      assert.equal(await isTakenByAll(chainSequence, again), expected);
      const before = await count();
      await audit.deposits.take(again);
      assert.equal(await count(), before + (expected ? 0 : 1));
    };
    const mark = async (): Promise<number> => {
      await audit.log.append({ by: GATEWAY, action: 'session.ended' });
      return audit.checkpoints.mark();
    };
    await assertTaken(2, false, true);
    await assertTaken(2, true, true);

    world.chain.faults.submit = () => 'dropped';
    const third = await mark();
    await assertTaken(third, false, false);
    await assertTaken(third, false, true);
    const fourth = await mark();
    await assertTaken(fourth, true, true);
    world.chain.faults.submit = () => 'ok';
    await eventually(() => assert.equal(world.chain.batches(AUDIT).length, 2));
    await audit.deposits.settle(third, 60_000);
    await assertTaken(fourth, false, false);
    await audit.deposits.settle(fourth, 60_000);
    await assertTaken(fourth, true, true);
    const refused = sql`insert into refusal (entry, code, detail)
      select entry, 'PREFIX_TAKEN', '' from audit_deposit where chain_sequence = ${fourth}`;
    await refused.execute(world.db);
    await assertTaken(fourth, false, true);
    await assertTaken(fourth, true, false);
    const documents = await world.db.selectFrom('audit_deposit').select('entry').execute();
    assert.equal(documents.length, MANY + 4);
  });

  /** Whether the newest checkpoint has its deposit, or another is under way: by looking at every one. */
  async function isTakenByAll(chainSequence: number, again: boolean): Promise<boolean> {
    const { rows } = await sql<{ taken: boolean }>`
      select exists (
        select from audit_deposit a left join sealed_invoice s on s.entry = a.entry
        left join batch b on b.id = s.batch_id left join refusal r on r.entry = a.entry
        where case when r.entry is not null then a.chain_sequence = ${chainSequence} and not ${again}::boolean
          when b.state = 'anchored' then a.chain_sequence = ${chainSequence} else true end) as taken`.execute(
      world.db,
    );
    return rows[0]?.taken ?? false;
  }

  it('are no invoices: no list, no number, no register shows them', async () => {
    const live = world.open();
    const audit = auditOf(live);
    await deposit(audit);
    const accepted = await live.desk.accept(newInvoice());
    const id = 'invoice' in accepted ? accepted.invoice.id : '';
    await live.desk.settle(id, 60_000);
    const [, { number }] = await deposit(audit);

    assert.deepEqual(
      (await live.desk.list({}, 10)).items.map((one) => one.id),
      [id],
    );
    assert.equal(await live.desk.find(number ?? ''), undefined);
    const registered = [];
    for await (const entry of live.desk.register('all', '2026-11')) registered.push(entry.id);
    assert.deepEqual(registered, [id]);
    assert.deepEqual(
      world.chain.batches(SERIES).map(({ size }) => size),
      [1],
    );
  });

  it('are read by fsck and made anew by a rebuild as invoices are', async () => {
    const live = world.open();
    const audit = auditOf(live);
    await deposit(audit);
    await deposit(audit);
    await world.close(live);

    const report = await fsck(fsckContext());
    const rebuilt = await rebuildProjection({
      db: world.db,
      ledger: new MemoryLedger(world.chain),
      isOwn: (series) => isOwnSeries(series, 2),
      progress: () => undefined,
    });

    assert.deepEqual([report.findings, report.documents, report.batches], [[], 2, 2]);
    assert.equal(rebuilt.different, 0);
  });

  it('are named by fsck when their stored bytes were changed', async () => {
    const live = world.open();
    await deposit(auditOf(live));
    await world.close(live);
    await world.db
      .updateTable('document')
      .set({ sealed: Buffer.alloc(200, 1) })
      .execute();

    const { findings } = await fsck(fsckContext());

    assert.deepEqual(
      findings.map(({ code }) => code),
      ['DOCUMENT_ALTERED'],
    );
    assert.match(findings[0]?.subject ?? '', /^ckp_/);
  });

  const STEPS: readonly PipelineStep[] = [
    'seal.begin',
    'seal.durable',
    'anchor.endorsed',
    'anchor.stored',
    'anchor.submitted',
    'fold.begin',
  ];
  for (const step of STEPS) {
    it(`come to the ledger once when the gateway is killed at ${step}`, async () => {
      let reached: () => void = () => undefined;
      const there = new Promise<void>((resolve) => (reached = resolve));
      let armed = false;
      const atStep: AtStep = (one) => {
        if (!armed || one !== step) return Promise.resolve();
        reached();
        return new Promise(() => undefined);
      };
      const live = world.open({ atStep });
      const audit = auditOf(live);
      await deposit(audit);
      armed = true;
      await audit.log.append({ by: GATEWAY, action: 'session.ended' });
      const sequence = await audit.checkpoints.mark();
      await audit.deposits.take();
      await there;
      await world.kill(live);

      const next = auditOf(world.open());
      const settled = await next.deposits.settle(sequence, 60_000);

      assert.equal(settled?.number, 'AUDITTAX2-000000002');
      assert.deepEqual(
        world.chain.batches(AUDIT).map(({ batch, first }) => [batch, first]),
        [
          [1, 1],
          [2, 2],
        ],
      );
    });
  }

  it('of a restored database are missed: nothing more is written until fsck has said what is lost', async () => {
    const live = world.open();
    const audit = auditOf(live);
    await deposit(audit);
    await world.close(live);
    const before = await world.db.selectFrom('checkpoint').selectAll().executeTakeFirstOrThrow();
    const series = await world.db.selectFrom('series').selectAll().execute();
    const later = world.open();
    const [, lost] = await deposit(auditOf(later));
    await world.close(later);
    // As a backup from between the two would have it.
    const { rows } = await sql<{ batch_id: number }>`
      with gone as (delete from audit_deposit where chain_sequence > 2 returning entry),
        a as (delete from document where entry in (select entry from gone)),
        b as (delete from sealed_invoice where entry in (select entry from gone) returning batch_id),
        c as (delete from envelope where batch_id in (select batch_id from b))
      select batch_id from b`.execute(world.db);
    await world.db
      .deleteFrom('batch')
      .where('id', '=', rows[0]?.batch_id ?? 0)
      .execute();
    await world.db.deleteFrom('audit_checkpoint').where('sequence', '>', 2).execute();
    await sql`alter table audit_record disable trigger user`.execute(world.db);
    await world.db.deleteFrom('audit_record').where('sequence', '>', 2).execute();
    await sql`alter table audit_record enable trigger user`.execute(world.db);
    await world.db.updateTable('checkpoint').set(before).execute();
    for (const one of series)
      await world.db.updateTable('series').set(one).where('series', '=', one.series).execute();

    const restored = world.open();
    await eventually(() => {
      assert.match(restored.desk.anchoring.pipeline.health.detail, /LEDGER_AHEAD/);
    });
    await world.close(restored);
    const repaired = await repair(fsckContext());

    assert.deepEqual(repaired.lost, [{ series: AUDIT, sequence: 2 }]);
    const again = auditOf(world.open());
    const [, next] = await deposit(again, 1);
    assert.equal(next.number, 'AUDITTAX2-000000003');
    assert.equal((await documents()).at(-1)?.['previous'], lost.documentHash);
    assert.deepEqual((await fsck(fsckContext())).findings, []);
  });

  it('are measured: what no checkpoint on the ledger covers, how old the newest is, how many are missing', async () => {
    const live = world.open();
    const audit = auditOf(live);
    const metrics = new Metrics();
    measureAudit(metrics, world.db);
    const read = async (): Promise<Record<string, number>> => {
      const lines = (await metrics.registry.metrics()).matchAll(/^chopmark_audit_(\w+) (\S+)$/gm);
      return Object.fromEntries([...lines].map(([, name = '', value]) => [name, Number(value)] as const));
    };
    const before = await read();
    assert.deepEqual(before, { uncovered_seconds: 0, checkpoint_age_seconds: NaN, checkpoints_lost: 0 });

    await audit.log.append({ by: GATEWAY, action: 'session.ended' });
    await audit.checkpoints.mark();
    await eventually(async () => assert.ok(((await read())['uncovered_seconds'] ?? 0) > 0));
    await deposit(audit, 1);
    await world.db
      .insertInto('lost_document')
      .values({ series: AUDIT, sequence: 9, document_hash: Buffer.alloc(32) })
      .execute();

    await eventually(async () => {
      const after = await read();
      assert.deepEqual([after['uncovered_seconds'], after['checkpoints_lost']], [0, 1]);
      assert.ok((after['checkpoint_age_seconds'] ?? NaN) >= 0);
    });
  });

  it('are refused where the ledger does not take them, and the invoices go on', async () => {
    await world.chain.transact('openSeries', 'somebody', 'auditCheckpoint', 'sha256-p256', 'AUDITTAX2');
    const live = world.open();
    const audit = auditOf(live);
    await audit.log.append({ by: GATEWAY, action: 'session.ended' });
    const sequence = await audit.checkpoints.mark();
    await audit.deposits.take();

    const refused = await audit.deposits.settle(sequence, 60_000);
    await audit.deposits.take();
    const accepted = await live.desk.accept(newInvoice());

    assert.deepEqual([refused?.state, refused?.refusal?.code], ['refused', 'PREFIX_TAKEN']);
    assert.equal((await documents()).length, 1);
    assert.equal(
      (await live.desk.settle('invoice' in accepted ? accepted.invoice.id : '', 60_000)).state,
      'anchored',
    );
    await eventually(async () => assert.equal((await live.desk.health()).pipeline.ok, true));

    await audit.deposits.take(true);
    assert.equal((await documents()).length, 2);
  });

  it('change to new wrapping keys with the rest', async () => {
    const live = world.open();
    await deposit(auditOf(live));
    await world.close(live);

    const { documents: wrapped } = await rotateKeys(world.db, world.keys);
    const [row] = await world.db.selectFrom('document').select('key_id').execute();
    const active = await world.db
      .selectFrom('wrapping_key')
      .select('id')
      .where('purpose', '=', 'documents')
      .where('retired_at', 'is', null)
      .executeTakeFirstOrThrow();

    assert.deepEqual([wrapped, row?.key_id], [1, active.id]);
  });
});
