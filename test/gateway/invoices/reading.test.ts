import assert from 'node:assert/strict';

import { DeskWorld, type LiveDesk, newInvoice } from '../../support/gateway/desk-world.js';

const OTHER_SELLER = '91000000MA0000002C';

describe('InvoiceDesk, reading', () => {
  let world: DeskWorld;
  let live: LiveDesk;
  const ids: string[] = [];

  before(async function () {
    this.timeout(120_000);
    world = await DeskWorld.create();
    live = world.open();
    const invoices = [
      newInvoice({ reference: 'A-1' }),
      newInvoice({ sellerTaxId: OTHER_SELLER, members: { issuedOn: '2026-11-01', totalGross: '99.00' } }),
      newInvoice({ members: { buyer: { name: '个人' }, vatKind: 'ordinary' } }),
    ];
    for (const invoice of invoices) {
      const accepted = await live.desk.accept(invoice);
      assert.equal(accepted.outcome, 'accepted');
      ids.push(accepted.invoice.id);
      await live.desk.settle(accepted.invoice.id, 60_000);
    }
    // Nothing runs any more, so that the last one waits for ever.
    await live.desk.stop();
    const { desk } = world.open({ started: false });
    const waiting = await desk.accept(newInvoice({ members: { issuedOn: '2020-01-01' } }));
    assert.equal(waiting.outcome, 'accepted');
  });
  after(() => world.end());

  it('finds by id and by number', async () => {
    for (const [at, id] of ids.entries()) {
      const byId = await live.desk.find(id);
      const number = byId?.number ?? '';
      assert.equal(number, `2600200000000000000${at + 1}`);
      assert.deepEqual(await live.desk.find(number), byId);
      assert.deepEqual(await live.desk.document(number), await live.desk.document(id));
    }
  });

  it('finds nothing under what nobody has', async () => {
    const unknown = [
      '26002000000000000009',
      '25002000000000000001',
      '99999',
      '',
      'inv_',
      `inv_${'0'.repeat(32)}`,
      "inv_' or true --",
      '2600200000000000000１',
    ];
    for (const text of unknown) {
      assert.equal(await live.desk.find(text), undefined, text);
      assert.equal(await live.desk.document(text), undefined, text);
      assert.equal(await live.desk.bundle(text), undefined, text);
      assert.equal(await live.desk.check(text, '2026-11-20', '113.00'), 'notFound', text);
    }
  });

  it('shows a buyer without tax id', async () => {
    assert.deepEqual((await live.desk.find(ids[2]!))?.buyer, { name: '个人' });
  });

  it('lists newest first, page by page, without gap or repetition', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await live.desk.list({ state: 'anchored' }, 2, cursor);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(seen, [...ids].reverse());
  });

  it('ends the list at a cursor that it did not make', async () => {
    for (const cursor of ['', 'x', '!!', 'ZTA', Buffer.from('e-1').toString('base64url')]) {
      assert.deepEqual(await live.desk.list({}, 10, cursor), { items: [], nextCursor: null }, cursor);
    }
  });

  it('filters', async () => {
    const of = async (filter: Parameters<typeof live.desk.list>[0]): Promise<string[]> =>
      (await live.desk.list(filter, 10)).items.map(({ id }) => id).sort();
    assert.deepEqual(await of({ party: OTHER_SELLER }), [ids[1]]);
    assert.deepEqual(await of({ party: '91000000MA0000001B', state: 'anchored' }), [ids[0], ids[1]].sort());
    assert.deepEqual(await of({ reference: 'A-1' }), [ids[0]]);
    assert.deepEqual(await of({ issuedFrom: '2026-11-01', issuedTo: '2026-11-01' }), [ids[1]]);
    assert.equal((await of({ state: 'refused' })).length, 0);
    assert.deepEqual(await of({ party: 'nobody' }), []);
  });

  describe('check', () => {
    const cases = [
      { date: '2026-11-20', total: '113.00', answer: 'consistent' },
      { date: '2026-11-20', total: '113', answer: 'inconsistent' },
      { date: '2026-11-21', total: '113.00', answer: 'inconsistent' },
      { date: '2026-11-20', total: '113.01', answer: 'inconsistent' },
      { date: '2026-11-21', total: '113.01', answer: 'inconsistent' },
      { date: '', total: '', answer: 'inconsistent' },
      { date: '2026-11-20', total: 'NaN', answer: 'inconsistent' },
      { date: '2026-11-20\u0000', total: '113.00', answer: 'inconsistent' },
    ];
    for (const { date, total, answer } of cases) {
      it(`says ${answer} for ${JSON.stringify(date)} and ${JSON.stringify(total)}`, async () => {
        assert.equal(await live.desk.check('26002000000000000001', date, total), answer);
      });
    }

    it('does not find an invoice that has no number yet, nor one by its id', async () => {
      assert.equal(await live.desk.check(ids[0]!, '2026-11-20', '113.00'), 'notFound');
      assert.equal(await live.desk.check('20002000000000000001', '2020-01-01', '113.00'), 'notFound');
    });
  });
});
