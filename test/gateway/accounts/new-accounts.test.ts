import assert from 'node:assert/strict';
import { OPERATING } from '../../../gateway/dist/accounts/administration.js';
import {
  AdministrationDesk,
  NEW_PASSWORD,
  setupOf,
  viewOf,
} from '../../support/gateway/administration-desk.js';
import { placesOf } from '../../support/gateway/answer.js';
import { SELLER } from '../../support/gateway/people.js';
import { PASSWORD } from '../../support/gateway-app.js';

describe('new accounts', function () {
  this.timeout(180_000);
  const desk = new AdministrationDesk();

  describe('POST /v1/accounts', () => {
    it('makes an account whose owner alone sets the password', async () => {
      const answer = await desk.create('administrator');

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
      assert.equal((await desk.signIn('new.one', '')).status, 400);
      assert.equal((await desk.signIn('new.one', PASSWORD)).body.code, 'WRONG_CREDENTIALS');

      await desk.setUp(setup.secret).expect(204);

      assert.equal((await desk.signIn('new.one', NEW_PASSWORD)).status, 201);
      const got = await desk.gateway.send('get', `/v1/accounts/${account.id}`, 'sellerAdministrator');
      assert.equal(viewOf(got).state, 'active');
      const by = desk.gateway.accountId('administrator');
      assert.deepEqual((await desk.told()).slice(0, 3), [
        [
          by,
          'account.created',
          account.id,
          { roles: ['issuer'], organization: desk.organizationId('issuer') },
        ],
        ['nobody', 'session.refused', account.id, { method: 'password', reason: 'noPassword' }],
        [account.id, 'account.setUp', account.id, {}],
      ]);
    });

    it('is for the administrators of the organization, and of no other', async () => {
      assert.equal((await desk.create('sellerAdministrator')).status, 201);
      const foreign = await desk.create('otherAdministrator', { account: 'foreign' });

      assert.deepEqual([foreign.status, foreign.body.code], [404, 'ORGANIZATION_NOT_FOUND']);
      const unknown = await desk.create('administrator', { organizationId: 'org_unknown' });
      assert.deepEqual([unknown.status, unknown.body.code], [404, 'ORGANIZATION_NOT_FOUND']);
    });

    for (const [what, by, change, code] of [
      ['a role of officers in a taxpayer', 'administrator', { roles: ['taxOfficer'] }, 'ROLE_MISPLACED'],
      ['a role of another gateway', 'administrator', { roles: ['holder'] }, 'ROLE_MISPLACED'],
      ['a name that is taken', 'administrator', { account: 'issuer' }, 'ACCOUNT_EXISTS'],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { status, body } = await desk.create(by, change);

        assert.deepEqual([status, body.code], [code === 'ACCOUNT_EXISTS' ? 409 : 422, code]);
        const { length } = await desk.world.db
          .selectFrom('account')
          .select('id')
          .where('name', '=', 'new.one')
          .execute();
        assert.equal(length, 0);
        assert.deepEqual(await desk.told(), []);
      });
    }

    it('refuses roles that nobody has together', async () => {
      const change = {
        organizationId: desk.organizationId('taxOfficer'),
        roles: ['administrator', 'auditor'],
      };

      assert.equal((await desk.create('administrator', change)).body.code, 'ROLES_APART');
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
        const { status, body } = await desk.create('administrator', change);

        assert.deepEqual([status, placesOf(body.errors)], [400, places]);
      });
    }
  });

  describe('setup secrets', () => {
    let secret: string;
    beforeEach(async () => {
      secret = setupOf(await desk.create('administrator')).setup.secret;
    });

    it('are good once', async () => {
      const answers = await Promise.all(Array.from({ length: 4 }, () => desk.setUp(secret)));

      assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 401, 401, 401]);
      assert.equal((await desk.setUp(secret)).body.code, 'SETUP_SECRET_INVALID');
    });

    it('are good for three days', async () => {
      desk.gateway.now = new Date(desk.gateway.now.getTime() + 3 * 24 * 3_600_000);

      assert.equal((await desk.setUp(secret)).body.code, 'SETUP_SECRET_INVALID');
    });

    it('are not used up by a password that is not taken', async () => {
      const { status, body } = await desk.setUp(secret, 'Password123456789');

      assert.deepEqual(
        [status, body.code, placesOf(body.errors)],
        [422, 'PASSWORD_REFUSED', ['/password GUESSABLE_PASSWORD']],
      );
      assert.equal((await desk.setUp(secret, 'too short')).body.code, 'PASSWORD_REFUSED');
      assert.equal((await desk.setUp(secret, 'new.one of the lanterns')).status, 204);
    });

    it('of a suspended account wait until it is let in again', async () => {
      const { id } = await desk.world.db
        .selectFrom('account')
        .select('id')
        .where('name', '=', 'new.one')
        .executeTakeFirstOrThrow();
      await desk.gateway.context.administration.suspend(OPERATING, id);
      assert.equal((await desk.setUp(secret)).body.code, 'SETUP_SECRET_INVALID');

      await desk.gateway.context.administration.resume(OPERATING, id);

      assert.equal((await desk.setUp(secret)).status, 204);
    });

    it('tell which account they are for, and are good as before', async () => {
      const { status, body, headers } = await desk.previewSetup(secret);

      assert.deepEqual([status, body], [200, { account: 'new.one', expiresAt: '2026-11-25T03:04:05.000Z' }]);
      assert.match(headers['ratelimit-limit'] ?? '', /^[0-9]+$/);
      await desk.setUp(secret).expect(204);
    });

    it('tell a stranger nothing, whatever is wrong with them', async () => {
      const told = async (wrong: string): Promise<string> => {
        const { status, body } = await desk.previewSetup(wrong);
        assert.equal(status, 401);
        return JSON.stringify({ ...body, traceId: '' });
      };
      const unknown = await told(`cs_${'A'.repeat(43)}`);
      assert.equal((JSON.parse(unknown) as { code: string }).code, 'SETUP_SECRET_INVALID');

      assert.equal(await told('cs_'), unknown);
      const used = setupOf(await desk.create('administrator', { account: 'another' })).setup.secret;
      await desk.setUp(used).expect(204);
      assert.equal(await told(used), unknown);
      const { id } = await desk.world.db
        .selectFrom('account')
        .select('id')
        .where('name', '=', 'new.one')
        .executeTakeFirstOrThrow();
      await desk.gateway.context.administration.suspend(OPERATING, id);
      assert.equal(await told(secret), unknown);
      await desk.gateway.context.administration.resume(OPERATING, id);
      desk.gateway.now = new Date(desk.gateway.now.getTime() + 3 * 24 * 3_600_000);
      assert.equal(await told(secret), unknown);
      assert.ok(!desk.gateway.log.join('').includes(secret.slice(3)));
    });

    it('are kept as hashes only', async () => {
      const rows = await desk.world.db.selectFrom('account_setup').selectAll().execute();

      for (const { hash } of rows) assert.equal(hash.length, 32);
      assert.ok(!JSON.stringify(rows).includes(secret.slice(3)));
      assert.ok(!desk.gateway.log.join('').includes(secret.slice(3)));
    });

    for (const unknown of [`cs_${'A'.repeat(43)}`, 'cs_', 'x']) {
      it(`do not include ${unknown}`, async () => {
        assert.equal((await desk.setUp(unknown)).body.code, 'SETUP_SECRET_INVALID');
      });
    }
  });
});
