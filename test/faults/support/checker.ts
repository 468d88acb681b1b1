/**
 * The invariants of reliability.md section 8, judged by what three organizations' peers keep, what the API lists, and the
 * offline verifier: never by what a gateway says of itself alone.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parseTrustProfile, verifyBundle } from '@chopmark/core/verify';
import { readConnection } from '../../../gateway/dist/ledger/connection.js';
import { assertGapless } from '../../support/invoice-numbers.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { type Copy, readCopies } from './copies.js';
import type { FaultWorld } from './fault-world.js';
import { runFsck } from './fsck.js';
import { type History, type Operation, outcomeOf } from './history.js';
import { signIn } from './senders.js';

const SETTLE_MS = 120_000;

/** An invoice as the list of the API shows it. */
interface Listed {
  readonly id: string;
  readonly number: string | null;
  readonly state: string;
  readonly reference?: string;
  readonly documentHash: string | null;
}

/** Stands on the ledger and in no list any more: lost with a database, or erased. */
export interface Unlisted {
  readonly number: string;
  readonly documentHash: string;
}

export interface Counts {
  readonly acknowledged: number;
  readonly unknown: number;
  readonly failed: number;
  readonly bundles: number;
  readonly blocks: number;
}

/**
 * Every gateway must run.
 *
 * @param unlisted All that may be acknowledged and in no list; each must stand on the chain all the same.
 * @throws {AssertionError} That names the invariant and what broke it.
 */
export async function assertInvariants(
  world: FaultWorld,
  history: History,
  unlisted: readonly Unlisted[] = [],
): Promise<Counts> {
  const listed = await settledInvoices(world);
  const copies = await readCopies(world.ground.connections);
  const [copy] = copies;
  assert.ok(copy);
  assertOperations(history, listed, unlisted, copy);
  assertSameChain(copies);
  assertGapless([...listed, ...unlisted].flatMap(({ number }) => number ?? []));
  await assertBundles(world, history, copy);
  await assertNothingWrong(world);
  const outcomes = history.operations.map(outcomeOf);
  const count = (wanted: string): number => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    acknowledged: count('acknowledged'),
    unknown: count('unknown'),
    failed: count('failed'),
    bundles: history.bundles.size,
    blocks: copy.headerHashes.length,
  };
}

/** Everything pending is done by itself (E2); how soon is for a quiet machine to measure. */
async function settledInvoices(world: FaultWorld): Promise<readonly Listed[]> {
  const token = await signIn(world, 'taxOfficer');
  const deadline = performance.now() + SETTLE_MS;
  for (;;) {
    const listed = await list(world.gateways[0]?.url ?? '', token);
    const pending = listed.filter(({ state }) => !['anchored', 'refused'].includes(state));
    if (pending.length === 0) return listed;
    assert.ok(
      performance.now() < deadline,
      `I1: pending after ${SETTLE_MS} ms: ${pending.map(({ id, state }) => `${id} ${state}`).join(', ')}`,
    );
    await delay(100);
  }
}

async function list(base: string, token: string): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  let cursor: string | null = null;
  do {
    const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const ask = (): Promise<Response> =>
      fetch(`${base}/v1/invoices?limit=100${from}`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(SETTLE_MS),
      });
    // A connection of before a kill breaks when it is used again.
    const answer = await ask().catch(ask);
    const page = (await answer.json()) as { items: Listed[]; nextCursor: string | null };
    assert.equal(answer.status, 200, JSON.stringify(page));
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

/** I1: what was acknowledged stands on the chain exactly once. I2: what failed has no effect, what is unknown at most one. */
function assertOperations(
  history: History,
  listed: readonly Listed[],
  unlisted: readonly Unlisted[],
  { documents }: Copy,
): void {
  const onChain = new Map<string, number>();
  for (const document of documents) onChain.set(document, (onChain.get(document) ?? 0) + 1);
  const byReference = new Map<string, Listed[]>();
  for (const invoice of listed) {
    const { reference = '' } = invoice;
    byReference.set(reference, [...(byReference.get(reference) ?? []), invoice]);
  }
  const gone = new Set(unlisted.map(({ number }) => number));
  for (const operation of history.operations) {
    const invoices = byReference.get(operation.reference) ?? [];
    const isGone = operation.attempts.some(({ number = '' }) => gone.has(number));
    if (isGone) assert.deepEqual(invoices, [], `I1: gone, and issued anew: ${operation.key}`);
    else assertOperation(operation, invoices, onChain);
  }
  for (const { number, documentHash } of unlisted)
    assert.equal(onChain.get(documentHash), 1, `I1: ${number} is gone, and not once on the chain`);
  const anchored = listed.filter(({ state }) => state === 'anchored').length;
  assert.equal(documents.length, anchored + unlisted.length, 'I1: the chain holds what is anchored, no more');
}

/** @param onChain How often each document hash stands on the chain. */
function assertOperation(
  operation: Operation,
  invoices: readonly Listed[],
  onChain: ReadonlyMap<string, number>,
): void {
  const outcome = outcomeOf(operation);
  const story = `${operation.key}: ${JSON.stringify(operation.attempts)} → ${JSON.stringify(invoices)}`;
  assert.ok(invoices.length <= (outcome === 'failed' ? 0 : 1), `I2: too many: ${story}`);
  const [invoice] = invoices;
  if (outcome === 'acknowledged') {
    assert.equal(invoice?.state, 'anchored', `I1: acknowledged, and not anchored: ${story}`);
    const told = operation.attempts.map((attempt) => ({ ...place(invoice), ...attempt }));
    for (const attempt of told)
      assert.deepEqual(place(attempt), place(invoice), `I1: another was acknowledged: ${story}`);
  }
  if (invoice?.state === 'anchored')
    assert.equal(onChain.get(invoice.documentHash ?? ''), 1, `I1: not once on the chain: ${story}`);
}

function place({ id, number }: { id?: string; number?: string | null }): object {
  return { id, number };
}

/** I3: the peers have the same blocks and judged every transaction alike; and no transaction counts twice. */
function assertSameChain(copies: readonly Copy[]): void {
  const [first, ...others] = copies;
  assert.ok(first && others.length > 0);
  for (const other of others) {
    assert.deepEqual(other.headerHashes, first.headerHashes, `I3: ${other.organization} has other blocks`);
    assert.deepEqual(other.codes, first.codes, `I3: ${other.organization} judged differently`);
  }
  assert.equal(new Set(first.valid).size, first.valid.length, 'I3: a transaction id is VALID twice');
}

/** I5: every bundle that was handed out is valid without any server, and its document is on the chain. */
async function assertBundles(world: FaultWorld, { bundles }: History, { documents }: Copy): Promise<void> {
  const { trustProfile } = await readConnection(world.ground.connections.tax);
  const profile = parseTrustProfile(await readFile(trustProfile));
  const anchored = new Set(documents);
  for (const [number, bundle] of bundles) {
    const verdict = await verifyBundle(new TextEncoder().encode(bundle), [profile], {
      crypto: nodeCrypto,
      now: new Date(),
    });
    assert.equal(
      verdict.verdict,
      'valid',
      `I5: the bundle of ${number}: ${JSON.stringify(verdict.findings)}`,
    );
    assert.ok(anchored.has(verdict.documentHash ?? ''), `I5: ${number} is proven and not on the chain`);
  }
}

/** I6: the database is what follows from the chain, document by document. */
async function assertNothingWrong(world: FaultWorld): Promise<void> {
  const { code, stdout, stderr } = await runFsck(world);
  assert.equal(code, 0, `I6: ${stdout}\n${stderr}`);
}
