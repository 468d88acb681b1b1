import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { NETWORKS, requireNetwork } from '../support/networks.js';
import { until } from '../support/platform.js';
import { assertInvariants } from './support/checker.js';
import { FaultWorld } from './support/fault-world.js';
import { History } from './support/history.js';
import { type Draw, Senders } from './support/senders.js';
import { ROUNDS, SEED, drawing } from './support/settings.js';

const PORT_BASE = { embedded: 26_100, native: 26_200 } as const;
const SENDERS = 4;
const ROUND_MS = 120_000;
/** Longer than an invoice takes from its request to the ledger: a kill falls into any step of it. */
const MOMENT_MS = 200;

/**
 * E2: SIGKILL at any moment between a request and its place on the ledger, again and again, with another process of the
 * same gateway beside it. The seed decides when and whom.
 */
for (const kind of NETWORKS) {
  describe(`kill -9 of gateways, ${ROUNDS} rounds on the ${kind} network (seed ${SEED})`, function () {
    this.timeout(300_000 + ROUNDS * ROUND_MS);
    let world: FaultWorld;
    let draw: Draw;
    const history = new History();

    before(async function () {
      requireNetwork(this, kind);
      draw = drawing();
      world = await FaultWorld.create(kind, PORT_BASE[kind]);
    });

    after(async () => {
      await (world as FaultWorld | undefined)?.destroy();
    });

    it('issues each invoice exactly once, and proves only what is issued', async function () {
      const senders = await Senders.start(world, history, draw, SENDERS);
      for (let round = 1; round <= ROUNDS; round += 1) {
        const enough = history.acknowledged + 1 + draw(12);
        await until(ROUND_MS, () => history.acknowledged >= enough);
        await delay(draw(MOMENT_MS));
        const victim = world.gateways[draw(world.gateways.length)];
        assert.ok(victim);
        victim.kill();
        await victim.gone();
        await victim.start();
        if (round % 50 === 0) console.error(`      round ${round}: ${history.acknowledged} acknowledged`);
      }
      await senders.stop();

      const counts = await assertInvariants(world, history);

      assert.ok(counts.acknowledged >= ROUNDS, 'the clients got on meanwhile');
      assert.ok(counts.bundles > 0, 'bundles were handed out meanwhile');
      console.error(`      ${JSON.stringify(counts)}`);
    });

    it('goes on when every process of it is killed at once', async () => {
      const senders = await Senders.start(world, history, draw, SENDERS);
      const enough = history.acknowledged + 10;
      await until(ROUND_MS, () => history.acknowledged >= enough);
      for (const gateway of world.gateways) gateway.kill();
      for (const gateway of world.gateways) await gateway.gone();
      for (const gateway of world.gateways) await gateway.start();
      const more = history.acknowledged + 5;
      await until(ROUND_MS, () => history.acknowledged >= more);
      await senders.stop();

      await assertInvariants(world, history);
    });
  });
}
