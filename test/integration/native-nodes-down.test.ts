import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bringBack, pidOf, takeDown } from '../support/native-nodes.js';
import { requireNetwork } from '../support/networks.js';
import { TestPlatform, chopmark, until, type Answer } from '../support/platform.js';

/** Real nodes down, one and two of four: what is promised to clients holds, and nothing waits for ever. */
describe('nodes of the native network down', function () {
  this.timeout(240_000);
  let platform: TestPlatform;
  let token: string;
  let sent = 0;

  before(async function () {
    requireNetwork(this, 'native');
    platform = await TestPlatform.create(23, 'native');
    await platform.start();
    token = await platform.signIn('issuer');
  });

  after(async () => {
    await (platform as TestPlatform | undefined)?.destroy();
  });

  function issue(seconds: number, key = `down-${(sent += 1)}`): Promise<Answer> {
    return platform.call('POST', '/v1/invoices', {
      token,
      body: platform.readSample('new-invoice.json'),
      headers: { 'idempotency-key': key, prefer: `wait=${seconds}` },
    });
  }

  async function stateOf(id: string): Promise<{ state: string; number: string | null }> {
    const { status, body } = await platform.call('GET', `/v1/invoices/${id}`, { token });
    assert.equal(status, 200, JSON.stringify(body));
    return body as { state: string; number: string | null };
  }

  async function expectAnchored(answer: Answer): Promise<void> {
    assert.ok([201, 202].includes(answer.status), JSON.stringify(answer.body));
    const id = idOf(answer);
    await until(60_000, async () => (await stateOf(id)).state === 'anchored');
  }

  function idOf({ body }: Answer): string {
    const { id, invoice } = body as { id?: string; invoice?: { id: string } };
    return invoice?.id ?? id ?? '';
  }

  async function readsBundle(id: string): Promise<number> {
    const { number } = await stateOf(id);
    return (await platform.call('GET', `/v1/invoices/${number}/bundle`, { token })).status;
  }

  /** Every orderer votes again: a healed one has all blocks before it is of help should another fail. */
  async function isWhole(): Promise<boolean> {
    await expectAnchored(await issue(30));
    const { stdout } = await chopmark(['network', 'status', '--kind', 'native', '--json'], platform.env);
    const { state, nodes } = JSON.parse(stdout) as {
      state: string;
      nodes: { role: string; detail: string }[];
    };
    const orderers = nodes.filter(({ role }) => role === 'orderer').map(({ detail }) => detail);
    return state === 'up' && orderers.sort().join(' ') === 'consenter consenter consenter leader';
  }

  beforeEach(() => until(120_000, isWhole));

  for (const node of ['orderer-court', 'orderer-tax', 'peer-affairs', 'peer-operator']) {
    it(`issues and proves while ${node} is down`, async () => {
      takeDown(platform, node);
      try {
        const answer = await issue(30);

        assert.equal(answer.status, 201, JSON.stringify(answer.body));
        assert.equal(await readsBundle(idOf(answer)), 200);
      } finally {
        await bringBack(platform, node);
      }
    });
  }

  it('accepts while the peer of its own organization is down, and completes when it returns', async () => {
    takeDown(platform, 'peer-tax');
    const waiting = await issue(1).finally(() => bringBack(platform, 'peer-tax'));

    assert.equal(waiting.status, 202, JSON.stringify(waiting.body));
    assert.match(waiting.headers.get('location') ?? '', /^\/v1\/operations\//);
    await expectAnchored(waiting);
  });

  it('says nothing is anchored while two orderers are down, and anchors everything when they return', async () => {
    const down = ['orderer-affairs', 'orderer-operator'];
    const earlier = await issue(30);
    takeDown(platform, ...down);
    const waiting: Answer[] = [];
    try {
      for (let round = 0; round < 5; round += 1) waiting.push(await issue(1));
      for (const answer of waiting) {
        assert.equal(answer.status, 202, JSON.stringify(answer.body));
        const { state, number } = await stateOf(idOf(answer));
        assert.ok(['accepted', 'sealed', 'submitted'].includes(state), state);
        assert.equal(number, null, 'a number shows only once it is on the ledger');
        const operation = await platform.call('GET', answer.headers.get('location') ?? '', { token });
        assert.equal(operation.status, 200);
        assert.equal(operation.body.state, 'running', JSON.stringify(operation.body));
      }
      assert.equal(await readsBundle(idOf(earlier)), 200, 'what is on the ledger is proven still');
    } finally {
      await bringBack(platform, ...down);
    }

    for (const answer of waiting) await expectAnchored(answer);
    const numbers = await Promise.all(waiting.map(async (answer) => (await stateOf(idOf(answer))).number));
    assert.equal(new Set(numbers).size, waiting.length, 'no number twice');
  });

  it('answers 503 before a request is durable: the same request later is a new one', async () => {
    const [database, postgres] = [pidOf(platform, 'database'), pidOf(platform, 'postgres')];
    // Its keeper is frozen, so that nobody starts it again.
    process.kill(database, 'SIGSTOP');
    process.kill(postgres, 'SIGKILL');
    const down = ['orderer-affairs', 'orderer-operator'];
    takeDown(platform, ...down);
    const refused = await issue(1, 'not-durable').finally(() => {
      process.kill(database, 'SIGCONT');
      return bringBack(platform, ...down);
    });

    assert.equal(refused.status, 503, JSON.stringify(refused.body));
    await until(60_000, async () => (await platform.call('GET', '/readyz')).status === 200);
    const again = await issue(30, 'not-durable');
    assert.equal(again.headers.get('idempotency-replayed'), null, 'nothing was kept of the first');
    await expectAnchored(again);
  });

  it('goes on when the leader of the orderers is frozen', async () => {
    const leader = pidOf(platform, await leaderOf(platform));
    process.kill(leader, 'SIGSTOP');
    const answer = await issue(30).finally(() => process.kill(leader, 'SIGCONT'));

    assert.equal(answer.status, 201, JSON.stringify(answer.body));
  });

  it('has no node that cut another off for its pings', () => {
    const logs = join(platform.home, 'native', 'network', 'logs');
    const names = readdirSync(logs).filter((name) => /^(orderer|peer)-/.test(name));

    assert.equal(names.length, 8);
    for (const name of names) assert.doesNotMatch(readFileSync(join(logs, name), 'utf8'), /too_many_pings/);
  });
});

async function leaderOf(platform: TestPlatform): Promise<string> {
  const { stdout } = await chopmark(['network', 'status', '--kind', 'native', '--json'], platform.env);
  const { nodes } = JSON.parse(stdout) as { nodes: { name: string; detail: string }[] };
  const leader = nodes.find(({ detail }) => detail.startsWith('leader'));
  assert.ok(leader, stdout);
  return leader.name;
}
