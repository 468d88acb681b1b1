import assert from 'node:assert/strict';
import { canonicalJson, LEDGER_CONTRACT } from '@chopmark/core';
import {
  anchorOf,
  entriesOf,
  ledgerWithRoles,
  ledgerWithSeries,
  PEOPLE,
  SERIES,
} from '../support/chaincode-world.js';
import type { Proposal } from '../support/chaincode-proposal.js';
import { assertRefused, BUNDLE, keysOf, LedgerStub, NETWORK, readableKey } from '../support/ledger-stub.js';

const asMember = (name: string, ...args: (string | number)[]): Proposal => ({
  as: PEOPLE.operatorClient,
  function: name,
  args,
});

describe('queries', () => {
  const { fingerprint } = PEOPLE.issuer;
  const records: readonly [query: Proposal, key: string][] = [
    [asMember('getSeries', SERIES), `series/${SERIES}`],
    [asMember('getHead', SERIES), `head/${SERIES}`],
    [asMember('getBatch', SERIES, 1), `batch/${SERIES}/0000000000000001`],
    [asMember('getClock'), 'clock'],
    [asMember('getRoles', fingerprint), `role/${fingerprint}`],
  ];
  for (const [query, key] of records) {
    it(`${query.function} answers the stored bytes and reads nothing else`, async () => {
      const ledger = await ledgerWithSeries();
      await ledger.submit(anchorOf(1, entriesOf(1, 3)));
      await ledger.submit(asMember('tick'));

      const simulation = await ledger.simulate(query);

      const stored = ledger.dump().find(([, name]) => name === key)?.[2];
      assert.equal(simulation.payload, stored);
      assert.deepEqual(keysOf(simulation.reads), [key]);
      assert.equal(simulation.writes.size, 0);
    });
  }

  const refused: readonly [query: Proposal, code: string][] = [
    [asMember('getSeries', SERIES), 'SERIES_NOT_FOUND'],
    [asMember('getHead', SERIES), 'SERIES_NOT_FOUND'],
    [asMember('getBatch', SERIES, 1), 'BATCH_NOT_FOUND'],
    [asMember('getClock'), 'CLOCK_NOT_SET'],
    [asMember('getRoles', PEOPLE.client.fingerprint), 'ROLE_NOT_FOUND'],
    [asMember('getSeries', 'A'), 'MALFORMED_ARGUMENT'],
    [asMember('getHead', ''), 'MALFORMED_ARGUMENT'],
    [asMember('getBatch', SERIES, 0), 'MALFORMED_ARGUMENT'],
    [asMember('getBatch', 'a b', 1), 'MALFORMED_ARGUMENT'],
    [asMember('getRoles', 'ab'), 'MALFORMED_ARGUMENT'],
  ];
  for (const [query, code] of refused) {
    it(`${query.function} of [${String(query.args)}] is refused with ${code}`, async () => {
      await assertRefused(await ledgerWithRoles(), query, code);
    });
  }
});

describe('version', () => {
  it('says what runs here: bundle, network and functions, without a look at the state', async () => {
    const simulation = await new LedgerStub().simulate(asMember('version'));

    const functions = Object.keys(LEDGER_CONTRACT.functions).sort();
    assert.equal(simulation.payload, canonicalJson({ bundle: BUNDLE, functions, network: NETWORK }));
    assert.deepEqual([...simulation.reads.keys()].map(readableKey), []);
  });
});
