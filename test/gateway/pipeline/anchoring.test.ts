import assert from 'node:assert/strict';

import { DeskWorld, newInvoice, SERIES } from '../../support/gateway/desk-world.js';

describe('the way of an invoice', () => {
  let world: DeskWorld;
  before(async function () {
    this.timeout(120_000);
    world = await DeskWorld.create();
  });
  after(() => world.end());

  it('is accepted without a number and anchored with one', async () => {
    const { desk } = world.open();

    const accepted = await desk.accept(newInvoice());

    assert.equal(accepted.outcome, 'accepted');
    assert.deepEqual(
      [accepted.invoice.state, accepted.invoice.number, accepted.invoice.documentHash],
      ['accepted', null, null],
    );
    const settled = await desk.settle(accepted.invoice.id, 60_000);
    assert.equal(settled.state, 'anchored');
    assert.equal(settled.number, '26002000000000000001');
    assert.equal(settled.ledger?.series, SERIES);
    await world.assertAllAnchoredOnce(desk, [settled.id]);
  });
});
