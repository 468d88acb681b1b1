import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { UnavailableError } from '../../../gateway/dist/errors.js';
import { Timestamper } from '../../../gateway/dist/timestamps/timestamper.js';
import {
  keepToken,
  nextWanted,
  postpone,
  timestampsOf,
  wantTimestamps,
} from '../../../gateway/dist/timestamps/timestamp-store.js';
import { DeskWorld, eventually, newInvoice, recordingLog } from '../../support/gateway/desk-world.js';

/** Stamps by putting a word in front. */
class Stamps {
  readonly asked: Buffer[] = [];
  failing = false;
  /** Answers wait while it is set. */
  held: Promise<void> | undefined;

  async stamp(message: Uint8Array): Promise<Uint8Array> {
    this.asked.push(Buffer.from(message));
    await this.held;
    if (this.failing) throw new UnavailableError('timestamps', 'no answer');
    return Buffer.concat([Buffer.from('stamped '), message]);
  }
}

const stamped = (message: Uint8Array): string =>
  Buffer.concat([Buffer.from('stamped '), message]).toString('base64');

describe('timestamps of what is anchored', function () {
  this.timeout(120_000);
  let world: DeskWorld;
  let stamps: Stamps;

  beforeEach(async () => {
    world = await DeskWorld.create();
    stamps = new Stamps();
  });
  afterEach(() => world.end());

  async function issue(desk: ReturnType<DeskWorld['open']>['desk']) {
    const accepted = await desk.accept(newInvoice());
    assert.ok(accepted.outcome === 'accepted');
    const view = await desk.settle(accepted.invoice.id, 60_000);
    assert.equal(view.state, 'anchored');
    const batch = await world.db
      .selectFrom('batch')
      .select(['id', 'block', 'root'])
      .where('number', '=', view.ledger!.batch)
      .executeTakeFirstOrThrow();
    return { ...batch, block: Number(batch.block) };
  }

  const wanted = async (): Promise<number> =>
    (await world.db.selectFrom('time_stamp').select('block').where('token', 'is', null).execute()).length;

  it('are asked for over the header of the block and the root of the batch, and kept', async () => {
    const { desk } = world.open({ timestampClient: stamps });

    const { id, block, root } = await issue(desk);

    const header = Buffer.from(world.chain.blocks[block]!.header);
    await eventually(async () =>
      assert.deepEqual(await timestampsOf(world.db, block, id), [
        { over: 'header', token: stamped(header) },
        { over: 'root', token: stamped(root) },
      ]),
    );
    assert.equal(await wanted(), 0);
    assert.equal(stamps.asked.length, 2);
  });

  it('are of their own batch and block alone', async () => {
    const { desk } = world.open({ timestampClient: stamps });
    const one = await issue(desk);
    const other = await issue(desk);
    await eventually(async () => assert.equal(await wanted(), 0));

    const ofOther = await timestampsOf(world.db, other.block, other.id);

    assert.equal(ofOther.length, 2);
    assert.deepEqual(ofOther[1], { over: 'root', token: stamped(other.root) });
    assert.deepEqual(await timestampsOf(world.db, one.block, -1), [
      { over: 'header', token: stamped(world.chain.blocks[one.block]!.header) },
    ]);
    assert.deepEqual(await timestampsOf(world.db, 999, one.id), []);
  });

  it('are wanted of nobody when no authority is configured', async () => {
    const { desk } = world.open();

    const { id, block } = await issue(desk);

    assert.equal(await wanted(), 0);
    assert.deepEqual(await timestampsOf(world.db, block, id), []);
  });

  it('keep nobody waiting: invoices are issued while the authority is silent', async () => {
    let answer: () => void = () => undefined;
    stamps.held = new Promise((resolve) => (answer = resolve));
    const { desk } = world.open({ timestampClient: stamps });

    await issue(desk);
    await issue(desk);

    assert.equal(stamps.asked.length, 1, 'one question at a time');
    assert.equal(await wanted(), 4);
    answer();
    await eventually(async () => assert.equal(await wanted(), 0));
  });

  it('come later when the authority had failed, also after a restart', async () => {
    stamps.failing = true;
    const before = Date.now();
    const live = world.open({ timestampClient: stamps });
    const { id, block } = await issue(live.desk);
    await eventually(() => assert.ok(stamps.asked.length >= 1));
    await world.close(live);
    const row = await world.db
      .selectFrom('time_stamp')
      .selectAll()
      .orderBy('attempts', 'desc')
      .executeTakeFirst();
    assert.ok(row!.attempts >= 1);
    assert.ok(row!.next_try.getTime() >= before + 10_000, 'not at once');
    await world.db
      .updateTable('time_stamp')
      .set({ next_try: new Date(0) })
      .execute();

    stamps.failing = false;
    world.open({ timestampClient: stamps });

    await eventually(async () => assert.equal((await timestampsOf(world.db, block, id)).length, 2));
  });

  it('are asked for over the roots of batches that were anchored before anybody was configured', async () => {
    const before = world.open();
    const one = await issue(before.desk);
    const other = await issue(before.desk);
    await world.close(before);
    assert.equal(await wanted(), 0);

    world.open({ timestampClient: stamps });

    for (const { id, block, root } of [one, other])
      await eventually(async () =>
        assert.deepEqual(await timestampsOf(world.db, block, id), [{ over: 'root', token: stamped(root) }]),
      );
    assert.equal(stamps.asked.length, 2);
  });

  it('are wanted once, however often a block is folded', async () => {
    const live = world.open({ timestampClient: stamps });
    const { id, block } = await issue(live.desk);
    await eventually(async () => assert.equal(await wanted(), 0));

    await wantTimestamps(world.db, world.chain.blocks[block]!, [id]);

    assert.equal(await wanted(), 0);
    assert.equal((await timestampsOf(world.db, block, id)).length, 2);
  });

  describe('the turn', () => {
    const message = Buffer.from('header');
    beforeEach(async () => {
      await world.db
        .insertInto('time_stamp')
        .values([7, 8].map((block) => ({ block, batch_id: 0, message, token: null, stamped_at: null })))
        .execute();
    });

    it('goes to the next when one is put off, each time for longer', async () => {
      const first = await nextWanted(world.db);
      assert.equal(first?.block, 7);
      const waits: number[] = [];
      for (let times = 0; times < 12; times += 1) {
        // In one transaction, in which the database's clock stands still.
        const wait = await world.db.transaction().execute(async (trx) => {
          await postpone(trx, first);
          return trx
            .selectFrom('time_stamp')
            .select(sql<number>`extract(epoch from next_try - now())::float8`.as('seconds'))
            .where('block', '=', 7)
            .executeTakeFirstOrThrow();
        });
        waits.push(wait.seconds);
      }

      assert.deepEqual(waits.slice(0, 4), [10, 20, 40, 80]);
      assert.equal(Math.max(...waits), 3600);
      assert.equal((await nextWanted(world.db))?.block, 8);
    });

    it('keeps the token that came first', async () => {
      const first = (await nextWanted(world.db))!;
      await keepToken(world.db, first, Buffer.from('one'));
      await keepToken(world.db, first, Buffer.from('two'));

      assert.deepEqual(await timestampsOf(world.db, 7, 0), [
        { over: 'header', token: Buffer.from('one').toString('base64') },
      ]);
    });

    it('ends with the signal, in the middle of a question', async () => {
      stamps.held = new Promise(() => undefined);
      const stop = new AbortController();
      const client = {
        stamp: (bytes: Uint8Array, signal: AbortSignal) =>
          Promise.race([
            stamps.stamp(bytes),
            new Promise<never>((_, reject) =>
              signal.addEventListener('abort', () => reject(new Error('over'))),
            ),
          ]),
      };
      const log = recordingLog();
      const running = new Timestamper({ db: world.db, client, log }).run(stop.signal);
      await eventually(() => assert.equal(stamps.asked.length, 1));

      stop.abort();
      await running;

      assert.equal((await nextWanted(world.db))?.block, 7, 'not put off');
    });
  });
});
