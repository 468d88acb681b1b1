/**
 * What the gateway measures of itself, in Prometheus' form. Labels are patterns and codes, never addresses, names or
 * numbers of documents.
 *
 * @module
 */
import { CANARY_OUTCOMES } from '../canary/canary-outcomes.js';
import { TRY_OUTCOMES } from '../webhooks/post-message.js';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const DOCUMENTS = [1, 2, 5, 10, 50, 100, 500, 1000, 5000, 16384];

export class Metrics {
  readonly registry = new Registry();

  /** By route pattern; a request that matched no route has `(none)`. */
  readonly requests = new Histogram({
    name: 'chopmark_http_request_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly turnedAway = new Counter({
    name: 'chopmark_http_turned_away_total',
    help: 'Requests answered OVERLOADED at the door',
    registers: [this.registry],
  });

  /** outcome: `ok`, the code of a refusal by the contract, `unavailable`, or `error`. */
  readonly ledgerCalls = new Histogram({
    name: 'chopmark_ledger_call_seconds',
    help: 'Calls of the ledger',
    labelNames: ['call', 'outcome'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly batchSize = new Histogram({
    name: 'chopmark_batch_documents',
    help: 'Documents in each anchored batch',
    buckets: DOCUMENTS,
    registers: [this.registry],
  });

  readonly anchoring = new Histogram({
    name: 'chopmark_batch_anchoring_seconds',
    help: 'Time from sealing a batch to its place on the ledger',
    buckets: SECONDS,
    registers: [this.registry],
  });

  /** outcome: `delivered`, `refused` (an answer that is no 2xx), or why there was no answer. */
  readonly webhookTries = new Counter({
    name: 'chopmark_webhook_tries_total',
    help: 'Tries to deliver a message to a webhook',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });

  /** outcome: see `CanaryOutcome`. */
  readonly canaryLooks = new Counter({
    name: 'chopmark_canary_proofs_total',
    help: 'Proofs that the gateway made and judged by itself',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });

  constructor() {
    // What an alarm asks the increase of must be there before it happens.
    for (const outcome of CANARY_OUTCOMES) this.canaryLooks.inc({ outcome }, 0);
    for (const outcome of TRY_OUTCOMES) this.webhookTries.inc({ outcome }, 0);
    collectDefaultMetrics({ register: this.registry });
  }

  /** A gauge whose value is asked for when somebody reads. */
  gauge(name: string, help: string, read: () => Promise<number> | number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await read());
      },
    });
  }

  /** The same for several things at once; `read` gives the value of each, by what stands in the label. */
  gauges(
    name: string,
    help: string,
    label: string,
    read: () => Promise<readonly (readonly [string, number])[]> | readonly (readonly [string, number])[],
  ): void {
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        const values = await read();
        this.reset();
        for (const [one, value] of values) this.set({ [label]: one }, value);
      },
    });
  }
}
