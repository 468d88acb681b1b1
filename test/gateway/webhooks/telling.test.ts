import assert from 'node:assert/strict';
import { AuditLog, OPERATOR } from '../../../gateway/dist/audit/audit-log.js';
import { newId } from '../../../gateway/dist/accounts/account-rows.js';
import type { Role } from '../../../gateway/dist/accounts/account.js';
import { Metrics } from '../../../gateway/dist/metrics/metrics.js';
import { measureWebhooks } from '../../../gateway/dist/metrics/webhooks.js';
import { SILENT } from '../../../gateway/dist/pipeline/log.js';
import { claimDue, RETRY_SECONDS } from '../../../gateway/dist/webhooks/deliveries.js';
import { OF_ACCOUNT, OF_WEBHOOK, UnderWay } from '../../../gateway/dist/webhooks/under-way.js';
import { EVENT_NAMES } from '../../../gateway/dist/webhooks/webhook.js';
import { WebhookDesk } from '../../../gateway/dist/webhooks/webhook-desk.js';
import { DeskWorld, newInvoice, type LiveDesk } from '../../support/gateway/desk-world.js';
import { WebhookReceiver } from '../../support/gateway/webhook-receiver.js';

const SELLER = '91000000MA0000000A';
const BUYER = '91000000MA0000001B';

