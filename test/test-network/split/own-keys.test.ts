import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import { chaincodePackage } from '../../../test-network/dist/packaging/chaincode-package.js';
import { exportOrganization } from '../../../test-network/dist/split/export-organization.js';
import { assertOwnKeysOnly } from '../../../test-network/dist/split/own-keys.js';
import { chaincodeSource, splitPlan } from './support/split-network.js';

describe('assertOwnKeysOnly', () => {
  let folder: string;
  let network: PreparedNetwork;
  let clean: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-keys-'));
    network = await prepareNetwork(splitPlan(), join(folder, 'home'));
    clean = join(folder, 'clean');
    await exportOrganization(network, 'tax', { to: clean, chaincodeSource });
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('counts the keys of the organization', async () => {
    // Four identities; two TLS keys each of orderer, peer and chaincode, one of the admin; the package's copy of one.
    assert.equal(await assertOwnKeysOnly(clean, 'tax'), 12);
  });

  it('takes no folder for that of another organization', async () => {
    await assert.rejects(assertOwnKeysOnly(clean, 'court'), { code: 'FOREIGN_KEY' });
  });

  const court = (): ReturnType<PreparedNetwork['layout']['organization']> =>
    network.layout.organization('court');
  const planted: readonly (readonly [string, (home: string) => Promise<void>])[] = [
    [
      'a key file of another organization',
      (home) => copyFile(court().node('peer').key, join(home, 'forgotten')),
    ],
    [
      'its authority, in the place of the own one',
      (home) => copyFile(court().ca.key, join(home, 'organizations', 'tax', 'ca', 'key.pem')),
    ],
    [
      'a key inside JSON',
      async (home) =>
        writeFile(
          join(home, 'notes.json'),
          JSON.stringify({ a: await readFile(court().node('admin').key, 'utf8') }),
        ),
    ],
    [
      'a key inside the code of a package',
      async (home) => {
        const { tls } = court().node('chaincode');
        const [rootCert, clientCert, clientKey] = (await Promise.all(
          [tls.root, tls.clientCertificate, tls.clientKey].map((path) => readFile(path, 'utf8')),
        )) as [string, string, string];
        const made = await chaincodePackage('x', '00', { address: 'a:1', rootCert, clientCert, clientKey });
        await writeFile(join(home, 'other.tgz'), made.bytes);
      },
    ],
    [
      'a key that no certificate vouches for',
      (home) =>
        writeFile(
          join(home, 'new.key'),
          generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
            type: 'sec1',
            format: 'pem',
          }),
        ),
    ],
    [
      'a key that cannot be read',
      (home) =>
        writeFile(
          join(home, 'x'),
          '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----',
        ),
    ],
  ];

  for (const [what, plant] of planted) {
    it(`finds ${what}`, async () => {
      const home = await mkdtemp(join(folder, 'planted-'));
      await cp(clean, home, { recursive: true, verbatimSymlinks: true });
      await plant(home);

      await assert.rejects(assertOwnKeysOnly(home, 'tax'), { code: 'FOREIGN_KEY' });
    });
  }
});
