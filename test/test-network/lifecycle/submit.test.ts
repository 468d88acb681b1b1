import assert from 'node:assert/strict';
import { Faults } from '../../../test-network/dist/embedded/faults.js';
import { queryCommitted } from '../../../test-network/dist/lifecycle/lifecycle-calls.js';
import { PeerClient } from '../../../test-network/dist/lifecycle/peer-client.js';
import { startRanges } from '../embedded/support/running-network.js';
import type { TestNetwork } from '../embedded/support/running-network.js';

const PORT_BASE = 26_560;
const BOTH = ['TaxMSP', 'CourtMSP'];
const ENDORSEMENT_POLICY_FAILURE = 10;

/** As orderers do now and then: each transaction is ordered, and then said not to be. */
describe('PeerClient.submit when the orderers say UNAVAILABLE', function () {
  this.timeout(120_000);
  const faults = new Faults();
  let network: TestNetwork;
  let tax: PeerClient;

  before(async () => {
    faults.submitUnavailable = 100;
    network = await startRanges(PORT_BASE, { faults });
    tax = await PeerClient.open(network.network, 'tax');
  });

  after(async () => {
    tax.close();
    await network.remove();
  });

  const valueOf = async (key: string): Promise<string> =>
    Buffer.from(
      await tax.contract('ranges1').evaluate('get', { arguments: [key], endorsingOrganizations: BOTH }),
    ).toString();

  it('brings the definitions onto the channel', async () => {
    assert.deepEqual([...(await queryCommitted(tax)).keys()].sort(), ['ranges1', 'ranges2']);
    assert.ok(faults.submitUnavailable < 100);
  });

  it('resolves with the result of what is on the ledger, once', async () => {
    const before = faults.submitUnavailable;
    const options = { arguments: ['counted'], endorsingOrganizations: BOTH };

    const results = [
      await tax.submit('ranges1', 'increment', options),
      await tax.submit('ranges1', 'increment', options),
    ].map((result) => Buffer.from(result).toString());

    assert.deepEqual(results, ['1', '2']);
    assert.equal(faults.submitUnavailable, before - 2);
    assert.equal(await valueOf('counted'), '2');
  });

  it('tells the code of a transaction that is not valid', async () => {
    const options = { arguments: ['alone', 'x'], endorsingOrganizations: ['TaxMSP'] };

    await assert.rejects(tax.submit('ranges1', 'put', options), {
      name: 'CommitError',
      code: ENDORSEMENT_POLICY_FAILURE,
    });

    assert.equal(await valueOf('alone'), '');
  });
});
