import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { AccessWorld } from '../../support/gateway/access-world.js';
import { Reader, serveHeldBatch, stopServing } from '../../support/gateway/event-reader.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import type { TestGateway } from '../../support/gateway-app.js';

const HOUR_MS = 3_600_000;

describe('an open stream of events', function () {
  this.timeout(60_000);
  let world: AccessWorld;
  let gateway: TestGateway;
  let server: Server;
  let path: string;
  let account: string;
  const readers: Reader[] = [];

  before(async () => {
    world = await AccessWorld.create();
  });
  after(() => world.end());
  beforeEach(async () => {
    gateway = await world.gateway();
    ({ server, path } = await serveHeldBatch(gateway));
    account = gateway.accountId('issuer');
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.close();
    await stopServing(server);
  });

  /** It goes on. */
  async function open(secret: string): Promise<Reader> {
    const reader = await Reader.open(server, path, { authorization: `Bearer ${secret}` });
    readers.push(reader);
    await reader.until(() => reader.text.includes(': alive'));
    return reader;
  }

  const change = (set: { roles?: string[]; suspended_at?: Date }) => () =>
    world.db.updateTable('account').set(set).where('id', '=', account).execute();
  const changeKey = (set: { revoked_at: Date }) => () =>
    world.db.updateTable('api_key').set(set).where('account_id', '=', account).execute();
  const ofSession = () => world.token(gateway, 'issuer');
  const ofKey = () => world.apiKey(gateway, 'issuer', ['invoices:read']);

  for (const [what, secretOf, take] of [
    ['the role was taken', ofSession, () => change({ roles: ['receiver'] })()],
    ['the account was suspended', ofSession, () => change({ suspended_at: gateway.now })()],
    [
      'the session was revoked',
      ofSession,
      () => gateway.send('delete', '/v1/me/sessions', 'issuer').expect(204),
    ],
    ['the key was revoked', ofKey, () => changeKey({ revoked_at: gateway.now })()],
    [
      'the key has expired',
      ofKey,
      () => Promise.resolve((gateway.now = new Date(gateway.now.getTime() + 13 * HOUR_MS))),
    ],
  ] as const) {
    it(`ends once ${what}, and tells nothing of what comes then`, async () => {
      const secret = await secretOf();
      const reader = await open(secret);

      await take();

      await reader.until(() => reader.ended);
      gateway.desk.anchorAll();
      assert.deepEqual(reader.events, ['progress running 0']);
      assert.notEqual((await Reader.open(server, path, { authorization: `Bearer ${secret}` })).status, 200);
    });
  }

  it('goes on for whoever else reads it', async () => {
    const [mine, others] = [await open(await ofSession()), await open(gateway.token('auditor'))];
    await change({ roles: [] })();
    await mine.until(() => mine.ended);

    gateway.desk.anchorAll();

    await others.until(() => others.ended);
    assert.deepEqual(others.events, ['progress running 0', 'end succeeded 1']);
  });

  it('ends for an officer who became an issuer, when it is of any seller', async () => {
    const { body } = await gateway
      .send('post', '/v1/invoice-batches', 'taxOfficer')
      .set('Content-Type', 'application/x-ndjson')
      .send(JSON.stringify(invoiceBody()));
    path = `/v1/operations/${body.id}/events`;
    account = gateway.accountId('taxOfficer');
    const reader = await open(gateway.token('taxOfficer'));

    await change({ roles: ['issuer'] })();

    await reader.until(() => reader.ended);
    assert.deepEqual(reader.events, ['progress running 0']);
  });
});
