import assert from 'node:assert/strict';
import { PEOPLE } from '../support/chaincode-world.js';
import type { Proposal } from '../support/chaincode-proposal.js';
import { LedgerStub } from '../support/ledger-stub.js';
import type { ChaincodeStub } from 'fabric-shim-api';

const PROPOSAL: Proposal = {
  as: PEOPLE.client,
  function: 'none',
  time: new Date('2026-03-01T00:00:00.500Z'),
};

/** What tests of the contract rely on: the semantics of a peer. */
describe('LedgerStub', () => {
  const run = (ledger: LedgerStub, body: (stub: ChaincodeStub) => Promise<unknown>) =>
    ledger.run(PROPOSAL, async (stub) => ({
      status: 200,
      payload: Buffer.from(JSON.stringify((await body(stub)) ?? null)),
    }));
  const put = (ledger: LedgerStub, ...pairs: [string, string][]) =>
    run(ledger, async (stub) => {
      for (const [key, value] of pairs) await stub.putState(key, Buffer.from(value));
    });
  const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

  it('does not show a transaction its own writes', async () => {
    const ledger = new LedgerStub();
    ledger.commit(await put(ledger, ['a', 'old']));

    const simulation = await run(ledger, async (stub) => {
      await stub.putState('a', Buffer.from('new'));
      return textOf(await stub.getState('a'));
    });

    assert.equal(simulation.payload, '"old"');
  });

  it('reads an absent key as empty, and records that', async () => {
    const simulation = await run(new LedgerStub(), async (stub) => (await stub.getState('a')).length);

    assert.equal(simulation.payload, '0');
    assert.deepEqual([...simulation.reads], [['a', undefined]]);
  });

  it('lists a range in the order of UTF-8 bytes', async () => {
    const ledger = new LedgerStub();
    ledger.commit(await put(ledger, ['\u{10000}', '2'], ['\uffee', '1'], ['b', '0'], ['a', 'outside']));

    const simulation = await run(ledger, async (stub) => {
      const values: string[] = [];
      for await (const { value } of stub.getStateByRange('b', '')) values.push(textOf(value));
      return values;
    });

    assert.equal(simulation.payload, '["0","1","2"]');
  });

  it('lets the last event win', async () => {
    const simulation = await run(new LedgerStub(), (stub) => {
      stub.setEvent('one', Buffer.from('1'));
      stub.setEvent('two', Buffer.from('2'));
      return Promise.resolve();
    });

    assert.deepEqual(simulation.event, { name: 'two', payload: '2' });
  });

  it('gives the time of the proposal', async () => {
    const simulation = await run(new LedgerStub(), (stub) =>
      Promise.resolve(stub.getDateTimestamp().toISOString()),
    );

    assert.equal(simulation.payload, '"2026-03-01T00:00:00.500Z"');
  });

  it('refuses to commit what read an older version, or an absence that has ended', async () => {
    const ledger = new LedgerStub();
    const readThenPut = (stub: ChaincodeStub) =>
      stub.getState('a').then(() => stub.putState('a', Buffer.from('x')));
    const one = await run(ledger, readThenPut);
    const other = await run(ledger, readThenPut);

    assert.deepEqual(ledger.commit(one, other), [0, 11]);
    const later = await run(ledger, readThenPut);
    assert.deepEqual(ledger.commit(await put(ledger, ['a', 'blind'])), [0]);
    assert.deepEqual(ledger.commit(later), [11]);
  });

  it('deletes by an empty value', async () => {
    const ledger = new LedgerStub();
    ledger.commit(await put(ledger, ['a', 'x']));

    ledger.commit(await put(ledger, ['a', '']));

    assert.deepEqual(ledger.dump(), []);
  });
});
