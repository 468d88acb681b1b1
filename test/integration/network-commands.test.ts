import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markOf } from '../../test-network/dist/processes/process-mark.js';
import { NETWORKS, requireNetwork } from '../support/networks.js';
import { chopmark, until } from '../support/platform.js';

interface Status {
  readonly state: string;
  readonly channel: string;
  readonly definitions: Record<string, number>;
  readonly memory: number;
  readonly nodes: readonly {
    name: string;
    pid: number | null;
    answers: boolean;
    height: number | null;
    lag: number | null;
    memory: number | null;
  }[];
}

/** Not the shell of a process that nobody buried: a network in the background has no parent. */
const isAlive = (pid: number): boolean => markOf(pid) !== undefined;

const PORTS = { embedded: 26_800, native: 26_850 } as const;
const DEFINITIONS = { tax: 1, affairs: 1, court: 1 };

for (const kind of NETWORKS) {
  describe(`chopmark network, ${kind}`, function () {
    this.timeout(400_000);
    let home: string;
    let env: NodeJS.ProcessEnv;

    before(async function () {
      requireNetwork(this, kind);
      home = await mkdtemp(join(tmpdir(), 'chopmark-network-'));
      env = {
        ...process.env,
        CHOPMARK_HOME: home,
        CHOPMARK_PORT: String(PORTS[kind] + 45),
        CHOPMARK_NETWORK_PORT_BASE: String(PORTS[kind]),
      };
    });

    after(async () => {
      if (!home) return;
      await network('down', '--kind', kind);
      await rm(home, { recursive: true, force: true });
    });

    const network = (...args: string[]) => chopmark(['network', ...args], env);

    async function status(): Promise<Status & { code: number }> {
      const { code, stdout } = await network('status', '--kind', kind, '--json');
      return { code, ...(JSON.parse(stdout) as Status) };
    }

    it('has nothing to show before it was made', async () => {
      const { code, stdout } = await network('status', '--kind', kind, '--json');

      assert.equal(code, 3);
      assert.equal((JSON.parse(stdout) as Status).state, 'none');
      assert.equal((await network('down', '--kind', kind)).code, 0);
    });

    it('comes up in the background and stays', async () => {
      const { code, stdout, stderr } = await network('up', '--kind', kind);

      assert.equal(code, 0, stderr);
      assert.match(stdout, /connections\/tax\.json/);
      const seen = await status();
      assert.deepEqual([seen.code, seen.state], [0, 'up']);
      assert.deepEqual(seen.definitions, DEFINITIONS);
      const names = seen.nodes.map(({ name }) => name);
      assert.deepEqual(
        names.filter((name) => name.endsWith('-tax')),
        kind === 'native' ? ['orderer-tax', 'peer-tax', 'chaincode-tax'] : ['peer-tax', 'chaincode-tax'],
      );
      for (const { name, pid, answers, lag } of seen.nodes) {
        assert.ok(pid !== null && isAlive(pid), name);
        assert.equal(answers, true, name);
        assert.ok(lag === null || lag === 0, `${name} lags ${lag}`);
      }
      assert.ok(seen.nodes.filter(({ height }) => (height ?? 0) > 0).length >= 4);
      assert.ok(seen.memory > 0);
    });

    it('prints a table of the one that runs', async () => {
      const { code, stdout } = await network('status');

      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`^${kind} network, channel chopmark\\S*, [0-9a-f]{64}: up`));
      assert.match(stdout, /^ {2}peer-court +\d+ +yes +\d+ +0 /m);
    });

    it('is up already when it is brought up again', async () => {
      const before = await status();

      assert.equal((await network('up', '--kind', kind)).code, 0);

      assert.deepEqual(
        (await status()).nodes.map(({ pid }) => pid),
        before.nodes.map(({ pid }) => pid),
      );
    });

    it('finds nothing wrong with a machine on which it runs', async () => {
      const { code, stdout } = await network('doctor', '--kind', kind, '--json');

      const { findings } = JSON.parse(stdout) as { findings: { check: string; ok: boolean }[] };
      assert.deepEqual(
        findings.filter(({ ok }) => !ok),
        [],
      );
      assert.equal(code, 0);
      for (const check of [
        'node',
        'home',
        'gateway ports',
        'ports',
        'loopback',
        'clock',
        'disk',
        'memory',
        'certificates',
      ])
        assert.ok(
          findings.some((finding) => finding.check === check),
          check,
        );
      assert.equal(
        findings.some(({ check }) => check === 'binaries'),
        kind === 'native',
      );
      assert.equal(
        findings.some(({ check }) => check === 'interface'),
        kind === 'native',
      );
    });

    it('shows the log of a process by its name, and the names when there is none', async () => {
      const one = await network('logs', 'chaincode-tax', '--kind', kind);
      const none = await network('logs', 'peer-nowhere', '--kind', kind);

      assert.equal(one.code, 0);
      assert.doesNotMatch(one.stdout, /^chaincode-tax \|/m);
      assert.equal(none.code, 2);
      assert.match(none.stderr, /chaincode-tax/);
    });

    it('is not removed while it runs', async () => {
      const { code, stderr } = await network('reset', '--kind', kind, '--yes');

      assert.equal(code, 1);
      assert.match(stderr, /network down/);
      assert.equal((await status()).state, 'up');
    });

    it('tells which process is down, and has it back by itself', async () => {
      const victim = kind === 'native' ? 'peer-affairs' : 'chaincode-affairs';
      const find = ({ nodes }: Status) => nodes.find(({ name }) => name === victim);
      const pid = find(await status())?.pid;
      assert.ok(pid);

      process.kill(pid, 'SIGKILL');

      await until(120_000, async () => {
        const seen = await status();
        return seen.state === 'up' && find(seen)?.pid !== pid;
      });
    });

    it('comes up after its process was killed, whatever is left of the others', async () => {
      const { nodes } = await status();
      const pid = nodes.find(({ name }) => name === 'network')?.pid;
      assert.ok(pid);
      process.kill(pid, 'SIGKILL');
      await until(120_000, () => !isAlive(pid));
      assert.notEqual((await status()).state, 'up');

      const { code, stderr } = await network('up', '--kind', kind);

      assert.equal(code, 0, stderr);
      const seen = await status();
      assert.deepEqual([seen.state, seen.definitions], ['up', DEFINITIONS]);
    });

    it('goes down and keeps its data', async () => {
      const before = await status();

      assert.equal((await network('down', '--kind', kind)).code, 0);

      for (const { name, pid } of before.nodes) assert.equal(isAlive(pid ?? 0), false, name);
      const after = await status();
      assert.deepEqual([after.code, after.state], [3, 'down']);
      assert.match((await network('status')).stdout, new RegExp(`^${kind} network, .*: down`));
      assert.ok(existsSync(join(home, kind, 'network', 'genesis.block')));
    });

    it('is not removed without a yes where nobody can be asked', async () => {
      const { code, stderr } = await network('reset', '--kind', kind);

      assert.equal(code, 2);
      assert.match(stderr, /--yes/);
      assert.ok(existsSync(join(home, kind, 'network', 'genesis.block')));
    });

    it('is removed with all that is its own, and nothing else', async () => {
      const elsewhere = join(home, 'elsewhere');
      await mkdir(elsewhere);
      await writeFile(join(elsewhere, 'PG_VERSION'), '18');
      await writeFile(join(home, kind, 'database.json'), JSON.stringify({ folder: elsewhere }));
      await mkdir(join(home, kind, 'gateways', 'tax'), { recursive: true });
      await writeFile(join(home, kind, 'notes.txt'), 'mine');
      await writeFile(join(home, 'demo-accounts.json'), '[]');

      const { code, stderr } = await network('reset', '--kind', kind, '--yes');

      assert.equal(code, 0, stderr);
      assert.deepEqual((await readdir(home)).sort(), ['demo-accounts.json', kind, 'elsewhere'].sort());
      assert.deepEqual(await readdir(join(home, kind)), ['notes.txt']);
      assert.equal(await readFile(join(elsewhere, 'PG_VERSION'), 'utf8'), '18');
      assert.equal(
        (await network('reset', '--kind', kind, '--yes')).code,
        0,
        'nothing to remove is no failure',
      );
    });

    it('says which port is taken, and the cure', async () => {
      const holder = createServer();
      await new Promise<void>((resolve) => holder.listen(PORTS[kind] + 1, '127.0.0.1', resolve));
      try {
        const { code, stdout } = await network('doctor', '--kind', kind, '--json');

        const { findings } = JSON.parse(stdout) as {
          findings: { check: string; ok: boolean; detail: string; cure?: string }[];
        };
        const [fault] = findings.filter(({ ok }) => !ok);
        assert.equal(code, 3);
        assert.equal(fault?.check, 'ports');
        assert.match(
          fault.detail,
          new RegExp(`${PORTS[kind] + 1} \\(peer of tax\\).*process ${process.pid}`),
        );
        assert.match(fault.cure ?? '', /CHOPMARK_NETWORK_PORT_BASE/);
        const up = await network('up', '--kind', kind);
        assert.equal(up.code, 1);
        assert.match(up.stderr, /PORT_TAKEN/);
      } finally {
        await new Promise((resolve) => holder.close(resolve));
      }
    });
  });
}
