/** What people are told while a batch hangs. */
import assert from 'node:assert/strict';
import { UnavailableError } from '../../../gateway/dist/errors.js';
import type { LedgerCause } from '../../../gateway/dist/ledger/causes.js';
import { DeskWorld, eventually, newInvoice, SERIES } from '../../support/gateway/desk-world.js';

const COURT_AWAY: LedgerCause = { organization: 'CourtMSP', code: 'PEER_UNREACHABLE' };
const away = () => {
  throw new UnavailableError('ledger', 'CourtMSP at peer0.inner.example:7051: refused', {
    causes: [COURT_AWAY],
  });
};

describe('an operation that waits', function () {
  this.timeout(120_000);
  let world: DeskWorld;

  beforeEach(async () => {
    world = await DeskWorld.create();
  });
  afterEach(() => world.end());

  const accept = async (desk: ReturnType<DeskWorld['open']>['desk']) => {
    const outcome = await desk.accept(newInvoice());
    assert.ok(outcome.outcome === 'accepted');
    return outcome.invoice;
  };

  it('says why, also by a process without the lease, and no more once it went on', async () => {
    const { desk } = world.open();
    await eventually(async () => assert.ok((await desk.health()).pipeline.detail === 'running'));
    const other = world.open();
    const first = await accept(desk);
    await eventually(async () => assert.equal((await desk.operation(first.operationId))?.state, 'succeeded'));
    world.chain.faults.endorse = away;
    const { operationId, id } = await accept(desk);

    for (const asked of [desk, other.desk]) {
      await eventually(async () => {
        const operation = await asked.operation(operationId);
        assert.deepEqual([operation?.state, operation?.waiting?.causes], ['running', [COURT_AWAY]]);
      });
    }
    const waiting = await other.desk.waiting(operationId);
    assert.ok(waiting?.since != null && waiting.lastTriedAt != null && waiting.since <= waiting.lastTriedAt);
    assert.equal((await desk.operation(first.operationId))?.waiting, undefined, 'it is done');
    const row = await world.db.selectFrom('series_trouble').selectAll().executeTakeFirstOrThrow();
    assert.equal(row.series, SERIES);
    assert.doesNotMatch(row.causes, /inner|7051/);

    world.chain.faults.endorse = () => undefined;
    await desk.settle(id, 60_000);
    await eventually(async () => {
      assert.equal((await desk.operation(operationId))?.state, 'succeeded');
      assert.deepEqual(await world.db.selectFrom('series_trouble').selectAll().execute(), []);
      assert.equal(await other.desk.waiting(operationId), undefined);
    });
  });

  it('says that nothing orders what was handed in', async () => {
    const { desk } = world.open();
    world.chain.faults.submit = () => 'dropped';
    const { operationId } = await accept(desk);

    await eventually(async () => {
      const codes = (await desk.operation(operationId))?.waiting?.causes.map(({ code }) => code);
      assert.deepEqual(codes, ['LEDGER_TROUBLE']);
    });
  });

  it('says that its line is halted', async () => {
    const { desk } = world.open({ started: false });
    const { operationId } = await accept(desk);
    await world.db
      .insertInto('halt')
      .values({ code: 'STORED_BATCH_CORRUPT', series: SERIES, detail: 'a test' })
      .execute();
    desk.start();

    await eventually(async () => {
      assert.deepEqual((await desk.operation(operationId))?.waiting, {
        since: null,
        lastTriedAt: null,
        causes: [{ organization: null, code: 'LINE_HALTED', reason: 'STORED_BATCH_CORRUPT' }],
      });
    });
  });
});
