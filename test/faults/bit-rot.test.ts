import assert from 'node:assert/strict';
import { NETWORKS, requireNetwork } from '../support/networks.js';
import { until } from '../support/platform.js';
import { type Accepted, Caller } from './support/caller.js';
import { assertInvariants } from './support/checker.js';
import { FaultWorld } from './support/fault-world.js';
import { runFsck } from './support/fsck.js';
import { History } from './support/history.js';
import { Relayed } from './support/relayed.js';
import { onRows } from './support/rows.js';
import { type Draw } from './support/senders.js';
import { drawing, SEED } from './support/settings.js';

const PORT_BASE = { embedded: 27_100, native: 27_200 } as const;
const WAIT_MS = 120_000;

/** E8: one bit of a row flips: before its batch is sealed, before its root is out, and after. */
for (const kind of NETWORKS) {
  describe(`a bit that flips in the database, on the ${kind} network (seed ${SEED})`, function () {
    this.timeout(600_000);
    const history = new History();
    const relayed = new Relayed(1);
    let world: FaultWorld;
    let issuer: Caller;
    let draw: Draw;

    before(async function () {
      requireNetwork(this, kind);
      draw = drawing();
      world = await FaultWorld.create(kind, PORT_BASE[kind], {
        processes: 1,
        connection: relayed.connection,
      });
      issuer = await Caller.as(world, 'issuer');
      await issuer.issue(history);
    });

    after(async () => {
      await (world as FaultWorld | undefined)?.destroy();
      await relayed.end();
    });

    /** Without its peer nothing is anchored, and what is accepted waits. */
    const leavePeer = (): void => relayed.relays.forEach((relay) => relay.freeze());
    const findPeer = (): void =>
      relayed.relays.forEach((relay) => {
        relay.thaw();
        relay.breakConnections();
      });

    /** One bit, somewhere, of a column of bytes; the same call again puts it right. */
    async function flip(table: string, column: string, id: string, seed = draw(1 << 20)): Promise<number> {
      const where = `entry = (select entry from invoice where id = $1)`;
      const rows = await onRows<object>(
        world,
        `update ${table} set ${column} = set_bit(${column}, $2 % (8 * length(${column})), 1 - get_bit(${column}, $2 % (8 * length(${column}))))
         where ${where} returning 1`,
        [id, seed],
      );
      assert.equal(rows.length, 1, `${table} has no row of ${id}`);
      return seed;
    }

    const blocksOf = async (): Promise<number> => (await runFsck(world)).report.batches;

    async function haltsWith(code: string): Promise<void> {
      await until(WAIT_MS, async () => (await world.said()).includes(code));
      assert.equal((await issuer.call('GET', '/readyz')).status, 503);
    }

    it('stops the line before it is sealed, and names the document', async () => {
      await world.killGateways();
      leavePeer();
      const [gateway] = world.gateways;
      await gateway?.startUnready();
      const good = await issuer.accept(history);
      const bad = await issuer.accept(new History('waiting'));
      assert.deepEqual(await onRows(world, `select id from batch where state <> 'anchored'`), []);
      await world.killGateways();
      await flip('document', 'sealed', bad.id);
      findPeer();
      const batches = await blocksOf();

      await gateway?.startUnready();

      await haltsWith('STORED_DOCUMENT_CORRUPT');
      assert.equal(await blocksOf(), batches, 'no root went out');
      await endDamaged(bad, [good]);
    });

    it('stops a sealed batch before its root is out', async () => {
      const [gateway] = world.gateways;
      leavePeer();
      const good = await issuer.accept(history);
      await until(WAIT_MS, async () => {
        const rows = await onRows(world, `select id from batch where state = 'sealed'`);
        return rows.length === 1;
      });
      await world.killGateways();
      await flip('sealed_invoice', 'document_hash', good.id);
      findPeer();
      const batches = await blocksOf();

      await gateway?.startUnready();

      await haltsWith('STORED_BATCH_CORRUPT');
      assert.equal(await blocksOf(), batches, 'no root went out');
      await world.killGateways();
      await endDamaged(undefined, [good]);
    });

    it('names the document afterwards, and no other; its siblings are proven as before', async () => {
      const [first, bad, last] = await Promise.all([1, 2, 3].map(() => issuer.issue(history)));
      assert.ok(first && bad && last);
      const seed = await flip('document', 'sealed', bad.id);

      const { code, report } = await runFsck(world);

      assert.equal(code, 4);
      assert.deepEqual(
        report.findings.map(({ code: finding, subject }) => `${finding} ${subject}`),
        [`DOCUMENT_ALTERED ${bad.id}`],
      );
      const damaged = await issuer.expect(500, 'GET', `/v1/invoices/${bad.number}`);
      assert.equal(damaged.code, 'INVOICE_DAMAGED');
      for (const { number } of [first, last])
        history.proven(
          number,
          JSON.stringify(await issuer.expect(200, 'GET', `/v1/invoices/${number}/bundle`)),
        );
      await flip('document', 'sealed', bad.id, seed);
      await assertInvariants(world, history);
    });

    /** As the documentation says: what is damaged for good is ended with a reason, and the line goes on. */
    async function endDamaged(bad: Accepted | undefined, good: readonly Accepted[]): Promise<void> {
      await world.killGateways();
      const { code, report, stderr } = await runFsck(world, '--refuse-altered');
      assert.equal(code, 0, `${stderr} ${JSON.stringify(report.findings)}`);
      await world.startGateways();
      for (const one of good) await issuer.hearNumber(history, one);
      if (bad === undefined) return;
      const refused = await issuer.expect(500, 'GET', `/v1/invoices/${bad.id}`);
      assert.equal(refused.code, 'INVOICE_DAMAGED');
      assert.equal((refused['invoice'] as { state: string }).state, 'refused');
    }
  });
}
