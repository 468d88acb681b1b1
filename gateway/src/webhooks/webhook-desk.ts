/**
 * Webhooks as routes see them: whose they are, what they were told, and the sender behind them.
 *
 * @module
 */
import type { AuditLog } from '../audit/audit-log.js';
import type { Vault } from '../keys/vault.js';
import type { PipelineLog } from '../pipeline/log.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import {
  deliveriesOf,
  forgetDeliveries,
  retryDelivery,
  type DeliveryPage,
  type DeliveryView,
} from './deliveries.js';
import type { PostOutcome } from './post-message.js';
import { WebhookSender, type SenderParts } from './sender.js';
import { TargetGuard, type Resolve, type TargetRange } from './target-guard.js';
import type { Webhook } from './webhook.js';
import { Webhooks } from './webhooks.js';

export interface WebhookDeskParts {
  readonly db: Db;
  readonly audit: Pick<AuditLog, 'within'>;
  readonly vault: Vault;
  readonly targets: TargetRange;
  readonly log: PipelineLog;
  readonly version: string;
  readonly now: () => Date;
  /** Told of every try of a delivery. */
  readonly onTried?: SenderParts['onTried'];
  /** Instead of DNS. */
  readonly resolve?: Resolve;
  /** Only tests pass their own. */
  readonly timeMs?: SenderParts['timeMs'];
}

export class WebhookDesk {
  readonly webhooks: Webhooks;
  readonly #db: Db;
  readonly sender: WebhookSender;

  constructor(parts: WebhookDeskParts) {
    const { db, audit, vault, targets, resolve, version, log, now, onTried, timeMs } = parts;
    const guard = new TargetGuard(targets, resolve);
    this.#db = db;
    this.webhooks = new Webhooks({ db, audit, vault, guard, now });
    const userAgent = `Chopmark-Webhooks/${version}`;
    this.sender = new WebhookSender({
      db,
      vault,
      webhooks: this.webhooks,
      guard,
      audit,
      log,
      userAgent,
      now,
      ...(onTried && { onTried }),
      ...(timeMs !== undefined && { timeMs }),
    });
  }

  test(webhook: Webhook): Promise<PostOutcome> {
    return this.sender.test(webhook);
  }

  async replay(id: string, fromBlock: number): Promise<void> {
    await onDatabase(() =>
      this.#db
        .insertInto('webhook_cause')
        .values({ kind: 'replay', webhook_id: id, block: fromBlock })
        .execute(),
    );
  }

  deliveries(id: string, query: Parameters<typeof deliveriesOf>[2]): Promise<DeliveryPage> {
    return deliveriesOf(this.#db, id, query);
  }

  /** @returns `undefined` when the webhook was never told such a thing. */
  retry(id: string, eventId: string): Promise<DeliveryView | undefined> {
    return retryDelivery(this.#db, id, eventId);
  }

  /** Forgets what was told long ago. */
  clean(): Promise<void> {
    return forgetDeliveries(this.#db);
  }
}
