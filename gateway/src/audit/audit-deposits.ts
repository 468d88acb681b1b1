/**
 * Checkpoints of the audit log as documents on the ledger (docs/decisions/0061-audit-checkpoints-on-the-ledger.md): each
 * names the one before by its document hash, so there is one under way at a time, and what happens meanwhile stands in
 * the next.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { canonicalBytes, formatNumber, type JsonObject } from '@chopmark/core';
import { sql } from 'kysely';
import type { Anchoring } from '../anchoring/create-anchoring.js';
import { contentOfRow } from '../invoices/document-content.js';
import { SECRET_BYTES } from '../keys/sealed-document.js';
import { Bell } from '../pipeline/bell.js';
import { HASH_BYTES } from '../pipeline/hash-documents.js';
import { checkpointSeries, prefixOf, SUITE } from '../pipeline/series-name.js';
import { UnprovenError } from '../proofs/find-parts.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import { depositsBy, DEPOSIT_KIND, newestCheckpoint, type Deposit, type DepositRow } from './deposit-rows.js';

/** Any number, told from those of other advisory locks: one deposit is made at a time. */
const DEPOSITING = 0x63686471;
const LOOK_MS = 250;

export type DepositParts = Pick<
  Anchoring,
  'db' | 'vault' | 'pipeline' | 'fates' | 'bundles' | 'issueChannel' | 'ledger'
> & {
  /** Whose gateway: `tax`, `affairs`, `court`. */
  readonly organization: string;
  readonly now: () => Date;
};

/** The checkpoint before, as the series on the ledger has it. */
interface Before {
  /** Document hash. */
  readonly previous?: string;
  /** Where the log stood in the newest that this database knows; 0 before the first. */
  readonly chainSequence: number;
}

export class AuditDeposits {
  readonly #parts: DepositParts;
  readonly series: string;

  constructor(parts: DepositParts) {
    this.#parts = parts;
    this.series = checkpointSeries(parts.organization, parts.issueChannel);
  }

