import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  serverArguments,
  serverEnvironment,
} from '../../../test-network/dist/chaincode-server/server-command.js';
import { exportCompose } from '../../../test-network/dist/compose/export-compose.js';
import { requireOrganization } from '../../../test-network/dist/description.js';
import { layoutOf } from '../../../test-network/dist/layout.js';
import { ordererSettings } from '../../../test-network/dist/native/orderer-settings.js';
import { peerSettings } from '../../../test-network/dist/native/peer-settings.js';
import { installChaincodeFiles } from '../../../test-network/dist/packaging/install-files.js';
import { prepareNetwork, readNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import { assertOwnKeysOnly } from '../../../test-network/dist/split/own-keys.js';
import { VARIABLES } from '../../../gateway/dist/config/environment.js';
import { chaincodeSource, KEYS, splitPlan } from '../split/support/split-network.js';

interface Bind {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly read_only: boolean;
  readonly bind: { readonly create_host_path: boolean };
}

interface Container {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly Bind[];
  readonly ports?: readonly string[];
  readonly network_mode?: string;
  readonly networks?: Readonly<Record<string, { readonly aliases?: readonly string[] }>>;
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly profiles?: readonly string[];
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Container>>;
  readonly networks: Readonly<Record<string, unknown>>;
}

const PLACE = '/srv/chopmark';
const AUTHORITIES = ['tax', 'affairs', 'court'] as const;

describe('compose file of four organizations', () => {
  let folder: string;
  let network: PreparedNetwork;
  let file: ComposeFile;
  const at = (...parts: string[]): string => join(folder, 'compose', ...parts);
  const service = (name: string): Container => {
    const found = file.services[name];
    assert.ok(found, name);
    return found;
  };
  /** What a container sees at a path, on this machine. */
  const seen = (container: Container, path: string): string => {
    const mount = container.volumes?.find(({ target }) => path === target || path.startsWith(`${target}/`));
    assert.ok(mount, `${path} is not mounted`);
    return at(mount.source, path.slice(mount.target.length));
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-compose-'));
    network = await prepareNetwork(splitPlan(), join(folder, 'home'));
    await exportCompose(network, { to: at(), chaincodeSource, project: '/opt/here' });
    file = parse(await readFile(at('compose.yaml'), 'utf8')) as ComposeFile;
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('has every node of every organization, by the official images', () => {
    for (const key of KEYS) {
      assert.equal(service(`orderer-${key}`).image, 'hyperledger/fabric-orderer:3.1.5');
      assert.equal(service(`peer-${key}`).image, 'hyperledger/fabric-peer:3.1.5');
      assert.match(service(`chaincode-${key}`).image, /^node:/);
    }
    for (const key of AUTHORITIES) {
      assert.match(service(`gateway-${key}`).image, /^node:/);
      assert.match(service(`database-${key}`).image, /^postgres:/);
    }
    assert.equal(file.services['gateway-operator'], undefined);
  });

  it('gives peers and orderers the settings of the native network and its environment', async () => {
    for (const key of KEYS) {
      const organization = requireOrganization(network.description, key);
      const there = layoutOf(PLACE);
      const expected = [
        ['orderer', 'orderer.yaml', ordererSettings(organization, there, `${PLACE}/ledger/orderer-${key}`)],
        [
          'peer',
          'core.yaml',
          peerSettings(organization, there, `${PLACE}/ledger/peer-${key}`, `${PLACE}/builder`),
        ],
      ] as const;
      for (const [name, settings, native] of expected) {
        const container = service(`${name}-${key}`);
        const { FABRIC_CFG_PATH = '', ...others } = container.environment ?? {};
        const mounted = JSON.parse(
          await readFile(seen(container, join(FABRIC_CFG_PATH, settings)), 'utf8'),
        ) as unknown;

        assert.deepEqual(mounted, native, container.image);
        // As FabricProcess sets it.
        assert.deepEqual(others, { FABRIC_LOGGING_SPEC: 'warn' });
      }
    }
  });

  it('mounts every file that the settings name', async () => {
    for (const name of KEYS.flatMap((key) => [`orderer-${key}`, `peer-${key}`])) {
      const container = service(name);
      const folderOfSettings = container.environment?.['FABRIC_CFG_PATH'] ?? '';
      const settings = JSON.parse(
        await readFile(
          seen(container, join(folderOfSettings, name.startsWith('peer') ? 'core.yaml' : 'orderer.yaml')),
          'utf8',
        ),
      ) as unknown;
      const paths = textsOf(settings).filter((text) => text.startsWith(`${PLACE}/`));

      assert.ok(paths.length > 5);
      for (const path of paths.filter((candidate) => !candidate.includes('/ledger/')))
        await stat(seen(container, path));
      for (const path of paths.filter((candidate) => candidate.includes('/ledger/'))) seen(container, path);
    }
  });

  it('starts chaincode servers as the native network does', async () => {
    for (const key of KEYS) {
      const carried = await readNetwork(at(key));
      const installed = await installChaincodeFiles(carried, '', [key]);
      const { packageId } = installed.packages.get(key)!;
      const options = {
        network: { ...network, layout: layoutOf(PLACE) },
        organization: key,
        packageId,
        bundle: installed.bundle,
      };
      const container = service(`chaincode-${key}`);

      assert.deepEqual(container.command, ['node', ...serverArguments(options)]);
      assert.deepEqual(container.environment, serverEnvironment(options));
      for (const path of container.command.flatMap((word) => /(\/srv\/.*)$/.exec(word)?.[1] ?? []))
        await stat(seen(container, path));
    }
  });

  it('names variables to gateways that they read, and files that are there', async () => {
    for (const key of AUTHORITIES) {
      const container = service(`gateway-${key}`);
      const { NODE_ENV, DATABASE_URL_FILE = '', ...others } = container.environment ?? {};

      assert.equal(NODE_ENV, 'production');
      for (const name of Object.keys(others)) assert.equal(VARIABLES.includes(name), true, name);
      const url = new URL(await readFile(seen(container, DATABASE_URL_FILE), 'utf8'));
      const database = service(`database-${key}`);
      const passwordFile = database.environment?.['POSTGRES_PASSWORD_FILE'] ?? '';
      assert.equal(url.password, await readFile(seen(database, passwordFile), 'utf8'));
      assert.equal(url.username, database.environment?.['POSTGRES_USER']);
      await stat(seen(container, others['CHOPMARK_CONNECTION'] ?? ''));
    }
  });

  it('keeps the containers of an organization on one host, found by the name that certificates carry', () => {
    for (const [name, container] of Object.entries(file.services)) {
      const key = name.slice(name.lastIndexOf('-') + 1);
      if (name.startsWith('host-')) continue;
      assert.equal(container.network_mode, `service:host-${key}`, name);
      assert.equal(container.ports, undefined, 'nothing is opened but by the host');
    }
    assert.deepEqual(service('host-tax').networks?.['channel']?.aliases, ['tax.split.test']);
    assert.deepEqual(Object.keys(file.networks), ['channel']);
  });

  it('mounts nothing of another organization, and never makes what is missing', () => {
    for (const [name, { volumes = [] }] of Object.entries(file.services)) {
      const key = name.slice(name.lastIndexOf('-') + 1);
      for (const { type, source, bind } of volumes) {
        assert.equal(type, 'bind');
        assert.equal(bind.create_host_path, false);
        assert.equal(
          source === '${CHOPMARK_PROJECT:?}' || source === `./${key}` || source.startsWith(`./${key}/`),
          true,
          `${name}: ${source}`,
        );
      }
    }
  });

  it('shows the admin key to the one command that needs it', () => {
    for (const [name, { volumes = [], profiles }] of Object.entries(file.services)) {
      const key = name.slice(name.lastIndexOf('-') + 1);
      const admin = `./${key}/organizations/${key}/admin/`;
      const sees = volumes.some(({ source }) => admin.startsWith(`${source}/`));

      assert.equal(sees, name.startsWith('enter-'), name);
      assert.deepEqual(profiles, sees ? ['enter'] : undefined);
    }
  });

  it('lies beside four folders with their own keys only', async () => {
    assert.deepEqual((await readdir(at())).sort(), ['.env', ...KEYS, 'compose.yaml'].sort());
    for (const key of KEYS) assert.ok((await assertOwnKeysOnly(at(key), key)) > 0);
  });

  it('opens the ports of orderer and peer in the file for a host of its own', async () => {
    const own = parse(await readFile(at('court', 'compose.yaml'), 'utf8')) as ComposeFile;

    assert.deepEqual(own.services['host-court']?.ports, ['7050:7050', '7051:7051']);
    assert.equal(
      Object.keys(own.services).every((name) => name.endsWith('-court')),
      true,
    );
  });
});

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