/** The real pipeline over a chain in memory; rounds of the sender are run by the test. */
describe('what webhooks tell', function () {
  this.timeout(60_000);
  let world: DeskWorld;
  let live: LiveDesk;
  /** May erase at once. */
  let eraser: LiveDesk;
  let desk: WebhookDesk;
  let receiver: WebhookReceiver;
  const tried: string[] = [];

  const valueOf = async (name: string): Promise<number> => {
    const metrics = new Metrics();
    measureWebhooks(metrics, world.db);
    const known = await metrics.registry.getSingleMetric(name)?.get();
    return known?.values[0]?.value ?? NaN;
  };

  before(async () => {
    world = await DeskWorld.create();
    live = world.open();
    eraser = world.open({ started: false, retentionDays: 0 });
    desk = new WebhookDesk({
      db: world.db,
      audit: new AuditLog(world.db, 'tax', () => new Date()),
      vault: world.vault,
      targets: 'loopback',
      log: SILENT,
      version: 'test',
      now: () => new Date(),
      onTried: (outcome) => tried.push(outcome),
    });
  });
  after(() => world.end());
  beforeEach(async () => {
    await world.db.deleteFrom('webhook').execute();
    await world.db.deleteFrom('webhook_cause').execute();
    receiver = await WebhookReceiver.start();
  });
  afterEach(() => receiver.stop());

  const account = async (role: Role, taxId: string): Promise<string> => {
    const known = await world.db
      .selectFrom('organization')
      .select('id')
      .where('tax_id', '=', taxId)
      .executeTakeFirst();
    const organization_id = known?.id ?? newId('org');
    if (known === undefined)
      await world.db
        .insertInto('organization')
        .values({ id: organization_id, kind: 'taxpayer', name: taxId, tax_id: taxId, suspended_at: null })
        .execute();
    const id = newId('acc');
    const row = { id, name: id, password: null, roles: [role], organization_id, suspended_at: null };
    await world.db.insertInto('account').values(row).execute();
    return id;
  };

  /** A webhook at the receiver. */
  const listen = async (accountId: string, events: readonly string[] = EVENT_NAMES): Promise<string> => {
    const described = { url: receiver.url, events, description: '' };
    const { webhook, secret } = await desk.webhooks.create(OPERATOR, accountId, described);
    receiver.secret = secret;
    return webhook.id;
  };

  const issue = async (
    members: Parameters<typeof newInvoice>[0] = {},
  ): Promise<{ id: string; block: number }> => {
    const outcome = await live.desk.accept(newInvoice(members));
    assert.ok(outcome.outcome === 'accepted');
    const { id, ledger } = await live.desk.settle(outcome.invoice.id, 20_000);
    assert.ok(ledger, 'anchored');
    return { id, block: ledger.block };
  };

  /** Rounds until there is nothing to do now. */
  const tell = async (): Promise<void> => {
    while (await desk.sender.step());
  };

  /** The next tries are due now. */
  const hurry = () =>
    world.db
      .updateTable('webhook_delivery')
      .set({ next_try: new Date(0) })
      .execute();
  const told = (): string[] => receiver.heard.map(({ type, subject }) => `${type} ${subject}`);

  it('has places for others while the backlog of one account waits for answers', async () => {
    const silent = await account('issuer', SELLER);
    const events = ['invoice.issued'] as const;
    const hooks = [];
    for (let n = 0; n < 3; n += 1) hooks.push(await listen(silent, events));
    const other = await listen(await account('receiver', BUYER), events);
    const due = async (id: string, count: number, from: number): Promise<void> => {
      const rows = Array.from({ length: count }, (_, n) => ({
        webhook_id: id,
        event_id: `evt_${id}_${n}`,
        type: 'invoice.issued',
        subject: 'inv_x',
        happened_at: new Date(0),
        next_try: new Date(from + n),
      }));
      await world.db.insertInto('webhook_delivery').values(rows).execute();
    };
    for (const id of hooks) await due(id, 40, 0);
    await due(other, 1, 1_000_000);
    const nobody = { webhooks: [], accounts: [] };

    const claimed = await claimDue(world.db, 64, nobody);
    const of = (id: string): number => claimed.filter(({ webhookId }) => webhookId === id).length;
    assert.deepEqual([claimed.length, of(other)], [OF_ACCOUNT + 1, 1]);
    assert.ok(hooks.every((id) => of(id) <= OF_WEBHOOK));

    const full = new UnderWay();
    for (const one of claimed) full.add(one, new Promise(() => undefined));
    assert.deepEqual(full.full.accounts, [silent]);
    assert.deepEqual(await claimDue(world.db, full.free, full.full), []);
    assert.ok((await claimDue(world.db, 64, nobody)).length > 0, 'it has more to be told');
  });

  it('tells the seller of an issued invoice: thin, signed, once', async () => {
    const webhook = await listen(await account('issuer', SELLER));
    const { id } = await issue();
    await tell();
    await tell();

    assert.deepEqual(told(), [`invoice.issued ${id}`]);
    assert.equal(receiver.refused, 0);
    assert.deepEqual(Object.keys(JSON.parse(receiver.heard[0]?.body ?? '') as object), [
      'type',
      'timestamp',
      'data',
    ]);
    assert.match(receiver.heard[0]?.id ?? '', /^evt_[0-9a-f]{32}$/);
    const { items } = await desk.deliveries(webhook, { limit: 10 });
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
      webhooks.push([await listen(await account(role, taxId)), hears] as const);
    await issue();
    await tell();

    for (const [webhook, hears] of webhooks)
      assert.equal((await desk.deliveries(webhook, { limit: 10 })).items.length, hears ? 1 : 0);
  });

  it('tells nothing to an account that is suspended or has lost its role by then', async () => {
    const suspended = await account('issuer', SELLER);
    const changed = await account('issuer', SELLER);
    const webhooks = [await listen(suspended), await listen(changed)];
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
    await issue();
    await tell();

    assert.deepEqual(told(), []);
    for (const id of webhooks) assert.deepEqual((await desk.deliveries(id, { limit: 10 })).items, []);
  });

  it('tells of a batch when nothing of it is left to do, to whoever sent it', async () => {
    const sender = await account('issuer', SELLER);
    await listen(sender, ['operation.finished']);
    const opened = await live.desk.openBatch(sender);
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    await live.desk.appendBatch(
      id,
      [1, 2].map((line) => ({ line, invoice: newInvoice({ createdBy: sender }) })),
    );
    await live.desk.closeBatch(id);
    while ((await live.desk.operation(id))?.state === 'running')
      await new Promise((resolve) => setTimeout(resolve, 20));
    await tell();

    assert.deepEqual(told(), [`operation.finished ${id}`]);
  });

  it('tells of a refusal', async () => {
    await listen(await account('issuer', SELLER));
    const idle = world.open({ started: false });
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
    await tell();

    assert.ok(told().includes(`invoice.refused ${outcome.invoice.id}`));
    await world.close(idle);
  });

  it('tries again after each failure, over days, and says so in the log', async () => {
    const webhook = await listen(await account('issuer', SELLER));
    // Enough for others too: what an earlier test left on the way to the ledger may be told now.
    receiver.replies.push(...Array.from({ length: 10 * (RETRY_SECONDS.length + 1) }, () => 500));
    const { id } = await issue();
    await tell();
    const waiting = async () => (await desk.deliveries(webhook, { state: 'pending', limit: 1 })).items[0];
    for (let next = await waiting(); next !== undefined; next = await waiting()) {
      assert.ok(next.nextTryAt);
      await hurry();
      await desk.sender.step();
    }

    const { items } = await desk.deliveries(webhook, { state: 'failed', limit: 10 });
    const delivery = items.find(({ subject }) => subject === id);
    assert.equal(delivery?.tries.length, RETRY_SECONDS.length + 1);
    const heard = receiver.heard.filter(({ subject }) => subject === id);
    assert.equal(new Set(heard.map((message) => message.id)).size, 1, 'the same event each time');
    const days = RETRY_SECONDS.reduce((sum, seconds) => sum + seconds, 0) / 86_400;
    assert.ok(days > 3 && days < 6);
  });

  it('waits as long as the receiver asks', async () => {
    const webhook = await listen(await account('issuer', SELLER));
    receiver.replies.push({ status: 503, headers: { 'retry-after': '3600' } });
    await issue();
    await tell();

    const [item] = (await desk.deliveries(webhook, { limit: 1 })).items;
    assert.ok(Date.parse(item?.nextTryAt ?? '') > Date.now() + 3_500_000);
  });

  it('tells an address nothing more that answered 410', async () => {
    const webhook = await listen(await account('issuer', SELLER));
    receiver.replies.push(410);
    await issue();
    await tell();
    await issue();
    await hurry();
    await tell();

    assert.equal(receiver.heard.length, 1);
    assert.equal((await desk.webhooks.find(webhook))?.state, 'gone');
    const { action } = await world.db
      .selectFrom('audit_record')
      .select('action')
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    assert.equal(action, 'webhook.disabled');
  });

  it('keeps what happened while a webhook is paused', async () => {
    const webhook = await listen(await account('issuer', SELLER));
    await issue();
    await desk.webhooks.change(OPERATOR, webhook, { state: 'paused' });
    await tell();
    assert.deepEqual(told(), []);
  });

  it('tells again from a block on, with the ids that the events had', async () => {
    const webhook = await listen(await account('issuer', SELLER), ['invoice.issued']);
    const first = await issue();
    const second = await issue();
    await tell();
    await desk.replay(webhook, second.block);
    await tell();

    assert.deepEqual(
      told().map((line) => line.split(' ')[1]),
      [first.id, second.id, second.id],
    );
    assert.equal(receiver.heard[1]?.id, receiver.heard[2]?.id);

    receiver.heard.length = 0;
    await desk.replay(webhook, 0);
    await tell();
    assert.ok(told().length >= 2 && told().includes(`invoice.issued ${first.id}`));
  });

  it('tells nothing of an erased invoice, whatever is told again, and lists no message of it', async () => {
    const webhook = await listen(await account('issuer', SELLER), ['invoice.issued']);
    const [kept, gone] = [await issue(), await issue()];
    await tell();
    const left = await issue();
    for (const { id } of [gone, left])
      assert.equal((await eraser.desk.erase(id, 'courtOrder', 'acc_officer')).outcome, 'erased');
    receiver.heard.length = 0;

    await tell();
    await desk.replay(webhook, 0);
    await tell();

    const subjects = told().map((line) => line.split(' ')[1]);
    assert.ok(subjects.includes(kept.id));
    assert.deepEqual(
      subjects.filter((id) => id === gone.id || id === left.id),
      [],
    );
    const { items } = await desk.deliveries(webhook, { limit: 100 });
    assert.ok(items.length > 0 && !JSON.stringify(items).includes(gone.id));
  });

  it('tells one message again when it is asked to, under its id and with all its tries', async () => {
    const webhook = await listen(await account('issuer', SELLER), ['invoice.issued']);
    receiver.replies.push(...Array.from({ length: RETRY_SECONDS.length + 1 }, () => 500));
    const { id } = await issue();
    await tell();
    const delivery = async () =>
      (await desk.deliveries(webhook, { limit: 10 })).items.find(({ subject }) => subject === id);
    const { eventId = '' } = (await delivery()) ?? {};
    assert.equal(await valueOf('chopmark_webhook_pending'), 1);
    assert.ok((await valueOf('chopmark_webhook_oldest_pending_seconds')) > 0);
    while ((await delivery())?.state === 'pending') {
      await hurry();
      await desk.sender.step();
    }
    assert.equal(await valueOf('chopmark_webhook_failed'), 1);

    receiver.replies.push(500);
    const asked = await desk.retry(webhook, eventId);
    assert.deepEqual([asked?.state, asked?.attempts], ['pending', 0]);
    await tell();
    const waiting = await delivery();
    assert.deepEqual([waiting?.state, waiting?.attempts], ['pending', 1]);

    // It waits for its second try: asked again, it need not.
    assert.equal((await desk.retry(webhook, eventId))?.attempts, 1);
    await tell();
    const told = await delivery();
    assert.deepEqual([told?.state, told?.attempts], ['delivered', 2]);
    assert.equal(told?.tries.length, RETRY_SECONDS.length + 3);

    await desk.retry(webhook, eventId);
    await tell();
    const heard = receiver.heard.filter(({ subject }) => subject === id);
    assert.equal(heard.length, RETRY_SECONDS.length + 4, 'what was delivered is told again, too');
    assert.deepEqual(new Set(heard.map((message) => message.id)), new Set([eventId]));
    assert.equal(await valueOf('chopmark_webhook_pending'), 0);
  });

  it('does not tell again what a webhook was never told', async () => {
    const webhook = await listen(await account('issuer', SELLER), ['invoice.issued']);
    const other = await listen(await account('issuer', SELLER), ['invoice.issued']);
    await issue();
    await tell();
    const [{ eventId } = { eventId: '' }] = (await desk.deliveries(other, { limit: 1 })).items;
    await world.db.deleteFrom('webhook_delivery').where('webhook_id', '=', webhook).execute();
    receiver.heard.length = 0;

    assert.equal(await desk.retry(webhook, eventId), undefined);
    assert.equal(await desk.retry(webhook, 'evt_0'), undefined);
    await tell();
    assert.deepEqual(receiver.heard, []);
  });

  it('counts its tries by what came of them', async () => {
    tried.length = 0;
    await listen(await account('issuer', SELLER), ['invoice.issued']);
    receiver.replies.push(500, 204, 410);
    await issue();
    await tell();
    await hurry();
    await tell();
    await issue();
    await tell();

    assert.deepEqual(tried, ['refused', 'delivered', 'refused']);
    assert.equal(await valueOf('chopmark_webhooks_gone'), 1);
  });

  it('signs with both secrets while one is rotated, and keeps none readable', async () => {
    const webhook = await listen(await account('issuer', SELLER), ['invoice.issued']);
    const old = receiver.secret;
    const { secret } = await desk.webhooks.rotate(OPERATOR, webhook);
    for (const one of [old, secret]) {
      receiver.secret = one;
      await issue();
      await tell();
    }
    assert.deepEqual([receiver.heard.length, receiver.refused], [2, 0]);

    await desk.webhooks.rotate(OPERATOR, webhook);
    receiver.secret = old;
    await issue();
    await tell();
    assert.equal(receiver.refused, 1, 'the oldest counts no more');

    const rows = await world.db.selectFrom('webhook_secret').select('sealed').execute();
    for (const { sealed } of rows)
      for (const text of [old, secret]) assert.ok(!sealed.includes(Buffer.from(text)));
  });

  it('is told by one of two senders, and by the other when one dies on the way', async () => {
    await listen(await account('issuer', SELLER), ['invoice.issued']);
    for (let count = 0; count < 3; count++) await issue();
    while (await desk.sender.step().then(() => false));
    await Promise.all([tell(), tell()]);

    assert.equal(new Set(receiver.heard.map(({ id }) => id)).size, 3);
    assert.equal(receiver.heard.length, 3);
  });

  it('tests an address, whatever the webhook listens to', async () => {
    const webhook = await desk.webhooks.find(await listen(await account('issuer', SELLER)));
    receiver.replies.push(418);

    assert.deepEqual(await desk.test(webhook!), { status: 418 });
    assert.deepEqual(told(), [`webhook.test ${webhook?.id}`]);
    assert.deepEqual((await desk.deliveries(webhook!.id, { limit: 10 })).items, []);
  });

  it('gives the log page by page', async () => {
    const webhook = await listen(await account('issuer', SELLER), ['invoice.issued']);
    for (let count = 0; count < 3; count++) await issue();
    await tell();

    const first = await desk.deliveries(webhook, { limit: 2 });
    const second = await desk.deliveries(webhook, { limit: 2, cursor: first.nextCursor ?? '' });
    const seen = [...first.items, ...second.items].map(({ eventId }) => eventId);
    assert.equal(new Set(seen).size, 3);
    assert.equal(second.nextCursor, null);
    assert.deepEqual((await desk.deliveries(webhook, { limit: 2, cursor: 'nonsense' })).items, []);
  });
});
