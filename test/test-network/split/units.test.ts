import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { layoutOf } from '../../../test-network/dist/layout.js';
import { installChaincodeFiles } from '../../../test-network/dist/packaging/install-files.js';
import { prepareNetwork, readNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import { DEFAULT_PLACE, exportOrganization } from '../../../test-network/dist/split/export-organization.js';
import type { Exported } from '../../../test-network/dist/split/export-organization.js';
import { servicesOf } from '../../../test-network/dist/split/services.js';
import { DEFAULT_PROGRAMS, unitName, unitText } from '../../../test-network/dist/split/units.js';
import { PROJECT } from '../../support/platform.js';
import { findProgram } from '../../support/require.js';
import { readUnit } from './support/host-processes.js';
import { chaincodeSource, splitPlan } from './support/split-network.js';

const run = promisify(execFile);

interface Facts {
  readonly network: string;
  readonly channel: string;
  readonly mspId: string;
}

/** Nobody signed it: enough for a look at the files. */
function trustOf({ network, channel, mspId }: Facts): string {
  const roots = ['-----BEGIN CERTIFICATE-----'];
  return JSON.stringify({
    format: 'chopmark/trust/1',
    name: 'a network of a test',
    network,
    channel,
    embedded: false,
    organizations: [{ mspId, name: 'tax', roots, intermediates: [], revocationLists: [] }],
    namespaces: [],
    signers: 1,
    statusMaxAgeSeconds: 86_400,
    signatures: [],
  });
}

describe('units of an exported folder', () => {
  let folder: string;
  let host: string;
  let exported: Exported;
  let network: PreparedNetwork;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-units-'));
    host = join(folder, 'host');
    network = await prepareNetwork(splitPlan(), join(folder, 'home'));
    // Whether a unit names a program that exists is the host's business, so one stands for all here.
    const programs = { orderer: process.execPath, peer: process.execPath, node: process.execPath };
    exported = await exportOrganization(network, 'tax', {
      to: host,
      place: host,
      project: host,
      programs,
      chaincodeSource,
    });
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('say what the services say', async () => {
    for (const service of exported.services) {
      const unit = await readUnit(join(host, 'systemd', unitName(service)));

      assert.deepEqual(unit.command, [process.execPath, ...service.args]);
      assert.deepEqual(unit.environment, service.environment);
      assert.equal(unit.folder, service.folder);
    }
  });

  it('show a service its own files of the folder only: never the admin, the authorities or other nodes', async () => {
    for (const { name, reads, writes } of exported.services) {
      const lines = (await readFile(join(host, 'systemd', unitName({ name })), 'utf8')).split('\n');

      assert.equal(lines.includes(`TemporaryFileSystem=${host}:ro`), true);
      assert.deepEqual(
        lines.filter((line) => line.startsWith('Bind')),
        [...reads.map((path) => `BindReadOnlyPaths=${path}`), ...writes.map((path) => `BindPaths=${path}`)],
      );
      for (const other of ['orderer', 'peer', 'gateway', 'chaincode', 'admin', 'ca', 'tlsca']) {
        const secret = join(host, 'organizations', 'tax', other);
        const sees = [...reads, ...writes].some((path) => `${secret}/`.startsWith(`${path}/`));
        assert.equal(sees, other === name, `${name} and ${other}`);
      }
    }
  });

  it('leave a gateway down after an exit code that asks for a hand, and start all else again', async () => {
    const codes = await readFile(join(PROJECT, 'docs', 'error-codes.md'), 'utf8');
    const table = /^## Starting a gateway$([^]*?)^## /m.exec(codes)?.[1] ?? '';
    const documented = [...table.matchAll(/^\| `[A-Z_]+` \| (\d+) \|/gm)].map(([, code]) => code);
    assert.deepEqual(documented, ['3']);

    for (const { name } of exported.services) {
      const lines = (await readFile(join(host, 'systemd', unitName({ name })), 'utf8')).split('\n');

      assert.ok(lines.includes('Restart=always'), name);
      assert.deepEqual(
        lines.filter((line) => line.startsWith('RestartPrevent')),
        name === 'gateway' ? [`RestartPreventExitStatus=${documented.join(' ')}`] : [],
        name,
      );
    }
  });

  it('are all started by the target', async () => {
    const target = await readFile(join(host, 'systemd', 'chopmark.target'), 'utf8');
    const wanted = /^Wants=(.*)$/m.exec(target)?.[1]?.split(' ');

    assert.deepEqual(
      [...(wanted ?? []), 'chopmark.target'].sort(),
      (await readdir(join(host, 'systemd'))).sort(),
    );
  });

  it('configure a gateway that production takes', async () => {
    const { environment } = await readUnit(join(host, 'systemd', 'chopmark-gateway.service'));
    const program = join(PROJECT, 'gateway', 'dist', 'main.js');
    // What comes to the host otherwise: the profile by `network enter`, the pages with the project.
    const connection = JSON.parse(await readFile(join(host, 'connections', 'tax.json'), 'utf8')) as Facts;
    await writeFile(join(host, 'trust.json'), trustOf(connection));
    await mkdir(join(host, 'web', 'dist'), { recursive: true });

    const { stdout } = await run(process.execPath, [program, '--check-config'], { env: { ...environment } });

    const { mode, organization, publicUrl } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(
      { mode, organization, publicUrl },
      {
        mode: 'production',
        organization: 'tax',
        publicUrl: 'https://tax.split.test',
      },
    );
  });

  it('stand in docs/operations.md as they are', async () => {
    const there = { ...network, layout: layoutOf(DEFAULT_PLACE) };
    const { services } = exported;
    const [orderer] = servicesOf(
      there,
      'tax',
      await installChaincodeFiles(await readNetwork(host), '', ['tax']),
      '/opt',
    );
    assert.deepEqual(orderer?.args, services[0]?.args);
    const document = await readFile(join(PROJECT, 'docs', 'operations.md'), 'utf8');

    assert.equal(document.includes(unitText(orderer!, DEFAULT_PROGRAMS, DEFAULT_PLACE)), true);
  });

  it('are units that systemd understands', async function () {
    const analyze = findProgram(['systemd-analyze']);
    if (analyze === undefined) this.skip();
    await writeFile(join(host, 'trust.json'), '{}');
    const files = (await readdir(join(host, 'systemd'))).map((name) => join(host, 'systemd', name));

    const { stderr } = await run(analyze, ['verify', '--man=no', ...files]);

    assert.equal(stderr.includes(host), false, stderr);
  });
});
