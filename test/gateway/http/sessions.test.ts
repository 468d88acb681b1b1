import assert from 'node:assert/strict';
import { placesOf } from '../../support/gateway/answer.js';
import { SELLER } from '../../support/gateway/people.js';
import { PASSWORD, SIGNING_KEY, testGateway, type TestGateway } from '../../support/gateway-app.js';

describe('POST /v1/sessions', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await testGateway({ loginLimits: { failuresPerAccount: 3, failuresPerAddress: 6 } });
  });
  afterEach(() => {
    gateway.close();
  });

  const signIn = (account: unknown, password: unknown) =>
    gateway.send('post', '/v1/sessions').send({ account, password });

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

  it('signs with ES256 and names its key, itself and the account, nothing else', async () => {
    const { body } = await signIn('issuer', PASSWORD);

    const [header, payload] = body.accessToken
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
    assert.deepEqual(header, { alg: 'ES256', typ: 'JWT', kid: SIGNING_KEY.kid });
    assert.deepEqual(Object.keys(payload!).sort(), ['aud', 'exp', 'iat', 'iss', 'jti', 'sub']);
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

  it('refuses a disabled account like a wrong password', async () => {
    gateway.accounts.disable('issuer');

    const { status, body } = await signIn('issuer', PASSWORD);

    assert.deepEqual([status, body.code], [401, 'WRONG_CREDENTIALS']);
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
