import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { placesOf } from '../../support/gateway/answer.js';
import { SELLER } from '../../support/gateway/people.js';
import { AccessWorld } from '../../support/gateway/access-world.js';
import { PASSWORD, SIGNING_KEY, testGateway, type TestGateway } from '../../support/gateway-app.js';

const LIMITS = {
  address: { attempts: 6, seconds: 900 },
  pair: { attempts: 3, seconds: 900 },
  account: { attempts: 7, seconds: 86_400 },
};

describe('POST /v1/sessions', function () {
  this.timeout(180_000);
  let world: AccessWorld;
  let gateway: TestGateway;

  before(async () => {
    world = await AccessWorld.create();
  });
  after(() => world.end());
  beforeEach(async () => {
    gateway = await world.gateway({ trustedProxies: 1, attemptLimits: LIMITS });
    await world.told();
  });

  const signIn = (account: unknown, password: unknown, address = '192.0.2.1') =>
    gateway.send('post', '/v1/sessions').set('X-Forwarded-For', address).send({ account, password });

  it('gives a token that opens the door until it expires', async () => {
    const { status, body, headers } = await signIn('issuer', PASSWORD);

    assert.equal(status, 201);
    assert.equal(body.expiresAt, '2026-11-22T04:04:05.000Z');
    assert.equal(headers['cache-control'], 'no-store');
    const me = () => gateway.send('get', '/v1/me').set('Authorization', `Bearer ${body.accessToken}`);
    assert.equal((await me()).status, 200);
    gateway.now = new Date('2026-11-22T04:04:04.000Z');
    assert.equal((await me()).status, 200);
    gateway.now = new Date('2026-11-22T04:04:05.000Z');
    assert.equal((await me()).body.code, 'TOKEN_EXPIRED');
  });

  it('signs with ES256 and names its key, itself, account and session, nothing else', async () => {
    const { body } = await signIn('issuer', PASSWORD);

    const [header, payload] = body.accessToken
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
    assert.deepEqual(header, { alg: 'ES256', typ: 'JWT', kid: SIGNING_KEY.kid });
    assert.deepEqual(Object.keys(payload!).sort(), ['aud', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub']);
    assert.equal(payload!['sub'], gateway.accountId('issuer'));
  });

  for (const [what, account, password] of [
    ['a wrong password', 'issuer', 'wrong'],
    ['an unknown account', 'nobody', PASSWORD],
    ['another case', 'Issuer', PASSWORD],
    ['the password with a space', 'issuer', `${PASSWORD} `],
  ] as const) {
    it(`refuses ${what} in the same words`, async () => {
      const { status, body } = await signIn(account, password);

      assert.equal(status, 401);
      const { traceId, ...rest } = body;
      assert.match(traceId, /^[0-9a-f]{32}$/);
      assert.deepEqual(rest, {
        type: '/problems/WRONG_CREDENTIALS',
        title: 'Wrong account or password',
        status: 401,
        detail: 'account and password do not belong together',
        instance: '/v1/sessions',
        code: 'WRONG_CREDENTIALS',
      });
    });
  }

  for (const [what, change] of [
    ['a suspended account', "update account set suspended_at = now() where name = 'issuer'"],
    ['an account of a suspended organization', 'update organization set suspended_at = now()'],
    ['an account that has no password yet', 'update account set password = null'],
  ] as const) {
    it(`refuses ${what} like a wrong password`, async () => {
      await sql.raw(change).execute(world.db);

      const { status, body } = await signIn('issuer', PASSWORD);

      assert.deepEqual([status, body.code], [401, 'WRONG_CREDENTIALS']);
    });
  }

  it('tells the audit log who came in and who did not, by ids alone', async () => {
    const { body } = await signIn('issuer', PASSWORD);
    await signIn('issuer', 'wrong');
    await signIn('somebody.by.name', 'wrong');

    const id = gateway.accountId('issuer');
    const claims = JSON.parse(Buffer.from(body.accessToken.split('.')[1]!, 'base64url').toString()) as {
      sid: string;
    };
    const told = (await world.told()).map(({ actor, action, subject, details }) => [
      actor,
      action,
      subject,
      details,
    ]);
    assert.deepEqual(told, [
      [id, 'session.started', claims.sid, { method: 'password' }],
      ['nobody', 'session.refused', id, { method: 'password', reason: 'wrongPassword' }],
      ['nobody', 'session.refused', null, { method: 'password', reason: 'unknownAccount' }],
    ]);
  });

  it('leaves neither name, password nor token in the log', async () => {
    const { body } = await signIn('issuer', PASSWORD);
    await signIn('somebody.by.name', 'a wrong password');

    const log = gateway.log.join('');
    assert.match(log, /"route":"\/v1\/sessions"/);
    for (const planted of [
      PASSWORD,
      body.accessToken,
      body.refreshToken,
      'somebody.by.name',
      'a wrong password',
    ])
      assert.ok(!log.includes(planted), planted);
  });

  it('takes no password that was changed while it was checked', async () => {
    const { hasher } = gateway.context;
    const verify = hasher.verify.bind(hasher);
    hasher.verify = async (...args) => {
      const matches = await verify(...args);
      await sql`update account set password = ${await hasher.hash('another')}`.execute(world.db);
      return matches;
    };
    try {
      const { status, body } = await signIn('issuer', PASSWORD);

      assert.deepEqual([status, body.code], [401, 'WRONG_CREDENTIALS']);
    } finally {
      hasher.verify = verify;
    }
  });

  it('closes an account to an address after several failures, the right password included', async () => {
    for (let count = 0; count < 3; count += 1) assert.equal((await signIn('issuer', 'wrong')).status, 401);

    const { status, body, headers } = await signIn('issuer', PASSWORD);

    assert.deepEqual([status, body.code], [429, 'TOO_MANY_ATTEMPTS']);
    assert.ok(Number(headers['retry-after']) >= 1);
    assert.equal((await signIn('auditor', PASSWORD)).status, 201, 'other accounts stay open');
  });

  it('forgets failures after a success', async () => {
    for (let round = 0; round < 4; round += 1) {
      assert.equal((await signIn('issuer', 'wrong')).status, 401);
      assert.equal((await signIn('issuer', PASSWORD)).status, 201);
    }
  });

  it('lets no burst of guesses slip through', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => signIn('issuer', 'wrong')));

    const statuses = answers.map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 401).length, 3);
    assert.equal(statuses.filter((status) => status === 429).length, 5);
  });

  it('opens an account again when its time has passed', async () => {
    for (let count = 0; count < 4; count += 1) await signIn('issuer', 'wrong');
    gateway.now = new Date(gateway.now.getTime() + 900_000);

    assert.equal((await signIn('issuer', PASSWORD)).status, 201);
  });

  it('counts at all processes of a gateway together, and over a restart', async () => {
    for (let count = 0; count < 3; count += 1) await signIn('issuer', 'wrong');

    const counted = await world.db.selectFrom('attempt').select('count').execute();
    assert.deepEqual(counted.map(({ count }) => count).sort(), [3, 3, 3]);
  });

  it('closes an account that is guessed at from many addresses, and no refused guess counts for it', async () => {
    for (let address = 1; address <= 4; address += 1) {
      for (let count = 0; count < 4; count += 1) await signIn('issuer', 'wrong', `198.51.100.${address}`);
    }

    // 3 + 3 + 1 guesses were judged; from the second of the third address on the account is closed to everybody.
    const { status, body, headers } = await signIn('issuer', PASSWORD, '203.0.113.1');
    assert.deepEqual([status, body.code], [429, 'TOO_MANY_ATTEMPTS']);
    assert.equal(headers['retry-after'], '86400');
    assert.equal((await signIn('auditor', PASSWORD, '203.0.113.1')).status, 201);
  });

  it('keeps neither names nor addresses beside its counters', async () => {
    await signIn('issuer', 'wrong');

    const rows = await world.db.selectFrom('attempt').selectAll().execute();
    for (const { key } of rows) {
      assert.equal(key.length, 32);
      for (const known of ['["account","issuer"]', '["address","192.0.2.1"]'])
        assert.notEqual(key.toString('hex'), createHash('sha256').update(known).digest('hex'));
    }
  });

  it('closes the door to an address that tries many accounts', async () => {
    for (let count = 0; count < 6; count += 1)
      assert.equal((await signIn(`account-${count}`, 'wrong')).status, 401);

    const { status, body } = await signIn('auditor', PASSWORD);

    assert.deepEqual([status, body.code], [429, 'TOO_MANY_ATTEMPTS']);
  });

  for (const [what, body, places] of [
    ['nothing', {}, ['/account REQUIRED', '/password REQUIRED']],
    ['numbers', { account: 1, password: 2 }, ['/account WRONG_TYPE', '/password WRONG_TYPE']],
    [
      'more than asked for',
      { account: 'a', password: 'b', roles: ['administrator'] },
      ['/roles UNKNOWN_FIELD'],
    ],
    ['a password beyond reason', { account: 'a', password: 'x'.repeat(1025) }, ['/password TOO_LONG']],
    ['an empty password', { account: 'a', password: '' }, ['/password TOO_SHORT']],
    [
      'a password with a NUL, which scrypt would not see',
      { account: 'issuer', password: `${PASSWORD}\u0000` },
      ['/password WRONG_FORM'],
    ],
    ['an odd name', { account: "a' or 1=1", password: 'b' }, ['/account WRONG_FORM']],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const answer = await gateway.send('post', '/v1/sessions').send(body);

      assert.deepEqual([answer.status, answer.body.code], [400, 'MALFORMED_REQUEST']);
      const found = placesOf(answer.body.errors);
      assert.deepEqual(found, places);
    });
  }
});

describe('GET /v1/me', () => {
  it('says who asks, with roles and organization, and no more', async () => {
    const gateway = await testGateway();

    const { body } = await gateway.send('get', '/v1/me', 'issuer');

    assert.deepEqual(body, {
      id: gateway.accountId('issuer'),
      account: 'issuer',
      roles: ['issuer'],
      organization: SELLER,
      gateway: 'tax',
    });
    gateway.close();
  });

  it('has null for an account without an organization', async () => {
    const gateway = await testGateway({ organization: 'court' });

    const { body } = await gateway.send('get', '/v1/me', 'courtClerk');

    assert.equal(body.organization, null);
    assert.equal(body.gateway, 'court');
    gateway.close();
  });
});
