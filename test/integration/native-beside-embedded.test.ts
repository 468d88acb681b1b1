import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { requireNetwork, type NetworkKind } from '../support/networks.js';
import { TestPlatform, chopmark } from '../support/platform.js';

const SLOT = 24;

/** Both kinds live in one home, one after the other: each has its own keys, blocks and database. */
describe('embedded, then native, then embedded in one home', function () {
  this.timeout(240_000);
  let platform: TestPlatform | undefined;
  const numbers = new Map<NetworkKind, string[]>();
  const networks = new Map<NetworkKind, string>();

  before(function () {
    requireNetwork(this, 'native');
  });

  after(() => platform?.destroy());

  async function start(kind: NetworkKind): Promise<TestPlatform> {
    platform = platform ? platform.as(kind) : await TestPlatform.create(SLOT, kind);
    const { network } = await platform.start();
    assert.equal(network, kind);
    return platform;
  }

  async function issued(running: TestPlatform): Promise<string[]> {
    const { body } = await running.call('GET', '/v1/invoices?limit=100', {
      token: await running.signIn('taxOfficer'),
    });
    return (body.items as { number: string }[]).map(({ number }) => number);
  }

  function networkIn(running: TestPlatform): string {
    const trust = JSON.parse(readFileSync(running.sample('trust.json'), 'utf8')) as { network: string };
    return trust.network;
  }

  for (const kind of ['embedded', 'native'] as const) {
    it(`starts ${kind} with samples of its own`, async () => {
      const running = await start(kind);

      numbers.set(kind, await issued(running));
      networks.set(kind, networkIn(running));
      assert.equal((await chopmark(['verify', running.sample('bundle.json')], running.env)).code, 0);
      assert.equal(await running.stop(), 0);
    });
  }

  it('has two networks, not one', () => {
    assert.equal(new Set(networks.values()).size, 2);
  });

  it('goes on with the embedded one as it was left', async () => {
    const running = await start('embedded');

    assert.deepEqual(await issued(running), numbers.get('embedded'));
    assert.equal(networkIn(running), networks.get('embedded'));
    assert.equal((await chopmark(['verify', running.sample('bundle.json')], running.env)).code, 0);
  });
});
