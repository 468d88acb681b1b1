import assert from 'node:assert/strict';
import { AccessWorld } from '../../support/gateway/access-world.js';
import type { AnswerTest } from '../../support/gateway/answer.js';
import { WebhookReceiver } from '../../support/gateway/webhook-receiver.js';
import type { TestGateway } from '../../support/gateway-app.js';
import type { Person } from '../../support/gateway/people.js';

interface WebhookBody {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly state: string;
  readonly secret: string;
}

describe('webhooks over HTTP', function () {
  this.timeout(120_000);
  let world: AccessWorld;
  let gateway: TestGateway;

  before(async () => {
    world = await AccessWorld.create();
    gateway = await world.gateway({});
  });
  after(() => world.end());

  const ask = async (
    method: 'get' | 'post' | 'patch' | 'delete',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    as: Person = 'issuer',
  ): Promise<Awaited<AnswerTest> & { hook: WebhookBody }> => {
    const request = gateway.send(method, `/v1/webhooks${path}`);
    void request.set({ Authorization: `Bearer ${await world.token(gateway, as)}`, ...headers });
    if (body !== undefined) void request.set('Content-Type', 'application/json').send(JSON.stringify(body));
    const answer = await request;
    return Object.assign(answer, { hook: answer.body as unknown as WebhookBody });
  };

  const create = async (): Promise<WebhookBody> => {
    const { status, hook } = await ask('post', '', { url: 'https://erp.example/hook' });
    assert.equal(status, 201);
    return hook;
  };

  it('shows the secret when it is made, and never again', async () => {
    const made = await create();
    assert.match(made.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);

    const read = await ask('get', `/${made.id}`);
    assert.equal(read.headers['etag'], '"1"');
    assert.deepEqual([read.hook.id, read.hook.state], [made.id, 'active']);
    assert.ok(!(await ask('get', '')).text.includes(made.secret) && !read.text.includes('secret'));
    await ask('delete', `/${made.id}`);
    assert.equal((await ask('get', `/${made.id}`)).body.code, 'WEBHOOK_NOT_FOUND');
  });

  it('changes what is said, when it is still what it was', async () => {
    const { id } = await create();

    const changed = await ask(
      'patch',
      `/${id}`,
      { state: 'paused', events: ['invoice.refused'] },
      { 'If-Match': '"1"' },
    );
    assert.deepEqual(
      [changed.hook.state, changed.hook.events, changed.headers['etag']],
      ['paused', ['invoice.refused'], '"2"'],
    );

    const late = await ask('patch', `/${id}`, { state: 'active' }, { 'If-Match': '"1"' });
    assert.deepEqual([late.status, late.body.code], [412, 'PRECONDITION_FAILED']);
    assert.equal((await ask('patch', `/${id}`, {}, { 'If-Match': 'x' })).body.code, 'MALFORMED_HEADER');
    assert.equal((await ask('get', `/${id}`)).hook.state, 'paused');
  });

  it('tells one message again, and only one that there is', async () => {
    const { id } = await create();
    const eventId = `evt_${'1'.repeat(32)}`;
    const row = { webhook_id: id, event_id: eventId, type: 'invoice.issued', subject: 'inv_1' };
    await world.db
      .insertInto('webhook_delivery')
      .values({ ...row, happened_at: new Date(), state: 'failed', attempts: 12 })
      .execute();

    const unknown = await ask('post', `/${id}/deliveries/evt_2/retry`);
    const foreign = await ask('post', `/${id}/deliveries/${eventId}/retry`, undefined, {}, 'otherIssuer');
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'DELIVERY_NOT_FOUND']);
    assert.deepEqual([foreign.status, foreign.body.code], [404, 'WEBHOOK_NOT_FOUND']);
    const [left] = await world.db.selectFrom('webhook_delivery').selectAll().execute();
    assert.deepEqual([left?.state, left?.attempts], ['failed', 12]);

    const { status, body } = await ask('post', `/${id}/deliveries/${eventId}/retry`);
    const delivery = body as unknown as { state: string; attempts: number; eventId: string };
    assert.equal(status, 202);
    assert.deepEqual([delivery.state, delivery.attempts, delivery.eventId], ['pending', 0, eventId]);
  });

  for (const [url, code] of [
    ['https://0.0.0.0/', 'TARGET_NOT_PUBLIC'],
    ['http://erp.example@10.0.0.1/', 'TARGET_HAS_PASSWORD'],
    ['https://169.254.169.254/', 'TARGET_NOT_PUBLIC'],
  ] as const) {
    it(`refuses ${url}, in the language that is asked for`, async () => {
      const guarded = await ask('post', '', { url }, { 'Accept-Language': 'zh' });
      assert.deepEqual(
        [guarded.status, guarded.body.code, guarded.body.errors[0]?.code, guarded.body.errors[0]?.pointer],
        [422, 'WEBHOOK_TARGET_REFUSED', code, '/url'],
      );
      assert.match(guarded.body.detail, /回调/);
    });
  }

  it('has a limit for each account', async () => {
    for (const { id } of (await ask('get', '')).body.items) await ask('delete', `/${id}`);
    for (let count = 0; count < 20; count++) await create();

    const { status, body } = await ask('post', '', { url: 'https://erp.example/hook' });
    assert.deepEqual([status, body.code], [409, 'TOO_MANY_WEBHOOKS']);
    for (const { id } of (await ask('get', '')).body.items) await ask('delete', `/${id}`);
  });

  it('tests, replays, rotates and lists', async () => {
    const receiver = await WebhookReceiver.start();
    const { hook } = await ask('post', '', { url: receiver.url });
    receiver.secret = hook.secret;

    assert.deepEqual(
      (await ask('post', `/${hook.id}/test`)).body,
      { status: 401, failure: null },
      'another clock',
    );
    assert.equal((await ask('post', `/${hook.id}/replays`, { fromBlock: 0 })).status, 202);
    assert.equal(
      (await ask('post', `/${hook.id}/replays`, { fromBlock: -1 })).body.code,
      'MALFORMED_REQUEST',
    );
    assert.match((await ask('post', `/${hook.id}/secret`)).hook.secret, /^whsec_/);
    assert.deepEqual((await ask('get', `/${hook.id}/deliveries?limit=5`)).body.items, []);
    assert.equal((await ask('get', `/${hook.id}/deliveries?limit=x`)).body.code, 'MALFORMED_QUERY');
    await receiver.stop();
  });

  it('tells the audit log who did what', async () => {
    await world.told();
    const { id } = await create();
    await ask('patch', `/${id}`, { description: 'ERP' });
    await ask('post', `/${id}/secret`);
    await ask('delete', `/${id}`);

    const records = await world.told();
    assert.deepEqual(
      records.map(({ action, subject }) => [action, subject]),
      ['webhook.created', 'webhook.changed', 'webhook.secretRotated', 'webhook.deleted'].map((action) => [
        action,
        id,
      ]),
    );
    assert.ok(records.every(({ actor }) => actor === gateway.accountId('issuer')));
  });
});
