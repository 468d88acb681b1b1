import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layoutOf } from '../../test-network/dist/layout.js';
import { up } from '../../test-network/dist/up.js';

describe('up', () => {
  const PORT_BASE = 26_640;
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-up-'));
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  it('binds no new network to ports that are taken: another base can still be chosen', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(PORT_BASE + 1, '127.0.0.1', resolve));
    try {
      for (const kind of ['embedded', 'native'] as const) {
        const attempt = up({ kind, home, portBase: PORT_BASE, chaincodeSource: join(home, 'none') });

        await assert.rejects(attempt, { code: 'PORT_TAKEN' });
        assert.equal(existsSync(layoutOf(home).networkFile), false);
        assert.equal(existsSync(layoutOf(home).genesisBlock), false);
      }
    } finally {
      await new Promise((resolve) => holder.close(resolve));
    }
  });
});
