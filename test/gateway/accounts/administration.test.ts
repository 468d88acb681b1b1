import assert from 'node:assert/strict';
import { OPERATING } from '../../../gateway/dist/accounts/administration.js';
import { AccessWorld } from '../../support/gateway/access-world.js';
import { placesOf, type Answer } from '../../support/gateway/answer.js';
import { OTHER_SELLER, SELLER, type Person } from '../../support/gateway/people.js';
import { PASSWORD, type TestGateway } from '../../support/gateway-app.js';

const NEW_PASSWORD = 'seven lanterns over Qiantang';

interface AccountView {
  readonly id: string;
  readonly account: string;
  readonly state: string;
  readonly roles: readonly string[];
  readonly organization: { readonly id: string; readonly taxId: string } | null;
}

interface WithSetup {
  readonly account: AccountView;
  readonly setup: { readonly secret: string; readonly link: string; readonly expiresAt: string };
}

const viewOf = ({ body }: Answer): AccountView => body as unknown as AccountView;
const setupOf = ({ body }: Answer): WithSetup => body as unknown as WithSetup;

describe('looking after accounts', function () {
  this.timeout(60_000);
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

  const organizationId = (person: Person): string => gateway.account(person)?.organization?.id ?? '';
  const create = (by: Person, change: object = {}) =>
    gateway
      .send('post', '/v1/accounts', by)
      .send({ account: 'new.one', organizationId: organizationId('issuer'), roles: ['issuer'], ...change });
  const setUp = (secret: string, password: string = NEW_PASSWORD) =>
    gateway.send('post', '/v1/account-setups').send({ secret, password });
  const signIn = (account: string, password: string) =>
    gateway.send('post', '/v1/sessions').send({ account, password });
  const told = async (): Promise<unknown[]> =>
    (await world.told()).map(({ actor, action, subject, details }) => [actor, action, subject, details]);
  const stateOf = async (person: Person): Promise<AccountView> =>
    viewOf(await gateway.send('get', `/v1/accounts/${gateway.accountId(person)}`, 'auditor'));

  describe('POST /v1/accounts', () => {
    it('makes an account whose owner alone sets the password', async () => {
      const answer = await create('administrator');

      assert.equal(answer.status, 201);
      const { account, setup } = setupOf(answer);
      assert.equal(answer.headers['location'], `/v1/accounts/${account.id}`);
      assert.deepEqual(
        [account.account, account.state, account.roles, account.organization?.taxId],
        ['new.one', 'invited', ['issuer'], SELLER.taxId],
      );
      assert.match(setup.secret, /^cs_[\w-]{43}$/);
      assert.equal(setup.link, `/setup#${setup.secret}`);
      assert.equal(setup.expiresAt, '2026-11-25T03:04:05.000Z');
      assert.equal((await signIn('new.one', '')).status, 400);
      assert.equal((await signIn('new.one', PASSWORD)).body.code, 'WRONG_CREDENTIALS');

      await setUp(setup.secret).expect(204);

      assert.equal((await signIn('new.one', NEW_PASSWORD)).status, 201);
      const got = await gateway.send('get', `/v1/accounts/${account.id}`, 'sellerAdministrator');
      assert.equal(viewOf(got).state, 'active');
      const by = gateway.accountId('administrator');
      assert.deepEqual((await told()).slice(0, 3), [
        [by, 'account.created', account.id, { roles: ['issuer'], organization: organizationId('issuer') }],
        ['nobody', 'session.refused', account.id, { method: 'password', reason: 'noPassword' }],
        [account.id, 'account.setUp', account.id, {}],
      ]);
    });

    it('is for the administrators of the organization, and of no other', async () => {
      assert.equal((await create('sellerAdministrator')).status, 201);
      const foreign = await create('otherAdministrator', { account: 'foreign' });

      assert.deepEqual([foreign.status, foreign.body.code], [404, 'ORGANIZATION_NOT_FOUND']);
      const unknown = await create('administrator', { organizationId: 'org_unknown' });
      assert.deepEqual([unknown.status, unknown.body.code], [404, 'ORGANIZATION_NOT_FOUND']);
    });

    for (const [what, by, change, code] of [
      ['a role of officers in a taxpayer', 'administrator', { roles: ['taxOfficer'] }, 'ROLE_MISPLACED'],
      ['a role of another gateway', 'administrator', { roles: ['holder'] }, 'ROLE_MISPLACED'],
      ['a name that is taken', 'administrator', { account: 'issuer' }, 'ACCOUNT_EXISTS'],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { status, body } = await create(by, change);

        assert.deepEqual([status, body.code], [code === 'ACCOUNT_EXISTS' ? 409 : 422, code]);
        const { length } = await world.db
          .selectFrom('account')
          .select('id')
          .where('name', '=', 'new.one')
          .execute();
        assert.equal(length, 0);
        assert.deepEqual(await told(), []);
      });
    }

    it('refuses roles that nobody has together', async () => {
      const change = { organizationId: organizationId('taxOfficer'), roles: ['administrator', 'auditor'] };

      assert.equal((await create('administrator', change)).body.code, 'ROLES_APART');
    });

    for (const [what, change, places] of [
      ['a role twice', { roles: ['issuer', 'issuer'] }, ['/roles TWICE']],
      ['a role that is none', { roles: ['king'] }, ['/roles/0 NOT_ALLOWED']],
      ['an odd name', { account: 'a b' }, ['/account WRONG_FORM']],
      ['a state', { state: 'active' }, ['/state UNKNOWN_FIELD']],
      ['a password', { password: NEW_PASSWORD }, ['/password UNKNOWN_FIELD']],
      ['no organization', { organizationId: undefined }, ['/organizationId REQUIRED']],
      ['an odd organization', { organizationId: "org_' or 1" }, ['/organizationId WRONG_FORM']],
    ] as const) {
      it(`refuses ${what} as malformed`, async () => {
        const { status, body } = await create('administrator', change);

        assert.deepEqual([status, placesOf(body.errors)], [400, places]);
      });
    }
  });

  describe('setup secrets', () => {
    let secret: string;
    beforeEach(async () => {
      secret = setupOf(await create('administrator')).setup.secret;
    });

    it('are good once', async () => {
      const answers = await Promise.all(Array.from({ length: 4 }, () => setUp(secret)));

      assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 401, 401, 401]);
      assert.equal((await setUp(secret)).body.code, 'SETUP_SECRET_INVALID');
    });

    it('are good for three days', async () => {
      gateway.now = new Date(gateway.now.getTime() + 3 * 24 * 3_600_000);

      assert.equal((await setUp(secret)).body.code, 'SETUP_SECRET_INVALID');
    });

    it('are not used up by a password that is not taken', async () => {
      const { status, body } = await setUp(secret, 'Password123456789');

      assert.deepEqual(
        [status, body.code, placesOf(body.errors)],
        [422, 'PASSWORD_REFUSED', ['/password GUESSABLE_PASSWORD']],
      );
      assert.equal((await setUp(secret, 'too short')).body.code, 'PASSWORD_REFUSED');
      assert.equal((await setUp(secret, 'new.one of the lanterns')).status, 204);
    });

    it('of a suspended account wait until it is let in again', async () => {
      const { id } = await world.db
        .selectFrom('account')
        .select('id')
        .where('name', '=', 'new.one')
        .executeTakeFirstOrThrow();
      await gateway.context.administration.suspend(OPERATING, id);
      assert.equal((await setUp(secret)).body.code, 'SETUP_SECRET_INVALID');

      await gateway.context.administration.resume(OPERATING, id);

      assert.equal((await setUp(secret)).status, 204);
    });

    it('are kept as hashes only', async () => {
      const rows = await world.db.selectFrom('account_setup').selectAll().execute();

      for (const { hash } of rows) assert.equal(hash.length, 32);
      assert.ok(!JSON.stringify(rows).includes(secret.slice(3)));
      assert.ok(!gateway.log.join('').includes(secret.slice(3)));
    });

    for (const unknown of [`cs_${'A'.repeat(43)}`, 'cs_', 'x']) {
      it(`do not include ${unknown}`, async () => {
        assert.equal((await setUp(unknown)).body.code, 'SETUP_SECRET_INVALID');
      });
    }
  });

  describe('PUT /v1/accounts/{id}/roles', () => {
    const change = (by: Person, who: Person, roles: readonly string[]) =>
      gateway.send('put', `/v1/accounts/${gateway.accountId(who)}/roles`, by).send({ roles });

    it('counts at once, and ends the sessions of the account', async () => {
      await gateway.send('get', '/v1/me', 'issuer').expect(200);

      const { status, body } = await change('sellerAdministrator', 'issuer', ['receiver']);

      assert.deepEqual([status, body.roles], [200, ['receiver']]);
      assert.equal((await gateway.send('get', '/v1/me', 'issuer')).body.code, 'SESSION_ENDED');
      assert.deepEqual(await told(), [
        [
          gateway.accountId('sellerAdministrator'),
          'account.rolesChanged',
          gateway.accountId('issuer'),
          { before: ['issuer'], after: ['receiver'] },
        ],
      ]);
    });

    it('takes every right away with an empty list', async () => {
      await change('administrator', 'issuer', []).expect(200);
      const token = await world.token(gateway, 'issuer');

      const { body } = await gateway.send('get', '/v1/invoices').set('Authorization', `Bearer ${token}`);

      assert.equal(body.code, 'ROLE_REQUIRED');
    });

    it('lets nobody change his own', async () => {
      const { status, body } = await change('administrator', 'administrator', [
        'administrator',
        'taxOfficer',
      ]);

      assert.deepEqual([status, body.code], [409, 'OWN_ACCOUNT']);
      assert.deepEqual((await stateOf('administrator')).roles, ['administrator']);
    });

    it('lets only administrators of the host give, take and touch what reaches beyond an organization', async () => {
      // An office that does not run the gateway, with an officer whom the host put there.
      const { organizations, administration } = gateway.context;
      const office = await organizations.create(OPERATING, {
        kind: 'office',
        name: 'district',
        taxId: '11000000DISTRICT01',
      });
      const made = async (name: string, roles: readonly ('administrator' | 'taxOfficer' | 'receiver')[]) =>
        administration.create(OPERATING, { name, roles, organization: office });
      const chief = await made('district.chief', ['administrator']);
      const officer = await made('district.officer', ['taxOfficer']);
      const clerk = await made('district.clerk', ['receiver']);
      await setUp(chief.setup.secret).expect(204);
      const { body: session } = await signIn('district.chief', NEW_PASSWORD);
      const asChief = (method: 'post' | 'put' | 'delete', path: string, body: object = {}) =>
        gateway.send(method, path).set('Authorization', `Bearer ${session.accessToken}`).send(body);
      await world.told();

      const gives = await asChief('put', `/v1/accounts/${clerk.id}/roles`, { roles: ['taxOfficer'] });
      const makes = await asChief('post', '/v1/accounts', {
        account: 'x',
        organizationId: office.id,
        roles: ['auditor'],
      });
      const takes = await asChief('put', `/v1/accounts/${officer.id}/roles`, { roles: [] });
      const resets = await asChief('post', `/v1/accounts/${officer.id}/reset`);
      const suspends = await asChief('post', `/v1/accounts/${officer.id}/suspension`);

      for (const { status, body } of [gives, makes, takes, resets, suspends])
        assert.deepEqual([status, body.code], [403, 'ROLE_NOT_GRANTABLE']);
      assert.deepEqual(await told(), []);
      await asChief('put', `/v1/accounts/${clerk.id}/roles`, { roles: ['issuer'] }).expect(200);
    });
  });

  describe('suspension', () => {
    const suspension = (method: 'post' | 'delete', by: Person, who: Person) =>
      gateway.send(method, `/v1/accounts/${gateway.accountId(who)}/suspension`, by);

    it('ends sessions and signing in at once, until it is lifted', async () => {
      const { status, body } = await suspension('post', 'sellerAdministrator', 'issuer');

      assert.deepEqual([status, body.state], [200, 'suspended']);
      assert.equal((await gateway.send('get', '/v1/me', 'issuer')).status, 401);
      assert.equal((await signIn('issuer', PASSWORD)).body.code, 'WRONG_CREDENTIALS');
      await suspension('post', 'sellerAdministrator', 'issuer').expect(200);

      const lifted = await suspension('delete', 'administrator', 'issuer');

      assert.equal(lifted.body.state, 'active');
      assert.equal(
        (await gateway.send('get', '/v1/me', 'issuer')).body.code,
        'SESSION_ENDED',
        'the old session stays over',
      );
      assert.equal((await signIn('issuer', PASSWORD)).status, 201);
      const acts = (await world.told()).map(({ action }) => action);
      assert.deepEqual(acts, ['account.suspended', 'session.refused', 'account.resumed', 'session.started']);
    });

    it('lets nobody suspend himself', async () => {
      assert.equal((await suspension('post', 'administrator', 'administrator')).body.code, 'OWN_ACCOUNT');
    });

    it('leaves one of two administrators who suspend each other at once', async () => {
      const { administration } = gateway.context;
      const organization = gateway.account('administrator')?.organization;
      assert.ok(organization);
      const { id, setup } = await administration.create(OPERATING, {
        name: 'second',
        roles: ['administrator'],
        organization,
      });
      await setUp(setup.secret).expect(204);
      const { body: session } = await signIn('second', NEW_PASSWORD);

      const answers = await Promise.all([
        gateway.send('post', `/v1/accounts/${id}/suspension`, 'administrator'),
        gateway
          .send('post', `/v1/accounts/${gateway.accountId('administrator')}/suspension`)
          .set('Authorization', `Bearer ${session.accessToken}`),
      ]);

      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      const active = await world.db
        .selectFrom('account')
        .select('id')
        .where('organization_id', '=', organization.id)
        .where('suspended_at', 'is', null)
        .where('name', 'in', ['administrator', 'second'])
        .execute();
      assert.equal(active.length, 1);
    });
  });

  describe('POST /v1/accounts/{id}/reset', () => {
    it('takes password and sessions away, and gives a new secret', async () => {
      const reset = () =>
        gateway.send('post', `/v1/accounts/${gateway.accountId('issuer')}/reset`, 'administrator');
      const first = setupOf(await reset());
      const second = setupOf(await reset());

      assert.equal(second.account.state, 'invited');
      assert.equal((await gateway.send('get', '/v1/me', 'issuer')).body.code, 'SESSION_ENDED');
      assert.equal((await signIn('issuer', PASSWORD)).body.code, 'WRONG_CREDENTIALS');
      assert.equal(
        (await setUp(first.setup.secret)).body.code,
        'SETUP_SECRET_INVALID',
        'the later one replaced it',
      );
      await setUp(second.setup.secret).expect(204);
      assert.equal((await signIn('issuer', NEW_PASSWORD)).status, 201);
    });

    it('opens an account that was guessed at from everywhere', async () => {
      for (let count = 0; count < 101; count += 1) {
        await gateway.context.limits.take('issuer', `address-${count}`).catch(() => undefined);
      }
      assert.equal((await signIn('issuer', PASSWORD)).body.code, 'TOO_MANY_ATTEMPTS');
      const answer = await gateway.send(
        'post',
        `/v1/accounts/${gateway.accountId('issuer')}/reset`,
        'administrator',
      );

      await setUp(setupOf(answer).setup.secret).expect(204);

      assert.equal((await signIn('issuer', NEW_PASSWORD)).status, 201);
    });
  });

  describe('lists', () => {
    const namesOf = ({ body }: Answer): string[] =>
      (body.items as unknown as readonly AccountView[]).map(({ account }) => account);

    it('go page by page, in order of names', async () => {
      const all = namesOf(await gateway.send('get', '/v1/accounts?limit=100', 'administrator'));
      const pages: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const page: Answer = await gateway.send('get', `/v1/accounts?limit=4${query}`, 'auditor');
        pages.push(...namesOf(page));
        cursor = page.body.nextCursor;
      }

      assert.deepEqual(pages, all);
      assert.deepEqual(all, [...all].sort());
      assert.equal(all.length, 14);
    });

    it('show an administrator elsewhere the own organization alone', async () => {
      const names = namesOf(await gateway.send('get', '/v1/accounts', 'sellerAdministrator'));
      assert.deepEqual(names, ['issuer', 'sellerAdministrator']);
      const foreign = `organizationId=${organizationId('otherIssuer')}`;
      assert.deepEqual(
        namesOf(await gateway.send('get', `/v1/accounts?${foreign}`, 'sellerAdministrator')),
        [],
      );
      const organizations = await gateway.send('get', '/v1/organizations', 'sellerAdministrator');
      const taxIds = (organizations.body.items as unknown as readonly { taxId: string }[]).map(
        ({ taxId }) => taxId,
      );
      assert.deepEqual(taxIds, [SELLER.taxId]);
    });

    it('filter', async () => {
      await create('administrator').expect(201);
      assert.deepEqual(namesOf(await gateway.send('get', '/v1/accounts?state=invited', 'administrator')), [
        'new.one',
      ]);
      assert.deepEqual(
        namesOf(await gateway.send('get', '/v1/accounts?state=suspended', 'administrator')),
        [],
      );
      const of = `organizationId=${organizationId('otherIssuer')}`;
      assert.deepEqual(
        namesOf(await gateway.send('get', `/v1/accounts?state=active&${of}`, 'administrator')),
        ['otherAdministrator', 'otherIssuer'],
      );
      const found = await gateway.send('get', `/v1/organizations?taxId=${OTHER_SELLER.taxId}`, 'auditor');
      assert.equal(found.body.items.length, 1);
    });

    it('end with a cursor of nobody', async () => {
      for (const address of ['/v1/accounts', '/v1/organizations']) {
        const { body } = await gateway.send('get', `${address}?cursor=nonsense`, 'auditor');
        assert.deepEqual(body, { items: [], nextCursor: null });
        assert.equal(
          (await gateway.send('get', `${address}?limit=0`, 'auditor')).body.code,
          'MALFORMED_QUERY',
        );
      }
    });
  });

  describe('organizations', () => {
    const make = (change: object = {}) =>
      gateway
        .send('post', '/v1/organizations', 'administrator')
        .send({ kind: 'taxpayer', name: '示例轨道交通集团有限公司', taxId: '91000000T00002090J', ...change });
    const suspension = (method: 'post' | 'delete', person: Person) =>
      gateway.send(method, `/v1/organizations/${organizationId(person)}/suspension`, 'administrator');

    it('are taken in, each taxpayer id once', async () => {
      const { status, body, headers } = await make();

      assert.equal(status, 201);
      const { id, ...rest } = body as unknown as Record<string, unknown>;
      assert.equal(headers['location'], `/v1/organizations/${String(id)}`);
      assert.deepEqual(rest, {
        kind: 'taxpayer',
        name: '示例轨道交通集团有限公司',
        taxId: '91000000T00002090J',
        isHost: false,
        suspendedAt: null,
      });
      const again = await make({ name: 'another' });
      assert.deepEqual([again.status, again.body.code], [409, 'ORGANIZATION_EXISTS']);
    });

    it('are taken in with a warning when the code fails its check, as some that are in use do', async () => {
      const { status, body } = await make({ taxId: '91000000T00002090K' });

      assert.equal(status, 201);
      assert.deepEqual(placesOf(body.warnings ?? []), ['/taxId TAX_ID_CHECK']);
    });

    it('are suspended with all their accounts, and let in again', async () => {
      await suspension('post', 'issuer').expect(200);

      for (const person of ['issuer', 'sellerAdministrator'] as const)
        assert.equal((await gateway.send('get', '/v1/me', person)).status, 401);
      assert.equal((await signIn('issuer', PASSWORD)).body.code, 'WRONG_CREDENTIALS');
      await gateway.send('get', '/v1/me', 'otherIssuer').expect(200);
      await suspension('delete', 'issuer').expect(200);
      assert.equal((await signIn('issuer', PASSWORD)).status, 201);
      const acts = (await world.told()).map(({ action, details }) => [action, details]);
      assert.deepEqual(acts[0], ['organization.suspended', { accounts: 2, sessions: 2 }]);
    });

    it('that run the gateway are never suspended', async () => {
      const { status, body } = await suspension('post', 'taxOfficer');

      assert.deepEqual([status, body.code], [409, 'ORGANIZATION_IS_HOST']);
      await gateway.send('get', '/v1/me', 'taxOfficer').expect(200);
    });
  });
});

