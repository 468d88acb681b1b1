import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { copyFile, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDescription, requireOrganization } from '../../../test-network/dist/description.js';
import { layoutOf } from '../../../test-network/dist/layout.js';
import { ordererSettings } from '../../../test-network/dist/native/orderer-settings.js';
import { peerSettings } from '../../../test-network/dist/native/peer-settings.js';
import { prepareNetwork, readNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import { exportOrganization } from '../../../test-network/dist/split/export-organization.js';
import { filesBelow } from '../../../test-network/dist/split/organization-parts.js';
import { placesOf } from '../../../test-network/dist/split/places.js';
import { assertOwnKeysOnly } from '../../../test-network/dist/split/own-keys.js';
import { chaincodeSource, KEYS, splitPlan } from './support/split-network.js';

const OWN_NODES = ['orderer', 'peer', 'admin', 'gateway', 'chaincode'] as const;

describe('exportOrganization', () => {
  let folder: string;
  let network: PreparedNetwork;
  const at = (...parts: string[]): string => join(folder, ...parts);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-export-'));
    network = await prepareNetwork(splitPlan(), at('home'));
    for (const key of KEYS) await exportOrganization(network, key, { to: at(key), chaincodeSource });
  });

  after(() => rm(folder, { recursive: true, force: true }));

  // The oracle knows nothing of formats: the secret number of every key, as bytes, as hex, and as its file wrote it.
  for (const key of KEYS) {
    it(`carries no secret of anybody else to the host of ${key}, and no authority's`, async () => {
      const foreign = await secretsOf(KEYS.filter((other) => other !== key));
      const authorities = await authoritySecretsOf(key);
      const own = await nodeSecretsOf(key);
      const files = await Promise.all((await filesBelow(at(key))).map((path) => readFile(path)));
      const isThere = (secret: Secret): boolean =>
        files.some((file) => secret.forms.some((form) => file.includes(form)));

      assert.deepEqual(
        [...foreign, ...authorities].filter(isThere).map(({ place }) => place),
        [],
      );
      assert.deepEqual(
        own.filter((secret) => !isThere(secret)).map(({ place }) => place),
        [],
      );
    });
  }

  it('keeps keys and passwords for their owner alone', async () => {
    const secret = (await filesBelow(at('tax'))).filter((path) =>
      /key\.pem$|\.key$|secrets\/|\.tgz$/.test(path),
    );

    assert.equal(secret.length, 11 + 2 + 1 + 1, 'keys, password and URL, package, master keys');
    for (const path of secret) assert.equal((await stat(path)).mode & 0o077, 0, path);
  });

  it('is a folder of the same network', async () => {
    const carried = await readNetwork(at('court'));

    assert.deepEqual({ ...carried, layout: network.layout }, network);
    assert.deepEqual(
      await readFile(carried.layout.genesisBlock),
      await readFile(network.layout.genesisBlock),
    );
  });

  it('writes the settings of the native network for the place where the folder will lie', async () => {
    for (const key of KEYS) {
      const organization = requireOrganization(network.description, key);
      const there = layoutOf('/srv/chopmark');
      const places = placesOf(there, key);
      const here = placesOf(layoutOf(at(key)), key);

      assert.deepEqual(
        await readJson(join(here.peerSettings, 'core.yaml')),
        peerSettings(organization, there, places.peerLedger, places.builder),
      );
      assert.deepEqual(
        await readJson(join(here.ordererSettings, 'orderer.yaml')),
        ordererSettings(organization, there, places.ordererLedger),
      );
    }
  });

  it('opens to other hosts what they dial, and nothing else', async () => {
    const core = (await readJson(at('court', 'settings', 'peer', 'core.yaml'))) as Record<
      string,
      Record<string, unknown>
    >;
    const orderer = (await readJson(at('court', 'settings', 'orderer', 'orderer.yaml'))) as Record<
      string,
      Record<string, unknown>
    >;
    const gossip = core['peer']!['gossip'] as Record<string, unknown>;

    assert.equal(core['peer']!['listenAddress'], '0.0.0.0:7051');
    assert.equal(gossip['externalEndpoint'], 'court.split.test:7051');
    assert.equal(orderer['General']!['ListenAddress'], '0.0.0.0');
    for (const address of [
      core['operations']!['listenAddress'],
      core['peer']!['chaincodeListenAddress'],
      orderer['Operations']!['ListenAddress'],
      orderer['Admin']!['ListenAddress'],
    ]) {
      assert.match(String(address), /^127\.0\.0\.1:/);
    }
  });

  it('gives the operator no gateway, no database and no connection', async () => {
    assert.deepEqual((await readdir(at('operator', 'systemd'))).sort(), [
      'chopmark-chaincode.service',
      'chopmark-orderer.service',
      'chopmark-peer.service',
      'chopmark.target',
    ]);
    const entries = await readdir(at('operator'));
    for (const name of ['secrets', 'database', 'gateway', 'connections'])
      assert.equal(entries.includes(name), false);
  });

  it('puts the authorities in when a safe asks for them', async () => {
    await exportOrganization(network, 'tax', { to: at('safe'), chaincodeSource, withAuthorityKeys: true });

    assert.equal(await assertOwnKeysOnly(at('safe'), 'tax'), (await assertOwnKeysOnly(at('tax'), 'tax')) + 2);
  });

  it('leaves a folder that is not empty as it is', async () => {
    const target = await mkdtemp(at('full-'));
    await writeFile(join(target, 'mine'), 'mine');

    await assert.rejects(exportOrganization(network, 'tax', { to: target, chaincodeSource }), {
      code: 'FOLDER_NOT_EMPTY',
    });

    assert.deepEqual(await readdir(target), ['mine']);
  });

  it('refuses a network of one machine', async () => {
    const local = await prepareNetwork(defaultDescription('native', { portBase: 26_900 }), at('local'));

    await assertNothingMade('HOSTS_MISSING', () =>
      exportOrganization(local, 'tax', { to: at('none'), chaincodeSource }),
    );
  });

  it('exports nobody whose keys are elsewhere', async () => {
    const carried = await readNetwork(at('tax'));

    await assertNothingMade('KEYS_MISSING', () =>
      exportOrganization(carried, 'court', { to: at('none'), chaincodeSource }),
    );
  });

  it('makes no folder when a key of somebody else got among its own', async () => {
    const home = at('mixed');
    const mixed = await prepareNetwork(splitPlan(), home);
    const peer = mixed.layout.organization('tax').node('peer');
    await copyFile(mixed.layout.organization('court').node('peer').key, join(peer.folder, 'old.pem'));

    await assertNothingMade('FOREIGN_KEY', () =>
      exportOrganization(mixed, 'tax', { to: at('none'), chaincodeSource }),
    );
  });

  it('makes no folder for a place that is no plain path', async () => {
    await assertNothingMade('PLAN_REFUSED', () =>
      exportOrganization(network, 'tax', { to: at('none'), chaincodeSource, place: '/srv/my folder' }),
    );
  });

  async function assertNothingMade(code: string, attempt: () => Promise<unknown>): Promise<void> {
    await assert.rejects(attempt(), { code });
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.startsWith('none')),
      [],
    );
  }

  async function nodeSecretsOf(key: string): Promise<readonly Secret[]> {
    const organization = network.layout.organization(key);
    const paths = OWN_NODES.map((node) => organization.node(node)).flatMap(({ key: own, tls }) => [
      own,
      tls.key,
      tls.clientKey,
    ]);
    return secretsAt(paths);
  }

  async function authoritySecretsOf(key: string): Promise<readonly Secret[]> {
    const { ca, tlsca } = network.layout.organization(key);
    return secretsAt([ca.key, tlsca.key]);
  }

  async function secretsOf(keys: readonly string[]): Promise<readonly Secret[]> {
    const rows = await Promise.all(
      keys.map(async (key) => [...(await nodeSecretsOf(key)), ...(await authoritySecretsOf(key))]),
    );
    return rows.flat();
  }
});

type Secret = { readonly place: string; readonly forms: readonly Buffer[] };

/** Of the files that exist: an admin has no TLS server, the operator no gateway. */
async function secretsAt(paths: readonly string[]): Promise<readonly Secret[]> {
  const rows = await Promise.all(
    paths.map(async (place) => {
      const pem = await readFile(place, 'utf8').catch(() => undefined);
      if (pem === undefined) return [];
      const number = Buffer.from(createPrivateKey(pem).export({ format: 'jwk' }).d ?? '', 'base64url');
      assert.equal(number.length, 32);
      const [, line = ''] = pem.split('\n');
      return [{ place, forms: [number, Buffer.from(number.toString('hex')), Buffer.from(line)] }];
    }),
  );
  const found = rows.flat();
  assert.ok(found.length > 0);
  return found;
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8')) as unknown;
}
