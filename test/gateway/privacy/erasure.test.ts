import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { sql } from 'kysely';

import { fsck } from '../../../gateway/dist/fsck/fsck.js';
import { forgetResults } from '../../../gateway/dist/invoices/forget-imports.js';
import type { InvoiceView, RequestKey } from '../../../gateway/dist/invoices/invoice-desk.js';
import { DESTROYED, KEPT } from '../../../gateway/dist/privacy/contents.js';
import { DeskWorld, eventually, type LiveDesk, newInvoice } from '../../support/gateway/desk-world.js';
import { MemoryLedger } from '../../support/gateway/memory-chain.js';
import { tracesInFiles, tracesInTables, textMark, type Mark } from '../../support/gateway/traces.js';

const OFFICER = 'acc_officer';
const BUYER = {
  name: '张三丰标记',
  taxId: '110101199001011234',
  address: '标记路七号',
  phone: '13912345678',
};
const KEY: RequestKey = { scope: 'acc_1 POST /v1/invoices', key: 'k-erased', bodyHash: 'ab'.repeat(32) };
const REFERENCE = 'ORDER-MARK-42';
/** In words of an import: the server's log keeps what suites before this one wrote in the clear, to show that it is sealed. */
const TAG = randomBytes(4).toString('hex');
const COMPANY = `标记公司${TAG}`;
const MEMBER = `标记成员${TAG}`;
const REASON = `标记理由${TAG}`;
const FILE = `张三标记${TAG}.xml`;
const DRY = `dry-标记${TAG}`;
const MARKS = [...Object.values(BUYER), REFERENCE, '标记备注'].map(textMark);

