import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { dependencyClosure } from '../../../test-network/dist/packaging/dependency-closure.js';
import { installChaincodeFiles, isUpgradeDue } from '../../../test-network/dist/packaging/install-files.js';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

describe('installChaincodeFiles', () => {
  let folder: string;
  let source: string;
  let network: PreparedNetwork;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-install-'));
    source = join(folder, 'deploy');
    await mkdir(source);
    await symlink(join(PROJECT, 'node_modules'), join(source, 'node_modules'));
    await writeFile(join(source, 'package.json'), '{"main":"index.js"}');
    await writeFile(join(source, 'index.js'), 'first');
    network = await prepareNetwork(
      defaultDescription('embedded', { portBase: 26_340 }),
      join(folder, 'network'),
    );
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('copies the code for each organization, with all that it loads', async () => {
    const installed = await installChaincodeFiles(network, source);

    assert.deepEqual([...installed.packages.keys()].sort(), ['affairs', 'court', 'operator', 'tax']);
    assert.equal(new Set([...installed.packages.values()].map(({ packageId }) => packageId)).size, 4);
    for (const { packageId, bytes } of installed.packages.values()) {
      const own = network.layout.chaincode(packageId);
      assert.equal(await readFile(join(own, 'index.js'), 'utf8'), 'first');
      assert.deepEqual(await readFile(join(own, 'package.tgz')), Buffer.from(bytes));
      assert.equal((await stat(join(own, 'package.tgz'))).mode & 0o777, 0o600);
      const resolved = createRequire(join(own, 'index.js')).resolve('fabric-shim');
      assert.ok(
        resolved.startsWith(network.layout.chaincodes),
        'not resolved in the project, but in the copy',
      );
    }
  });

  it('keeps to what is installed when there is a newer build', async () => {
    const before = await installChaincodeFiles(network, source);
    await writeFile(join(source, 'index.js'), 'second');

    const after = await installChaincodeFiles(network, source);

    assert.equal(after.bundle, before.bundle);
    assert.deepEqual([...after.packages].sort(), [...before.packages].sort());
    assert.equal(await isUpgradeDue(after, source), true);
  });

  it('refuses to go on with code that was changed after it was installed', async () => {
    const { packages } = await installChaincodeFiles(network, source);
    await writeFile(join(network.layout.chaincode(packages.get('court')!.packageId), 'index.js'), 'changed');

    await assert.rejects(installChaincodeFiles(network, source), { code: 'BUNDLE_CHANGED' });
  });

  it('says that nothing is built, and installs nothing', async () => {
    await rm(join(source, 'index.js'));

    await assert.rejects(installChaincodeFiles(network, source), { code: 'CHAINCODE_NOT_BUILT' });
    await assert.rejects(readdir(network.layout.chaincodes), { code: 'ENOENT' });
  });
});

describe('dependencyClosure', () => {
  it('finds what the contract loads, nested versions in their place', async () => {
    const closure = await dependencyClosure(['fabric-contract-api', 'fabric-shim'], PROJECT);

    const places = new Map(closure.map(({ place, version }) => [place, version]));
    assert.equal(places.get('fabric-shim'), '2.5.8');
    assert.equal(places.get('fabric-shim/node_modules/@hyperledger/fabric-protos'), '0.2.2');
    assert.ok(places.has('winston') && places.has('@grpc/grpc-js'));
    for (const absent of ['@types/node', '@hyperledger/fabric-gateway', 'typescript', 'express']) {
      assert.ok(!places.has(absent), absent);
    }
  });

  it('names the package that is not installed', async () => {
    await assert.rejects(dependencyClosure(['fabric-shim', 'no-such-package'], PROJECT), {
      code: 'CHAINCODE_NOT_BUILT',
      message: /no-such-package/,
    });
  });
});
