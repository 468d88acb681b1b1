import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalJson, LedgerError } from '@chopmark/core';
import {
  anchorOf,
  entriesOf,
  fenceOf,
  ledgerWithSeries,
  PEOPLE,
  SERIES,
  sha256,
  type Entries,
} from '../support/chaincode-world.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import { VALID, type Simulation } from '../support/ledger-stub.js';

/** What a series is, as plainly as it can be said. */
interface Model {
  readonly batches: Entries[];
  next: number;
  fences: number;
  closed: boolean;
  /** Envelopes endorsed and not yet submitted, with the state of the head they were endorsed at. */
  readonly held: { readonly simulation: Simulation; readonly entries: Entries; readonly at: string }[];
}

type Command = fc.AsyncCommand<Model, LedgerStub>;

/** What an envelope for the next batch depends on. */
const stateOf = (model: Model): string => `${model.batches.length} ${model.fences} ${String(model.closed)}`;

async function codeOf(
  ledger: LedgerStub,
  proposal: Parameters<LedgerStub['simulate']>[0],
): Promise<{ simulation: Simulation; code: string }> {
  const simulation = await ledger.simulate(proposal);
  const code =
    simulation.status === 200 ? 'ok' : (LedgerError.fromWire(simulation.message)?.code ?? simulation.message);
  return { simulation, code };
}

/** Anchors some content under a number near the next one, starting near the next sequence. */
class Anchor implements Command {
  constructor(
    readonly batchShift: number,
    readonly firstShift: number,
    readonly size: number,
    readonly seed: string,
    readonly hold: boolean,
  ) {}

  check = (): boolean => true;

  async run(model: Model, ledger: LedgerStub): Promise<void> {
    const batch = Math.max(1, model.batches.length + 1 + this.batchShift);
    const entries = entriesOf(Math.max(1, model.next + this.firstShift), this.size, this.seed);
    const writesBefore = ledger.dump();

    const { simulation, code } = await codeOf(ledger, anchorOf(batch, entries));

    assert.equal(code, this.#expected(model, batch, entries));
    assert.deepEqual(ledger.dump(), writesBefore);
    if (code !== 'ok' || simulation.writes.size === 0) return;
    if (this.hold) {
      model.held.push({ simulation, entries, at: stateOf(model) });
      return;
    }
    assert.deepEqual(ledger.commit(simulation), [VALID]);
    model.batches.push(entries);
    model.next += entries.size;
  }

  #expected(model: Model, batch: number, entries: Entries): string {
    const taken = model.batches[batch - 1];
    if (taken) return taken.root === entries.root && taken.first === entries.first ? 'ok' : 'BATCH_CONFLICT';
    if (model.closed) return 'SERIES_CLOSED';
    if (batch !== model.batches.length + 1) return 'BATCH_OUT_OF_ORDER';
    return entries.first === model.next ? 'ok' : 'SEQUENCE_MISMATCH';
  }

  toString = (): string =>
    `anchor(batch ${this.batchShift}, first ${this.firstShift}, ${this.size} of ${this.seed}${this.hold ? ', held' : ''})`;
}

/** Submits the oldest envelope held: valid if and only if nothing has happened to the series since. */
class SubmitHeld implements Command {
  check = (model: Readonly<Model>): boolean => model.held.length > 0;

  run(model: Model, ledger: LedgerStub): Promise<void> {
    const { simulation, entries, at } = model.held.shift()!;
    const fresh = at === stateOf(model);

    const [code] = ledger.commit(simulation);

    assert.equal(code === VALID, fresh);
    if (fresh) {
      model.batches.push(entries);
      model.next += entries.size;
    }
    return Promise.resolve();
  }

  toString = (): string => 'submitHeld';
}

class Fence implements Command {
  constructor(readonly batchShift: number) {}

  check = (): boolean => true;

  async run(model: Model, ledger: LedgerStub): Promise<void> {
    const batch = Math.max(1, model.batches.length + 1 + this.batchShift);
    const expected =
      batch <= model.batches.length
        ? 'BATCH_ANCHORED'
        : batch > model.batches.length + 1
          ? 'BATCH_OUT_OF_ORDER'
          : 'ok';

    const { simulation, code } = await codeOf(ledger, fenceOf(batch));

    assert.equal(code, expected);
    if (code !== 'ok') return;
    assert.deepEqual(ledger.commit(simulation), [VALID]);
    model.fences += 1;
  }

  toString = (): string => `fence(${this.batchShift})`;
}

class Close implements Command {
  check = (): boolean => true;

  async run(model: Model, ledger: LedgerStub): Promise<void> {
    const { simulation, code } = await codeOf(ledger, {
      as: PEOPLE.registrar,
      function: 'closeSeries',
      args: [SERIES],
    });

    assert.equal(code, model.closed ? 'SERIES_CLOSED' : 'ok');
    if (code === 'ok') assert.deepEqual(ledger.commit(simulation), [VALID]);
    model.closed = true;
  }

  toString = (): string => 'close';
}

/** Numbers without gaps, one content for each, the chain of records whole. */
async function assertSeries(model: Model, ledger: LedgerStub): Promise<void> {
  const read = async (name: string, ...args: (string | number)[]): Promise<Record<string, unknown>> =>
    JSON.parse((await ledger.simulate({ as: PEOPLE.client, function: name, args })).payload) as Record<
      string,
      unknown
    >;
  let next = 1;
  let previous: unknown;
  for (const [at, entries] of model.batches.entries()) {
    const record = await read('getBatch', SERIES, at + 1);
    assert.deepEqual([record['first'], record['size'], record['root']], [next, entries.size, entries.root]);
    if (previous !== undefined) assert.equal(record['previous'], previous);
    previous = sha256(canonicalJson(record)).toString('hex');
    next += entries.size;
  }
  const head = await read('getHead', SERIES);
  assert.deepEqual([head['batch'], head['next'], head['fences']], [model.batches.length, next, model.fences]);
  if (previous !== undefined) assert.equal(head['last'], previous);
  assert.equal((await read('getSeries', SERIES))['closed'], model.closed);
}

describe('a series', () => {
  const anchors = fc
    .tuple(
      fc.constantFrom(0, 0, 0, 0, -1, -2, 1),
      fc.constantFrom(0, 0, 0, 0, 0, -1, -3, 1),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom('a', 'b'),
      fc.boolean(),
    )
    .map((args) => new Anchor(...args));
  const commands = fc.commands(
    [
      anchors,
      anchors,
      anchors,
      fc.constant(new SubmitHeld()),
      fc.constantFrom(0, 0, -1, 1).map((shift) => new Fence(shift)),
      fc.integer({ min: 0, max: 5 }).map((roll) => (roll === 0 ? new Close() : new SubmitHeld())),
    ],
    { maxCommands: 25 },
  );

  it('has numbers without gaps and one content for each, whatever is asked, held back or fenced', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        const ledger = await ledgerWithSeries();
        const model: Model = { batches: [], next: 1, fences: 0, closed: false, held: [] };

        await fc.asyncModelRun(() => ({ model, real: ledger }), sequence);

        await assertSeries(model, ledger);
      }),
      { numRuns: 60 },
    );
  });
});
