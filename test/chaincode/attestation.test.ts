import assert from 'node:assert/strict';
import { canonicalJson, MAX_ATTESTED, parseAttestation } from '@chopmark/core';
import { anchorOf, entriesOf, ledgerWithSeries, PEOPLE, SERIES } from '../support/chaincode-world.js';
import { CHANNEL, type Proposal } from '../support/chaincode-proposal.js';
import { assertRefused, keysOf, NETWORK, type LedgerStub } from '../support/ledger-stub.js';

const ENTRIES = entriesOf(1, 5);
const attest = (hashes: string | Uint8Array, batch: string | number = 1, series = SERIES): Proposal => ({
  as: PEOPLE.courtClient,
  function: 'attest',
  args: [series, batch, hashes],
});

async function ledgerWithBatch(): Promise<LedgerStub> {
  const ledger = await ledgerWithSeries();
  await ledger.submit(anchorOf(1, ENTRIES));
  await ledger.submit({ as: PEOPLE.client, function: 'tick' });
  return ledger;
}

describe('attest', () => {
  it('states network, channel, authority, clock, record and a state for each hash', async () => {
    const ledger = await ledgerWithBatch();
    const read = async (name: string, ...args: (string | number)[]): Promise<Record<string, unknown>> =>
      JSON.parse((await ledger.simulate({ as: PEOPLE.client, function: name, args })).payload) as Record<
        string,
        unknown
      >;

    const simulation = await ledger.simulate(attest(Buffer.concat(ENTRIES.hashes.slice(1, 3))));

    const clock = (await read('getClock'))['time'];
    const record = await read('getBatch', SERIES, 1);
    assert.equal(
      simulation.payload,
      canonicalJson(['chopmark/attest/1', NETWORK, CHANNEL, 'tax', 'TaxMSP', clock, record, [null, null]]),
    );
    assert.equal(parseAttestation(Buffer.from(simulation.payload)).clock, clock);
  });

  it('reads the clock, the record and the documents, and nothing else', async () => {
    const ledger = await ledgerWithBatch();

    const simulation = await ledger.simulate(attest(ENTRIES.bytes));

    assert.deepEqual(keysOf(simulation.reads), [
      'clock',
      `batch/${SERIES}/0000000000000001`,
      ...ENTRIES.hashes.map((hash) => `document/${hash.toString('hex')}`),
    ]);
    assert.deepEqual(
      [...simulation.reads.values()].map((version) => version !== undefined),
      [true, true, false, false, false, false, false],
    );
    assert.equal(simulation.writes.size, 0);
    assert.equal(simulation.event, undefined);
  });

  it('reads the same for a caller with a role as for one without', async () => {
    const ledger = await ledgerWithBatch();

    const one = await ledger.simulate({ ...attest(ENTRIES.bytes), as: PEOPLE.issuer });
    const other = await ledger.simulate({ ...attest(ENTRIES.bytes), as: PEOPLE.operatorClient });

    assert.deepEqual(one.reads, other.reads);
    assert.equal(one.payload, other.payload);
  });

  it('answers for 1,000 documents at once', async () => {
    const ledger = await ledgerWithBatch();

    const simulation = await ledger.simulate(attest(entriesOf(1, MAX_ATTESTED).bytes));

    assert.equal(parseAttestation(Buffer.from(simulation.payload)).states.length, MAX_ATTESTED);
  });

  const malformed: readonly [string, Proposal][] = [
    ['a malformed series', attest(ENTRIES.bytes, 1, 'A')],
    ['a malformed batch', attest(ENTRIES.bytes, '01')],
    ['no hashes', attest('')],
    ['hashes cut off', attest(ENTRIES.bytes.subarray(1))],
    ['one hash too many', attest(entriesOf(1, MAX_ATTESTED + 1).bytes)],
  ];
  for (const [why, proposal] of malformed) {
    it(`refuses ${why}`, async () => {
      await assertRefused(await ledgerWithBatch(), proposal, 'MALFORMED_ARGUMENT');
    });
  }

  it('refuses a batch that is not there', async () => {
    await assertRefused(await ledgerWithBatch(), attest(ENTRIES.bytes, 2), 'BATCH_NOT_FOUND');
    await assertRefused(await ledgerWithBatch(), attest(ENTRIES.bytes, 1, 'other'), 'BATCH_NOT_FOUND');
  });

  it('refuses while the clock has never been set', async () => {
    const ledger = await ledgerWithSeries();
    await ledger.submit(anchorOf(1, ENTRIES));

    await assertRefused(ledger, attest(ENTRIES.bytes), 'CLOCK_NOT_SET');
  });
});
