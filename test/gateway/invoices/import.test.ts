import assert from 'node:assert/strict';

import type { BatchLine } from '../../../gateway/dist/invoices/invoice-desk.js';
import { newInvoice, SERIES } from '../../support/gateway/desk-world.js';
import { ImportDesk, KEY, lines, PROBLEM } from '../../support/gateway/import-desk.js';

describe('InvoiceDesk, imports', () => {
  const imports = ImportDesk.ofSuite();

  it('anchors thousands in few batches and tells each line', async () => {
    const { id } = await imports.open();
    for (let from = 1; from <= 2_500; from += 500)
      await imports.live.desk.appendBatch(id, lines(from, from + 499));
    await imports.live.desk.closeBatch(id);

    const view = await imports.finished(id);

    assert.deepEqual(
      [view.state, view.total, view.accepted, view.anchored, view.refused],
      ['succeeded', 2_500, 2_500, 2_500, 0],
    );
    assert.ok(view.finishedAt !== null);
    const results = await imports.resultsOf(id);
    assert.deepEqual(
      results.map(({ line }) => line),
      Array.from({ length: 2_500 }, (_, at) => at + 1),
    );
    assert.equal(new Set(results.map(({ invoice }) => invoice?.number)).size, 2_500);
    assert.ok(imports.world.chain.batches(SERIES).length < 20);
    await imports.world.assertAllAnchoredOnce(
      imports.live.desk,
      results.slice(0, 3).map(({ invoice }) => invoice!.id),
    );
  });

  it('keeps refused lines with their reasons, apart from the others', async () => {
    const { id } = await imports.open();
    await imports.live.desk.appendBatch(id, [
      ...lines(1, 2),
      { line: 3, refused: [PROBLEM] },
      { line: 4, invoice: newInvoice({ reference: 'R-1' }) },
      { line: 5, invoice: newInvoice({ reference: 'R-1' }) },
    ]);
    await imports.live.desk.closeBatch(id);

    const view = await imports.finished(id);

    assert.deepEqual([view.state, view.total, view.anchored, view.refused], ['partlyFailed', 5, 3, 2]);
    const results = await imports.resultsOf(id);
    assert.deepEqual(
      results.map(({ line, state }) => `${line} ${state}`),
      ['1 anchored', '2 anchored', '3 refused', '4 anchored', '5 refused'],
    );
    assert.deepEqual(results[2]!.errors, [PROBLEM]);
    assert.equal(results[4]!.errors?.[0]?.code, 'REFERENCE_USED');
  });

  it('fails as a whole when every line was refused', async () => {
    const { id } = await imports.open();
    await imports.live.desk.appendBatch(id, [{ line: 1, refused: [PROBLEM] }]);
    await imports.live.desk.closeBatch(id);

    const view = await imports.finished(id);

    assert.deepEqual([view.state, view.anchored, view.refused], ['failed', 0, 1]);
  });

  it('succeeds with nothing in it', async () => {
    const { id } = await imports.open();
    const view = await imports.live.desk.closeBatch(id);
    assert.deepEqual([view.state, view.total], ['succeeded', 0]);
  });

  it('takes no line after it was closed, and none of the chunk', async () => {
    const { id } = await imports.open();
    await imports.live.desk.closeBatch(id);

    await assert.rejects(imports.live.desk.appendBatch(id, lines(1, 2)), { name: 'ImportClosedError' });

    assert.equal((await imports.live.desk.list({}, 10)).items.length, 0);
  });

  it('answers the same request again with the first operation, and refuses the key with another body', async () => {
    const first = await imports.open(KEY);
    await imports.live.desk.closeBatch(first.id);

    const again = await imports.live.desk.openBatch('issuer', KEY);
    const other = await imports.live.desk.openBatch('issuer', { ...KEY, bodyHash: 'bb'.repeat(32) });

    assert.equal(again.outcome, 'replayed');
    assert.equal('operation' in again && again.operation.id, first.id);
    assert.deepEqual(other, { outcome: 'keyReused' });
  });

  it('is for one seller or for any, and who is down to one begins nothing again that was for any', async () => {
    const { desk } = imports.live;
    const forOne = { organizationId: 'org_1' };
    const any = await desk.openBatch('issuer', KEY);
    const one = await desk.openBatch('issuer', { ...KEY, key: 'for one' }, forOne);
    assert.ok(any.outcome === 'opened' && one.outcome === 'opened');
    assert.deepEqual([any.operation.organizationId, one.operation.organizationId], [undefined, 'org_1']);
    await desk.abandonBatch(any.operation.id);

    assert.deepEqual(await desk.openBatch('issuer', KEY, forOne), { outcome: 'keyReused' });
    assert.deepEqual(
      await desk.openBatch('issuer', { ...KEY, key: 'for one' }, { organizationId: 'org_2' }),
      {
        outcome: 'keyReused',
      },
    );

    const left = await desk.operation(any.operation.id);
    assert.deepEqual([left?.state, left?.organizationId], ['failed', undefined], 'it was not opened again');
    const replayed = await desk.openBatch('issuer', { ...KEY, key: 'for one' }, forOne);
    assert.equal(replayed.outcome, 'replayed');
    assert.equal(
      (await desk.openBatch('issuer', KEY)).outcome,
      'opened',
      'who may for any takes it up again',
    );
  });

  it('can be sent again after a crash: what was taken is not taken twice', async () => {
    const { id } = await imports.open(KEY);
    const sent = lines(1, 30);
    await imports.live.desk.appendBatch(id, sent.slice(0, 20));
    await imports.world.kill(imports.live);
    imports.live = imports.world.open();
    const interrupted = await imports.finished(id);
    assert.equal(interrupted.state, 'partlyFailed');

    const again = await imports.live.desk.openBatch('issuer', KEY);
    assert.equal(again.outcome, 'opened');
    await imports.live.desk.appendBatch(id, sent.slice(0, 15));
    await imports.live.desk.appendBatch(id, sent.slice(15));
    await imports.live.desk.closeBatch(id);

    const view = await imports.finished(id);
    assert.deepEqual([view.state, view.total, view.anchored], ['succeeded', 30, 30]);
    assert.equal((await imports.resultsOf(id)).length, 30);
    await imports.world.assertAllAnchoredOnce(imports.live.desk, []);
  });

  it('checks without issuing anything', async () => {
    await imports.live.desk.accept(newInvoice({ reference: 'used' }));
    const opened = await imports.live.desk.openBatch('issuer', KEY, { dryRun: true });
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    const chunk: BatchLine[] = [
      { line: 1, invoice: newInvoice({ reference: 'a' }) },
      { line: 2, invoice: newInvoice({ reference: 'a' }) },
      { line: 3, invoice: newInvoice({ reference: 'used' }) },
      { line: 4, refused: [PROBLEM] },
      { line: 5, invoice: newInvoice() },
    ];
    await imports.live.desk.checkBatch(id, chunk);
    await imports.live.desk.checkBatch(id, chunk);
    await imports.live.desk.checkBatch(id, [{ line: 6, invoice: newInvoice({ reference: 'a' }) }]);
    await imports.live.desk.closeBatch(id);

    const view = await imports.finished(id);

    assert.deepEqual(
      [view.dryRun, view.state, view.total, view.accepted, view.anchored, view.refused],
      [true, 'partlyFailed', 6, 2, 0, 4],
    );
    assert.deepEqual(
      (await imports.resultsOf(id)).map(({ line, state, errors }) => `${line} ${errors?.[0]?.code ?? state}`),
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
      (await imports.resultsOf(id)).map(({ reference }) => reference),
      ['a', 'a', 'used', undefined, undefined, 'a'],
    );
    assert.equal((await imports.live.desk.list({}, 10)).items.length, 1);
    await assert.rejects(imports.live.desk.checkBatch(id, chunk), { name: 'ImportClosedError' });
  });

  it('tells of a single invoice as an operation of its own', async () => {
    const accepted = await imports.live.desk.accept(newInvoice());
    assert.equal(accepted.outcome, 'accepted');
    const { id, operationId } = accepted.invoice;

    const view = await imports.finished(operationId);

    assert.deepEqual(
      [view.kind, view.state, view.total, view.invoice?.id, view.createdBy],
      ['invoice', 'succeeded', 1, id, 'issuer'],
    );
    assert.deepEqual(
      (await imports.resultsOf(operationId)).map(({ line, state }) => `${line} ${state}`),
      ['1 anchored'],
    );
  });

  it('knows no other operation', async () => {
    for (const id of ['op_', 'op_x', `op_${'0'.repeat(32)}`, ''])
      assert.equal(await imports.live.desk.operation(id), undefined);
  });
});
