import assert from 'node:assert/strict';

import type { RequestKey } from '../../../gateway/dist/invoices/invoice-desk.js';
import { forgetRequestKeys, REQUEST_KEY_DAYS } from '../../../gateway/dist/pipeline/housekeeping.js';
import { SILENT } from '../../../gateway/dist/pipeline/log.js';
import { isGone } from '../../../gateway/dist/store/presence.js';
import { PostgresSignals, type Signal } from '../../../gateway/dist/store/signals.js';
import { DeskWorld, eventually, type LiveDesk, newInvoice } from '../../support/gateway/desk-world.js';

const KEY: RequestKey = { scope: 'issuer POST /v1/invoice-batches', key: 'two', bodyHash: 'aa'.repeat(32) };
const line = (at: number) => ({ line: at, invoice: newInvoice() });

describe('two processes on one database', () => {
  let world: DeskWorld;
  let one: LiveDesk;
  let two: LiveDesk;

  beforeEach(async function () {
    this.timeout(120_000);
    world = await DeskWorld.create();
    one = world.open();
    await eventually(async () => assert.match((await one.desk.health()).pipeline.detail, /running/));
    two = world.open();
  });
  afterEach(() => world.end());

  async function openImport(live: LiveDesk): Promise<string> {
    const opened = await live.desk.openBatch('issuer', KEY);
    assert.ok('operation' in opened);
    await live.desk.appendBatch(opened.operation.id, [line(1)]);
    return opened.operation.id;
  }

  it('leave each other’s open imports alone, also when the lease changes hands', async () => {
    const id = await openImport(two);
    await world.close(one);
    const three = world.open();
    await eventually(async () => {
      const details = [];
      for (const { desk } of [two, three]) details.push((await desk.health()).pipeline.detail);
      assert.ok(details.includes('running'), details.join());
    });

    await two.desk.appendBatch(id, [line(2)]);
    await two.desk.closeBatch(id);

    await eventually(async () => {
      const view = await three.desk.operation(id);
      assert.deepEqual([view?.state, view?.total, view?.anchored], ['succeeded', 2, 2]);
    });
  });

  it('close the imports of one that is gone, while the other lives on', async () => {
    const id = await openImport(two);
    await world.kill(two);

    await eventually(async () => assert.equal((await one.desk.operation(id))?.state, 'partlyFailed'));

    const again = await one.desk.openBatch('issuer', KEY);
    assert.deepEqual(['operation' in again && again.operation.id, again.outcome], [id, 'opened']);
  });

  it('go on with an import that was closed while they only seemed to be gone', async () => {
    const id = await openImport(two);
    await world.database.cut(two.name);
    await world.db
      .updateTable('operation')
      .set({ closed_at: new Date(), interrupted: true })
      .where('id', '=', id)
      .execute();

    await eventually(() => two.desk.appendBatch(id, [line(2)]));
    await two.desk.closeBatch(id);

    await eventually(async () => assert.equal((await one.desk.operation(id))?.state, 'succeeded'));
  });

  it('know of each other who is gone', async () => {
    const id = await openImport(two);
    const { run } = await world.db
      .selectFrom('operation')
      .select('run')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    assert.equal(await isGone(world.db, run), false);

    await world.kill(two);

    await eventually(async () => assert.equal(await isGone(world.db, run), true));
  });

  it('tell each other what they accepted and anchored, but hear no word of their own', async () => {
    const heard: Signal[] = [];
    const stop = new AbortController();
    const here = new PostgresSignals(world.database.url, 'here', SILENT);
    const there = new PostgresSignals(world.database.url, 'there', SILENT);
    const listening = there.listen((signal) => heard.push(signal), stop.signal);
    await eventually(async () => {
      await there.tell(world.db, { kind: 'accepted', series: 'own' });
      await here.tell(world.db, { kind: 'accepted', series: 'inv-26002' });
      assert.ok(heard.length > 0);
    });
    await here.tell(world.db, { kind: 'anchored', batches: [7, 8] });

    await eventually(() => assert.deepEqual(heard.at(-1), { kind: 'anchored', batches: [7, 8] }));
    assert.ok(!heard.some((signal) => signal.kind === 'accepted' && signal.series === 'own'));
    stop.abort();
    await listening;
  });

  it('forget keys of requests after some days, and not before', async () => {
    await one.desk.accept(newInvoice(), { ...KEY, key: 'young' });
    await one.desk.accept(newInvoice(), { ...KEY, key: 'old' });
    const old = new Date(Date.now() - (REQUEST_KEY_DAYS * 24 + 1) * 3_600_000);
    const tokenOf = (key: string): string => world.vault.requestKey(KEY.scope, key);
    await world.db
      .updateTable('request_key')
      .set({ created_at: old })
      .where('key', '=', tokenOf('old'))
      .execute();

    await forgetRequestKeys(world.db);

    const left = await world.db.selectFrom('request_key').select('key').execute();
    assert.deepEqual(
      left.map(({ key }) => key),
      [tokenOf('young')],
    );
  });
});
