import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { peer } from '@hyperledger/fabric-protos';
import { credentials } from '@grpc/grpc-js';
import { ChaincodeServer } from '../../../test-network/dist/chaincode-server/server-process.js';
import { startChaincodeServers } from '../../../test-network/dist/chaincode-server/start-servers.js';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { installChaincodeFiles } from '../../../test-network/dist/packaging/install-files.js';
import type { InstalledChaincode } from '../../../test-network/dist/packaging/install-files.js';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';

const SOURCE = fileURLToPath(new URL('../../../chaincode/deploy', import.meta.url));
const DIST = new URL('../../../test-network/dist/', import.meta.url);
const PORT_BASE = 26_500;

describe('ChaincodeServer', () => {
  let home: string;
  let network: PreparedNetwork;
  let installed: InstalledChaincode;
  let server: ChaincodeServer | undefined;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-server-'));
    network = await prepareNetwork(
      defaultDescription('embedded', { portBase: PORT_BASE }),
      join(home, 'network'),
    );
    installed = await installChaincodeFiles(network, SOURCE);
  });

  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  after(() => rm(home, { recursive: true, force: true }));

  const options = (bundle = installed.bundle) => ({
    network,
    organization: 'tax',
    packageId: installed.packages.get('tax')!.packageId,
    bundle,
  });

  /** What the server says first to a peer: the package that it serves. Rejects when the server refuses the peer. */
  async function registration(withCertificate: boolean): Promise<string> {
    const { tls } = network.layout.organization('tax').node('chaincode');
    const [root, key, certificate] = await Promise.all(
      [tls.root, tls.clientKey, tls.clientCertificate].map((path) => readFile(path)),
    );
    const secure = withCertificate
      ? credentials.createSsl(root, key, certificate)
      : credentials.createSsl(root);
    const client = new peer.ChaincodeClient(`localhost:${PORT_BASE + 2}`, secure);
    const stream = client.connect();
    try {
      const first = await new Promise<peer.ChaincodeMessage>((resolve, reject) => {
        stream.once('data', resolve);
        stream.once('error', reject);
      });
      return peer.ChaincodeID.deserializeBinary(first.getPayload_asU8()).getName();
    } finally {
      stream.on('error', () => undefined);
      stream.cancel();
      client.close();
    }
  }

  it('serves its package to its own peer, and to nobody without a certificate', async () => {
    server = await ChaincodeServer.start(options());

    assert.equal(await registration(true), options().packageId);
    await assert.rejects(registration(false));
  });

  it('comes back when it is killed', async () => {
    server = await ChaincodeServer.start(options());
    const first = server.pid!;

    process.kill(first, 'SIGKILL');
    await until(() => server!.pid !== undefined && server!.pid !== first);

    await until(async () => (await registration(true).catch(() => '')) === options().packageId);
    assert.equal(server.restarts, 1);
  });

  it('stays down once it was stopped', async () => {
    server = await ChaincodeServer.start(options());
    const pid = server.pid!;

    await server.stop();

    assert.equal(isAlive(pid), false);
    assert.equal(server.pid, undefined);
  });

  it('refuses a bundle that is not the one agreed on', async () => {
    await assert.rejects(
      ChaincodeServer.start(options('00'.repeat(32))),
      (error: { code: string; detail: string }) => {
        assert.equal(error.code, 'CHAINCODE_FAILED');
        assert.match(error.detail, /CHOPMARK_BUNDLE/);
        return true;
      },
    );
  });

  it('stops the others when one cannot start', async () => {
    const packages = new Map(installed.packages);
    packages.set('court', {
      ...packages.get('court')!,
      packageId: installed.packages.get('court')!.packageId.replace(/.$/, 'x'),
    });

    await assert.rejects(startChaincodeServers(network, { ...installed, packages }), {
      code: 'CHAINCODE_FAILED',
    });

    await assert.rejects(registration(true));
  });

  it('ends when the process that started it is killed', async () => {
    const script = join(home, 'parent.mjs');
    await writeFile(
      script,
      `import { prepareNetwork } from '${new URL('prepare-network.js', DIST).href}';
import { defaultDescription } from '${new URL('description.js', DIST).href}';
import { ChaincodeServer } from '${new URL('chaincode-server/server-process.js', DIST).href}';
const network = await prepareNetwork(defaultDescription('embedded'), ${JSON.stringify(network.layout.home)});
const server = await ChaincodeServer.start({ network, ...${JSON.stringify({ ...options(), network: undefined })} });
console.log(server.pid);
setInterval(() => undefined, 1000);
`,
    );
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    assert.ok(isAlive(pid));

    parent.kill('SIGKILL');

    await until(() => !isAlive(pid));
  });
});

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 2_400; attempt += 1) {
    if (await condition()) return;
    await delay(50);
  }
  assert.fail('the condition did not come true');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
