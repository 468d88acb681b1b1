import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { startNative } from '../../../test-network/dist/native/start-native.js';
import { assertPortsFree } from '../../../test-network/dist/ports.js';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';

const PORT_BASE = 26_700;
const chaincodeSource = fileURLToPath(new URL('../../../chaincode/deploy', import.meta.url));

describe('startNative', () => {
  let home: string;
  let network: PreparedNetwork;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-native-failures-'));
    network = await prepareNetwork(
      defaultDescription('native', { portBase: PORT_BASE }),
      join(home, 'network'),
    );
    for (const name of ['orderer', 'peer']) {
      const program = join(home, name);
      await writeFile(program, '#!/bin/sh\necho "no such channel" >&2\nexit 3\n');
      await chmod(program, 0o755);
    }
  });

  after(() => rm(home, { recursive: true, force: true }));

  it('says that Fabric is not there', async () => {
    const attempt = startNative(network, {
      chaincodeSource,
      environment: { FABRIC_BIN: join(home, 'nowhere'), PATH: '' },
    });

    await assert.rejects(attempt, { code: 'BINARY_NOT_FOUND' });
  });

  it('starts nothing when a port is taken', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(PORT_BASE + 11, '127.0.0.1', resolve));
    try {
      await assert.rejects(startNative(network, { chaincodeSource, environment: { FABRIC_BIN: home } }), {
        code: 'PORT_TAKEN',
      });
    } finally {
      await new Promise((resolve) => holder.close(resolve));
    }
  });

  it('shows the last words of a node that ends, and leaves nothing running', async () => {
    await assert.rejects(
      startNative(network, { chaincodeSource, environment: { FABRIC_BIN: home } }),
      (error: { code: string; detail: string }) => {
        assert.equal(error.code, 'NODE_FAILED');
        assert.match(error.detail, /ended \(3\): .*no such channel/s);
        return true;
      },
    );

    const ports = network.description.organizations.flatMap(({ ports }) => Object.values(ports));
    await assertPortsFree(ports.map((port) => ({ port, use: 'left behind' })));
  });
});
