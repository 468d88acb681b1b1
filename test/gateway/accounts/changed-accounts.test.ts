import assert from 'node:assert/strict';
import { OPERATING } from '../../../gateway/dist/accounts/administration.js';
import { AdministrationDesk, NEW_PASSWORD, setupOf } from '../../support/gateway/administration-desk.js';
import type { Person } from '../../support/gateway/people.js';
import { PASSWORD } from '../../support/gateway-app.js';

describe('changes of accounts', function () {
  this.timeout(180_000);
  const desk = new AdministrationDesk();

  describe('PUT /v1/accounts/{id}/roles', () => {
    const change = (by: Person, who: Person, roles: readonly string[]) =>
      desk.gateway.send('put', `/v1/accounts/${desk.gateway.accountId(who)}/roles`, by).send({ roles });

    it('counts at once, and ends the sessions of the account', async () => {
      await desk.gateway.send('get', '/v1/me', 'issuer').expect(200);

      const { status, body } = await change('sellerAdministrator', 'issuer', ['receiver']);

      assert.deepEqual([status, body.roles], [200, ['receiver']]);
      assert.equal((await desk.gateway.send('get', '/v1/me', 'issuer')).body.code, 'SESSION_ENDED');
      assert.deepEqual(await desk.told(), [
        [
          desk.gateway.accountId('sellerAdministrator'),
          'account.rolesChanged',
          desk.gateway.accountId('issuer'),
          { before: ['issuer'], after: ['receiver'] },
        ],
      ]);
    });

    it('takes every right away with an empty list', async () => {
      await change('administrator', 'issuer', []).expect(200);
      const token = await desk.world.token(desk.gateway, 'issuer');

      const { body } = await desk.gateway.send('get', '/v1/invoices').set('Authorization', `Bearer ${token}`);

      assert.equal(body.code, 'ROLE_REQUIRED');
    });

    it('lets nobody change his own', async () => {
      const { status, body } = await change('administrator', 'administrator', [
        'administrator',
        'taxOfficer',
      ]);

      assert.deepEqual([status, body.code], [409, 'OWN_ACCOUNT']);
      assert.deepEqual((await desk.stateOf('administrator')).roles, ['administrator']);
    });

    it('lets only administrators of the host give, take and touch what reaches beyond an organization', async () => {
      // An office that does not run the gateway, with an officer whom the host put there.
      const { organizations, administration } = desk.gateway.context;
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
      await desk.setUp(chief.setup.secret).expect(204);
      const { body: session } = await desk.signIn('district.chief', NEW_PASSWORD);
      const asChief = (method: 'post' | 'put' | 'delete', path: string, body: object = {}) =>
        desk.gateway.send(method, path).set('Authorization', `Bearer ${session.accessToken}`).send(body);
      await desk.world.told();

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
      assert.deepEqual(await desk.told(), []);
      await asChief('put', `/v1/accounts/${clerk.id}/roles`, { roles: ['issuer'] }).expect(200);
    });
  });

  describe('suspension', () => {
    const suspension = (method: 'post' | 'delete', by: Person, who: Person) =>
      desk.gateway.send(method, `/v1/accounts/${desk.gateway.accountId(who)}/suspension`, by);

    it('ends sessions and signing in at once, until it is lifted', async () => {
      const { status, body } = await suspension('post', 'sellerAdministrator', 'issuer');

      assert.deepEqual([status, body.state], [200, 'suspended']);
      assert.equal((await desk.gateway.send('get', '/v1/me', 'issuer')).status, 401);
      assert.equal((await desk.signIn('issuer', PASSWORD)).body.code, 'WRONG_CREDENTIALS');
      await suspension('post', 'sellerAdministrator', 'issuer').expect(200);

      const lifted = await suspension('delete', 'administrator', 'issuer');

      assert.equal(lifted.body.state, 'active');
      assert.equal(
        (await desk.gateway.send('get', '/v1/me', 'issuer')).body.code,
        'SESSION_ENDED',
        'the old session stays over',
      );
      assert.equal((await desk.signIn('issuer', PASSWORD)).status, 201);
      const acts = (await desk.world.told()).map(({ action }) => action);
      assert.deepEqual(acts, ['account.suspended', 'session.refused', 'account.resumed', 'session.started']);
    });

    it('lets nobody suspend himself', async () => {
      assert.equal((await suspension('post', 'administrator', 'administrator')).body.code, 'OWN_ACCOUNT');
    });

    it('leaves one of two administrators who suspend each other at once', async () => {
      const { administration } = desk.gateway.context;
      const organization = desk.gateway.account('administrator')?.organization;
      assert.ok(organization);
      const { id, setup } = await administration.create(OPERATING, {
        name: 'second',
        roles: ['administrator'],
        organization,
      });
      await desk.setUp(setup.secret).expect(204);
      const { body: session } = await desk.signIn('second', NEW_PASSWORD);

      const answers = await Promise.all([
        desk.gateway.send('post', `/v1/accounts/${id}/suspension`, 'administrator'),
        desk.gateway
          .send('post', `/v1/accounts/${desk.gateway.accountId('administrator')}/suspension`)
          .set('Authorization', `Bearer ${session.accessToken}`),
      ]);

      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      const active = await desk.world.db
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
        desk.gateway.send('post', `/v1/accounts/${desk.gateway.accountId('issuer')}/reset`, 'administrator');
      const first = setupOf(await reset());
      const second = setupOf(await reset());

      assert.equal(second.account.state, 'invited');
      assert.equal((await desk.gateway.send('get', '/v1/me', 'issuer')).body.code, 'SESSION_ENDED');
      assert.equal((await desk.signIn('issuer', PASSWORD)).body.code, 'WRONG_CREDENTIALS');
      assert.equal(
        (await desk.setUp(first.setup.secret)).body.code,
        'SETUP_SECRET_INVALID',
        'the later one replaced it',
      );
      await desk.setUp(second.setup.secret).expect(204);
      assert.equal((await desk.signIn('issuer', NEW_PASSWORD)).status, 201);
    });

    it('opens an account that was guessed at from everywhere', async () => {
      for (let count = 0; count < 101; count += 1) {
        await desk.gateway.context.limits.take('issuer', `address-${count}`).catch(() => undefined);
      }
      assert.equal((await desk.signIn('issuer', PASSWORD)).body.code, 'TOO_MANY_ATTEMPTS');
      const answer = await desk.gateway.send(
        'post',
        `/v1/accounts/${desk.gateway.accountId('issuer')}/reset`,
        'administrator',
      );

      await desk.setUp(setupOf(answer).setup.secret).expect(204);

      assert.equal((await desk.signIn('issuer', NEW_PASSWORD)).status, 201);
    });
  });
});
