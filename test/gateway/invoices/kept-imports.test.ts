import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { forgetResults, forgetUploads, RESULT_DAYS } from '../../../gateway/dist/invoices/forget-imports.js';
import type { LineResult } from '../../../gateway/dist/invoices/invoice-desk.js';
import { eventually } from '../../support/gateway/desk-world.js';
import { ImportDesk, KEY, lines, PROBLEM } from '../../support/gateway/import-desk.js';
import { textMark, tracesInTables } from '../../support/gateway/traces.js';

/** What is kept of an import: for the next process, sealed, and not for ever. */
describe('InvoiceDesk, what is kept of imports', () => {
  const imports = ImportDesk.ofSuite();
  const UPLOAD = {
    file: 'u.upload',
    key: Buffer.alloc(32, 0x4b),
    format: 'ndjson',
    judge: { account: { id: 'acc_1', organization: { name: '标记有限公司' } }, today: '2026-11-22' },
  };
  const isHere = (file: string): Promise<boolean> => Promise.resolve(file === UPLOAD.file);

  it('is left to the next process when there is an upload, and to that one alone', async () => {
    const opened = await imports.live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    await imports.live.desk.appendBatch(id, lines(1, 20));
    assert.deepEqual(await imports.live.desk.takeOverUploads(isHere), [], 'not while its process lives');
    await imports.world.kill(imports.live);
    imports.live = imports.world.open();
    const other = imports.world.open();

    assert.deepEqual(await imports.live.desk.takeOverUploads(() => Promise.resolve(false)), []);
    let taken: unknown[] = [];
    await eventually(async () => {
      taken = [...(await imports.live.desk.takeOverUploads(isHere))];
      assert.equal(taken.length, 1);
    });

    assert.deepEqual(taken, [{ ...UPLOAD, operationId: id, dryRun: false, lastLine: 20 }]);
    assert.deepEqual(await other.desk.takeOverUploads(isHere), []);
    assert.equal((await imports.live.desk.operation(id))?.state, 'running', 'nobody closed it meanwhile');
    await imports.live.desk.appendBatch(id, lines(21, 30));
    await imports.live.desk.closeBatch(id);
    const view = await imports.finished(id);
    assert.deepEqual([view.state, view.total, view.anchored], ['succeeded', 30, 30]);
    assert.equal((await imports.world.db.selectFrom('import_upload').selectAll().execute()).length, 0);
  });

  it('is not lost when the look after another one breaks off', async () => {
    const uploads = ['u.upload', 'v.upload'];
    for (const file of uploads)
      await imports.live.desk.openBatch('issuer', undefined, { upload: { ...UPLOAD, file } });
    await imports.world.kill(imports.live);
    imports.live = imports.world.open();
    const taken: string[] = [];
    const seen: string[] = [];
    const breaksOff = (file: string): Promise<boolean> => {
      seen.push(file);
      return seen.length % 2 === 0 ? Promise.reject(new Error('disk')) : Promise.resolve(true);
    };

    await eventually(async () => {
      for (const { file } of await imports.live.desk.takeOverUploads(breaksOff)) taken.push(file);
      assert.equal(taken.length, 2);
    });

    assert.deepEqual(taken.sort(), uploads);
  });

  it('is open with its upload when the answer to the commit that opened it was lost', async () => {
    // Not started: every transaction is one of the desk.
    const { db, desk } = imports.world.open({ started: false });
    const transaction = db.transaction.bind(db);
    let lost = 0;
    db.transaction = () => {
      const builder = transaction();
      const execute = builder.execute.bind(builder);
      builder.execute = async (callback) => {
        const result = await execute(callback);
        if (lost++ > 0) return result;
        throw new Error('Connection terminated unexpectedly');
      };
      return builder;
    };

    const opened = await desk.openBatch('issuer', KEY, { upload: UPLOAD });

    assert.deepEqual([lost, opened.outcome], [1, 'opened']);
    assert.deepEqual(await desk.uploadsNeeded(), new Set([UPLOAD.file]));
    const again = await desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.equal(again.outcome, 'replayed');
  });

  it('is over when its upload cannot be read any more, and can be sent again', async () => {
    const opened = await imports.live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    await imports.live.desk.appendBatch(id, lines(1, 3));
    await imports.live.desk.abandonBatch(id);
    assert.equal((await imports.finished(id)).state, 'partlyFailed');

    const again = await imports.live.desk.openBatch('issuer', KEY, {
      upload: { ...UPLOAD, file: 'v.upload' },
    });
    assert.deepEqual([again.outcome, 'operation' in again && again.operation.id], ['opened', id]);
    await imports.live.desk.closeBatch(id);
    assert.equal((await imports.finished(id)).state, 'succeeded');
  });

  it('keeps neither the key of an upload, nor who sent it, nor why lines were refused in the clear', async () => {
    const opened = await imports.live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    const problem = { ...PROBLEM, column: '标记列', file: '张三标记.xml' };
    await imports.live.desk.appendBatch(id, [{ line: 1, refused: [problem] }, ...lines(2, 3)]);
    const marks = ['标记有限公司', '标记列', '张三标记.xml', KEY.key, KEY.bodyHash].map(textMark);
    const key = { name: 'key of the file', bytes: UPLOAD.key };
    const asText = textMark(UPLOAD.key.toString('base64url'));

    assert.deepEqual(await tracesInTables(imports.world.db, [...marks, key, asText]), []);
    assert.deepEqual(await imports.live.desk.uploadsNeeded(), new Set([UPLOAD.file]));
    await imports.live.desk.closeBatch(id);
    assert.deepEqual((await imports.resultsOf(id))[0]!.errors, [problem]);
    assert.deepEqual(await imports.live.desk.uploadsNeeded(), new Set());
  });

  it('does not open reasons that were moved to another line or operation', async () => {
    const [first, second] = [await imports.open(), await imports.open()];
    for (const { id } of [first, second]) {
      await imports.live.desk.appendBatch(
        id,
        [1, 2].map((line) => ({ line, refused: [PROBLEM] })),
      );
      await imports.live.desk.closeBatch(id);
    }
    await sql`update refused_line a set sealed_errors = b.sealed_errors from refused_line b
      where a.operation_id = ${first.id} and b.operation_id = ${first.id} and a.line = 1 and b.line = 2`.execute(
      imports.world.db,
    );
    await sql`update operation set sealed = (select sealed from operation where id = ${first.id}) where id = ${second.id}`.execute(
      imports.world.db,
    );

    for (const { id } of [first, second])
      await assert.rejects(imports.resultsOf(id), { name: 'SealBrokenError' });
  });

  it('of which the key is gone ends, and can be sent again', async () => {
    const opened = await imports.live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    await sql`update import_upload set sealed = set_byte(sealed, 30, get_byte(sealed, 30) # 1)`.execute(
      imports.world.db,
    );
    await imports.world.kill(imports.live);
    imports.live = imports.world.open();

    await eventually(async () => {
      assert.deepEqual(await imports.live.desk.takeOverUploads(isHere), []);
      assert.equal((await imports.live.desk.operation(id))?.state, 'failed');
    });
    const again = await imports.live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.equal(again.outcome, 'opened');
  });

  it('takes no line again whose invoice was erased, and tells that it was', async () => {
    await imports.world.close(imports.live);
    imports.live = imports.world.open({ retentionDays: 0 });
    const { id } = await imports.open(KEY);
    const sent = lines(1, 3);
    await imports.live.desk.appendBatch(id, sent);
    let results: LineResult[] = [];
    await eventually(async () => {
      results = await imports.resultsOf(id);
      assert.ok(results.every(({ state }) => state === 'anchored'));
    });
    const last = results[2]!.invoice!;
    await imports.live.desk.erase(last.id, 'courtOrder', 'acc_officer');

    await imports.live.desk.abandonBatch(id);
    assert.equal((await imports.live.desk.openBatch('issuer', KEY)).outcome, 'opened');
    await imports.live.desk.appendBatch(id, [...sent, ...lines(4, 4)]);
    await imports.live.desk.closeBatch(id);
    await eventually(async () => {
      results = await imports.resultsOf(id);
      assert.deepEqual(
        results.map(({ line, state }) => `${line} ${state}`),
        ['1 anchored', '2 anchored', '3 erased', '4 anchored'],
      );
    });
    const { id: gone, number, reason } = results[2]!.erasure!;
    assert.deepEqual([gone, number, reason], [last.id, last.number, 'courtOrder']);
    assert.equal(results[2]!.invoice, undefined);
    assert.equal((await imports.finished(id)).accepted, 4);
  });

  it('goes on behind the last line that was erased', async () => {
    await imports.world.close(imports.live);
    imports.live = imports.world.open({ retentionDays: 0 });
    const opened = await imports.live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    await imports.live.desk.appendBatch(id, lines(1, 2));
    await eventually(async () => {
      const [, last] = await imports.resultsOf(id);
      assert.ok(last?.state === 'anchored');
      assert.equal((await imports.live.desk.erase(last.invoice!.id, 'courtOrder', 'o')).outcome, 'erased');
    });
    await imports.world.kill(imports.live);
    imports.live = imports.world.open();

    await eventually(async () => {
      const [left] = await imports.live.desk.takeOverUploads(isHere);
      assert.equal(left?.lastLine, 2);
    });
  });

  it('forgets after a month what became of each line, and the key with it', async () => {
    const old = await imports.open();
    const young = await imports.open();
    for (const { id } of [old, young]) {
      await imports.live.desk.appendBatch(id, [...lines(1, 1), { line: 2, refused: [PROBLEM] }]);
      await imports.live.desk.closeBatch(id);
      await imports.finished(id);
    }
    await sql`update operation set closed_at = now() - make_interval(days => ${RESULT_DAYS}) where id = ${old.id}`.execute(
      imports.world.db,
    );

    await forgetResults(imports.world.db);
    await forgetResults(imports.world.db);

    const rows = await imports.world.db.selectFrom('refused_line').select('operation_id').execute();
    assert.deepEqual(rows, [{ operation_id: young.id }]);
    const keys = await imports.world.db.selectFrom('operation').select(['id', 'sealed']).execute();
    assert.deepEqual(
      keys.filter(({ sealed }) => sealed !== null).map(({ id }) => id),
      [young.id],
    );
    const [gone, kept] = [
      await imports.live.desk.operation(old.id),
      await imports.live.desk.operation(young.id),
    ];
    assert.deepEqual([gone?.resultsGone, kept?.resultsGone, gone?.refused], [true, undefined, 1]);
  });

  it('forgets the key of an upload that nobody went on with', async () => {
    const opened = await imports.live.desk.openBatch('issuer', KEY, { upload: UPLOAD });
    assert.ok(opened.outcome === 'opened');
    await forgetUploads(imports.world.db);
    assert.equal((await imports.live.desk.uploadsNeeded()).size, 1);

    await sql`update operation set closed_at = now(), interrupted = true`.execute(imports.world.db);
    await forgetUploads(imports.world.db);

    assert.equal((await imports.live.desk.uploadsNeeded()).size, 0);
  });
});
