import assert from 'node:assert/strict';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDescription } from '../../../test-network/dist/description.js';
import type { NetworkDescription } from '../../../test-network/dist/description.js';
import { addOrganization } from '../../../test-network/dist/organization-life/add-organization.js';
import { describeJoining } from '../../../test-network/dist/organization-life/describe-organization.js';
import { takeRunnerMark } from '../../../test-network/dist/organization-life/life-files.js';
import { removeOrganization } from '../../../test-network/dist/organization-life/remove-organization.js';
import { renewOrderer } from '../../../test-network/dist/organization-life/renew-orderer.js';
import { INSTALLED, UPGRADE, writeRecord } from '../../../test-network/dist/packaging/installed-record.js';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import { upgrade } from '../../../test-network/dist/upgrade/upgrade.js';

const CITY = { key: 'city', name: 'Sandbox City', locality: 'Wuhan' };
const RECORD = { label: 'chopmark-1', bundle: 'ab'.repeat(32), packages: {} };

describe('organization life', () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-refusals-'));
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  const prepared = (kind: 'embedded' | 'native'): Promise<PreparedNetwork> =>
    prepareNetwork(defaultDescription(kind, { portBase: 31_300 }), home);

  it('is refused on the embedded network, which takes no configuration updates', async () => {
    const network = await prepared('embedded');

    for (const attempt of [
      () => addOrganization(network, CITY),
      () => removeOrganization(network, 'operator'),
      () => renewOrderer(network, 'tax', { withNewKey: false }),
    ]) {
      await assert.rejects(attempt(), { code: 'NOT_ON_EMBEDDED' });
    }
  });

  it('needs a running network', async () => {
    const network = await prepared('native');

    for (const attempt of [
      () => addOrganization(network, CITY),
      () => removeOrganization(network, 'operator'),
      () => renewOrderer(network, 'tax', { withNewKey: false }),
      () => upgrade(network, undefined),
    ]) {
      await assert.rejects(attempt(), { code: 'NETWORK_NOT_RUNNING' });
    }
  });

  it('waits for an upgrade that was begun', async () => {
    const network = await prepared('native');
    const release = await takeRunnerMark(network.layout);
    await writeRecord(network.layout, INSTALLED, RECORD);
    await writeRecord(network.layout, UPGRADE, RECORD);
    try {
      await assert.rejects(addOrganization(network, CITY), { code: 'UPGRADE_PENDING' });
      await assert.rejects(removeOrganization(network, 'operator'), { code: 'UPGRADE_PENDING' });
    } finally {
      release();
    }
    await assert.rejects(access(join(home, 'life', 'joining-city.json')));
    await assert.rejects(access(network.layout.organization('city').folder));
  });
});

describe('describeJoining', () => {
  const four = defaultDescription('native', { portBase: 31_300 });

  it('gives the next ports and the next consenter', () => {
    const { organization, consenterId } = describeJoining(four, CITY);

    assert.equal(organization.mspId, 'CityMSP');
    assert.equal(consenterId, 5);
    const ports = Object.values(organization.ports);
    assert.equal(new Set(ports).size, ports.length);
    assert.ok(ports.every((port) => port >= 31_340 && port < 31_350));
  });

  it('never gives the id of a consenter that left', () => {
    const former: NetworkDescription = { ...four, formerConsenters: [5, 6] };
    assert.equal(describeJoining(former, CITY).consenterId, 7);
  });

  for (const [what, wanted] of [
    ['a key with a capital', { ...CITY, key: 'City' }],
    ['a key of one letter', { ...CITY, key: 'c' }],
    ['a key that leads out of its folder', { ...CITY, key: '../tax' }],
    ['a key that is there', { ...CITY, key: 'tax' }],
    ['no name', { ...CITY, name: '' }],
    ['a name that no certificate holds', { ...CITY, name: 'x'.repeat(65) }],
    ['no locality', { ...CITY, locality: ' ' }],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => describeJoining(four, wanted), { code: 'ORGANIZATION_REFUSED' });
    });
  }
});
