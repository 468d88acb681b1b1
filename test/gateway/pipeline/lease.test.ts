import assert from 'node:assert/strict';

import { DeskWorld, eventually, newInvoice } from '../../support/gateway/desk-world.js';

describe('the lease of the pipeline', () => {
  let world: DeskWorld;
  before(async function () {
    this.timeout(120_000);
    world = await DeskWorld.create();
  });
  after(() => world.end());

  it('lets one of two desks seal, and the other when the first is gone', async () => {
    const sealedBy: string[] = [];
    const watched = (name: string) => ({
      atStep: (step: string) => {
        if (step === 'seal.durable') sealedBy.push(name);
        return Promise.resolve();
      },
    });
    const one = world.open(watched('one'));
    await eventually(async () => assert.match((await one.desk.health()).pipeline.detail, /running/));
    const two = world.open(watched('two'));
    assert.match((await two.desk.health()).pipeline.detail, /another process/);

    // Accepted by the one without the lease, anchored by the other.
    const first = await two.desk.accept(newInvoice());
    assert.equal(first.outcome, 'accepted');
    assert.equal((await two.desk.settle(first.invoice.id, 60_000)).state, 'anchored');
    assert.deepEqual(sealedBy, ['one']);

    await world.kill(one);

    const second = await two.desk.accept(newInvoice());
    assert.equal(second.outcome, 'accepted');
    assert.equal((await two.desk.settle(second.invoice.id, 60_000)).state, 'anchored');
    assert.deepEqual(sealedBy, ['one', 'two']);
    await world.assertAllAnchoredOnce(two.desk, [first.invoice.id, second.invoice.id]);
  });

  it('is taken again after the database cut every connection', async () => {
    const [live] = [world.open()];
    await world.database.cut(live.name);
    for (const name of ['desk-2', live.name]) await world.database.cut(name);

    const accepted = await retried(() => live.desk.accept(newInvoice()));

    assert.equal(accepted.outcome, 'accepted');
    await eventually(async () =>
      assert.equal((await live.desk.find(accepted.invoice.id))?.state, 'anchored'),
    );
  });
});

async function retried<T>(action: () => Promise<T>): Promise<T> {
  let value: T | undefined;
  await eventually(async () => {
    value = await action();
  });
  return value!;
}
