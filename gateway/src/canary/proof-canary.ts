/**
 * The canary: every so often the newest document that can be proven is proven anew, by peers of several organizations,
 * and judged by the offline verifier, whether anybody asks for a proof or not. What matters about it is how long ago it
 * last succeeded.
 *
 * @module
 */
import { sql } from 'kysely';

import { UnavailableError } from '../errors.js';
import type { InvoiceDesk } from '../invoices/invoice-desk.js';
import type { PipelineLog } from '../pipeline/log.js';
import { UnprovenError } from '../proofs/find-parts.js';
import type { Db } from '../store/database.js';
import type { CanaryOutcome } from './canary-outcomes.js';

export interface CanaryParts {
  readonly db: Db;
  readonly desk: Pick<InvoiceDesk, 'bundle'>;
  readonly log: PipelineLog;
  readonly now: () => Date;
  readonly onLook?: (outcome: CanaryOutcome) => void;
}

export class ProofCanary {
  readonly #parts: CanaryParts;
  /** When a proof last held, or when the first was tried: there was none to be had before. */
  #since: Date | undefined;

  constructor(parts: CanaryParts) {
    this.#parts = parts;
  }

  /** Seconds since a proof last held; `NaN` as long as there is nothing to prove. */
  get ageSeconds(): number {
    if (this.#since === undefined) return NaN;
    return (this.#parts.now().getTime() - this.#since.getTime()) / 1_000;
  }

  /** Never rejects. @returns `undefined` when nothing is anchored that has its contents still. */
  async look(): Promise<CanaryOutcome | undefined> {
    const { now, onLook } = this.#parts;
    const tried = now();
    const outcome = await this.#prove();
    if (outcome === undefined) return undefined;
    if (outcome === 'verified') this.#since = now();
    else this.#since ??= tried;
    onLook?.(outcome);
    return outcome;
  }

  async #prove(): Promise<CanaryOutcome | undefined> {
    const { db, desk, log } = this.#parts;
    try {
      const id = await newestProvable(db);
      if (id === undefined) return undefined;
      // Whatever it hands out was judged by the offline verifier. A look each minute must not add a block each minute.
      return (await desk.bundle(id, [], 'compact', 'asItStands')) === undefined ? undefined : 'verified';
    } catch (err) {
      const outcome = outcomeOf(err);
      if (outcome === 'unavailable') log.warn({ err }, 'the canary could not be proven now');
      else log.error({ err, outcome }, 'the canary is dead: the newest proof does not hold');
      return outcome;
    }
  }
}

function outcomeOf(error: unknown): CanaryOutcome {
  if (error instanceof UnprovenError) return 'unproven';
  return error instanceof UnavailableError ? 'unavailable' : 'error';
}

async function newestProvable(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select i.id from batch b
    join sealed_invoice s on s.batch_id = b.id
    join invoice i on i.entry = s.entry
    join document d on d.entry = i.entry
    where b.state = 'anchored' order by b.id desc limit 1`.execute(db);
  return rows[0]?.id;
}
