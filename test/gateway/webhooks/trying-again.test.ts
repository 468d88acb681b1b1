import assert from 'node:assert/strict';
import { RETRY_SECONDS } from '../../../gateway/dist/webhooks/deliveries.js';
import { SELLER, WebhookWorld } from '../../support/gateway/webhook-world.js';

describe('when a webhook is tried again', function () {
  this.timeout(180_000);
  const world = WebhookWorld.ofSuite();

  it('tries again after each failure, over days, and says so in the log', async () => {
    const webhook = await world.listen(await world.account('issuer', SELLER));
    // Enough for others too: what an earlier test left on the way to the ledger may be told now.
    world.receiver.replies.push(...Array.from({ length: 10 * (RETRY_SECONDS.length + 1) }, () => 500));
    const { id } = await world.issue();
    await world.tell();
    const waiting = async () =>
      (await world.desk.deliveries(webhook, { state: 'pending', limit: 1 })).items[0];
    for (let next = await waiting(); next !== undefined; next = await waiting()) {
      assert.ok(next.nextTryAt);
      await world.hurry();
      await world.desk.sender.step();
    }

    const { items } = await world.desk.deliveries(webhook, { state: 'failed', limit: 10 });
    const delivery = items.find(({ subject }) => subject === id);
    assert.equal(delivery?.tries.length, RETRY_SECONDS.length + 1);
    const heard = world.receiver.heard.filter(({ subject }) => subject === id);
    assert.equal(new Set(heard.map((message) => message.id)).size, 1, 'the same event each time');
    const days = RETRY_SECONDS.reduce((sum, seconds) => sum + seconds, 0) / 86_400;
    assert.ok(days > 3 && days < 6);
  });

  it('waits as long as the receiver asks', async () => {
    const webhook = await world.listen(await world.account('issuer', SELLER));
    world.receiver.replies.push({ status: 503, headers: { 'retry-after': '3600' } });
    await world.issue();
    await world.tell();

    const [item] = (await world.desk.deliveries(webhook, { limit: 1 })).items;
    assert.ok(Date.parse(item?.nextTryAt ?? '') > Date.now() + 3_500_000);
  });

  it('tells an address nothing more that answered 410', async () => {
    const webhook = await world.listen(await world.account('issuer', SELLER));
    world.receiver.replies.push(410);
    await world.issue();
    await world.tell();
    await world.issue();
    await world.hurry();
    await world.tell();

    assert.equal(world.receiver.heard.length, 1);
    assert.equal((await world.desk.webhooks.find(webhook))?.state, 'gone');
    const { action } = await world.db
      .selectFrom('audit_record')
      .select('action')
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    assert.equal(action, 'webhook.disabled');
  });

  it('counts its tries by what came of them', async () => {
    world.tried.length = 0;
    await world.listen(await world.account('issuer', SELLER), ['invoice.issued']);
    world.receiver.replies.push(500, 204, 410);
    await world.issue();
    await world.tell();
    await world.hurry();
    await world.tell();
    await world.issue();
    await world.tell();

    assert.deepEqual(world.tried, ['refused', 'delivered', 'refused']);
    assert.equal(await world.valueOf('chopmark_webhooks_gone'), 1);
  });
});
