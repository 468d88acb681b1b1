import assert from 'node:assert/strict';
import { AccessWorld } from '../../support/gateway/access-world.js';
import { PASSWORD, type TestGateway } from '../../support/gateway-app.js';

interface OpenSession {
  readonly id: string;
  readonly method: string;
  readonly isCurrent: boolean;
}

describe('/v1/me/sessions', function () {
  this.timeout(180_000);
  let world: AccessWorld;
  let gateway: TestGateway;

  before(async () => {
    world = await AccessWorld.create();
  });
  after(() => world.end());
  beforeEach(async () => {
    gateway = await world.gateway();
  });

  /** A further session of the issuer. */
  const signIn = async (): Promise<string> => {
    const { body } = await gateway
      .send('post', '/v1/sessions')
      .send({ account: 'issuer', password: PASSWORD });
    return body.accessToken;
  };
  const as = (method: 'get' | 'delete', address: string, token: string) =>
    gateway.send(method, address).set('Authorization', `Bearer ${token}`);
  const list = async (token: string): Promise<readonly OpenSession[]> => {
    const { body } = await as('get', '/v1/me/sessions', token);
    return body.items as unknown as readonly OpenSession[];
  };

  it('shows one’s own open sessions and which of them asks', async () => {
    gateway.now = new Date(gateway.now.getTime() + 1000);
    const token = await signIn();

    const sessions = await list(token);

    assert.deepEqual(
      sessions.map(({ isCurrent, method }) => [isCurrent, method]),
      [
        [true, 'password'],
        [false, 'password'],
      ],
    );
  });

  it('ends the one that asks: its tokens count no more, others go on', async () => {
    const token = await signIn();
    const other = await signIn();

    const { status, headers } = await as('delete', '/v1/me/sessions/current', token);

    assert.equal(status, 204);
    assert.match(String(headers['set-cookie']), /__Host-chopmark-tax=;/);
    const after = await as('get', '/v1/me', token);
    assert.deepEqual([after.status, after.body.code], [401, 'SESSION_ENDED']);
    assert.equal(after.headers['www-authenticate'], 'Bearer error="invalid_token"');
    assert.equal((await as('get', '/v1/me', other)).status, 200);
  });

  it('ends another one by its id', async () => {
    const token = await signIn();
    const other = await signIn();
    const { id } = (await list(other)).find(({ isCurrent }) => isCurrent)!;

    await as('delete', `/v1/me/sessions/${id}`, token).expect(204);

    assert.equal((await as('get', '/v1/me', other)).body.code, 'SESSION_ENDED');
    assert.equal((await as('delete', `/v1/me/sessions/${id}`, token)).body.code, 'SESSION_NOT_FOUND');
  });

  it('does not know sessions of others', async () => {
    const token = await signIn();
    const { body } = await gateway.send('get', '/v1/me/sessions', 'auditor');
    const { id } = body.items[0]!;

    const answer = await as('delete', `/v1/me/sessions/${id}`, token);

    assert.deepEqual([answer.status, answer.body.code], [404, 'SESSION_NOT_FOUND']);
    await gateway.send('get', '/v1/me', 'auditor').expect(200);
  });

  it('ends all of them, and tells the audit log', async () => {
    const token = await signIn();
    const other = await signIn();
    await world.told();

    await as('delete', '/v1/me/sessions', token).expect(204);

    for (const one of [token, other])
      assert.equal((await as('get', '/v1/me', one)).body.code, 'SESSION_ENDED');
    const id = gateway.accountId('issuer');
    const told = (await world.told()).map(({ actor, action, subject, details }) => ({
      actor,
      action,
      subject,
      details,
    }));
    assert.deepEqual(told, [
      { actor: id, action: 'session.ended', subject: id, details: { reason: 'signOut', sessions: 3 } },
    ]);
  });

  it('forgets what is long past its time, tokens included', async () => {
    await signIn();
    const { sessions } = gateway.context;
    gateway.now = new Date(gateway.now.getTime() + 31 * 24 * 3_600_000);

    await sessions.clean();

    assert.deepEqual(await world.db.selectFrom('session').selectAll().execute(), []);
    assert.deepEqual(await world.db.selectFrom('refresh_token').selectAll().execute(), []);
  });
});
