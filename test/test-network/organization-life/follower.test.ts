import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { layoutOf } from '../../../test-network/dist/layout.js';
import type { NetworkLayout } from '../../../test-network/dist/layout.js';
import { Follower } from '../../../test-network/dist/organization-life/follower.js';
import type { Planned, Running } from '../../../test-network/dist/organization-life/follower.js';
import {
  alone,
  askForRestart,
  readRestarts,
  reportedFailures,
  requireRunner,
} from '../../../test-network/dist/organization-life/life-files.js';

describe('Follower', () => {
  let home: string;
  let layout: NetworkLayout;
  let plan: Map<string, Planned>;
  let events: string[];
  let follower: Follower;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-follower-'));
    layout = layoutOf(home);
    events = [];
    plan = new Map([
      ['peer', planned('peer', '1')],
      ['chaincode', planned('chaincode', 'a')],
    ]);
    follower = new Follower(
      layout,
      () => Promise.resolve(plan),
      () => undefined,
    );
  });

  afterEach(async () => {
    await follower.stop();
    await rm(home, { recursive: true, force: true });
  });

  function planned(name: string, mark: string): Planned {
    return { mark, start: () => Promise.resolve(process(name, mark)) };
  }

  function process(name: string, mark: string): Running {
    events.push(`${name} ${mark} up`);
    const stop = (): Promise<void> => {
      events.push(`${name} ${mark} down`);
      return Promise.resolve();
    };
    return { pid: name.length, stop };
  }

  const failures = (...names: readonly string[]): Promise<readonly string[]> =>
    reportedFailures(
      layout,
      names.map((name) => ({ name })),
    );

  async function seen(event: string): Promise<void> {
    for (let attempt = 0; !events.includes(event); attempt += 1) {
      assert.ok(attempt < 2_400, `${event} did not happen: ${events.join(', ')}`);
      await delay(25);
    }
  }

  it('starts what the plan names, and stops chaincode servers before peers', async () => {
    await follower.start();
    assert.deepEqual(follower.pids(), { peer: 4, chaincode: 9 });

    await follower.stop();

    assert.deepEqual(events, ['peer 1 up', 'chaincode a up', 'chaincode a down', 'peer 1 down']);
  });

  it('starts what is new, stops what is gone, leaves the rest alone', async () => {
    await follower.start();
    plan = new Map([
      ['peer', planned('peer', '1')],
      ['beside', planned('beside', 'b')],
    ]);

    await seen('beside b up');
    await seen('chaincode a down');

    assert.deepEqual(Object.keys(follower.pids()).sort(), ['beside', 'peer']);
    assert.equal(events.filter((event) => event.startsWith('peer')).length, 1);
  });

  it('restarts what has another mark', async () => {
    await follower.start();
    plan.set('peer', planned('peer', '2'));

    await seen('peer 2 up');

    assert.deepEqual(
      events.filter((event) => event.startsWith('peer')),
      ['peer 1 up', 'peer 1 down', 'peer 2 up'],
    );
  });

  it('tells why a process does not run, tries again, and takes the reason back', async () => {
    await follower.start();
    let isBroken = true;
    const start = (): Promise<Running> =>
      isBroken ? Promise.reject(new Error('no such file')) : Promise.resolve(process('new', '1'));
    plan.set('new', { mark: '1', start });
    await eventually(async () => (await failures('new')).length > 0);
    assert.deepEqual(await failures('new', 'peer'), ['new: no such file']);

    isBroken = false;

    await seen('new 1 up');
    await eventually(async () => (await failures('new')).length === 0);
  });

  it('says nothing of what was asked for before', async () => {
    await follower.start();
    const failing = (mark: string): Planned => ({
      mark,
      start: () => Promise.reject(new Error('does not run')),
    });
    plan.set('new', failing('1'));
    await eventually(async () => (await failures('new')).length > 0);
    assert.deepEqual(await reportedFailures(layout, [{ name: 'new', mark: '2' }]), []);

    plan.set('new', failing('2'));

    await eventually(async () => (await reportedFailures(layout, [{ name: 'new', mark: '2' }])).length > 0);
    assert.deepEqual(await reportedFailures(layout, [{ name: 'new', mark: '1' }]), []);
  });

  it('does not start without what it needs, but without what is optional', async () => {
    const failing = (): Promise<Running> => Promise.reject(new Error('broken'));
    plan.set('beside', { mark: '1', start: failing, isOptional: true });
    await follower.start();
    await eventually(async () => (await failures('beside')).length > 0);

    const strict = new Follower(
      layout,
      () => Promise.resolve(new Map([['peer', { mark: '1', start: failing }]])),
      () => undefined,
    );

    await assert.rejects(strict.start(), /broken/);
    await strict.stop();
  });

  it('is the process that commands look for, until it stops', async () => {
    await assert.rejects(requireRunner(layout), { code: 'NETWORK_NOT_RUNNING' });
    await follower.start();
    await requireRunner(layout);

    await follower.stop();

    await assert.rejects(requireRunner(layout), { code: 'NETWORK_NOT_RUNNING' });
  });
});

describe('files of commands', () => {
  let home: string;
  let layout: NetworkLayout;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-life-'));
    layout = layoutOf(home);
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  it('let one command work at a time, and the next when it failed', async () => {
    await alone(layout, async () => {
      await assert.rejects(
        alone(layout, () => Promise.resolve()),
        { code: 'COMMAND_RUNNING' },
      );
    });
    await assert.rejects(
      alone(layout, () => Promise.reject(new Error('failed'))),
      /failed/,
    );

    assert.equal(await alone(layout, () => Promise.resolve('done')), 'done');
  });

  it('take over the lock of a command whose process is gone', async () => {
    const lock = join(home, 'life', 'command.lock');
    await alone(layout, async () => {
      const { pid } = JSON.parse(await readFile(lock, 'utf8')) as { pid: number };
      // The number is in use, but by a process that started at another time.
      await writeFile(lock, JSON.stringify({ pid, started: '1' }));

      assert.equal(await alone(layout, () => Promise.resolve('taken over')), 'taken over');
    });
  });

  it('count the restarts of each process', async () => {
    await askForRestart(layout, 'orderer-tax');
    await askForRestart(layout, 'orderer-tax');
    await askForRestart(layout, 'orderer-court');

    assert.deepEqual(await readRestarts(layout), { 'orderer-tax': 2, 'orderer-court': 1 });
  });
});

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await holds()); attempt += 1) {
    assert.ok(attempt < 2_400, 'a condition did not come true within a minute');
    await delay(25);
  }
}
