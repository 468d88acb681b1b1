import assert from 'node:assert/strict';

import { parseInvoiceNumber } from '@chopmark/core';

import { anchoredPlaces, storedBytes } from '../../../gateway/dist/invoices/anchored-places.js';
import { conditionOfArchive } from '../../../gateway/dist/invoices/archive-conditions.js';
import type { ArchiveSelection, InvoiceView } from '../../../gateway/dist/invoices/invoice-desk.js';
import type { DocumentPlace } from '../../../gateway/dist/proofs/anchored-document.js';
import { DeskWorld, type LiveDesk, newInvoice } from '../../support/gateway/desk-world.js';

const SELLER = '91000000MA0000000A';
const OTHER = '91000000MA0000009Z';

describe('which invoices an archive holds', function () {
  this.timeout(120_000);
  let world: DeskWorld;
  let live: LiveDesk;
  let operationId: string;
  /** Three of an import, then two alone, the second of another seller and another day. */
  const views: InvoiceView[] = [];

  before(async () => {
    world = await DeskWorld.create();
    live = world.open();
    const opened = await live.desk.openBatch('importer');
    assert.ok(opened.outcome === 'opened');
    operationId = opened.operation.id;
    await live.desk.appendBatch(
      operationId,
      [1, 2, 3].map((line) => ({ line, invoice: newInvoice() })),
    );
    await live.desk.closeBatch(operationId);
    for await (const { invoice } of live.desk.results(operationId))
      views.push(await live.desk.settle(invoice!.id, 60_000));
    const foreign = newInvoice({ sellerTaxId: OTHER, members: { issuedOn: '2026-03-01' } });
    for (const invoice of [newInvoice(), foreign]) {
      const accepted = await live.desk.accept(invoice);
      assert.ok(accepted.outcome === 'accepted');
      views.push(await live.desk.settle(accepted.invoice.id, 60_000));
    }
  });
  after(async () => {
    await world.end();
  });

  const placesOf = (selection: ArchiveSelection, limit = 100): Promise<DocumentPlace[]> =>
    anchoredPlaces(world.db, conditionOfArchive(world.vault, selection), limit);
  const idsOf = async (selection: ArchiveSelection): Promise<string[]> =>
    (await placesOf(selection)).map(({ id }) => id);
  const ids = (...at: readonly number[]): string[] => at.map((place) => views[place]!.id);
  const number = (at: number): string => views[at]!.number ?? '';

  it('says of each where it stands', async () => {
    const places = await placesOf({ sides: 'all' });

    assert.equal(places.length, 5);
    for (const { id, sequence, batch, block, position, hash, kind, suite, series, first, index } of places) {
      const { ledger, documentHash } = views.find((view) => view.id === id)!;
      assert.deepEqual(
        [series, sequence, batch, block, position],
        [ledger?.series, ledger?.sequence, ledger?.batch, ledger?.block, ledger?.position],
      );
      assert.equal(Buffer.from(hash).toString('hex'), documentHash);
      assert.deepEqual([kind, suite, first + index], ['invoice', 'sha256-p256', sequence]);
    }
  });

  it('ascends by number', async () => {
    const sequences = (await placesOf({ sides: 'all' })).map(({ sequence }) => sequence);

    assert.deepEqual(
      sequences,
      [...sequences].sort((a, b) => a - b),
    );
  });

  it('is of an operation, or of some lines of it', async () => {
    assert.deepEqual((await idsOf({ operationId })).sort(), ids(0, 1, 2).sort());
    assert.deepEqual(await idsOf({ operationId, firstLine: 2, lastLine: 2 }), ids(1));
    assert.deepEqual((await idsOf({ operationId, firstLine: 2 })).sort(), ids(1, 2).sort());
    assert.deepEqual(await idsOf({ operationId, lastLine: 1 }), ids(0));
    assert.deepEqual(await idsOf({ operationId: views[3]!.operationId }), ids(3), 'of one invoice');
    assert.deepEqual(await idsOf({ operationId: views[3]!.operationId, firstLine: 2 }), []);
    assert.deepEqual(await idsOf({ operationId: `op_${'0'.repeat(32)}` }), []);
  });

  it('is of the sides that the caller stands on, and of nobody else', async () => {
    const buyer = '91000000MA0000001B';
    assert.deepEqual(await idsOf({ sides: [{ side: 'seller', taxId: OTHER }] }), ids(4));
    assert.equal((await idsOf({ sides: [{ side: 'seller', taxId: SELLER }] })).length, 4);
    assert.equal((await idsOf({ sides: [{ side: 'buyer', taxId: buyer }] })).length, 5);
    assert.deepEqual(await idsOf({ sides: [{ side: 'seller', taxId: buyer }] }), []);
    assert.deepEqual(await idsOf({ sides: [] }), []);
    const both = [
      { side: 'seller', taxId: OTHER },
      { side: 'buyer', taxId: 'nobody' },
    ] as const;
    assert.deepEqual(await idsOf({ sides: both }), ids(4));
  });

  it('is bounded by days and by numbers, the bounds included', async () => {
    assert.deepEqual(await idsOf({ sides: 'all', issuedTo: '2026-03-01' }), ids(4));
    assert.equal((await idsOf({ sides: 'all', issuedFrom: '2026-03-02' })).length, 4);
    assert.deepEqual(await idsOf({ sides: 'all', firstNumber: number(3), lastNumber: number(3) }), ids(3));
    assert.deepEqual(await idsOf({ sides: 'all', firstNumber: number(4) }), ids(4));
    const { prefix } = parseInvoiceNumber(number(0));
    const beyond = `${Number(prefix) + 1}`.padStart(5, '0') + '0'.repeat(15);
    assert.deepEqual(await idsOf({ sides: 'all', firstNumber: beyond }), []);
    assert.equal((await idsOf({ sides: 'all', lastNumber: beyond })).length, 5);
  });

  it('ends at the limit', async () => {
    assert.equal((await placesOf({ sides: 'all' }, 2)).length, 2);
  });

  it('leaves out what is not anchored, and what was destroyed', async () => {
    const held = world.open({ started: false });
    const accepted = await held.desk.accept(newInvoice({ sellerTaxId: OTHER }));
    assert.ok(accepted.outcome === 'accepted');
    const [place] = await placesOf({ operationId: views[3]!.operationId });
    const bytes = await storedBytes(world, ids(3));
    assert.equal(bytes.get(place!.id)?.secret.length, 32);
    await world.db
      .deleteFrom('document')
      .where('entry', '=', (eb) => eb.selectFrom('invoice').select('entry').where('id', '=', ids(3)[0]!))
      .execute();

    assert.deepEqual(await idsOf({ operationId: views[3]!.operationId }), []);
    assert.equal((await storedBytes(world, ids(3))).size, 0);
    assert.equal(await live.desk.bundle(number(3)), undefined);
  });
});
