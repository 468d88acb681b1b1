/**
 * Tells what happened to whoever wants to hear it: each process takes what no other has.
 *
 * @module
 */
import { SpanKind } from '@opentelemetry/api';
import { newId } from '../accounts/account-rows.js';
import { GATEWAY, type AuditLog } from '../audit/audit-log.js';
import { BackOff, pause } from '../pipeline/bell.js';
import type { PipelineLog } from '../pipeline/log.js';
import type { Vault } from '../keys/vault.js';
import type { Db } from '../store/database.js';
import { ATTRIBUTE, inSpan } from '../tracing/spans.js';
import { expandNext } from './causes.js';
import { claimDue, recordTry, type Due } from './deliveries.js';
import { isSuccess, postMessage, type PostOutcome, type TryOutcome } from './post-message.js';
import type { TargetGuard } from './target-guard.js';
import { TEST_EVENT, type Webhook, type WebhookEvent } from './webhook.js';
import { signedMessage } from './webhook-secrets.js';
import { UnderWay } from './under-way.js';
import type { Webhooks } from './webhooks.js';

/** Looks that often when there is nothing to do. */
const IDLE_MS = 500;
const LONGEST_RETRY_MS = 10_000;
/** The address is no more: tell it nothing again (Standard Webhooks). */
const GONE = 410;

export interface SenderParts {
  readonly db: Db;
  readonly vault: Vault;
  readonly webhooks: Webhooks;
  readonly guard: TargetGuard;
  readonly audit: Pick<AuditLog, 'within'>;
  readonly log: PipelineLog;
  /** Of this program, for the receivers' logs. */
  readonly userAgent: string;
  readonly now: () => Date;
  /** Told of every try of a delivery. */
  readonly onTried?: (outcome: TryOutcome) => void;
  /** Only tests pass their own. */
  readonly timeMs?: number;
}

export class WebhookSender {
  readonly #parts: SenderParts;
  readonly #stop = new AbortController();
  readonly #underWay = new UnderWay();
  #running: Promise<void> | undefined;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is under way; what was not told is told at the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#underWay.all();
  }

  /** Sends one message now, whatever the webhook listens to, and keeps nothing of it. */
  test(webhook: Webhook): Promise<PostOutcome> {
    const { now } = this.#parts;
    const event = {
      id: newId('evt'),
      type: TEST_EVENT,
      subject: webhook.id,
      happenedAt: now().toISOString(),
    };
    return this.#send(webhook.id, webhook.url, event);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const backOff = new BackOff(IDLE_MS, LONGEST_RETRY_MS);
    while (!signal.aborted) {
      try {
        const moved = await this.#begin();
        backOff.reset();
        // Whose places were full has one again.
        if (!moved) await Promise.race([pause(IDLE_MS, signal), this.#underWay.one()]);
      } catch (error) {
        this.#parts.log.warn({ err: error }, 'webhooks wait');
        await pause(backOff.next(), signal);
      }
    }
  }

  /** One round, to its end. @returns Whether there was anything to do. */
  async step(): Promise<boolean> {
    const moved = await this.#begin();
    await this.#underWay.all();
    return moved;
  }

  /** Begins what is due and has a place. @returns Whether there was anything to do. */
  async #begin(): Promise<boolean> {
    const { db, vault } = this.#parts;
    const expanded = await expandNext({ db, vault });
    if (this.#underWay.free === 0) await this.#underWay.one();
    const due = await claimDue(db, this.#underWay.room);
    for (const one of due) this.#underWay.add(one, this.#tried(one));
    return expanded || due.length > 0;
  }

  /** One that could not be recorded is claimed again when its claim runs out. */
  async #tried(due: Due): Promise<void> {
    try {
      await this.#deliver(due);
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'a try of a webhook was not recorded');
    }
  }

  #deliver(due: Due): Promise<void> {
    return inSpan(
      'webhook',
      async (span) => {
        const outcome = await this.#tell(due);
        span?.setAttributes({
          'chopmark.webhook.id': due.webhookId,
          'chopmark.event.id': due.event.id,
          'chopmark.event.type': due.event.type,
          'chopmark.attempt': due.attempt,
          [ATTRIBUTE.outcome]: outcome.status ?? outcome.failure,
        });
      },
      { kind: SpanKind.CLIENT, root: true },
    );
  }

  async #tell(due: Due): Promise<PostOutcome> {
    const { db, now, onTried } = this.#parts;
    const outcome = await this.#send(due.webhookId, due.url, due.event);
    // Cut off by our own stop: the claim runs out, and it is tried again.
    if (outcome.status === null && this.#stop.signal.aborted) return outcome;
    onTried?.(tryOutcomeOf(outcome));
    await recordTry(db, due, outcome, now());
    if (outcome.status === GONE) await this.#disable(due.webhookId);
    return outcome;
  }

  async #send(webhookId: string, url: string, event: WebhookEvent): Promise<PostOutcome> {
    const { webhooks, guard, userAgent, now, timeMs } = this.#parts;
    const message = signedMessage(event, await webhooks.secretsOf(webhookId), now());
    const time = timeMs === undefined ? {} : { timeMs };
    return postMessage(url, message, { guard, userAgent, ...time, signal: this.#stop.signal });
  }

  async #disable(id: string): Promise<void> {
    const { db, audit, now } = this.#parts;
    await db.transaction().execute(async (trx) => {
      const changed = await trx
        .updateTable('webhook')
        .set((eb) => ({ state: 'gone' as const, version: eb('version', '+', 1), changed_at: now() }))
        .where('id', '=', id)
        .where('state', '<>', 'gone')
        .executeTakeFirst();
      if (changed.numUpdatedRows > 0n)
        await audit.within(trx, { by: GATEWAY, action: 'webhook.disabled', subject: id });
    });
  }
}

function tryOutcomeOf(outcome: PostOutcome): TryOutcome {
  if (outcome.status === null) return outcome.failure;
  return isSuccess(outcome) ? 'delivered' : 'refused';
}
