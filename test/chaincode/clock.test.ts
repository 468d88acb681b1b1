import assert from 'node:assert/strict';
import { canonicalJson, CLOCK_STEP_SECONDS, CLOCK_TOLERANCE_SECONDS } from '@chopmark/core';
import { PEOPLE } from '../support/chaincode-world.js';
import type { Proposal } from '../support/chaincode-proposal.js';
import { assertRefused, keysOf, LedgerStub } from '../support/ledger-stub.js';

const SECOND = 1000;
const tickAt = (ms: number): Proposal => ({ as: PEOPLE.courtClient, function: 'tick', time: new Date(ms) });

/** The stub's own clock stands still while a test runs, so that its edges can be met exactly. */
describe('tick', () => {
  const realNow = Date.now;
  const NOW = Date.parse('2026-03-01T08:09:10.000Z');

  beforeEach(() => {
    Date.now = () => NOW;
  });

  afterEach(() => {
    Date.now = realNow;
  });

  it('sets the clock to the time of the transaction, cut to the second', async () => {
    const ledger = new LedgerStub();

    const simulation = await ledger.simulate(tickAt(NOW + 999));

    const record = { time: '2026-03-01T08:09:10Z', txId: simulation.txId, type: 'chopmark/clock/1' };
    assert.equal(simulation.payload, canonicalJson(record));
    assert.deepEqual(keysOf(simulation.writes), ['clock']);
    assert.equal(simulation.event, undefined);
  });

  it('advances the clock after 20 seconds, from any organization', async () => {
    const ledger = new LedgerStub();
    await ledger.submit(tickAt(NOW));
    Date.now = () => NOW + CLOCK_STEP_SECONDS * SECOND;

    const record = await ledger.submit({
      ...tickAt(NOW + CLOCK_STEP_SECONDS * SECOND),
      as: PEOPLE.operatorClient,
    });

    assert.equal(record['time'], '2026-03-01T08:09:30Z');
  });

  for (const later of [-60, 0, 1, CLOCK_STEP_SECONDS - 1]) {
    it(`refuses a tick ${later} seconds after the last`, async () => {
      const ledger = new LedgerStub();
      await ledger.submit(tickAt(NOW));
      Date.now = () => NOW + later * SECOND;

      await assertRefused(ledger, tickAt(NOW + later * SECOND + 999), 'CLOCK_TOO_SOON');
    });
  }

  for (const away of [-CLOCK_TOLERANCE_SECONDS, CLOCK_TOLERANCE_SECONDS]) {
    it(`accepts a time ${away} seconds from the endorser's clock`, async () => {
      const simulation = await new LedgerStub().simulate(tickAt(NOW + away * SECOND));

      assert.equal(simulation.status, 200, simulation.message);
    });

    it(`refuses a time a second beyond ${away} seconds from the endorser's clock`, async () => {
      await assertRefused(
        new LedgerStub(),
        tickAt(NOW + away * SECOND + Math.sign(away) * SECOND),
        'CLOCK_DISAGREES',
      );
    });
  }

  it('lets one of two ticks through when both are endorsed at once', async () => {
    const ledger = new LedgerStub();
    const one = await ledger.simulate(tickAt(NOW));
    const other = await ledger.simulate(tickAt(NOW + SECOND));

    assert.deepEqual(ledger.commit(one, other), [0, 11]);
  });

  it('keeps a clock for each namespace', async () => {
    const ledger = new LedgerStub();
    await ledger.submit(tickAt(NOW));

    await assertRefused(
      ledger,
      { as: PEOPLE.client, namespace: 'court', function: 'getClock' },
      'CLOCK_NOT_SET',
    );
  });
});
