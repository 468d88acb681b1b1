import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { NETWORKS, requireNetwork } from '../support/networks.js';
import { until } from '../support/platform.js';
import { Caller } from './support/caller.js';
import { assertInvariants } from './support/checker.js';
import { FaultWorld, type FaultyGateway } from './support/fault-world.js';
import { runFsck, runRebuild } from './support/fsck.js';
import { History } from './support/history.js';
import { Relayed } from './support/relayed.js';
import { onRows } from './support/rows.js';
import { type Draw, Senders } from './support/senders.js';
import { drawing, FEW_ROUNDS, SEED } from './support/settings.js';

const PORT_BASE = { embedded: 26_900, native: 27_000 } as const;
const ROUND_MS = 120_000;
const MOMENT_MS = 300;

interface Checkpoint {
  readonly next_block: string;
  readonly last_header_hash: Buffer | null;
}

/**
 * E17: the block stream breaks, freezes and goes to another peer, its reader is killed, its checkpoint is older or newer than
 * the chain. Whatever happens, the projection is the fold of the chain, byte by byte.
 */
for (const kind of NETWORKS) {
  describe(`the listener, ${FEW_ROUNDS} rounds on the ${kind} network (seed ${SEED})`, function () {
    this.timeout(300_000 + FEW_ROUNDS * ROUND_MS);
    const history = new History();
    const relayed = new Relayed();
    let world: FaultWorld;
    let draw: Draw;
    let issuer: Caller;

    before(async function () {
      requireNetwork(this, kind);
      draw = drawing();
      world = await FaultWorld.create(kind, PORT_BASE[kind], { connection: relayed.connection });
      issuer = await Caller.as(world, 'issuer');
    });

    after(async () => {
      await (world as FaultWorld | undefined)?.destroy();
      await relayed.end();
    });

    /** The one that is enough when nobody else shall take its place. */
    const reader = (): FaultyGateway => {
      const [first] = world.gateways;
      assert.ok(first);
      return first;
    };

    const checkpoint = async (): Promise<Checkpoint> => {
      const [row] = await onRows<Checkpoint>(world, 'select next_block, last_header_hash from checkpoint');
      assert.ok(row);
      return row;
    };

    const moveTo = (next: number, hash: Buffer | null): Promise<unknown> =>
      onRows(world, 'update checkpoint set next_block = $1, last_header_hash = $2', [next, hash]);

    async function assertFold(): Promise<void> {
      const { code, report, stderr } = await runRebuild(world);
      assert.equal(code, 0, `${stderr} ${JSON.stringify(report.differences)}`);
      assert.deepEqual(report.differences, []);
    }

    it('loses no block when streams break, peers freeze and readers are killed', async () => {
      const senders = await Senders.start(world, history, draw, 3);
      for (let round = 0; round < FEW_ROUNDS; round += 1) {
        const enough = history.acknowledged + 1 + draw(8);
        await until(ROUND_MS, () => history.acknowledged >= enough);
        await delay(draw(MOMENT_MS));
        const relay = relayed.relays[draw(relayed.relays.length)];
        const gateway = world.gateways[draw(world.gateways.length)];
        switch (round % 3) {
          case 0:
            for (const one of relayed.relays) one.breakConnections();
            break;
          case 1:
            relay?.freeze();
            await until(ROUND_MS, () => history.acknowledged >= enough + 5);
            relay?.thaw();
            break;
          default:
            gateway?.kill();
            await gateway?.gone();
            await gateway?.start();
        }
      }
      await senders.stop();

      const counts = await assertInvariants(world, history);
      await assertFold();
      console.error(`      ${JSON.stringify(counts)}`);
    });

    it('folds again what an older checkpoint has forgotten, from any block, and from the first', async () => {
      const before = await checkpoint();
      const series = await onRows(world, 'select * from series order by series');
      const height = Number(before.next_block);
      for (const next of [height - 1, 1 + draw(height - 1), 0]) {
        await world.killGateways();
        await moveTo(next, null);
        // A lost update: what the blocks said since is forgotten with it.
        await onRows(world, 'delete from series where $1 = 0', [next]);
        await reader().start();
        await until(ROUND_MS, async () => Number((await checkpoint()).next_block) >= height);

        await assertFold();
        assert.deepEqual(await checkpoint(), before);
        assert.deepEqual(await onRows(world, 'select * from series order by series'), series);
      }
      await issuer.issue(history);
    });

    it('is not ready, and names it, with a checkpoint that no block of its peer has reached', async () => {
      await world.killGateways();
      const { next_block, last_header_hash } = await checkpoint();
      await moveTo(Number(next_block) + 50, last_header_hash);

      await reader().startUnready();
      await until(ROUND_MS, async () => (await world.said()).includes('chain ends before block'));
      assert.equal((await issuer.call('GET', '/readyz')).status, 503);
      const looked = await runFsck(world);
      assert.equal(looked.code, 4, looked.stderr);
      assert.deepEqual(
        looked.report.findings.map(({ code }) => code),
        ['CHECKPOINT_AHEAD'],
      );
      const rebuilt = await runRebuild(world);
      assert.equal(rebuilt.code, 1, 'nothing to compare with');
      assert.match(rebuilt.stderr, /ends before block/);

      await world.killGateways();
      await moveTo(Number(next_block), last_header_hash);
      await reader().start();
      await issuer.issue(history);
    });

    it('stops everything when a block does not follow the one that it knows', async () => {
      await world.killGateways();
      const { next_block, last_header_hash } = await checkpoint();
      await moveTo(Number(next_block) - 1, Buffer.alloc(32, 7));

      await reader().startUnready();
      await until(ROUND_MS, async () => (await world.said()).includes('LEDGER_FORKED'));
      await assert.rejects(issuer.issue(new History('forked')), /503 .*UNAVAILABLE/);

      await world.killGateways();
      await moveTo(Number(next_block), last_header_hash);
      await onRows(world, `delete from halt where code = 'LEDGER_FORKED'`);
      await reader().start();
      await issuer.issue(history);
      await assertInvariants(world, history);
      await assertFold();
    });
  });
}
