import assert from 'node:assert/strict';
import { RETRY_SECONDS } from '../../../gateway/dist/webhooks/deliveries.js';
import { SELLER, WebhookWorld } from '../../support/gateway/webhook-world.js';

describe('what webhooks tell again', function () {
  this.timeout(180_000);
  const world = WebhookWorld.ofSuite();

  it('tells again from a block on, with the ids that the events had', async () => {
    const webhook = await world.listen(await world.account('issuer', SELLER), ['invoice.issued']);
    const first = await world.issue();
    const second = await world.issue();
    await world.tell();
    await world.desk.replay(webhook, second.block);
    await world.tell();

    assert.deepEqual(
      world.told().map((line) => line.split(' ')[1]),
      [first.id, second.id, second.id],
    );
    assert.equal(world.receiver.heard[1]?.id, world.receiver.heard[2]?.id);

    world.receiver.heard.length = 0;
    await world.desk.replay(webhook, 0);
    await world.tell();
    assert.ok(world.told().length >= 2 && world.told().includes(`invoice.issued ${first.id}`));
  });

  it('tells nothing of an erased invoice, whatever is told again, and lists no message of it', async () => {
    const eraser = world.desks.open({ started: false, retentionDays: 0 });
    const webhook = await world.listen(await world.account('issuer', SELLER), ['invoice.issued']);
    const [kept, gone] = [await world.issue(), await world.issue()];
    await world.tell();
    const left = await world.issue();
    for (const { id } of [gone, left])
      assert.equal((await eraser.desk.erase(id, 'courtOrder', 'acc_officer')).outcome, 'erased');
    world.receiver.heard.length = 0;

    await world.tell();
    await world.desk.replay(webhook, 0);
    await world.tell();

    const subjects = world.told().map((line) => line.split(' ')[1]);
    assert.ok(subjects.includes(kept.id));
    assert.deepEqual(
      subjects.filter((id) => id === gone.id || id === left.id),
      [],
    );
    const { items } = await world.desk.deliveries(webhook, { limit: 100 });
    assert.ok(items.length > 0 && !JSON.stringify(items).includes(gone.id));
  });

  it('tells one message again when it is asked to, under its id and with all its tries', async () => {
    const webhook = await world.listen(await world.account('issuer', SELLER), ['invoice.issued']);
    world.receiver.replies.push(...Array.from({ length: RETRY_SECONDS.length + 1 }, () => 500));
    const { id } = await world.issue();
    await world.tell();
    const delivery = async () =>
      (await world.desk.deliveries(webhook, { limit: 10 })).items.find(({ subject }) => subject === id);
    const { eventId = '' } = (await delivery()) ?? {};
    assert.equal(await world.valueOf('chopmark_webhook_pending'), 1);
    assert.ok((await world.valueOf('chopmark_webhook_oldest_pending_seconds')) > 0);
    while ((await delivery())?.state === 'pending') {
      await world.hurry();
      await world.desk.sender.step();
    }
    assert.equal(await world.valueOf('chopmark_webhook_failed'), 1);

    world.receiver.replies.push(500);
    const asked = await world.desk.retry(webhook, eventId);
    assert.deepEqual([asked?.state, asked?.attempts], ['pending', 0]);
    await world.tell();
    const waiting = await delivery();
    assert.deepEqual([waiting?.state, waiting?.attempts], ['pending', 1]);

    // It waits for its second try: asked again, it need not.
    assert.equal((await world.desk.retry(webhook, eventId))?.attempts, 1);
    await world.tell();
    const told = await delivery();
    assert.deepEqual([told?.state, told?.attempts], ['delivered', 2]);
    assert.equal(told?.tries.length, RETRY_SECONDS.length + 3);

    await world.desk.retry(webhook, eventId);
    await world.tell();
    const heard = world.receiver.heard.filter(({ subject }) => subject === id);
    assert.equal(heard.length, RETRY_SECONDS.length + 4, 'what was delivered is told again, too');
    assert.deepEqual(new Set(heard.map((message) => message.id)), new Set([eventId]));
    assert.equal(await world.valueOf('chopmark_webhook_pending'), 0);
  });

  it('does not tell again what a webhook was never told', async () => {
    const webhook = await world.listen(await world.account('issuer', SELLER), ['invoice.issued']);
    const other = await world.listen(await world.account('issuer', SELLER), ['invoice.issued']);
    await world.issue();
    await world.tell();
    const [{ eventId } = { eventId: '' }] = (await world.desk.deliveries(other, { limit: 1 })).items;
    await world.db.deleteFrom('webhook_delivery').where('webhook_id', '=', webhook).execute();
    world.receiver.heard.length = 0;

    assert.equal(await world.desk.retry(webhook, eventId), undefined);
    assert.equal(await world.desk.retry(webhook, 'evt_0'), undefined);
    await world.tell();
    assert.deepEqual(world.receiver.heard, []);
  });
});