describe('PUT /v1/me/password', function () {
  this.timeout(60_000);
  let world: AccessWorld;
  let gateway: TestGateway;

  before(async () => {
    world = await AccessWorld.create();
  });
  after(() => world.end());
  beforeEach(async () => {
    gateway = await world.gateway();
  });

  const change = (currentPassword: string, newPassword: string) =>
    gateway.send('put', '/v1/me/password', 'issuer').send({ currentPassword, newPassword });
  const signIn = (password: string) =>
    gateway.send('post', '/v1/sessions').send({ account: 'issuer', password });

  it('counts at once and ends every session but the one that asks', async () => {
    const other = await world.token(gateway, 'issuer');
    await world.told();

    await change(PASSWORD, NEW_PASSWORD).expect(204);

    await gateway.send('get', '/v1/me', 'issuer').expect(200);
    const elsewhere = await gateway.send('get', '/v1/me').set('Authorization', `Bearer ${other}`);
    assert.equal(elsewhere.body.code, 'SESSION_ENDED');
    assert.equal((await signIn(PASSWORD)).status, 401);
    assert.equal((await signIn(NEW_PASSWORD)).status, 201);
    const [record] = await world.told();
    assert.deepEqual([record?.action, record?.details], ['password.changed', { sessions: 1 }]);
  });

  it('asks for the one that counts now, and counts guesses', async () => {
    for (let count = 0; count < 5; count += 1) {
      const { status, body } = await change('a wrong guess', NEW_PASSWORD);
      assert.deepEqual([status, body.code], [422, 'CURRENT_PASSWORD_WRONG']);
    }

    assert.equal((await change(PASSWORD, NEW_PASSWORD)).body.code, 'TOO_MANY_ATTEMPTS');
    await world.db.deleteFrom('attempt').execute();
    assert.equal((await signIn(PASSWORD)).status, 201, 'it was not changed');
  });

  it('takes none that everybody guesses, or that names the account or its organization', async () => {
    for (const password of ['Password123456789', `${SELLER.taxId}!`, 'issuerissuerissuer']) {
      const { status, body } = await change(PASSWORD, password);
      assert.deepEqual([status, placesOf(body.errors)], [422, ['/newPassword GUESSABLE_PASSWORD']]);
    }
    assert.deepEqual(placesOf((await change(PASSWORD, 'short')).body.errors), ['/newPassword TOO_SHORT']);
  });
});
