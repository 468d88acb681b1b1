/**
 * The way of one sealed batch to the ledger. Each turn looks at what is known (database, block stream,
 * record under the batch's key) and takes the one step that is safe: so a fresh start, a lost answer and
 * a voided envelope are all the same loop.
 *
 * @module
 */
import { type BatchRecord, LedgerError, parseBatchRecord, parseJson } from '@chopmark/core';

import { UnavailableError } from '../errors.js';
import {
  type Batch,
  batchById,
  batchEntries,
  refuseWaiting,
  type StoredEnvelope,
  voidBatch,
} from '../store/batches.js';
import { ATTRIBUTE, inSpan } from '../tracing/spans.js';
import { assertRoot } from './check-sealed.js';
import { BackOff, type Bell, pause } from './bell.js';
import type { Fates } from './fates.js';
import { fenceNumber } from './fence.js';
import { HaltError } from './halt.js';
import { SUITE } from './series-name.js';
import {
  endorsersToAvoid,
  envelopesByFate,
  type DriveContext,
  handIn,
  reportDead,
  storeEnvelope,
} from './submission.js';

/** How long a submitted envelope is given before the ledger is asked by key and the bytes go out again. */
const FIRST_WAIT_MS = 3_000;
const UNANSWERED_WAIT_MS = 300;
const LONGEST_WAIT_MS = 30_000;
/** Peers that have not seen the last block yet refuse for some milliseconds. */
const LAG_FIRST_MS = 10;
const LAG_LIMIT_MS = 400;
const LAG_TRIES = 12;
/** Refusals in a row by the orderers after which the envelope is voided and made anew. */
const REFUSALS = 4;

const LAGGING = new Set(['BATCH_OUT_OF_ORDER', 'SEQUENCE_MISMATCH', 'SERIES_NOT_FOUND']);
const BROKEN_RULE = new Set(['BATCH_CONFLICT', 'ROOT_MISMATCH', 'MALFORMED_ARGUMENT']);

/** What one turn of the loop remembers. */
interface Turn {
  readonly bell: Bell;
  readonly backOff: BackOff;
  readonly reported: Set<string>;
  refusals: number;
  /** Nothing was handed in by this process yet: whatever lies there comes from another one. */
  fresh: boolean;
}

export async function driveBatch(context: DriveContext, fates: Fates, batchId: number): Promise<void> {
  const { bell, end } = fates.follow(batchId);
  const turn: Turn = {
    bell,
    backOff: new BackOff(FIRST_WAIT_MS, LONGEST_WAIT_MS),
    reported: new Set(),
    refusals: 0,
    fresh: true,
  };
  try {
    while (!context.signal.aborted) {
      const batch = await batchById(context.db, batchId);
      if (batch.state === 'anchored' || batch.state === 'voided') return;
      await step(context, fates, batch, turn);
    }
  } finally {
    end();
  }
}

async function step(context: DriveContext, fates: Fates, batch: Batch, turn: Turn): Promise<void> {
  const { db, log, ledger } = context;
  const { live, settled } = await envelopesByFate(db, batch.id, 'anchor');
  for (const dead of settled) {
    if (dead.code !== 0 && !turn.reported.has(dead.tx_id)) reportDead(log, batch, dead);
    turn.reported.add(dead.tx_id);
  }
  const isUntouched = live === undefined && settled.length === 0;
  const mayBeThere = !isUntouched && (live === undefined || turn.fresh || turn.backOff.used);
  if (mayBeThere && standsOnLedger(context, batch, await ledger.batch(batch.series, batch.number))) {
    // The block stream will tell where; until it does there is nothing to do.
    await turn.bell.wait(turn.backOff.next(), context.signal);
    return;
  }
  const envelope =
    live ??
    (await inSpan('endorse', async (span) => {
      const made = await endorse(context, fates, batch, settled, turn);
      if (made !== undefined) span?.setAttribute(ATTRIBUTE.transaction, made.tx_id);
      return made;
    }));
  if (envelope !== undefined) await handInAndWait(context, fates, batch, envelope, turn);
}

