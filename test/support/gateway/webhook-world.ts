/**
 * The real pipeline over a chain in memory, webhooks of its accounts, and the receiver that hears them. Rounds of the
 * sender are run by the test.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { newId } from '../../../gateway/dist/accounts/account-rows.js';
import type { Role } from '../../../gateway/dist/accounts/account.js';
import { AuditLog, OPERATOR } from '../../../gateway/dist/audit/audit-log.js';
import { Metrics } from '../../../gateway/dist/metrics/metrics.js';
import { measureWebhooks } from '../../../gateway/dist/metrics/webhooks.js';
import { SILENT } from '../../../gateway/dist/pipeline/log.js';
import { WebhookDesk } from '../../../gateway/dist/webhooks/webhook-desk.js';
import { EVENT_NAMES } from '../../../gateway/dist/webhooks/webhook.js';
import { DeskWorld, type LiveDesk, newInvoice } from './desk-world.js';
import { WebhookReceiver } from './webhook-receiver.js';

export const SELLER = '91000000MA0000000A';
export const BUYER = '91000000MA0000001B';

export class WebhookWorld {
  desks!: DeskWorld;
  live!: LiveDesk;
  desk!: WebhookDesk;
  receiver!: WebhookReceiver;
  /** What came of each try, in order. */
  readonly tried: string[] = [];

  /** For the suite that calls it: each of its tests begins without webhooks, and with a receiver of its own. */
  static ofSuite(): WebhookWorld {
    const world = new WebhookWorld();
    before(() => world.#open());
    after(() => world.desks.end());
    beforeEach(async () => {
      await world.db.deleteFrom('webhook').execute();
      await world.db.deleteFrom('webhook_cause').execute();
      world.receiver = await WebhookReceiver.start();
    });
    afterEach(() => world.receiver.stop());
    return world;
  }

  async #open(): Promise<void> {
    this.desks = await DeskWorld.create();
    this.live = this.desks.open();
    this.desk = new WebhookDesk({
      db: this.db,
      audit: new AuditLog(this.db, 'tax', () => new Date()),
      vault: this.desks.vault,
      targets: 'loopback',
      log: SILENT,
      version: 'test',
      now: () => new Date(),
      onTried: (outcome) => this.tried.push(outcome),
      // A machine that is busy does not make a receiver slow.
      timeMs: 150_000,
    });
  }

  get db(): DeskWorld['db'] {
    return this.desks.db;
  }

  async account(role: Role, taxId: string): Promise<string> {
    const known = await this.db
      .selectFrom('organization')
      .select('id')
      .where('tax_id', '=', taxId)
      .executeTakeFirst();
    const organization_id = known?.id ?? newId('org');
    if (known === undefined)
      await this.db
        .insertInto('organization')
        .values({ id: organization_id, kind: 'taxpayer', name: taxId, tax_id: taxId, suspended_at: null })
        .execute();
    const id = newId('acc');
    const row = { id, name: id, password: null, roles: [role], organization_id, suspended_at: null };
    await this.db.insertInto('account').values(row).execute();
    return id;
  }

  /** A webhook at the receiver. */
  async listen(accountId: string, events: readonly string[] = EVENT_NAMES): Promise<string> {
    const described = { url: this.receiver.url, events, description: '' };
    const { webhook, secret } = await this.desk.webhooks.create(OPERATOR, accountId, described);
    this.receiver.secret = secret;
    return webhook.id;
  }

  async issue(members: Parameters<typeof newInvoice>[0] = {}): Promise<{ id: string; block: number }> {
    const outcome = await this.live.desk.accept(newInvoice(members));
    assert.ok(outcome.outcome === 'accepted');
    const { id, ledger } = await this.live.desk.settle(outcome.invoice.id, 60_000);
    assert.ok(ledger, 'anchored');
    return { id, block: ledger.block };
  }

  /** Rounds until there is nothing to do now. */
  async tell(): Promise<void> {
    while (await this.desk.sender.step());
  }

  /** The next tries are due now. */
  async hurry(): Promise<void> {
    await this.db
      .updateTable('webhook_delivery')
      .set({ next_try: new Date(0) })
      .execute();
  }

  /** What the receiver heard, as `type subject`. */
  told(): string[] {
    return this.receiver.heard.map(({ type, subject }) => `${type} ${subject}`);
  }

  async valueOf(name: string): Promise<number> {
    const metrics = new Metrics();
    measureWebhooks(metrics, this.db);
    const known = await metrics.registry.getSingleMetric(name)?.get();
    return known?.values[0]?.value ?? NaN;
  }
}
