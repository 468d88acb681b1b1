import assert from 'node:assert/strict';
import { requireOrSkip } from '../support/require.js';
import { type Anchored, Caller } from './support/caller.js';
import { assertInvariants } from './support/checker.js';
import { documentedNames, runDocumented } from './support/documented.js';
import { FaultWorld } from './support/fault-world.js';
import { runFsck } from './support/fsck.js';
import { History } from './support/history.js';
import { findPostgresPrograms, OwnCluster } from './support/own-cluster.js';
import { stopwatch } from './support/stopwatch.js';

const PORT_BASE = 27_300;

/** E22 with PostgreSQL's own programs, by the commands of the documentation. */
describe('a database that is restored by pg_restore, or from a base backup and WAL, on the embedded network', function () {
  this.timeout(900_000);
  const history = new History();
  const unlisted: Anchored[] = [];
  let cluster: OwnCluster;
  let world: FaultWorld;
  let issuer: Caller;

  before(async function () {
    const programs = requireOrSkip(
      this,
      'postgres-programs',
      findPostgresPrograms(),
      'PostgreSQL with initdb, pg_ctl, pg_dump and pg_basebackup of one version',
    );
    cluster = await OwnCluster.start(programs);
    world = await FaultWorld.create('embedded', PORT_BASE, {
      processes: 1,
      env: { DATABASE_URL: cluster.url },
    });
    issuer = await Caller.as(world, 'issuer');
  });

  after(async () => {
    await (world as FaultWorld | undefined)?.destroy();
    await (cluster as OwnCluster | undefined)?.remove();
  });

  const run = (name: string): Promise<void> => runDocumented(name, cluster.shell, cluster.user);

  const issue = async (count: number): Promise<Anchored[]> => {
    const issued = [];
    for (let at = 0; at < count; at += 1) issued.push(await issuer.issue(history));
    return issued;
  };

  it('comes back from a dump: what came later is lost by name, and issuing goes on', async () => {
    await issue(3);
    await run('dump-backup');
    const after = await issue(2);
    await world.killGateways();
    await cluster.recreate();
    const took = stopwatch();

    await run('dump-restore');

    took('pg_restore');
    assert.equal((await runFsck(world)).code, 4);
    const { code, report, stderr } = await runFsck(world, '--repair', '--lost');
    assert.equal(code, 0, `${stderr} ${JSON.stringify(report.findings)}`);
    assert.deepEqual(
      report.lostDocuments?.map(({ number }) => number),
      after.map(({ number }) => number),
    );
    unlisted.push(...after);
    await world.startGateways();
    await issue(2);
    await assertInvariants(world, history, unlisted);
    console.error(`      ${JSON.stringify(took.all)}`);
  });

  it('comes back from a base backup and archived WAL, and nothing that was archived is lost', async () => {
    await run('base-backup');
    await issue(3);
    await cluster.archived();
    await world.killGateways();
    await cluster.crash();
    const took = stopwatch();

    await run('base-restore');
    await cluster.up();

    took('base-restore');
    const { code, report, stderr } = await runFsck(world);
    assert.equal(code, 0, `${stderr} ${JSON.stringify(report.findings)}`);
    await world.startGateways();
    await issue(2);
    await assertInvariants(world, history, unlisted);
    console.error(`      ${JSON.stringify(took.all)}`);
  });
});

describe('the page about backup and restore', () => {
  it('holds no command but those that these experiments run', () => {
    assert.deepEqual(documentedNames(), [
      'files',
      'files-restore',
      'cold-backup',
      'cold-restore',
      'dump-backup',
      'dump-restore',
      'base-backup',
      'base-restore',
    ]);
  });
});
