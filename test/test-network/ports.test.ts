import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { assertPortsFree } from '../../test-network/dist/ports.js';

describe('assertPortsFree', () => {
  it('names each taken port, what wanted it, and who holds it', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;
    try {
      const attempt = assertPortsFree([{ port, use: 'peer of tax' }], 0);

      await assert.rejects(attempt, (error: { code: string; detail: string }) => {
        assert.equal(error.code, 'PORT_TAKEN');
        assert.ok(error.detail.includes(`port ${port} (peer of tax)`), error.detail);
        if (process.platform === 'linux')
          assert.ok(error.detail.includes(`process ${process.pid}`), error.detail);
        return true;
      });
    } finally {
      await new Promise((resolve) => holder.close(resolve));
    }
    await assertPortsFree([{ port, use: 'peer of tax' }], 0);
  });

  it('waits a moment for what is about to end', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;

    const attempt = assertPortsFree([{ port, use: 'peer of tax' }], 10_000);
    holder.close();

    await attempt;
  });
});
