import assert from 'node:assert/strict';
import { OPERATOR } from '../../../gateway/dist/audit/audit-log.js';
import type { Role } from '../../../gateway/dist/accounts/account.js';
import { newInvoice } from '../../support/gateway/desk-world.js';
import { BUYER, SELLER, WebhookWorld } from '../../support/gateway/webhook-world.js';

describe('what webhooks tell', function () {
  this.timeout(180_000);
  const world = WebhookWorld.ofSuite();

  it('tells the seller of an issued invoice: thin, signed, once', async () => {
    const webhook = await world.listen(await world.account('issuer', SELLER));
    const { id } = await world.issue();
    await world.tell();
    await world.tell();

    assert.deepEqual(world.told(), [`invoice.issued ${id}`]);
    assert.equal(world.receiver.refused, 0);
    assert.deepEqual(Object.keys(JSON.parse(world.receiver.heard[0]?.body ?? '') as object), [
      'type',
      'timestamp',
      'data',
    ]);
    assert.match(world.receiver.heard[0]?.id ?? '', /^evt_[0-9a-f]{32}$/);
    const { items } = await world.desk.deliveries(webhook, { limit: 10 });
    assert.deepEqual(
      items.map(({ state, attempts, tries }) => [state, attempts, tries.map(({ status }) => status)]),
      [['delivered', 1, [204]]],
    );
  });

  it('tells each account what it may see, and nobody else', async () => {
    const roles: readonly (readonly [Role, string, boolean])[] = [
      ['receiver', BUYER, true],
      ['taxOfficer', '11000000MA0000002X', true],
      ['issuer', BUYER, false],
      ['receiver', SELLER, false],
      ['courtClerk', SELLER, false],
    ];
    const webhooks = [];
    for (const [role, taxId, hears] of roles)
      webhooks.push([await world.listen(await world.account(role, taxId)), hears] as const);
    await world.issue();
    await world.tell();

    for (const [webhook, hears] of webhooks)
      assert.equal((await world.desk.deliveries(webhook, { limit: 10 })).items.length, hears ? 1 : 0);
  });

  it('tells nothing to an account that is suspended or has lost its role by then', async () => {
    const suspended = await world.account('issuer', SELLER);
    const changed = await world.account('issuer', SELLER);
    const webhooks = [await world.listen(suspended), await world.listen(changed)];
    await world.db
      .updateTable('account')
      .set({ suspended_at: new Date() })
      .where('id', '=', suspended)
      .execute();
    await world.db
      .updateTable('account')
      .set({ roles: ['holder'] })
      .where('id', '=', changed)
      .execute();
    await world.issue();
    await world.tell();

    assert.deepEqual(world.told(), []);
    for (const id of webhooks) assert.deepEqual((await world.desk.deliveries(id, { limit: 10 })).items, []);
  });

  it('tells of a batch when nothing of it is left to do, to whoever sent it', async () => {
    const sender = await world.account('issuer', SELLER);
    await world.listen(sender, ['operation.finished']);
    const { organization_id } = await world.db
      .selectFrom('account')
      .select('organization_id')
      .where('id', '=', sender)
      .executeTakeFirstOrThrow();
    const opened = await world.live.desk.openBatch(sender, undefined, { organizationId: organization_id! });
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    await world.live.desk.appendBatch(
      id,
      [1, 2].map((line) => ({ line, invoice: newInvoice({ createdBy: sender }) })),
    );
    await world.live.desk.closeBatch(id);
    while ((await world.live.desk.operation(id))?.state === 'running')
      await new Promise((resolve) => setTimeout(resolve, 20));
    await world.tell();

    assert.deepEqual(world.told(), [`operation.finished ${id}`]);
  });

  it('tells of a refusal', async () => {
    await world.listen(await world.account('issuer', SELLER));
    const idle = world.desks.open({ started: false });
    const outcome = await idle.desk.accept(newInvoice({ document: { ...newInvoice().document } }));
    assert.ok(outcome.outcome === 'accepted');
    const { entry } = await world.db
      .selectFrom('invoice')
      .select('entry')
      .where('id', '=', outcome.invoice.id)
      .executeTakeFirstOrThrow();
    await world.db.transaction().execute(async (trx) => {
      await trx.insertInto('refusal').values({ entry, code: 'SERIES_CLOSED', detail: 'closed' }).execute();
    });
    await world.tell();

    assert.ok(world.told().includes(`invoice.refused ${outcome.invoice.id}`));
    await world.desks.close(idle);
  });

  it('keeps what happened while a webhook is paused', async () => {
    const webhook = await world.listen(await world.account('issuer', SELLER));
    await world.issue();
    await world.desk.webhooks.change(OPERATOR, webhook, { state: 'paused' });
    await world.tell();
    assert.deepEqual(world.told(), []);
  });

  it('signs with both secrets while one is rotated, and keeps none readable', async () => {
    const webhook = await world.listen(await world.account('issuer', SELLER), ['invoice.issued']);
    const old = world.receiver.secret;
    const { secret } = await world.desk.webhooks.rotate(OPERATOR, webhook);
    for (const one of [old, secret]) {
      world.receiver.secret = one;
      await world.issue();
      await world.tell();
    }
    assert.deepEqual([world.receiver.heard.length, world.receiver.refused], [2, 0]);

    await world.desk.webhooks.rotate(OPERATOR, webhook);
    world.receiver.secret = old;
    await world.issue();
    await world.tell();
    assert.equal(world.receiver.refused, 1, 'the oldest counts no more');

    const rows = await world.db.selectFrom('webhook_secret').select('sealed').execute();
    for (const { sealed } of rows)
      for (const text of [old, secret]) assert.ok(!sealed.includes(Buffer.from(text)));
  });

  it('is told by one of two senders, and by the other when one dies on the way', async () => {
    await world.listen(await world.account('issuer', SELLER), ['invoice.issued']);
    for (let count = 0; count < 3; count++) await world.issue();
    while (await world.desk.sender.step().then(() => false));
    await Promise.all([world.tell(), world.tell()]);

    assert.equal(new Set(world.receiver.heard.map(({ id }) => id)).size, 3);
    assert.equal(world.receiver.heard.length, 3);
  });

  it('tests an address, whatever the webhook listens to', async () => {
    const webhook = await world.desk.webhooks.find(await world.listen(await world.account('issuer', SELLER)));
    world.receiver.replies.push(418);

    assert.deepEqual(await world.desk.test(webhook!), { status: 418 });
    assert.deepEqual(world.told(), [`webhook.test ${webhook?.id}`]);
    assert.deepEqual((await world.desk.deliveries(webhook!.id, { limit: 10 })).items, []);
  });

  it('gives the log page by page', async () => {
    const webhook = await world.listen(await world.account('issuer', SELLER), ['invoice.issued']);
    for (let count = 0; count < 3; count++) await world.issue();
    await world.tell();

    const first = await world.desk.deliveries(webhook, { limit: 2 });
    const second = await world.desk.deliveries(webhook, { limit: 2, cursor: first.nextCursor ?? '' });
    const seen = [...first.items, ...second.items].map(({ eventId }) => eventId);
    assert.equal(new Set(seen).size, 3);
    assert.equal(second.nextCursor, null);
    assert.deepEqual((await world.desk.deliveries(webhook, { limit: 2, cursor: 'nonsense' })).items, []);
  });
});
