import assert from 'node:assert/strict';
import { AccessWorld } from '../../support/gateway/access-world.js';
import type { Answer } from '../../support/gateway/answer.js';
import { FakeIdentityProvider } from '../../support/gateway/fake-identity-provider.js';
import type { Person } from '../../support/gateway/people.js';
import type { TestGateway } from '../../support/gateway-app.js';

const says = ({ status, body }: Answer): [number, string] => [status, body.code];
const FAILED = [401, 'OIDC_LOGIN_FAILED'];

interface Login {
  readonly cookie: string;
  readonly state: string;
}

describe('signing in by an identity provider', function () {
  this.timeout(180_000);
  let world: AccessWorld;
  let gateway: TestGateway;

  before(async () => {
    world = await AccessWorld.create();
  });
  after(() => world.end());
  beforeEach(async () => {
    gateway = await world.gateway({ identityProvider: new FakeIdentityProvider() });
    await world.told();
  });

  const identityOf = (person: Person): string => `/v1/accounts/${gateway.accountId(person)}/identity`;
  const bind = (person: Person, subject: string, by: Person = 'administrator') =>
    gateway.send('put', identityOf(person), by).send({ subject });
  const begin = async (body: object = {}): Promise<Login> => {
    const answer = await gateway.send('post', '/v1/oidc/logins').send(body).expect(201);
    const [cookie = ''] = answer.headers['set-cookie'] as unknown as string[];
    const { url } = answer.body as unknown as { url: string };
    return { cookie, state: new URL(url).searchParams.get('state') ?? '' };
  };
  const back = (query: string, cookie?: string) => {
    const request = gateway.send('get', `/v1/oidc/callback?${query}`);
    return cookie === undefined ? request : request.set('Cookie', cookie.split(';', 1)[0] ?? '');
  };

  it('opens the account that the identity is bound to', async () => {
    await bind('issuer', 'sub-1').expect(204);
    const { cookie, state } = await begin();
    assert.match(cookie, /^__Host-chopmark-login-tax=cl_.*HttpOnly; Secure; SameSite=Lax$/);

    const answer = await back(`code=sub-1&state=${state}`, cookie);

    assert.deepEqual([answer.status, answer.headers['location']], [303, '/']);
    const cookies = answer.headers['set-cookie'] as unknown as string[];
    const session = cookies.find((one) => one.startsWith('__Host-chopmark-tax=')) ?? '';
    assert.match(session, /HttpOnly; Secure; SameSite=Strict/);
    const refreshed = await gateway
      .send('post', '/v1/sessions/refresh')
      .set('Cookie', session.split(';', 1)[0] ?? '')
      .send({})
      .expect(201);
    const token = `Bearer ${refreshed.body.accessToken}`;
    assert.equal((await gateway.send('get', '/v1/me').set('Authorization', token)).body['account'], 'issuer');
    const started = (await world.told()).at(-1);
    assert.deepEqual([started?.action, started?.details['method']], ['session.started', 'identityProvider']);
  });

  it('leads to a path that is allowed, and to none that is not', async () => {
    await bind('issuer', 'sub-1').expect(204);
    const { cookie, state } = await begin({ returnTo: '/console/home' });
    const answer = await back(`code=sub-1&state=${state}&returnTo=/elsewhere`, cookie);
    assert.deepEqual([answer.status, answer.headers['location']], [303, '/console/home']);

    for (const returnTo of [
      '//evil.example',
      'https://evil.example/',
      '/console',
      '/console/home/../..',
      '/console/home?next=//evil.example',
      '/\\evil.example',
      '/console/home ',
    ]) {
      const refused = await gateway.send('post', '/v1/oidc/logins').send({ returnTo });
      assert.deepEqual(says(refused), [422, 'RETURN_NOT_ALLOWED'], returnTo);
      assert.equal(refused.headers['set-cookie'], undefined);
    }
    assert.deepEqual(await world.db.selectFrom('oidc_login').selectAll().execute(), []);
  });

  it('ends when the account is reset: whoever had it has it no more', async () => {
    await bind('issuer', 'sub-1').expect(204);
    await gateway
      .send('post', `/v1/accounts/${gateway.accountId('issuer')}/reset`, 'administrator')
      .expect(200);

    const { cookie, state } = await begin();
    assert.deepEqual(says(await back(`code=sub-1&state=${state}`, cookie)), FAILED);
    const acts = (await world.told()).map(({ action }) => action);
    assert.deepEqual(acts.slice(0, 3), ['account.identityBound', 'account.identityUnbound', 'account.reset']);
  });

  it('finds nobody by a name: an identity that nobody bound opens nothing', async () => {
    for (const subject of ['issuer', gateway.accountId('issuer'), 'sub-1']) {
      const { cookie, state } = await begin();
      assert.deepEqual(says(await back(`code=${subject}&state=${state}`, cookie)), FAILED);
    }
    assert.equal((await world.told()).filter(({ action }) => action === 'session.refused').length, 3);
  });

  const refusals: readonly (readonly [string, (login: Login) => ReturnType<typeof back>])[] = [
    ['without the cookie of the browser that began', ({ state }) => back(`code=sub-1&state=${state}`)],
    [
      'with the cookie of another',
      ({ state }) => back(`code=sub-1&state=${state}`, `__Host-chopmark-login-tax=cl_${'A'.repeat(43)}`),
    ],
    ['with another state', ({ cookie }) => back('code=sub-1&state=other', cookie)],
    ['with a code that the provider refuses', ({ cookie, state }) => back(`code=bad&state=${state}`, cookie)],
    ['with an error of the provider', ({ cookie, state }) => back(`error=denied&state=${state}`, cookie)],
  ];
  for (const [what, change] of refusals) {
    it(`is refused ${what}, and begins no session`, async () => {
      await bind('issuer', 'sub-1').expect(204);
      assert.deepEqual(says(await change(await begin())), FAILED);

      const sessions = world.db.selectFrom('session').select('id').where('method', '=', 'identityProvider');
      assert.deepEqual(await sessions.execute(), []);
    });
  }

  it('comes back once, and in time', async () => {
    await bind('issuer', 'sub-1').expect(204);
    const first = await begin();
    await back(`code=sub-1&state=${first.state}`, first.cookie).expect(303);
    assert.deepEqual(says(await back(`code=sub-1&state=${first.state}`, first.cookie)), FAILED);

    const late = await begin();
    gateway.now = new Date(gateway.now.getTime() + 10 * 60_000);
    assert.deepEqual(says(await back(`code=sub-1&state=${late.state}`, late.cookie)), FAILED);
  });

  it('is closed to a suspended account', async () => {
    await bind('issuer', 'sub-1').expect(204);
    const place = `/v1/accounts/${gateway.accountId('issuer')}/suspension`;
    await gateway.send('post', place, 'administrator').expect(200);
    const { cookie, state } = await begin();

    assert.deepEqual(says(await back(`code=sub-1&state=${state}`, cookie)), FAILED);
  });

  it('ends with the binding, sessions included', async () => {
    await bind('issuer', 'sub-1').expect(204);
    const token = await world.token(gateway, 'issuer');
    await gateway.send('delete', identityOf('issuer'), 'administrator').expect(204);

    const me = await gateway.send('get', '/v1/me').set('Authorization', `Bearer ${token}`);
    assert.deepEqual(says(me), [401, 'SESSION_ENDED']);
    const { cookie, state } = await begin();
    assert.deepEqual(says(await back(`code=sub-1&state=${state}`, cookie)), FAILED);
    const acts = (await world.told()).map(({ action }) => action);
    assert.deepEqual(acts.slice(0, 2), ['account.identityBound', 'account.identityUnbound']);
  });

  it('binds one identity to one account, by those who look after it', async () => {
    await bind('issuer', 'sub-1').expect(204);
    assert.deepEqual(says(await bind('receiver', 'sub-1')), [409, 'IDENTITY_IN_USE']);
    assert.deepEqual(says(await bind('administrator', 'sub-2')), [409, 'OWN_ACCOUNT']);
    assert.deepEqual(says(await bind('receiver', 'sub-2', 'sellerAdministrator')), [
      404,
      'ACCOUNT_NOT_FOUND',
    ]);
    assert.equal((await world.db.selectFrom('account_identity').selectAll().execute()).length, 1);
  });

  it('is begun so often from one address, and no more', async () => {
    const attemptLimits = { address: { attempts: 2, seconds: 60 } };
    const closed = await world.gateway({ identityProvider: new FakeIdentityProvider(), attemptLimits });
    for (const expected of [201, 201, 429])
      await closed.send('post', '/v1/oidc/logins').send({}).expect(expected);
  });

  it('is not there without a provider', async () => {
    const without = await world.gateway();

    const begun = await without.send('post', '/v1/oidc/logins').send({});
    assert.deepEqual(says(begun), [404, 'OIDC_NOT_CONFIGURED']);
    const came = await without.send('get', '/v1/oidc/callback?code=x');
    assert.deepEqual(says(came), [404, 'OIDC_NOT_CONFIGURED']);
  });
});
