import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { forgetResults, forgetUploads, RESULT_DAYS } from '../../../gateway/dist/invoices/forget-imports.js';
import type {
  BatchLine,
  LineResult,
  OperationView,
  RequestKey,
} from '../../../gateway/dist/invoices/invoice-desk.js';
import {
  DeskWorld,
  eventually,
  type LiveDesk,
  newInvoice,
  SERIES,
} from '../../support/gateway/desk-world.js';
import { textMark, tracesInTables } from '../../support/gateway/traces.js';

const KEY: RequestKey = { scope: 'issuer POST /v1/invoice-batches', key: 'b-1', bodyHash: 'aa'.repeat(32) };
const PROBLEM = { pointer: '/totalNet', code: 'TOTAL_MISMATCH', detail: 'does not add up' };

const lines = (from: number, to: number): BatchLine[] =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ line: from + at, invoice: newInvoice() }));

describe('InvoiceDesk, imports', () => {
  let world: DeskWorld;
  let live: LiveDesk;
  beforeEach(async function () {
    this.timeout(30_000);
    world = await DeskWorld.create();
    live = world.open();
  });
  afterEach(() => world.end());

  async function open(key?: RequestKey): Promise<OperationView> {
    const opened = await live.desk.openBatch('issuer', key);
    assert.ok(opened.outcome !== 'keyReused');
    return opened.operation;
  }

  async function finished(id: string): Promise<OperationView> {
    let view: OperationView | undefined;
    await eventually(async () => {
      view = await live.desk.operation(id);
      assert.notEqual(view?.state, 'running');
    });
    return view!;
  }

  async function resultsOf(id: string): Promise<LineResult[]> {
    const results: LineResult[] = [];
    for await (const result of live.desk.results(id)) results.push(result);
    return results;
  }

  it('anchors thousands in few batches and tells each line', async () => {
    const { id } = await open();
    for (let from = 1; from <= 2_500; from += 500) await live.desk.appendBatch(id, lines(from, from + 499));
    await live.desk.closeBatch(id);

    const view = await finished(id);

    assert.deepEqual(
      [view.state, view.total, view.accepted, view.anchored, view.refused],
      ['succeeded', 2_500, 2_500, 2_500, 0],
    );
    assert.ok(view.finishedAt !== null);
    const results = await resultsOf(id);
    assert.deepEqual(
      results.map(({ line }) => line),
      Array.from({ length: 2_500 }, (_, at) => at + 1),
    );
    assert.equal(new Set(results.map(({ invoice }) => invoice?.number)).size, 2_500);
    assert.ok(world.chain.batches(SERIES).length < 20);
    await world.assertAllAnchoredOnce(
      live.desk,
      results.slice(0, 3).map(({ invoice }) => invoice!.id),
    );
  });

  it('keeps refused lines with their reasons, apart from the others', async () => {
    const { id } = await open();
    await live.desk.appendBatch(id, [
      ...lines(1, 2),
      { line: 3, refused: [PROBLEM] },
      { line: 4, invoice: newInvoice({ reference: 'R-1' }) },
      { line: 5, invoice: newInvoice({ reference: 'R-1' }) },
    ]);
    await live.desk.closeBatch(id);

    const view = await finished(id);

    assert.deepEqual([view.state, view.total, view.anchored, view.refused], ['partlyFailed', 5, 3, 2]);
    const results = await resultsOf(id);
    assert.deepEqual(
      results.map(({ line, state }) => `${line} ${state}`),
      ['1 anchored', '2 anchored', '3 refused', '4 anchored', '5 refused'],
    );
    assert.deepEqual(results[2]!.errors, [PROBLEM]);
    assert.equal(results[4]!.errors?.[0]?.code, 'REFERENCE_USED');
  });

  it('fails as a whole when every line was refused', async () => {
    const { id } = await open();
    await live.desk.appendBatch(id, [{ line: 1, refused: [PROBLEM] }]);
    await live.desk.closeBatch(id);

    const view = await finished(id);

    assert.deepEqual([view.state, view.anchored, view.refused], ['failed', 0, 1]);
  });

  it('succeeds with nothing in it', async () => {
    const { id } = await open();
    const view = await live.desk.closeBatch(id);
    assert.deepEqual([view.state, view.total], ['succeeded', 0]);
  });

  it('takes no line after it was closed, and none of the chunk', async () => {
    const { id } = await open();
    await live.desk.closeBatch(id);

    await assert.rejects(live.desk.appendBatch(id, lines(1, 2)), { name: 'ImportClosedError' });

    assert.equal((await live.desk.list({}, 10)).items.length, 0);
  });

  it('answers the same request again with the first operation, and refuses the key with another body', async () => {
    const first = await open(KEY);
    await live.desk.closeBatch(first.id);

    const again = await live.desk.openBatch('issuer', KEY);
    const other = await live.desk.openBatch('issuer', { ...KEY, bodyHash: 'bb'.repeat(32) });

    assert.equal(again.outcome, 'replayed');
    assert.equal('operation' in again && again.operation.id, first.id);
    assert.deepEqual(other, { outcome: 'keyReused' });
  });

  it('can be sent again after a crash: what was taken is not taken twice', async () => {
    const { id } = await open(KEY);
    const sent = lines(1, 30);
    await live.desk.appendBatch(id, sent.slice(0, 20));
    await world.kill(live);
    live = world.open();
    const interrupted = await finished(id);
    assert.equal(interrupted.state, 'partlyFailed');

    const again = await live.desk.openBatch('issuer', KEY);
    assert.equal(again.outcome, 'opened');
    await live.desk.appendBatch(id, sent.slice(0, 15));
    await live.desk.appendBatch(id, sent.slice(15));
    await live.desk.closeBatch(id);

    const view = await finished(id);
    assert.deepEqual([view.state, view.total, view.anchored], ['succeeded', 30, 30]);
    assert.equal((await resultsOf(id)).length, 30);
    await world.assertAllAnchoredOnce(live.desk, []);
  });

  const UPLOAD = {
    file: 'u.upload',
    key: Buffer.alloc(32, 0x4b),
    format: 'ndjson',
    judge: { account: { id: 'acc_1', organization: { name: '标记有限公司' } }, today: '2026-11-22' },
  };
  const isHere = (file: string): Promise<boolean> => Promise.resolve(file === UPLOAD.file);

  it('is left to the next process when there is an upload, and to that one alone', async () => {
    const opened = await live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    await live.desk.appendBatch(id, lines(1, 20));
    assert.deepEqual(await live.desk.takeOverUploads(isHere), [], 'not while its process lives');
    await world.kill(live);
    live = world.open();
    const other = world.open();

    assert.deepEqual(await live.desk.takeOverUploads(() => Promise.resolve(false)), []);
    let taken: unknown[] = [];
    await eventually(async () => {
      taken = [...(await live.desk.takeOverUploads(isHere))];
      assert.equal(taken.length, 1);
    });

    assert.deepEqual(taken, [{ ...UPLOAD, operationId: id, dryRun: false, lastLine: 20 }]);
    assert.deepEqual(await other.desk.takeOverUploads(isHere), []);
    assert.equal((await live.desk.operation(id))?.state, 'running', 'nobody closed it meanwhile');
    await live.desk.appendBatch(id, lines(21, 30));
    await live.desk.closeBatch(id);
    const view = await finished(id);
    assert.deepEqual([view.state, view.total, view.anchored], ['succeeded', 30, 30]);
    assert.equal((await world.db.selectFrom('import_upload').selectAll().execute()).length, 0);
  });

  it('is over when its upload cannot be read any more, and can be sent again', async () => {
    const opened = await live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    await live.desk.appendBatch(id, lines(1, 3));
    await live.desk.abandonBatch(id);
    assert.equal((await finished(id)).state, 'partlyFailed');

    const again = await live.desk.openBatch('issuer', KEY, { upload: { ...UPLOAD, file: 'v.upload' } });
    assert.deepEqual([again.outcome, 'operation' in again && again.operation.id], ['opened', id]);
    await live.desk.closeBatch(id);
    assert.equal((await finished(id)).state, 'succeeded');
  });

  it('keeps neither the key of an upload, nor who sent it, nor why lines were refused in the clear', async () => {
    const opened = await live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    const problem = { ...PROBLEM, column: '标记列', file: '张三标记.xml' };
    await live.desk.appendBatch(id, [{ line: 1, refused: [problem] }, ...lines(2, 3)]);
    const marks = ['标记有限公司', '标记列', '张三标记.xml', KEY.key, KEY.bodyHash].map(textMark);
    const key = { name: 'key of the file', bytes: UPLOAD.key };
    const asText = textMark(UPLOAD.key.toString('base64url'));

    assert.deepEqual(await tracesInTables(world.db, [...marks, key, asText]), []);
    assert.deepEqual(await live.desk.uploadsNeeded(), new Set([UPLOAD.file]));
    await live.desk.closeBatch(id);
    assert.deepEqual((await resultsOf(id))[0]!.errors, [problem]);
    assert.deepEqual(await live.desk.uploadsNeeded(), new Set());
  });

  it('does not open reasons that were moved to another line or operation', async () => {
    const [first, second] = [await open(), await open()];
    for (const { id } of [first, second]) {
      await live.desk.appendBatch(
        id,
        [1, 2].map((line) => ({ line, refused: [PROBLEM] })),
      );
      await live.desk.closeBatch(id);
    }
    await sql`update refused_line a set sealed_errors = b.sealed_errors from refused_line b
      where a.operation_id = ${first.id} and b.operation_id = ${first.id} and a.line = 1 and b.line = 2`.execute(
      world.db,
    );
    await sql`update operation set sealed = (select sealed from operation where id = ${first.id}) where id = ${second.id}`.execute(
      world.db,
    );

    for (const { id } of [first, second]) await assert.rejects(resultsOf(id), { name: 'SealBrokenError' });
  });

  it('of which the key is gone ends, and can be sent again', async () => {
    const opened = await live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    await sql`update import_upload set sealed = set_byte(sealed, 30, get_byte(sealed, 30) # 1)`.execute(
      world.db,
    );
    await world.kill(live);
    live = world.open();

    await eventually(async () => {
      assert.deepEqual(await live.desk.takeOverUploads(isHere), []);
      assert.equal((await live.desk.operation(id))?.state, 'failed');
    });
    const again = await live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.equal(again.outcome, 'opened');
  });

  it('takes no line again whose invoice was erased, and tells that it was', async () => {
    await world.close(live);
    live = world.open({ retentionDays: 0 });
    const { id } = await open(KEY);
    const sent = lines(1, 3);
    await live.desk.appendBatch(id, sent);
    let results: LineResult[] = [];
    await eventually(async () => {
      results = await resultsOf(id);
      assert.ok(results.every(({ state }) => state === 'anchored'));
    });
    const last = results[2]!.invoice!;
    await live.desk.erase(last.id, 'courtOrder', 'acc_officer');

    await live.desk.abandonBatch(id);
    assert.equal((await live.desk.openBatch('issuer', KEY)).outcome, 'opened');
    await live.desk.appendBatch(id, [...sent, ...lines(4, 4)]);
    await live.desk.closeBatch(id);
    await eventually(async () => {
      results = await resultsOf(id);
      assert.deepEqual(
        results.map(({ line, state }) => `${line} ${state}`),
        ['1 anchored', '2 anchored', '3 erased', '4 anchored'],
      );
    });
    const { id: gone, number, reason } = results[2]!.erasure!;
    assert.deepEqual([gone, number, reason], [last.id, last.number, 'courtOrder']);
    assert.equal(results[2]!.invoice, undefined);
    assert.equal((await finished(id)).accepted, 4);
  });

  it('goes on behind the last line that was erased', async () => {
    await world.close(live);
    live = world.open({ retentionDays: 0 });
    const opened = await live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    await live.desk.appendBatch(id, lines(1, 2));
    await eventually(async () => {
      const [, last] = await resultsOf(id);
      assert.ok(last?.state === 'anchored');
      assert.equal((await live.desk.erase(last.invoice!.id, 'courtOrder', 'o')).outcome, 'erased');
    });
    await world.kill(live);
    live = world.open();

    await eventually(async () => {
      const [left] = await live.desk.takeOverUploads(isHere);
      assert.equal(left?.lastLine, 2);
    });
  });

  it('forgets after a month what became of each line, and the key with it', async () => {
    const old = await open();
    const young = await open();
    for (const { id } of [old, young]) {
      await live.desk.appendBatch(id, [...lines(1, 1), { line: 2, refused: [PROBLEM] }]);
      await live.desk.closeBatch(id);
      await finished(id);
    }
    await sql`update operation set closed_at = now() - make_interval(days => ${RESULT_DAYS}) where id = ${old.id}`.execute(
      world.db,
    );

    await forgetResults(world.db);
    await forgetResults(world.db);

    const rows = await world.db.selectFrom('refused_line').select('operation_id').execute();
    assert.deepEqual(rows, [{ operation_id: young.id }]);
    const keys = await world.db.selectFrom('operation').select(['id', 'sealed']).execute();
    assert.deepEqual(
      keys.filter(({ sealed }) => sealed !== null).map(({ id }) => id),
      [young.id],
    );
    const [gone, kept] = [await live.desk.operation(old.id), await live.desk.operation(young.id)];
    assert.deepEqual([gone?.resultsGone, kept?.resultsGone, gone?.refused], [true, undefined, 1]);
  });

  it('forgets the key of an upload that nobody went on with', async () => {
    const opened = await live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.ok(opened.outcome === 'opened');
    await forgetUploads(world.db);
    assert.equal((await live.desk.uploadsNeeded()).size, 1);

    await sql`update operation set closed_at = now(), interrupted = true`.execute(world.db);
    await forgetUploads(world.db);

    assert.equal((await live.desk.uploadsNeeded()).size, 0);
  });

  it('checks without issuing anything', async () => {
    await live.desk.accept(newInvoice({ reference: 'used' }));
    const opened = await live.desk.openBatch('issuer', KEY, { dryRun: true });
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    const chunk: BatchLine[] = [
      { line: 1, invoice: newInvoice({ reference: 'a' }) },
      { line: 2, invoice: newInvoice({ reference: 'a' }) },
      { line: 3, invoice: newInvoice({ reference: 'used' }) },
      { line: 4, refused: [PROBLEM] },
      { line: 5, invoice: newInvoice() },
    ];
    await live.desk.checkBatch(id, chunk);
    await live.desk.checkBatch(id, chunk);
    await live.desk.checkBatch(id, [{ line: 6, invoice: newInvoice({ reference: 'a' }) }]);
    await live.desk.closeBatch(id);

    const view = await finished(id);

    assert.deepEqual(
      [view.dryRun, view.state, view.total, view.accepted, view.anchored, view.refused],
      [true, 'partlyFailed', 6, 2, 0, 4],
    );
    assert.deepEqual(
      (await resultsOf(id)).map(({ line, state, errors }) => `${line} ${errors?.[0]?.code ?? state}`),
      [
        '1 checked',
        '2 REFERENCE_USED',
        '3 REFERENCE_USED',
        '4 TOTAL_MISMATCH',
        '5 checked',
        '6 REFERENCE_USED',
      ],
    );
    assert.deepEqual(
      (await resultsOf(id)).map(({ reference }) => reference),
      ['a', 'a', 'used', undefined, undefined, 'a'],
    );
    assert.equal((await live.desk.list({}, 10)).items.length, 1);
    await assert.rejects(live.desk.checkBatch(id, chunk), { name: 'ImportClosedError' });
  });

  it('tells of a single invoice as an operation of its own', async () => {
    const accepted = await live.desk.accept(newInvoice());
    assert.equal(accepted.outcome, 'accepted');
    const { id, operationId } = accepted.invoice;

    const view = await finished(operationId);

    assert.deepEqual(
      [view.kind, view.state, view.total, view.invoice?.id, view.createdBy],
      ['invoice', 'succeeded', 1, id, 'issuer'],
    );
    assert.deepEqual(
      (await resultsOf(operationId)).map(({ line, state }) => `${line} ${state}`),
      ['1 anchored'],
    );
  });

  it('knows no other operation', async () => {
    for (const id of ['op_', 'op_x', `op_${'0'.repeat(32)}`, ''])
      assert.equal(await live.desk.operation(id), undefined);
  });
});
