import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { prepareNetwork, readNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import { exportOrganization } from '../../../test-network/dist/split/export-organization.js';
import { assertOwnKeysOnly } from '../../../test-network/dist/split/own-keys.js';
import { stage } from '../../../test-network/dist/split/stage.js';
import { PROJECT } from '../../support/platform.js';
import { readUnit } from './support/host-processes.js';
import { chaincodeSource, splitPlan } from './support/split-network.js';

interface ComposeFile {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly command: readonly string[];
        readonly environment: Readonly<Record<string, string>>;
        readonly network_mode: string;
        readonly volumes: readonly { readonly source: string; readonly target: string }[];
      }
    >
  >;
}

describe('stage', () => {
  let folder: string;
  let host: PreparedNetwork;
  let second: { readonly source: string; readonly bundle: string };

  /** Code of another version. */
  async function codeOf(version: string): Promise<{ source: string; bundle: string }> {
    const source = join(folder, version);
    await cp(chaincodeSource, source, { recursive: true });
    const code = `${await readFile(join(source, 'index.js'), 'utf8')}\n// ${version}\n`;
    await writeFile(join(source, 'index.js'), code);
    await symlink(join(PROJECT, 'node_modules'), join(source, 'node_modules'), 'dir');
    return { source, bundle: createHash('sha256').update(code).digest('hex') };
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-stage-'));
    const network = await prepareNetwork(splitPlan(), join(folder, 'home'));
    await exportOrganization(network, 'court', {
      to: join(folder, 'host'),
      place: join(folder, 'host'),
      chaincodeSource,
    });
    host = await readNetwork(join(folder, 'host'));
    second = await codeOf('second');
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('does nothing for the code that the folder has', async () => {
    const before = await readdir(host.layout.chaincodes);

    assert.equal(await stage(host, 'court', chaincodeSource), undefined);

    assert.deepEqual(await readdir(host.layout.chaincodes), before);
  });

  it('lays package and unit beside what runs, and says the same when asked again', async () => {
    const { source, bundle } = second;

    const staged = await stage(host, 'court', source);

    assert.equal(staged?.bundle, bundle);
    const unit = await readUnit(staged.unit);
    const running = await readUnit(join(folder, 'host', 'systemd', 'chopmark-chaincode.service'));
    assert.equal(staged.unit, join(folder, 'host', 'systemd', 'chopmark-chaincode-beside.service'));
    assert.equal(unit.environment['CHOPMARK_BUNDLE'], bundle);
    assert.equal(unit.command.includes('--chaincode-address=127.0.0.1:7057'), true);
    assert.equal(running.command.includes('--chaincode-address=127.0.0.1:7052'), true);
    await assertOwnKeysOnly(host.layout.home, 'court');
    assert.deepEqual(await stage(host, 'court', source), staged);
  });

  it('lays containers of both versions into a file beside the compose file', async () => {
    const { source, bundle } = second;
    const home = join(folder, 'host');
    const first = parse(await readFile(join(home, 'compose.yaml'), 'utf8')) as ComposeFile;

    const staged = await stage(host, 'court', source, { place: '/srv/elsewhere' });

    assert.equal(staged?.composeFile, join(home, 'compose.contract.yaml'));
    const { services } = parse(await readFile(staged.composeFile, 'utf8')) as ComposeFile;
    const unit = await readUnit(staged.unit);
    const next = services['chaincode-beside-court']!;
    assert.deepEqual(Object.keys(services).sort(), ['chaincode-beside-court', 'chaincode-court']);
    // The file that is read second changes nothing about the server that runs, but where its files are.
    const { command, environment } = services['chaincode-court']!;
    const there = (text: string): string => text.replaceAll(home, '/srv/elsewhere');
    assert.deepEqual(command, first.services['chaincode-court']!.command.map(there));
    assert.deepEqual(
      environment,
      JSON.parse(there(JSON.stringify(first.services['chaincode-court']!.environment))),
    );
    assert.equal(next.environment['CHOPMARK_BUNDLE'], bundle);
    assert.deepEqual(next.command.slice(1), unit.command.slice(1));
    assert.equal(next.network_mode, 'service:host-court');
    for (const { source: path, target } of next.volumes) {
      assert.equal(path, target.replace('/srv/elsewhere', home));
      await stat(path);
    }
  });

  it('refuses a third code while another is staged', async () => {
    const { source } = await codeOf('third');
    const before = await readdir(host.layout.chaincodes);

    await assert.rejects(stage(host, 'court', source), { code: 'UPGRADE_PENDING' });

    assert.deepEqual(await readdir(host.layout.chaincodes), before);
  });

  it('refuses a folder without a contract', async () => {
    await assert.rejects(stage(host, 'court', join(folder, 'nowhere')), { code: 'CHAINCODE_NOT_BUILT' });
  });

  it('refuses a folder that never had one, and one that is no network', async () => {
    const home = await readNetwork(join(folder, 'home'));

    await assert.rejects(stage(home, 'court', chaincodeSource), { code: 'NETWORK_DAMAGED' });
    await assert.rejects(readNetwork(join(folder, 'nowhere')), { code: 'NETWORK_DAMAGED' });
  });
});