  /**
   * Makes a document of the newest checkpoint, unless it is one already or another is under way. Durable when it
   * returns; the pipeline does the rest.
   *
   * @param again Also when the ledger refused it before.
   */
  async take(again = false): Promise<void> {
    const isNew = await onDatabase(() =>
      this.#parts.db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(${DEPOSITING})`.execute(trx);
        return this.#takeNewest(trx, again);
      }),
    );
    if (isNew) this.#parts.pipeline.wake(this.series);
  }

  /** How the deposits of these checkpoints fare: for each the newest, by its sequence of the log. */
  async of(chainSequences: readonly number[]): Promise<ReadonlyMap<number, Deposit>> {
    const rows = await onDatabase(() =>
      depositsBy(this.#parts.db, sql`a.chain_sequence = any(${chainSequences}::bigint[])`),
    );
    return new Map(rows.map((row) => [row.chain_sequence, this.#viewOf(row)]));
  }

  /**
   * Waits until the checkpoint, or one that covers it, is anchored, the ledger refuses it, or the time is over.
   *
   * @param chainSequence Where the log stands in it.
   */
  async settle(chainSequence: number, waitMs: number): Promise<Deposit | undefined> {
    const { fates } = this.#parts;
    const bell = new Bell();
    const unlisten = fates.onAnchored(() => bell.ring());
    const over = AbortSignal.timeout(waitMs);
    try {
      for (;;) {
        const deposit = (await this.of([chainSequence])).get(chainSequence);
        const isSettled = deposit?.state === 'anchored' || deposit?.state === 'refused';
        if (isSettled || over.aborted) return deposit;
        // One that was under way may be out of the way by now.
        if (deposit === undefined) await this.take();
        await bell.wait(LOOK_MS, over);
      }
    } finally {
      unlisten();
    }
  }

  /**
   * The bundle (docs/formats.md section 4), verified before it is handed out; `undefined` unless anchored.
   *
   * @throws {UnprovenError} @throws {EvidenceError} When only the compact one can be made.
   */
  async bundle(number: string, isFull: boolean): Promise<string | undefined> {
    const { vault, bundles } = this.#parts;
    const row = await this.#rowOf(number);
    if (row?.state !== 'anchored' || row.document_hash === null) return undefined;
    const content = await contentOfRow(vault, row);
    if (content === undefined) throw new UnprovenError(`stored bytes of ${row.id} do not open`);
    const { id, series, batch_id, batch, first, index, block, position, document_hash: hash } = row;
    const place = { id, series, batchId: batch_id, batch, first, index, block, position, hash };
    const kind = { kind: DEPOSIT_KIND, suite: SUITE, sequence: first + index };
    return bundles.maker.make({ ...place, ...kind, ...content }, [], isFull);
  }

  async #takeNewest(trx: Db, again: boolean): Promise<boolean> {
    const { vault, organization, now } = this.#parts;
    const checkpoint = await newestCheckpoint(trx);
    if (checkpoint === undefined || (await this.#isTaken(trx, checkpoint.sequence, again))) return false;
    const { previous, chainSequence } = await this.#before(trx);
    const document: JsonObject = {
      organization,
      chainSequence: checkpoint.sequence,
      chainHash: checkpoint.hash,
      records: Math.max(0, checkpoint.sequence - chainSequence),
      madeAt: checkpoint.made_at.toISOString(),
      ...(previous !== undefined && { previous }),
    };
    const id = `ckp_${randomBytes(16).toString('hex')}`;
    const secret = randomBytes(SECRET_BYTES);
    const sealed = vault.sealDocument(id, { secret, reference: null, body: canonicalBytes(document) });
    await sql`
      with made as (
        insert into audit_deposit (entry, id, series, chain_sequence, accepted_at)
        select nextval(pg_get_serial_sequence('invoice', 'entry')), ${id}, ${this.series}, ${checkpoint.sequence}, ${now()}
        returning entry, series
      ), kept as (
        insert into document (entry, key_id, wrapped, sealed)
        select entry, ${sealed.keyId}, ${Buffer.from(sealed.wrapped)}, ${Buffer.from(sealed.sealed)} from made
      )
      insert into outbox (entry, series) select entry, series from made`.execute(trx);
    return true;
  }

  /**
   * Whether the newest checkpoint has its deposit, or one before it is under way. Asked each minute, and answered by indexes:
   * what is under way waits in the series' outbox or is in its batch in flight, however many deposits were made before.
   */
  async #isTaken(trx: Db, chainSequence: number, again: boolean): Promise<boolean> {
    const { rows } = await sql<{ taken: boolean }>`
      select exists (select from outbox where series = ${this.series})
        or exists (select from batch where series = ${this.series} and state in ('sealed', 'submitted'))
        or exists (
          select from audit_deposit a left join refusal r on r.entry = a.entry
          where a.chain_sequence = ${chainSequence} and (r.entry is null or not ${again}::boolean)) as taken`.execute(
      trx,
    );
    return rows[0]?.taken ?? true;
  }

  async #before(trx: Db): Promise<Before> {
    const batch = await trx
      .selectFrom('batch')
      .select(['entries'])
      .where('series', '=', this.series)
      .where('state', '=', 'anchored')
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    const { rows } = await sql<{ chain_sequence: number }>`
      select a.chain_sequence from audit_deposit a
      join sealed_invoice s on s.entry = a.entry join batch b on b.id = s.batch_id and b.state = 'anchored'
      order by a.chain_sequence desc limit 1`.execute(trx);
    const chainSequence = rows[0]?.chain_sequence ?? 0;
    if (batch === undefined) return { chainSequence };
    return { chainSequence, previous: batch.entries.subarray(-HASH_BYTES).toString('hex') };
  }

  async #rowOf(number: string): Promise<DepositRow | undefined> {
    const sequence = Number(/-([0-9]{9})$/.exec(number)?.[1] ?? 0);
    if (sequence === 0 || this.#numberOf(sequence) !== number) return undefined;
    const [row] = await onDatabase(() =>
      depositsBy(
        this.#parts.db,
        sql`a.series = ${this.series} and b.state = 'anchored' and b.first + s.position = ${sequence}`,
      ),
    );
    return row;
  }

  #numberOf(sequence: number): string {
    return formatNumber(DEPOSIT_KIND, prefixOf(this.series), sequence);
  }

  #viewOf(row: DepositRow): Deposit {
    const { state, document_hash, anchored_at, refusal_code, refusal_detail } = row;
    const isAnchored = state === 'anchored';
    const { series, batch, block, position, tx_id: txId } = row;
    const sequence = row.first + row.index;
    const place = { namespace: this.#parts.ledger.namespace, series, batch, sequence, block, position, txId };
    return {
      state,
      number: isAnchored ? this.#numberOf(sequence) : null,
      documentHash: document_hash?.toString('hex') ?? null,
      anchoredAt: isAnchored ? (anchored_at?.toISOString() ?? null) : null,
      ledger: isAnchored ? place : null,
      refusal: refusal_code === null ? null : { code: refusal_code, detail: refusal_detail ?? '' },
    };
  }
}
