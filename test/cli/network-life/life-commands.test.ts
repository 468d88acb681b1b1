import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chopmark } from '../../support/platform.js';

describe('chopmark network upgrade, add-organization, remove-organization, renew-orderer', function () {
  this.timeout(240_000);
  let home: string;
  let env: NodeJS.ProcessEnv;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-life-cli-'));
    env = { ...process.env, CHOPMARK_HOME: home, CHOPMARK_NETWORK_PORT_BASE: '31400' };
  });

  after(() => rm(home, { recursive: true, force: true }));

  for (const args of [
    ['upgrade', 'tax'],
    ['add-organization', 'city'],
    ['add-organization', '--name', 'City'],
    ['remove-organization'],
    ['renew-orderer', 'tax', '--old-key'],
  ]) {
    it(`refuses the call: ${args.join(' ')}`, async () => {
      assert.equal((await chopmark(['network', ...args], env)).code, 2);
    });
  }

  it('says that there is no network', async () => {
    const { code, stdout, stderr } = await chopmark(['network', 'upgrade'], env);

    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^NETWORK_NOT_RUNNING: /m);
  });

  describe('on a running embedded network', () => {
    before(async () => {
      const { code, stderr } = await chopmark(['network', 'up'], env);
      assert.equal(code, 0, stderr);
    });

    after(async () => {
      await chopmark(['network', 'down'], env);
    });

    it('says that the code runs already', async () => {
      const { code, stdout } = await chopmark(['network', 'upgrade'], env);

      assert.deepEqual([code, stdout], [0, 'the network runs this code already\n']);
    });

    for (const args of [
      ['add-organization', 'city', '--name', 'City'],
      ['remove-organization', 'operator'],
      ['renew-orderer', 'tax', '--new-key'],
    ]) {
      it(`says that it cannot: ${String(args[0])}`, async () => {
        const { code, stdout, stderr } = await chopmark(['network', ...args], env);

        assert.deepEqual([code, stdout], [1, '']);
        assert.match(stderr, /^NOT_ON_EMBEDDED: /m);
      });
    }
  });
});