describe('erasing an invoice', () => {
  let world: DeskWorld;
  let live: LiveDesk;
  beforeEach(async function () {
    this.timeout(240_000);
    world = await DeskWorld.create();
    live = world.open({ retentionDays: 0 });
  });
  afterEach(() => world.end());

  const marked = () => newInvoice({ reference: REFERENCE, members: { buyer: BUYER, remark: '标记备注 𠮷' } });

  /** The marked one between two others. */
  async function issueThree(): Promise<InvoiceView[]> {
    const outcomes = await Promise.all([
      live.desk.accept(newInvoice()),
      live.desk.accept(marked(), KEY),
      live.desk.accept(newInvoice()),
    ]);
    const views = [];
    for (const outcome of outcomes) {
      assert.ok(outcome.outcome === 'accepted');
      views.push(await live.desk.settle(outcome.invoice.id, 60_000));
    }
    assert.ok(views.every(({ state }) => state === 'anchored'));
    return views;
  }

  const erase = (id: string) => live.desk.erase(id, 'subjectRequest', OFFICER);
  const contents = async (): Promise<unknown[]> =>
    Promise.all(
      [...DESTROYED, ...KEPT].map(
        async ({ table }) => (await sql`select * from ${sql.table(table)} order by 1`.execute(world.db)).rows,
      ),
    );

  it('leaves id, number, time, reason and who, and nothing else to ask for', async () => {
    const [first, gone, last] = await issueThree();

    const outcome = await erase(gone!.id);

    assert.ok(outcome.outcome === 'erased');
    const { erasure } = outcome;
    assert.deepEqual(Object.keys(erasure).sort(), ['erasedAt', 'erasedBy', 'id', 'number', 'reason']);
    assert.deepEqual([erasure.id, erasure.number, erasure.erasedBy], [gone!.id, gone!.number, OFFICER]);
    for (const name of [gone!.id, gone!.number!]) {
      assert.deepEqual(await live.desk.erasureOf(name), erasure);
      assert.equal(await live.desk.find(name), undefined);
      assert.equal(await live.desk.document(name), undefined);
      assert.equal(await live.desk.bundle(name), undefined);
    }
    assert.equal(await live.desk.check(gone!.number!, '2026-11-20', '113.00'), 'erased');
    assert.equal(await live.desk.check(first!.number!, '2026-11-20', '113.00'), 'consistent');
    const { items } = await live.desk.list({}, 10);
    assert.deepEqual(items.map(({ id }) => id).sort(), [first!.id, last!.id].sort());
    assert.equal(await live.desk.operation(gone!.operationId), undefined);
  });

  it('leaves its siblings, the batch and the ledger as they were, and fsck content', async () => {
    const [first, gone, last] = await issueThree();
    const document = await live.desk.document(first!.id);

    await erase(gone!.id);

    assert.deepEqual(await live.desk.document(first!.id), document);
    for (const sibling of [first!, last!]) assert.deepEqual(await live.desk.find(sibling.id), sibling);
    const report = await fsck({
      db: world.db,
      vault: world.vault,
      ledger: new MemoryLedger(world.chain),
      issueChannel: 2,
      progress: () => undefined,
    });
    assert.deepEqual([report.findings, report.documents, report.erased], [[], 3, 1]);
  });

  it('is seen by fsck when a backup brings the contents back', async () => {
    const [, gone] = await issueThree();
    const kept = await world.db.selectFrom('document').selectAll().execute();
    await erase(gone!.id);
    await world.db
      .insertInto('document')
      .values(kept)
      .onConflict((row) => row.doNothing())
      .execute();

    const { findings } = await fsck({
      db: world.db,
      vault: world.vault,
      ledger: new MemoryLedger(world.chain),
      issueChannel: 2,
      progress: () => undefined,
    });

    assert.deepEqual(
      findings.map(({ code, subject }) => `${code} ${subject}`),
      [`ERASED_NOT_GONE ${gone!.id}`],
    );
  });

  it('finds nothing of the subject in any row, nor in any file of the server, before and after', async () => {
    const [, gone] = await issueThree();
    const row = await world.db
      .selectFrom('document')
      .innerJoin('invoice', 'invoice.entry', 'document.entry')
      .select(['key_id', 'wrapped', 'sealed', 'buyer_token', 'reference_token'])
      .where('id', '=', gone!.id)
      .executeTakeFirstOrThrow();
    const { secret } = world.vault.openDocument(gone!.id, { keyId: row.key_id, ...row });
    const secrets: Mark[] = [{ name: 'secret', bytes: Buffer.from(secret) }];
    const stored: Mark[] = [
      { name: 'wrapped key', bytes: row.wrapped },
      { name: 'sealed contents', bytes: row.sealed.subarray(0, 64) },
      { name: 'token of the buyer', bytes: row.buyer_token! },
      { name: 'token of the reference', bytes: row.reference_token! },
    ];
    assert.deepEqual(
      await tracesInTables(world.db, [...MARKS, ...secrets]),
      [],
      'nothing is readable at rest',
    );
    assert.deepEqual((await tracesInFiles(world.db, [...MARKS, ...secrets])) ?? [], []);
    assert.equal(
      (await tracesInTables(world.db, stored)).length,
      stored.length,
      'the search finds what is there',
    );

    await erase(gone!.id);

    const all = [...MARKS, ...secrets, ...stored, textMark(KEY.key), textMark(KEY.bodyHash)];
    assert.deepEqual(await tracesInTables(world.db, all), []);
    for (const { table } of DESTROYED) await sql`vacuum (full) ${sql.table(table)}`.execute(world.db);
    assert.deepEqual((await tracesInFiles(world.db, all, 'base')) ?? [], []);
    assert.deepEqual((await tracesInFiles(world.db, [...MARKS, ...secrets], 'pg_wal')) ?? [], []);
  });

  it('finds nothing of what came by an import: its file’s key, its lines, its reasons, its results', async () => {
    const upload = {
      file: 'u.upload',
      key: Buffer.alloc(32, 0x4b),
      format: 'ndjson',
      judge: { account: 'acc_1', organization: COMPANY },
    };
    const opened = await live.desk.openBatch('acc_1', KEY, { upload });
    const checked = await live.desk.openBatch('acc_1', undefined, { dryRun: true });
    assert.ok(opened.outcome === 'opened' && checked.outcome === 'opened');
    const { id } = opened.operation;
    const refused = [{ pointer: `/${MEMBER}`, code: 'UNKNOWN', detail: REASON, file: FILE }];
    const lines = [
      { line: 1, invoice: marked() },
      { line: 2, refused },
    ];
    await live.desk.appendBatch(id, lines);
    await live.desk.checkBatch(checked.operation.id, [{ line: 1, invoice: newInvoice({ reference: DRY }) }]);
    const rows = await sql<{ value: Buffer }>`
      select sealed as value from import_upload union all select sealed from operation where sealed is not null
      union all select sealed_errors from refused_line union all select reference_token from checked_line
      union all select sealed_reference from checked_line`.execute(world.db);
    assert.equal(rows.rows.length, 6);
    const stored = rows.rows.map(({ value }, at): Mark => ({ name: `sealed ${at}`, bytes: value }));
    const key: Mark[] = [{ name: 'key', bytes: upload.key }, textMark(upload.key.toString('base64url'))];
    const words = [COMPANY, MEMBER, REASON, FILE, DRY, KEY.key, KEY.bodyHash];
    const readable = [...MARKS, ...words.map(textMark), ...key];
    assert.deepEqual(await tracesInTables(world.db, readable), [], 'nothing is readable at rest');
    assert.equal((await tracesInTables(world.db, stored)).length, 6, 'the search finds what is there');

    await live.desk.closeBatch(id);
    await live.desk.closeBatch(checked.operation.id);
    let invoice: InvoiceView | undefined;
    await eventually(async () => {
      for await (const result of live.desk.results(id)) invoice ??= result.invoice;
      assert.equal((await live.desk.find(invoice!.id))?.state, 'anchored');
    });
    assert.equal((await erase(invoice!.id)).outcome, 'erased');
    await sql`update operation set closed_at = closed_at - interval '31 days'`.execute(world.db);
    await forgetResults(world.db);

    for await (const result of live.desk.results(id))
      assert.deepEqual([result.line, result.state, result.errors], [1, 'erased', undefined]);
    assert.deepEqual(await tracesInTables(world.db, [...readable, ...stored]), []);
    const rewritten = [...DESTROYED, ...KEPT].map(({ table }) => table);
    for (const table of [...rewritten, 'operation', 'import_upload', 'refused_line', 'checked_line'])
      await sql`vacuum (full) ${sql.table(table)}`.execute(world.db);
    assert.deepEqual((await tracesInFiles(world.db, [...readable, ...stored], 'base')) ?? [], []);
    assert.deepEqual((await tracesInFiles(world.db, readable, 'pg_wal')) ?? [], []);
  });

  it('waits until the invoice is anchored or refused', async () => {
    const idle = world.open({ started: false, retentionDays: 0 });
    await world.close(live);
    const accepted = await idle.desk.accept(newInvoice());
    assert.ok(accepted.outcome === 'accepted');
    const before = await contents();

    assert.deepEqual(await idle.desk.erase(accepted.invoice.id, 'courtOrder', OFFICER), {
      outcome: 'notSettled',
    });
    assert.deepEqual(await contents(), before);

    await sql`with taken as (delete from outbox returning entry)
      insert into refusal (entry, code, detail) select entry, 'SERIES_CLOSED', '' from taken`.execute(
      world.db,
    );
    live = world.open();
    const outcome = await live.desk.erase(accepted.invoice.id, 'courtOrder', OFFICER);
    assert.ok(outcome.outcome === 'erased', 'retention is of what was issued');
    assert.equal(outcome.erasure.number, null);
  });

  it('gives way to every legal hold, until each is lifted', async () => {
    const [, gone] = await issueThree();
    const one = await live.desk.hold(gone!.id, { reason: 'litigation', caseReference: '民初1号' }, OFFICER);
    const two = await live.desk.hold(gone!.id, { reason: 'audit', caseReference: null }, OFFICER);
    const before = await contents();

    const refused = await erase(gone!.id);
    assert.ok(refused.outcome === 'held');
    assert.deepEqual(refused.holds.map(({ id }) => id).sort(), [one!.id, two!.id].sort());
    assert.deepEqual(await contents(), before);

    assert.equal(await live.desk.liftHold(gone!.id, one!.id, OFFICER), true);
    assert.equal(await live.desk.liftHold(gone!.id, one!.id, OFFICER), false, 'lifted once');
    assert.equal((await erase(gone!.id)).outcome, 'held');
    const [other] = await issueThree().catch(() => []);
    assert.equal(
      await live.desk.liftHold(other?.id ?? 'inv_other', two!.id, OFFICER),
      false,
      'of this invoice only',
    );
    assert.equal(await live.desk.liftHold(gone!.id, two!.id, OFFICER), true);
    assert.equal((await live.desk.holds(gone!.id)).length, 2, 'lifted ones are told');

    assert.equal((await erase(gone!.id)).outcome, 'erased');
    assert.deepEqual(await live.desk.holds(gone!.id), []);
    assert.equal(
      await live.desk.hold(gone!.id, { reason: 'audit', caseReference: null }, OFFICER),
      undefined,
    );
  });

  it('gives way to the retention period, to the day of Asia/Shanghai', async () => {
    const [, gone] = await issueThree();
    let now = new Date('2036-11-19T15:59:59Z');
    const strict = world.open({ started: false, retentionDays: 3_653, now: () => now });
    const before = await contents();

    assert.deepEqual(await strict.desk.erase(gone!.id, 'subjectRequest', OFFICER), {
      outcome: 'retained',
      until: '2036-11-20',
    });
    assert.deepEqual(await contents(), before);

    now = new Date('2036-11-19T16:00:00Z');
    assert.equal((await strict.desk.erase(gone!.id, 'retentionEnded', OFFICER)).outcome, 'erased');
  });

  it('happens once, however many ask at the same time, and stands in the audit log', async () => {
    const [, gone] = await issueThree();

    const outcomes = await Promise.all([1, 2, 3].map(() => erase(gone!.id)));

    assert.deepEqual(outcomes.map(({ outcome }) => outcome).sort(), ['erased', 'notFound', 'notFound']);
    const { rows } = await sql<{ actor: string; subject: string; details: unknown }>`
      select actor, subject, details from audit_record where action = 'invoice.erased'`.execute(world.db);
    assert.deepEqual(rows, [{ actor: OFFICER, subject: gone!.id, details: { reason: 'subjectRequest' } }]);
  });

  it('knows every table that knows an invoice', async () => {
    // The subject of an identity is a person's name at an identity provider.
    // Entries of deposits are those of checkpoints of the audit log.
    const { rows } = await sql<{ place: string }>`
      select table_name || '.' || column_name as place from information_schema.columns
      where table_schema = 'public' and table_name not in ('account_identity', 'audit_deposit') and table_name in (select table_name from information_schema.tables where table_type = 'BASE TABLE')
        and (column_name in ('entry', 'subject') or column_name like '%invoice%')`.execute(world.db);
    const known = new Set([...DESTROYED, ...KEPT].map(({ table, column }) => `${table}.${column}`));

    assert.deepEqual(
      rows.map(({ place }) => place).filter((place) => !known.has(place)),
      [],
      'add it to gateway/src/privacy/contents.ts',
    );
  });
});
