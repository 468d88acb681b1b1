import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { startNative } from '../../../test-network/dist/native/start-native.js';
import { assertPortsFree } from '../../../test-network/dist/ports.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import { preparedCopy } from '../support/prepared-copy.js';
import { writeFakePrograms } from './support/fake-programs.js';

const PORT_BASE = 26_700;
const chaincodeSource = fileURLToPath(new URL('../../../chaincode/deploy', import.meta.url));

describe('startNative', () => {
  let home: string;
  let network: PreparedNetwork;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-native-failures-'));
    network = await preparedCopy(
      defaultDescription('native', { portBase: PORT_BASE }),
      join(home, 'network'),
    );
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  /** A start with stand-ins for Fabric's programs. */
  async function start(version?: string, rest?: string): Promise<unknown> {
    await writeFakePrograms(join(home, 'bin'), version, rest);
    return startNative(network, { chaincodeSource, environment: { FABRIC_BIN: join(home, 'bin') } });
  }

  it('says that Fabric is not there', async () => {
    const environment = {
      FABRIC_BIN: join(home, 'nowhere'),
      PATH: '',
      CHOPMARK_FABRIC_URL: '',
      CHOPMARK_HOME: home,
    };

    await assert.rejects(startNative(network, { chaincodeSource, environment }), {
      code: 'BINARY_NOT_FOUND',
    });
  });

  it('starts nothing with programs of another version', async () => {
    await assert.rejects(start('v2.5.9'), { code: 'BINARY_WRONG_VERSION' });

    assert.equal(existsSync(network.layout.ledger), false);
  });

  it('starts nothing when a port is taken', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(PORT_BASE + 11, '127.0.0.1', resolve));
    try {
      await assert.rejects(start(), { code: 'PORT_TAKEN' });
    } finally {
      await new Promise((resolve) => holder.close(resolve));
    }
    assert.equal(existsSync(network.layout.ledger), false);
  });

  it('shows the last words of a node that ends, and leaves nothing running', async () => {
    await assert.rejects(
      start(undefined, 'echo "no such channel" >&2\nexit 3'),
      (error: { code: string; detail: string }) => {
        assert.equal(error.code, 'NODE_FAILED');
        assert.match(error.detail, /ended \(exit code 3\): .*no such channel/s);
        return true;
      },
    );

    const ports = network.description.organizations.flatMap(({ ports }) => Object.values(ports));
    await assertPortsFree(ports.map((port) => ({ port, use: 'left behind' })));
    assert.deepEqual(await readdir(network.layout.run), []);
  });

  it('says what a machine without an address needs', async () => {
    const words = 'echo "Error: no non-loopback, IPv4 interface detected" >&2\nexit 1';

    await assert.rejects(start(undefined, words), (error: { code: string; detail: string }) => {
      assert.equal(error.code, 'ADDRESS_MISSING');
      assert.match(error.detail, /ip address add/);
      return true;
    });
  });

  for (const { what, format } of [
    { what: 'another network', format: `chopmark/native-ledger/1 ${'ab'.repeat(32)}\n` },
    { what: 'another format', format: 'chopmark/native-ledger/0 of long ago\n' },
    { what: 'an unknown origin', format: undefined },
  ]) {
    it(`touches no blocks of ${what}`, async () => {
      const blocks = join(network.layout.ledger, 'peer-tax');
      await mkdir(blocks, { recursive: true });
      if (format !== undefined) await writeFile(join(network.layout.ledger, 'format'), format);

      await assert.rejects(start(), { code: 'NETWORK_DAMAGED' });

      assert.deepEqual(await readdir(blocks), [], 'nothing was written beside them');
    });
  }
});