async function handInAndWait(
  context: DriveContext,
  fates: Fates,
  batch: Batch,
  envelope: StoredEnvelope,
  turn: Turn,
): Promise<void> {
  const isAgain = !turn.fresh;
  turn.fresh = false;
  const handed = await handIn(context, batch, envelope);
  if (isAgain && handed === 'taken')
    await context.troubles.note(batch.series, [{ organization: null, code: 'ORDERING_WAITS' }]);
  turn.refusals = handed === 'refused' ? turn.refusals + 1 : 0;
  if (turn.refusals >= REFUSALS) {
    turn.refusals = 0;
    await fenceNumber(context, fates, batch);
    return;
  }
  const longestMs = handed === 'taken' ? LONGEST_WAIT_MS : UNANSWERED_WAIT_MS;
  await inSpan('commit', () => turn.bell.wait(Math.min(longestMs, turn.backOff.next()), context.signal));
}

/** @returns The stored envelope; `undefined` when there is none to hand in. */
async function endorse(
  context: DriveContext,
  fates: Fates,
  batch: Batch,
  settled: readonly StoredEnvelope[],
  turn: Turn,
): Promise<StoredEnvelope | undefined> {
  const { db, ledger, signal } = context;
  const { series, number, first } = batch;
  const entries = await batchEntries(db, batch.id);
  assertRoot(batch, entries, SUITE);
  const request = { series, batch: number, first, root: batch.root.toString('hex'), entries };
  const lag = new BackOff(LAG_FIRST_MS, LAG_LIMIT_MS);
  for (let tries = 1; !signal.aborted; tries++) {
    try {
      const envelope = await ledger.endorseAnchor(request, endorsersToAvoid(settled, ledger.mspId));
      const record = parseBatchRecord(parseJson(envelope.result));
      standsOnLedger(context, batch, record);
      // The record of an earlier transaction: the batch is there already, this envelope would write nothing.
      if (record.txId !== envelope.txId) {
        await turn.bell.wait(turn.backOff.next(), signal);
        return undefined;
      }
      await storeEnvelope(context, batch, 'anchor', envelope);
      return (await envelopesByFate(db, batch.id, 'anchor')).live;
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      await explainRefusal(context, fates, batch, error, tries);
      if (error.code === 'SERIES_CLOSED') return undefined;
      await pause(lag.next(), signal);
    }
  }
  return undefined;
}

/** Returns when trying again is right. @throws {HaltError} @throws {LedgerError} When somebody has to act. */
async function explainRefusal(
  context: DriveContext,
  fates: Fates,
  batch: Batch,
  error: LedgerError,
  tries: number,
): Promise<void> {
  const { series, number } = batch;
  if (error.code === 'SERIES_CLOSED') {
    await giveUp(context, fates, batch, error);
    return;
  }
  if (BROKEN_RULE.has(error.code)) {
    throw new HaltError(
      error.code === 'BATCH_CONFLICT' ? 'LEDGER_CONFLICT' : 'ANCHOR_REFUSED',
      series,
      `batch ${number}: ${error.toWire()}`,
      {
        cause: error,
      },
    );
  }
  if (!LAGGING.has(error.code)) throw error;
  if (tries < LAG_TRIES) return;
  const head = await context.ledger.head(series);
  if (head !== undefined && head.batch >= number) {
    standsOnLedger(context, batch, await context.ledger.batch(series, number));
    return;
  }
  throw new UnavailableError('ledger', `peers are behind batch ${number - 1} of ${series}`, {
    cause: error,
    causes: [{ organization: null, code: 'PEER_BEHIND' }],
  });
}

/** The series takes no more: its number is fenced, and what waited is refused, never half done. */
async function giveUp(context: DriveContext, fates: Fates, batch: Batch, error: LedgerError): Promise<void> {
  if ((await fenceNumber(context, fates, batch)) !== 'fenced') return;
  await voidBatch(context.db, batch.id);
  await refuseWaiting(context.db, batch.series, error.code, error.message);
}

/**
 * @returns Whether the ledger has this very batch.
 * @throws {HaltError} `LEDGER_CONFLICT` when it has another under the number.
 */
function standsOnLedger(context: DriveContext, batch: Batch, record: BatchRecord | undefined): boolean {
  if (record === undefined) return false;
  const isSame =
    record.root === batch.root.toString('hex') && record.first === batch.first && record.size === batch.size;
  if (isSame && record.series === batch.series && record.batch === batch.number) return true;
  context.log.error(
    { series: batch.series, batch: batch.number },
    'the ledger has other content under this number',
  );
  throw new HaltError(
    'LEDGER_CONFLICT',
    batch.series,
    `batch ${batch.number} of the ledger is not the one in the database`,
  );
}
