import assert from 'node:assert/strict';
import { hashOfSecret } from '../../../gateway/dist/accounts/bearer-secret.js';
import { MAX_API_KEYS } from '../../../gateway/dist/api-keys/api-keys.js';
import { scopesOpenTo } from '../../../gateway/dist/api-keys/open-scopes.js';
import { AccessWorld } from '../../support/gateway/access-world.js';
import type { Answer } from '../../support/gateway/answer.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import type { Person } from '../../support/gateway/people.js';
import { PASSWORD, type TestGateway } from '../../support/gateway-app.js';

interface KeyAnswer {
  readonly id: string;
  readonly hint: string;
  readonly state: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly replacedBy: string | null;
}

interface Shown {
  readonly apiKey: KeyAnswer;
  readonly secret: string;
}

const HOUR_MS = 3_600_000;

describe('API keys', function () {
  this.timeout(180_000);
  let world: AccessWorld;
  let gateway: TestGateway;

  before(async () => {
    world = await AccessWorld.create();
  });
  after(() => world.end());
  beforeEach(async () => {
    gateway = await world.gateway();
    await world.told();
  });

  const make = async (person: Person, body: object = {}): Promise<Shown> => {
    const asked = { name: 'ERP', scopes: ['invoices:read'], ...body };
    const answer = await gateway.send('post', '/v1/me/api-keys', person).send(asked).expect(201);
    return answer.body as unknown as Shown;
  };
  const by = (secret: string, method: 'get' | 'post' | 'delete' = 'get', address = '/v1/invoices') =>
    gateway.send(method, address).set('Authorization', `Bearer ${secret}`);
  const listed = async (person: Person): Promise<readonly KeyAnswer[]> =>
    (await gateway.send('get', '/v1/me/api-keys', person)).body.items as unknown as readonly KeyAnswer[];
  const says = ({ status, body }: Answer): [number, string] => [status, body.code];

  it('are shown once; only their hash is kept', async () => {
    const { apiKey, secret } = await make('issuer');

    assert.match(secret, /^ck_[\w-]{43}$/);
    assert.equal(apiKey.hint, secret.slice(0, 11));
    assert.equal(apiKey.expiresAt, '2027-02-20T03:04:05.000Z');
    const list = await gateway.send('get', '/v1/me/api-keys', 'issuer');
    assert.ok(!list.text.includes(secret));
    const row = await world.db.selectFrom('api_key').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual(row.hash, hashOfSecret(secret));
    assert.ok(!JSON.stringify(row).includes(secret.slice(12)));
    assert.ok(!gateway.log.join('').includes(secret));
    const [told] = await world.told();
    assert.deepEqual(
      [told?.action, told?.subject, told?.actor],
      ['apiKey.created', apiKey.id, gateway.accountId('issuer')],
    );
  });

  it('open what their scopes and the account open, and no more', async () => {
    const { secret } = await make('issuer');

    await by(secret).expect(200);
    await by(secret, 'get', '/v1/me').expect(200);
    const issued = await by(secret, 'post', '/v1/invoices').send(invoiceBody());
    assert.deepEqual(says(issued), [403, 'SCOPE_REQUIRED']);
    assert.equal(
      issued.headers['www-authenticate'],
      'Bearer error="insufficient_scope", scope="invoices:issue"',
    );
    assert.equal(gateway.desk.invoices.length, 0);
    assert.deepEqual(says(await by(secret, 'get', '/v1/me/sessions')), [403, 'SESSION_REQUIRED']);
    const another = await by(secret, 'post', '/v1/me/api-keys').send({
      name: 'x',
      scopes: ['invoices:read'],
    });
    assert.deepEqual(says(another), [403, 'SESSION_REQUIRED'], 'a key makes no key');
  });

  it('see nothing of others', async () => {
    const accepted = await gateway.issue(invoiceBody(), 'issuer');
    const { secret } = await make('otherIssuer');

    assert.deepEqual((await by(secret)).body.items, []);
    assert.equal((await by(secret, 'get', `/v1/invoices/${accepted.body['number']}`)).status, 404);
  });

  it('carry a part of the rights that the account has', async () => {
    for (const [person, scopes] of [
      ['receiver', ['invoices:issue']],
      ['issuer', ['invoices:read', 'accounts:manage']],
      ['administrator', ['audit:read']],
    ] as const) {
      const answer = await gateway.send('post', '/v1/me/api-keys', person).send({ name: 'x', scopes });
      assert.deepEqual(says(answer), [422, 'SCOPE_NOT_YOURS']);
    }
    assert.equal((await world.db.selectFrom('api_key').select('id').execute()).length, 0);
  });

  it('lose with a role what it opened', async () => {
    const { secret } = await make('issuer');
    const path = `/v1/accounts/${gateway.accountId('issuer')}/roles`;
    await gateway.send('put', path, 'administrator').send({ roles: [] }).expect(200);

    assert.deepEqual(says(await by(secret)), [403, 'ROLE_REQUIRED']);
  });

  it('end with the account, with its organization, and with a reset', async () => {
    const { secret } = await make('issuer');
    const account = `/v1/accounts/${gateway.accountId('issuer')}`;
    const organization = `/v1/organizations/${gateway.account('issuer')?.organization?.id ?? ''}`;
    for (const place of [account, organization]) {
      await gateway.send('post', `${place}/suspension`, 'administrator').expect(200);
      assert.deepEqual(says(await by(secret)), [401, 'API_KEY_INVALID']);
      await gateway.send('delete', `${place}/suspension`, 'administrator').expect(200);
      await by(secret).expect(200);
    }

    await gateway.send('post', `${account}/reset`, 'administrator').expect(200);

    assert.deepEqual(says(await by(secret)), [401, 'API_KEY_INVALID']);
  });

  it('outlive a change of the password, and signing out', async () => {
    const { secret } = await make('issuer');
    const passwords = { currentPassword: PASSWORD, newPassword: 'seven lanterns over Qiantang' };
    await gateway.send('put', '/v1/me/password', 'issuer').send(passwords).expect(204);
    await gateway.send('delete', '/v1/me/sessions', 'issuer').expect(204);

    await by(secret).expect(200);
  });

  it('expire by themselves', async () => {
    const { secret } = await make('issuer', { days: 1 });
    gateway.now = new Date(gateway.now.getTime() + 24 * HOUR_MS - 1);
    await by(secret).expect(200);

    gateway.now = new Date(gateway.now.getTime() + 1);

    assert.deepEqual(says(await by(secret)), [401, 'API_KEY_EXPIRED']);
  });

  it('give way to another, beside which they count a while', async () => {
    const old = await make('issuer', { days: 30 });
    gateway.now = new Date(gateway.now.getTime() + HOUR_MS);
    const path = `/v1/me/api-keys/${old.apiKey.id}/rotation`;
    const answer = await gateway.send('post', path, 'issuer').send({ overlapHours: 2 }).expect(201);
    const next = answer.body as unknown as Shown;

    for (const { secret } of [old, next]) await by(secret).expect(200);
    assert.equal(next.apiKey.expiresAt, new Date(gateway.now.getTime() + 30 * 24 * HOUR_MS).toISOString());
    const again = await gateway.send('post', path, 'issuer').send({});
    assert.deepEqual(says(again), [409, 'API_KEY_ENDED']);
    const [newest, older] = await listed('issuer');
    assert.deepEqual([newest?.id, older?.replacedBy], [next.apiKey.id, next.apiKey.id]);

    gateway.now = new Date(gateway.now.getTime() + 2 * HOUR_MS);
    assert.deepEqual(says(await by(old.secret)), [401, 'API_KEY_EXPIRED']);
    await by(next.secret).expect(200);
  });

  it('do not live longer by being rotated', async () => {
    const { apiKey } = await make('issuer', { days: 1 });
    gateway.now = new Date(gateway.now.getTime() + 23 * HOUR_MS);
    const token = await world.token(gateway, 'issuer');
    await gateway
      .send('post', `/v1/me/api-keys/${apiKey.id}/rotation`)
      .set('Authorization', `Bearer ${token}`)
      .send({})
      .expect(201);

    const row = await world.db
      .selectFrom('api_key')
      .selectAll()
      .where('id', '=', apiKey.id)
      .executeTakeFirst();
    assert.equal(row?.expires_at.toISOString(), apiKey.expiresAt);
  });

  it('end at once when they are revoked, by whoever looks after the account too', async () => {
    const first = await make('issuer');
    const second = await make('issuer');
    await gateway.send('delete', `/v1/me/api-keys/${first.apiKey.id}`, 'issuer').expect(204);
    await gateway.send('delete', `/v1/me/api-keys/${first.apiKey.id}`, 'issuer').expect(204);
    const account = `/v1/accounts/${gateway.accountId('issuer')}/api-keys`;
    const seen = await gateway.send('get', account, 'sellerAdministrator');
    assert.deepEqual(
      (seen.body.items as unknown as readonly KeyAnswer[]).map(({ id }) => id).sort(),
      [first.apiKey.id, second.apiKey.id].sort(),
    );
    await gateway.send('delete', `${account}/${second.apiKey.id}`, 'sellerAdministrator').expect(204);

    for (const { secret } of [first, second])
      assert.deepEqual(says(await by(secret)), [401, 'API_KEY_INVALID']);
    const revocations = (await world.told()).filter(({ action }) => action === 'apiKey.revoked');
    assert.deepEqual(
      revocations.map(({ actor }) => actor),
      [gateway.accountId('issuer'), gateway.accountId('sellerAdministrator')],
    );
    const gone = await gateway.send('delete', `${account}/key_gone`, 'sellerAdministrator');
    assert.deepEqual(says(gone), [404, 'API_KEY_NOT_FOUND']);
  });

  it('tell the audit log by which key an act was done', async () => {
    const { apiKey, secret } = await make('administrator', { scopes: ['accounts:manage'] });
    await world.told();
    await by(secret, 'post', `/v1/accounts/${gateway.accountId('issuer')}/suspension`).expect(200);

    const [told] = await world.told();
    assert.deepEqual(
      [told?.action, told?.actor, told?.key],
      ['account.suspended', gateway.accountId('administrator'), apiKey.id],
    );
  });

  it('say when they were last used, written every ten minutes at most', async () => {
    const { secret } = await make('issuer');
    assert.equal((await listed('issuer'))[0]?.lastUsedAt, null);
    const first = gateway.now.toISOString();
    await by(secret);
    gateway.now = new Date(gateway.now.getTime() + 9 * 60_000);
    await by(secret);
    assert.equal((await listed('issuer'))[0]?.lastUsedAt, first);

    gateway.now = new Date(gateway.now.getTime() + 60_000);
    await by(secret);

    assert.equal((await listed('issuer'))[0]?.lastUsedAt, gateway.now.toISOString());
  });

  it(`are at most ${MAX_API_KEYS} at a time, also when asked for at once`, async () => {
    const asked = { name: 'ERP', scopes: ['invoices:read'] };
    const answers = await Promise.all(
      Array.from({ length: MAX_API_KEYS + 2 }, () =>
        gateway.send('post', '/v1/me/api-keys', 'issuer').send(asked),
      ),
    );

    const refused = answers.filter(({ status }) => status !== 201);
    assert.deepEqual(refused.map(says), [
      [409, 'API_KEY_LIMIT'],
      [409, 'API_KEY_LIMIT'],
    ]);
    assert.equal((await listed('issuer')).length, MAX_API_KEYS);
  });

  for (const [what, body] of [
    ['no scope', { scopes: [] }],
    ['a scope twice', { scopes: ['invoices:read', 'invoices:read'] }],
    ['a scope that nobody knows', { scopes: ['everything'] }],
    ['no end', { days: 0 }],
    ['an end far away', { days: 367 }],
    ['no name', { name: '' }],
  ] as const) {
    it(`are not made with ${what}`, async () => {
      const asked = { name: 'ERP', scopes: ['invoices:read'], ...body };
      const answer = await gateway.send('post', '/v1/me/api-keys', 'issuer').send(asked);

      assert.deepEqual(says(answer), [400, 'MALFORMED_REQUEST']);
    });
  }

  for (const secret of ['ck_', `ck_${'A'.repeat(43)}`, `ck_${'A'.repeat(44)}`, `cr_${'A'.repeat(43)}`]) {
    it(`are not ${secret}`, async () => {
      const { status, body } = await by(secret);

      assert.deepEqual(
        [status, body.code],
        [401, /^ck_.{43}$/.test(secret) ? 'API_KEY_INVALID' : 'TOKEN_INVALID'],
      );
    });
  }

  it('are forgotten long after their end', async () => {
    const { apiKey } = await make('issuer', { days: 1 });
    await make('issuer', { days: 366 });
    gateway.now = new Date(gateway.now.getTime() + 92 * 24 * HOUR_MS);

    await gateway.context.apiKeys.clean();

    const left = await world.db.selectFrom('api_key').select('id').execute();
    assert.equal(left.length, 1);
    assert.ok(left.every(({ id }) => id !== apiKey.id));
  });
});

describe('scopesOpenTo', () => {
  const account = { id: 'acc_x', name: 'x', suspendedAt: null } as const;

  it('is what the roles open at this gateway', () => {
    assert.deepEqual(scopesOpenTo({ ...account, roles: ['issuer'] }, 'tax'), [
      'invoices:issue',
      'invoices:read',
    ]);
    assert.deepEqual(scopesOpenTo({ ...account, roles: ['issuer'] }, 'court'), []);
    assert.deepEqual(scopesOpenTo({ ...account, roles: [] }, 'tax'), []);
  });
});
