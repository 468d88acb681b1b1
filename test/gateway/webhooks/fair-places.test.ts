/** Places of messages under way: nobody waits because others do not answer. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OPERATOR } from '../../../gateway/dist/audit/audit-log.js';
import { claimDue, type Due } from '../../../gateway/dist/webhooks/deliveries.js';
import {
  OF_ORGANIZATION,
  OF_SLOW,
  OF_UNKNOWN,
  OF_WEBHOOK,
  UnderWay,
  type Room,
} from '../../../gateway/dist/webhooks/under-way.js';
import { eventually } from '../../support/gateway/desk-world.js';
import { SELLER, BUYER, WebhookWorld } from '../../support/gateway/webhook-world.js';

const EVENTS = ['invoice.issued'] as const;

const taxpayer = (number: number): string => `91000000MB${String(number).padStart(8, '0')}`;

describe('places of webhooks', function () {
  this.timeout(180_000);
  const world = WebhookWorld.ofSuite();
  let now = 0;
  let underWay: UnderWay;

  beforeEach(() => {
    now = 0;
    underWay = new UnderWay(() => now);
  });

  /** Messages of a webhook that are due, the first of them at that millisecond of 1970. */
  async function due(id: string, count: number, from = 0): Promise<void> {
    const rows = Array.from({ length: count }, (_, n) => ({
      webhook_id: id,
      event_id: `evt_${id}_${from + n}`,
      type: 'invoice.issued',
      subject: 'inv_x',
      happened_at: new Date(0),
      next_try: new Date(from + n),
    }));
    await world.db.insertInto('webhook_delivery').values(rows).execute();
  }

  const claim = (room: Room = underWay.room): Promise<Due[]> => claimDue(world.db, room);
  const of = (claimed: readonly Due[], id: string): number =>
    claimed.filter(({ webhookId }) => webhookId === id).length;

  /** What the webhooks are known for from now on. */
  async function known(ids: readonly string[], tookMs: number): Promise<void> {
    const begin = now;
    const over = ids.map((webhookId) => {
      const work = new Promise<void>((resolve) => setImmediate(resolve));
      underWay.add({ webhookId, organization: webhookId, at: 0 }, work);
      return work;
    });
    now = begin + tookMs;
    await Promise.all(over);
    await underWay.all();
    await new Promise((resolve) => setImmediate(resolve));
  }

  async function listen(count: number, taxIdOf: (number: number) => string): Promise<string[]> {
    const ids = [];
    for (let n = 0; n < count; n += 1)
      ids.push(await world.listen(await world.account('issuer', taxIdOf(n)), EVENTS));
    return ids;
  }

  it('are a share of each organization, whatever accounts and webhooks it has', async () => {
    const hooks = await listen(4, () => SELLER);
    const [other = ''] = await listen(1, () => BUYER);
    await known([...hooks, other], 1);
    for (const id of hooks) await due(id, 40);
    await due(other, 1, 1_000_000);

    const claimed = await claim();
    assert.deepEqual([claimed.length, of(claimed, other)], [OF_ORGANIZATION + 1, 1]);
    assert.ok(hooks.every((id) => of(claimed, id) <= OF_WEBHOOK));

    for (const one of claimed) underWay.add(one, new Promise(() => undefined));
    assert.equal(underWay.room.fullOrganizations.length, 1);
    assert.deepEqual(await claim(), []);
    assert.ok((await claim(new UnderWay().room)).length > 0, 'there is more to be told');
  });

  it('are given in turns: the first of each organization before the second of any', async () => {
    const hooks = await listen(8, taxpayer);
    await known(hooks, 1);
    for (const [n, id] of hooks.entries()) await due(id, 10, n * 1000);

    const claimed = await claim({ ...underWay.room, free: 8 });

    assert.deepEqual(new Set(claimed.map(({ webhookId }) => webhookId)), new Set(hooks));
  });

  it('are one for a webhook of which nothing is known, and a part of all for those together', async () => {
    const hooks = await listen(OF_UNKNOWN + 4, taxpayer);
    for (const id of hooks) await due(id, 2);

    const claimed = await claim();
    assert.equal(claimed.length, OF_UNKNOWN);
    assert.ok(hooks.every((id) => of(claimed, id) <= 1));

    for (const one of claimed) underWay.add(one, new Promise(() => undefined));
    assert.deepEqual(await claim(), []);
    now = 10_000;
    assert.equal((await claim()).length, 4, 'those who did not answer are known for it now');
  });

  it('are a part of all for the slow, whosever, and the rest for the quick', async () => {
    const slow = await listen(OF_SLOW + 4, taxpayer);
    const [quick = ''] = await listen(1, () => BUYER);
    await known(slow, 5_000);
    await known([quick], 1);
    for (const id of slow) await due(id, 6);
    await due(quick, 3, 1_000_000);

    const claimed = await claim();

    assert.deepEqual([claimed.length, of(claimed, quick)], [OF_SLOW + 3, 3]);
  });

  it('are for a slow one again as for others once it was quick', async () => {
    const [hook = ''] = await listen(1, () => SELLER);
    await known([hook], 5_000);
    assert.deepEqual(underWay.room.paces, { quick: [], slow: [hook] });

    await known([hook], 1);

    assert.deepEqual(underWay.room.paces, { quick: [hook], slow: [] });
  });

  it('are there for who answers, while any number of others do not', async () => {
    const silent = await Silent.start();
    const [quick = ''] = await listen(1, () => BUYER);
    await due(quick, 1);
    world.desk.sender.start();
    try {
      await until(() => world.receiver.heard.length === 1);
      for (let n = 0; n < 60; n += 1) {
        const described = { url: silent.url, events: EVENTS, description: '' };
        const account = await world.account('issuer', taxpayer(n));
        const { webhook } = await world.desk.webhooks.create(OPERATOR, account, described);
        await due(webhook.id, 8);
      }
      await until(() => silent.asked === OF_SLOW + OF_UNKNOWN);

      await due(quick, 40, 1_000_000);
      await until(() => world.receiver.heard.length === 41);

      assert.equal(silent.asked, OF_SLOW + OF_UNKNOWN, 'more of the silent were asked');
      assert.ok(!world.tried.includes('tooSlow'), 'a place of a silent one became free');
    } finally {
      await world.desk.sender.stop();
      await silent.stop();
    }
  });
});

/** Takes requests, and answers none. */
class Silent {
  asked = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server.on('request', () => (this.asked += 1));
  }

  static async start(): Promise<Silent> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Silent(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/never`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const until = (holds: () => boolean): Promise<void> => eventually(() => assert.ok(holds()));
