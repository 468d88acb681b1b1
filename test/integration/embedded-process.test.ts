/** The embedded network as a process: what it tells its parent, and that no way of ending it loses what was acknowledged. */
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultDescription } from '../../test-network/dist/description.js';
import { prepareNetwork, type PreparedNetwork } from '../../test-network/dist/prepare-network.js';
import { clientOf, type TestClient } from '../test-network/embedded/support/client.js';

const MAIN = fileURLToPath(new URL('../../test-network/dist/main.js', import.meta.url));
const PORT_BASE = 27_300;
const BOTH = ['TaxMSP', 'CourtMSP'];

type Told = {
  readonly type: string;
  readonly text?: string;
  readonly pids?: Record<string, number>;
  readonly network?: string;
  readonly connections?: Record<string, string>;
};

/** The process with all that it says. */
class NetworkProcess {
  readonly child: ChildProcess;
  readonly told: Told[] = [];
  readonly ended: Promise<number | null>;

  constructor(home: string, extra: readonly string[] = []) {
    this.child = fork(MAIN, ['run', '--home', home, '--port-base', String(PORT_BASE), ...extra], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child.on('message', (message) => this.told.push(message as Told));
    this.ended = once(this.child, 'exit').then(([code]) => code as number | null);
  }

  /** Waits for a message of the type; fails when the process ends without. */
  async says(type: string, count = 1): Promise<Told> {
    for (;;) {
      const found = this.told.filter((message) => message.type === type)[count - 1];
      if (found) return found;
      const gone = await Promise.race([
        this.ended.then(() => true),
        once(this.child, 'message').then(() => false),
      ]);
      const last = this.told.filter((message) => message.type === type)[count - 1];
      if (gone && !last) assert.fail(`it ended without ${type}: ${JSON.stringify(this.told.at(-1))}`);
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

describe('embedded network as a process', function () {
  this.timeout(300_000);
  let home: string;
  let running: NetworkProcess | undefined;
  let client: TestClient | undefined;
  let prepared: PreparedNetwork;

  before(async () => {
    home = join(await mkdtemp(join(tmpdir(), 'chopmark-process-')), 'network');
    running = new NetworkProcess(home);
    await running.says('ready');
    prepared = await prepareNetwork(defaultDescription('embedded'), home);
    client = await clientOf(prepared, 'tax');
  });

  after(async () => {
    client?.close();
    await running?.stop('SIGKILL');
    await rm(join(home, '..'), { recursive: true, force: true });
  });

  const contract = () => client!.contract('tax');
  const openSeries = (name: string, year: number): Promise<Uint8Array> =>
    contract().submit('openSeries', {
      arguments: [name, 'invoice', 'sha256-p256', `${year}009`],
      endorsingOrganizations: BOTH,
    });
  const isOpen = (name: string): Promise<boolean> =>
    contract()
      .evaluate('getSeries', { arguments: [name] })
      .then(
        () => true,
        () => false,
      );

  async function restart(extra: readonly string[] = []): Promise<Told> {
    running = new NetworkProcess(home, extra);
    const ready = await running.says('ready');
    client?.close();
    client = await clientOf(prepared, 'tax');
    return ready;
  }

  it('tells how far it is, then where everything lies', async () => {
    const ready = await running!.says('ready');

    assert.ok(running!.told.some(({ type }) => type === 'progress'));
    assert.match(ready.network!, /^[0-9a-f]{64}$/);
    assert.deepEqual(Object.keys(ready.connections!).sort(), ['affairs', 'court', 'tax']);
    const connection = JSON.parse(await readFile(ready.connections!['tax']!, 'utf8')) as {
      network: string;
      mspId: string;
    };
    assert.deepEqual([connection.network, connection.mspId], [ready.network, 'TaxMSP']);
    assert.deepEqual(Object.keys(ready.pids!).sort(), [
      'chaincode-affairs',
      'chaincode-court',
      'chaincode-operator',
      'chaincode-tax',
      'network',
    ]);
    assert.equal(ready.pids!['network'], running!.child.pid);
  });

  it('tells the new process id of a chaincode server that came back', async () => {
    const before = (await running!.says('ready')).pids!;
    process.kill(before['chaincode-court']!, 'SIGKILL');

    for (let count = 1; ; count += 1) {
      const { pids } = await running!.says('pids', count);
      const now = pids!['chaincode-court'];
      if (now !== undefined && now !== before['chaincode-court']) break;
    }
  });

  it('keeps a second process out of its folder', async () => {
    const second = new NetworkProcess(home);

    const { text } = await second.says('failed');

    assert.match(text!, /^NETWORK_IN_USE/);
    assert.equal(await second.ended, 1);
    assert.equal(await isOpen('nothing'), false);
  });

  it('has after SIGKILL at any moment whatever it acknowledged', async () => {
    const { network } = await running!.says('ready');
    const acknowledged: string[] = [];
    for (const round of [1, 2, 3]) {
      let number = 0;
      const worker = async (): Promise<void> => {
        for (;;) {
          number += 1;
          const name = `kill-${round}-${number}`;
          // Each series has a prefix of its own; when a round has used up its twenty, its workers end.
          await openSeries(name, 10 + round * 20 + (number % 20));
          acknowledged.push(name);
        }
      };
      const workers = [worker(), worker(), worker()].map((work) => work.catch(() => undefined));
      await untilCount(acknowledged, round * 3);
      await running!.stop('SIGKILL');
      client!.close();
      await Promise.all(workers);

      const ready = await restart();

      assert.equal(ready.network, network);
      for (const name of acknowledged) assert.ok(await isOpen(name), `${name} was acknowledged and is gone`);
    }
  });

  it('takes faults from its parent, and from nobody on the network', async () => {
    running!.child.send({ type: 'faults', faults: { submitUnavailable: 1 } });
    // The channel of parent and child is read before what was asked later.
    assert.equal(await isOpen('unavailable'), false);

    await assert.rejects(openSeries('unavailable', 95), { code: 14 });

    assert.ok(await isOpen('unavailable'));
    await openSeries('available', 96);
  });

  it('ends cleanly on SIGTERM and goes on where it was', async () => {
    assert.equal(await running!.stop(), 0);

    await restart();

    assert.ok(await isOpen('available'));
  });

  it('ends when its parent goes away, and takes its chaincode servers along', async () => {
    const { pids } = await running!.says('ready');
    running!.child.disconnect();

    assert.equal(await running!.ended, 0);
    for (const pid of Object.values(pids!)) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });

    await restart();
  });

  it('takes over the lock of a process that is gone, and leaves a folder of another format alone', async () => {
    await running!.stop();
    await writeFile(join(home, 'ledger', 'lock'), '999999999 1\n');
    await restart();
    await running!.stop();
    const format = join(home, 'ledger', 'format');
    const known = await readFile(format, 'utf8');
    await writeFile(format, 'chopmark/embedded-ledger/99\n');

    const refused = new NetworkProcess(home);

    assert.match((await refused.says('failed')).text!, /^NETWORK_DAMAGED: .*chopmark\/embedded-ledger\/99/);
    assert.equal(await refused.ended, 1);
    await writeFile(format, known);
    await restart();
    assert.ok(await isOpen('available'));
  });

  it('says how it is called', async () => {
    const wrong = fork(MAIN, ['walk'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const [message] = (await once(wrong, 'message')) as [Told];

    assert.equal(message.type, 'failed');
    assert.match(message.text!, /^usage:/);
    const [code] = (await once(wrong, 'exit')) as [number];
    assert.notEqual(code, 0);
  });
});

async function untilCount(list: readonly unknown[], count: number): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (list.length < count) {
    if (Date.now() > deadline) assert.fail('nothing was acknowledged');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
