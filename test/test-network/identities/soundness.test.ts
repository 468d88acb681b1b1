import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { assertIdentitiesSound, identityFaults } from '../../../test-network/dist/identities/soundness.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import { preparedCopy } from '../support/prepared-copy.js';

describe('identityFaults', () => {
  let home: string;
  let network: PreparedNetwork;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-soundness-'));
    network = await preparedCopy(defaultDescription('native', { portBase: 26_450 }), home);
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  const node = (organization: string, name: 'orderer' | 'peer' | 'gateway' | 'chaincode') =>
    network.layout.organization(organization).node(name);

  it('finds none in a network as it was made', async () => {
    assert.deepEqual(await identityFaults(network), []);
  });

  const cases: readonly { what: string; damage: () => Promise<unknown>; want: RegExp }[] = [
    {
      what: 'a key that is missing',
      damage: () => rm(node('tax', 'orderer').key),
      want: /^organizations\/tax\/orderer\/msp\/keystore\/key\.pem is missing$/,
    },
    {
      what: 'a certificate that is none',
      damage: () => writeFile(node('court', 'peer').certificate, 'no certificate'),
      want: /^organizations\/court\/peer\/msp\/signcerts\/cert\.pem cannot be read$/,
    },
    {
      what: 'a key that is cut short',
      damage: () => writeFile(node('court', 'chaincode').tls.key, '-----BEGIN PRIVATE KEY-----'),
      want: /^organizations\/court\/chaincode\/tls\/server\.key cannot be read$/,
    },
    {
      what: "another node's key",
      damage: () => copyFile(node('tax', 'peer').key, node('tax', 'orderer').key),
      want: /^organizations\/tax\/orderer\/msp\/keystore\/key\.pem is not the key of organizations\/tax\/orderer\//,
    },
    {
      what: 'an identity of another organization',
      damage: async () => {
        await copyFile(node('affairs', 'gateway').certificate, node('tax', 'gateway').certificate);
        await copyFile(node('affairs', 'gateway').key, node('tax', 'gateway').key);
      },
      want: /^organizations\/tax\/gateway\/msp\/signcerts\/cert\.pem was not issued by organizations\/tax\/ca\/ca\.pem$/,
    },
  ];
  for (const { what, damage, want } of cases) {
    it(`names ${what}`, async () => {
      await damage();

      const faults = await identityFaults(network);

      assert.equal(faults.length, 1, faults.join('; '));
      assert.match(faults[0]!, want);
      await assert.rejects(assertIdentitiesSound(network), { code: 'NETWORK_DAMAGED' });
    });
  }

  it('names the files of an organization whose folder is gone', async () => {
    await rm(network.layout.organization('court').folder, { recursive: true });

    const faults = await identityFaults(network);

    assert.ok(faults.length > 0);
    for (const fault of faults) assert.match(fault, /^organizations\/court\/.* is missing$/);
  });
});
