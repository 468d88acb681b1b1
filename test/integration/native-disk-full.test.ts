import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireNetwork } from '../support/networks.js';
import { TestPlatform, until, type Answer } from '../support/platform.js';

const SLOT = 25;
/** Room for a fresh network and little more. */
const DISK = '420m';
const CHUNK = Buffer.alloc(256 * 1024, 1);

/** The network's disk fills under it: nothing that was acknowledged is lost, and it goes on once there is room again. */
describe('the native network on a full disk', function () {
  this.timeout(240_000);
  let platform: TestPlatform | undefined;
  let disk: string;
  let isMounted = false;

  before(async function () {
    requireNetwork(this, 'native');
    platform = await TestPlatform.create(SLOT, 'native');
    disk = join(platform.home, 'native', 'network');
    mkdirSync(disk, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', disk], { stdio: 'ignore' });
      isMounted = true;
    } catch {
      return this.skip();
    }
    chmodSync(disk, 0o755);
    await platform.start();
  });

  after(async () => {
    await platform?.stop();
    if (isMounted) execFileSync('umount', [disk]);
    await platform?.destroy();
  });

  it('keeps what it acknowledged, and completes what waited once there is room', async () => {
    const running = platform!;
    const token = await running.signIn('issuer');
    let sent = 0;
    const issue = (seconds: number): Promise<Answer> =>
      running.call('POST', '/v1/invoices', {
        token,
        body: running.readSample('new-invoice.json'),
        headers: { 'idempotency-key': `full-${(sent += 1)}`, prefer: `wait=${seconds}` },
      });
    const before = await issue(30);
    assert.equal(before.status, 201, JSON.stringify(before.body));

    const filling = join(disk, 'filling');
    mkdirSync(filling);
    for (let chunk = 0; await fill(join(filling, String(chunk))); chunk += 1);
    const waiting: Answer[] = [];
    // Enough for every node to want new room.
    for (let round = 0; round < 30; round += 1) waiting.push(await issue(1));
    rmSync(filling, { recursive: true });
    assert.ok(
      waiting.some(({ status }) => status === 202),
      'the disk was full for the nodes as well',
    );

    const ids: string[] = [];
    for (const answer of [before, ...waiting]) {
      assert.ok([201, 202].includes(answer.status), JSON.stringify(answer.body));
      ids.push(String(answer.body.id ?? answer.body.invoice?.id));
    }
    const numbers = new Set<string>();
    for (const id of ids) {
      await until(120_000, async () => {
        const { body } = await running.call('GET', `/v1/invoices/${id}`, { token });
        if (body.state === 'anchored') numbers.add(String(body.number));
        return body.state === 'anchored';
      });
    }
    assert.equal(numbers.size, ids.length, 'each has a number of its own');
    assert.match(running.said, /the disk is full/);
    assert.doesNotMatch(running.said, /network ended/, 'the nodes end, who keeps them does not');
  });
});

/** Asynchronous: a connection that the gateway closes meanwhile must be seen closed. @returns Whether there was room. */
async function fill(path: string): Promise<boolean> {
  try {
    await writeFile(path, CHUNK);
    return true;
  } catch {
    return false;
  }
}
