import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { AccessWorld } from '../../support/gateway/access-world.js';
import { placesOf, type Answer } from '../../support/gateway/answer.js';
import { PASSWORD, type TestGateway } from '../../support/gateway-app.js';

const COOKIE = '__Host-chopmark-tax';

describe('POST /v1/sessions/refresh', function () {
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

  const signIn = async (refreshBy = 'body', account = 'issuer'): Promise<Answer> =>
    gateway.send('post', '/v1/sessions').send({ account, password: PASSWORD, refreshBy }).expect(201);
  const refresh = (refreshToken?: string, headers: Readonly<Record<string, string>> = {}) =>
    gateway.send('post', '/v1/sessions/refresh').set(headers).send({ refreshToken });
  const me = (token: string) => gateway.send('get', '/v1/me').set('Authorization', `Bearer ${token}`);
  const later = (ms: number): void => {
    gateway.now = new Date(gateway.now.getTime() + ms);
  };
  const cookieOf = ({ headers }: Answer): string =>
    (headers['set-cookie'] as unknown as readonly string[] | undefined)?.[0] ?? '';

  it('gives new tokens for the session, whose end does not move', async () => {
    const first = await signIn();
    later(3_600_000);
    assert.equal((await me(first.body.accessToken)).body.code, 'TOKEN_EXPIRED');

    const second = await refresh(first.body.refreshToken);

    assert.equal(second.status, 201);
    assert.notEqual(second.body.refreshToken, first.body.refreshToken);
    assert.equal(second.body.sessionExpiresAt, first.body.sessionExpiresAt);
    assert.equal((await me(second.body.accessToken)).status, 200);
  });

  it('ends with the session, and so does the last access token', async () => {
    const first = await signIn();
    later(12 * 3_600_000 - 60_000);
    const last = await refresh(first.body.refreshToken);
    assert.equal(last.body.expiresAt, first.body.sessionExpiresAt);

    later(60_000);

    assert.equal((await refresh(last.body.refreshToken)).body.code, 'REFRESH_TOKEN_INVALID');
    assert.equal((await me(last.body.accessToken)).body.code, 'TOKEN_EXPIRED');
  });

  it('ends the whole family when a token comes a second time, whoever sends it', async () => {
    const { body: stolen } = await signIn();
    const { body: thief } = await refresh(stolen.refreshToken);
    await world.told();
    later(11_000);

    const owner = await refresh(stolen.refreshToken);

    assert.deepEqual([owner.status, owner.body.code], [401, 'REFRESH_TOKEN_INVALID']);
    assert.equal((await refresh(thief.refreshToken)).body.code, 'REFRESH_TOKEN_INVALID');
    assert.equal((await me(thief.accessToken)).body.code, 'SESSION_ENDED');
    const [record, ...others] = await world.told();
    assert.deepEqual(others, []);
    assert.deepEqual(
      [record?.action, record?.details],
      ['session.reuseDetected', { account: gateway.accountId('issuer') }],
    );
  });

  it('leaves other sessions of the account alone', async () => {
    const { body: stolen } = await signIn();
    const { body: other } = await signIn();
    await refresh(stolen.refreshToken);
    later(11_000);
    await refresh(stolen.refreshToken);

    assert.equal((await me(other.accessToken)).status, 200);
    assert.equal((await refresh(other.refreshToken)).status, 201);
  });

  it('forgives a second try within seconds, until one that followed was used', async () => {
    const { body: first } = await signIn();
    const { body: lost } = await refresh(first.refreshToken);
    later(9_000);
    const again = await refresh(first.refreshToken);
    assert.equal(again.status, 201, 'the answer was lost, or two pages asked at once');

    assert.equal((await refresh(lost.refreshToken)).status, 201);

    assert.equal((await refresh(first.refreshToken)).body.code, 'REFRESH_TOKEN_INVALID');
    assert.equal((await me(again.body.accessToken)).body.code, 'SESSION_ENDED');
  });

  it('lets a burst of one token make one family, not a break', async () => {
    const { body } = await signIn();

    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(body.refreshToken)));

    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
    const sessions = await world.db
      .selectFrom('session')
      .select('id')
      .where('ended_at', 'is not', null)
      .execute();
    assert.deepEqual(sessions, []);
  });

  for (const [what, change] of [
    ['a suspended account', 'update account set suspended_at = now()'],
    ['an account of a suspended organization', 'update organization set suspended_at = now()'],
  ] as const) {
    it(`gives nothing to ${what}`, async () => {
      const { body } = await signIn();
      await sql.raw(change).execute(world.db);

      assert.equal((await refresh(body.refreshToken)).body.code, 'REFRESH_TOKEN_INVALID');
      assert.equal((await me(body.accessToken)).body.code, 'TOKEN_INVALID');
    });
  }

  for (const token of [`cr_${'A'.repeat(43)}`, 'cr_short', 'x', undefined]) {
    it(`does not know ${token ?? 'nothing'}`, async () => {
      const { status, body } = await refresh(token);

      assert.deepEqual([status, body.code], [401, 'REFRESH_TOKEN_INVALID']);
    });
  }

  it('keeps no token, only hashes', async () => {
    const { body } = await signIn();

    const { rows } = await sql<{
      text: string;
    }>`select row_to_json(refresh_token)::text as text from refresh_token`.execute(world.db);
    const secret = body.refreshToken.slice(3);
    assert.ok(rows.length > 0);
    for (const { text } of rows) {
      assert.ok(!text.includes(secret));
      assert.ok(!text.includes(Buffer.from(body.refreshToken).toString('hex')));
      assert.ok(!text.includes(Buffer.from(secret, 'base64url').toString('hex')));
    }
    assert.ok(!gateway.log.join('').includes(secret));
  });

  it('refuses what is no request for it', async () => {
    const { body } = await gateway.send('post', '/v1/sessions/refresh').send({ refreshToken: 1, more: 2 });

    assert.deepEqual(placesOf(body.errors), ['/refreshToken WRONG_TYPE', '/more UNKNOWN_FIELD']);
  });

  describe('with the cookie of a page', () => {
    const pair = (cookie: string): string => cookie.split(';')[0] ?? '';

    it('is set for this host alone, and scripts, other sites and plain http do not get it', async () => {
      const answer = await signIn('cookie');

      const [value, ...attributes] = cookieOf(answer).split('; ');
      assert.match(value ?? '', new RegExp(`^${COOKIE}=cr_[\\w-]{43}$`));
      assert.deepEqual(attributes.filter((one) => !one.startsWith('Expires=')).sort(), [
        'HttpOnly',
        'Path=/',
        'SameSite=Strict',
        'Secure',
      ]);
      assert.equal('refreshToken' in answer.body, false);
    });

    it('rotates as in a body', async () => {
      const first = pair(cookieOf(await signIn('cookie')));
      const second = await refresh(undefined, {
        Cookie: `other=1; ${first}`,
        'Sec-Fetch-Site': 'same-origin',
      });

      assert.equal(second.status, 201);
      assert.equal('refreshToken' in second.body, false);
      assert.notEqual(pair(cookieOf(second)), first);
      later(11_000);
      const reused = await refresh(undefined, { Cookie: first });
      assert.equal(reused.body.code, 'REFRESH_TOKEN_INVALID');
      assert.match(
        cookieOf(reused),
        new RegExp(`^${COOKIE}=;.*Expires=Thu, 01 Jan 1970`),
        'and is taken away',
      );
    });

    for (const site of ['cross-site', 'same-site']) {
      it(`does not count in a request of another site (${site})`, async () => {
        const cookie = pair(cookieOf(await signIn('cookie')));

        const { status, body } = await refresh(undefined, { Cookie: cookie, 'Sec-Fetch-Site': site });

        assert.deepEqual([status, body.code], [403, 'CROSS_SITE_REQUEST']);
        assert.equal((await refresh(undefined, { Cookie: cookie })).status, 201, 'and nothing was used up');
      });
    }

    it('is never taken from a form', async () => {
      const cookie = pair(cookieOf(await signIn('cookie')));

      const { body } = await gateway
        .send('post', '/v1/sessions/refresh')
        .set({ Cookie: cookie, 'Content-Type': 'text/plain' })
        .send('{}');

      assert.equal(body.code, 'UNSUPPORTED_MEDIA_TYPE');
    });
  });
});
