/**
 * One envelope to the orderers, and its fate. Fabric's answer to Submit settles nothing: UNAVAILABLE may
 * mean ordered and VALID. Only the block stream and the record under the batch's key do.
 *
 * @module
 */
import { UnavailableError } from '../errors.js';
import { type Ledger, type SignedEnvelope, SubmitRefusedError } from '../ledger/ledger.js';
import { sha256 } from '../proofs/node-crypto.js';
import { type Batch, envelopesOf, keepEnvelope, type StoredEnvelope } from '../store/batches.js';
import type { Db } from '../store/database.js';
import type { EnvelopeKind } from '../store/tables.js';
import { ATTRIBUTE, inSpan } from '../tracing/spans.js';
import type { PipelineLog } from './log.js';
import type { Troubles } from './troubles.js';
import type { AtStep } from './steps.js';

/** What driving a batch needs. */
export interface DriveContext {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly log: PipelineLog;
  readonly troubles: Pick<Troubles, 'note' | 'clear'>;
  readonly atStep: AtStep;
  readonly signal: AbortSignal;
}

/** Stored durably before anybody else sees it. */
export async function storeEnvelope(
  { db, atStep }: DriveContext,
  batch: Batch,
  kind: EnvelopeKind,
  envelope: SignedEnvelope,
): Promise<void> {
  await atStep(`${kind}.endorsed`);
  const { txId, endorsers, bytes } = envelope;
  await keepEnvelope(db, { batchId: batch.id, kind, hash: sha256(bytes), txId, endorsers, bytes });
  await atStep(`${kind}.stored`);
}

export type Handed =
  /** A quorum of orderers has it. */
  | 'taken'
  /** No answer that says anything: perhaps ordered, perhaps not. */
  | 'unknown'
  /** The orderers said no. */
  | 'refused';

/** Sends the stored bytes; the same bytes as often as need be. */
export function handIn(context: DriveContext, batch: Batch, envelope: StoredEnvelope): Promise<Handed> {
  return inSpan('submit', async (span) => {
    const handed = await send(context, batch, envelope);
    span?.setAttributes({ [ATTRIBUTE.transaction]: envelope.tx_id, [ATTRIBUTE.outcome]: handed });
    return handed;
  });
}

async function send(
  { ledger, log, troubles, atStep }: DriveContext,
  batch: Batch,
  envelope: StoredEnvelope,
): Promise<Handed> {
  const fields = { series: batch.series, batch: batch.number, txId: envelope.tx_id };
  try {
    if (envelope.bytes === null) throw new Error(`envelope ${envelope.tx_id} has no bytes`);
    await ledger.submit(envelope.tx_id, envelope.bytes);
    await atStep(`${envelope.kind}.submitted`);
    return 'taken';
  } catch (error) {
    if (error instanceof UnavailableError) {
      log.warn(
        { ...fields, err: error },
        'submit was not answered; the same bytes again unless the ledger has them',
      );
      await troubles.note(batch.series, error.causes);
      return 'unknown';
    }
    if (error instanceof SubmitRefusedError) {
      log.error({ ...fields, err: error }, 'the orderers refuse the envelope');
      await troubles.note(batch.series, [{ organization: null, code: 'ORDERERS_REFUSE' }]);
      return 'refused';
    }
    throw error;
  }
}

/** The newest envelope of the kind whose fate is open, and those of the kind whose fate is known. */
export async function envelopesByFate(
  db: Db,
  batchId: number,
  kind: EnvelopeKind,
): Promise<{ live: StoredEnvelope | undefined; settled: StoredEnvelope[] }> {
  const all = (await envelopesOf(db, batchId)).filter((envelope) => envelope.kind === kind);
  return {
    live: all.findLast(({ code }) => code === null),
    settled: all.filter(({ code }) => code !== null),
  };
}

/** Fabric's codes that tell of another envelope under our transaction id, see fabric.md section 6.6. */
const TAKEN_ID = new Set([5, 8, 9]);

/** Second endorsers to pass over while others will do: one of them may have let a foreign envelope out. */
export function endorsersToAvoid(settled: readonly StoredEnvelope[], ownMspId: string): string[] {
  const suspects = settled
    .filter(({ code }) => TAKEN_ID.has(code ?? 0))
    .flatMap(({ endorsers }) => endorsers);
  return [...new Set(suspects)].filter((mspId) => mspId !== ownMspId);
}

/** Says once what a settled envelope died of. */
export function reportDead(log: PipelineLog, batch: Batch, envelope: StoredEnvelope): void {
  const fields = {
    series: batch.series,
    batch: batch.number,
    txId: envelope.tx_id,
    code: envelope.code,
    endorsers: envelope.endorsers,
  };
  if (TAKEN_ID.has(envelope.code ?? 0))
    log.error(fields, 'a foreign envelope claims our transaction id; endorsing anew');
  else log.warn(fields, 'envelope is in a block but not valid; endorsing anew');
}
