import assert from 'node:assert/strict';
import { AdministrationDesk, type AccountAnswer } from '../../support/gateway/administration-desk.js';
import { placesOf, type Answer } from '../../support/gateway/answer.js';
import { OTHER_SELLER, SELLER, type Person } from '../../support/gateway/people.js';
import { PASSWORD } from '../../support/gateway-app.js';

describe('accounts and organizations', function () {
  this.timeout(180_000);
  const desk = new AdministrationDesk();

  describe('lists', () => {
    const namesOf = ({ body }: Answer): string[] =>
      (body.items as unknown as readonly AccountAnswer[]).map(({ account }) => account);

    it('go page by page, in order of names', async () => {
      const all = namesOf(await desk.gateway.send('get', '/v1/accounts?limit=100', 'administrator'));
      const pages: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const page: Answer = await desk.gateway.send('get', `/v1/accounts?limit=4${query}`, 'auditor');
        pages.push(...namesOf(page));
        cursor = page.body.nextCursor;
      }

      assert.deepEqual(pages, all);
      assert.deepEqual(all, [...all].sort());
      assert.equal(all.length, 14);
    });

    it('show an administrator elsewhere the own organization alone', async () => {
      const names = namesOf(await desk.gateway.send('get', '/v1/accounts', 'sellerAdministrator'));
      assert.deepEqual(names, ['issuer', 'sellerAdministrator']);
      const foreign = `organizationId=${desk.organizationId('otherIssuer')}`;
      assert.deepEqual(
        namesOf(await desk.gateway.send('get', `/v1/accounts?${foreign}`, 'sellerAdministrator')),
        [],
      );
      const organizations = await desk.gateway.send('get', '/v1/organizations', 'sellerAdministrator');
      const taxIds = (organizations.body.items as unknown as readonly { taxId: string }[]).map(
        ({ taxId }) => taxId,
      );
      assert.deepEqual(taxIds, [SELLER.taxId]);
    });

    it('filter', async () => {
      await desk.create('administrator').expect(201);
      assert.deepEqual(
        namesOf(await desk.gateway.send('get', '/v1/accounts?state=invited', 'administrator')),
        ['new.one'],
      );
      assert.deepEqual(
        namesOf(await desk.gateway.send('get', '/v1/accounts?state=suspended', 'administrator')),
        [],
      );
      const of = `organizationId=${desk.organizationId('otherIssuer')}`;
      assert.deepEqual(
        namesOf(await desk.gateway.send('get', `/v1/accounts?state=active&${of}`, 'administrator')),
        ['otherAdministrator', 'otherIssuer'],
      );
      const found = await desk.gateway.send(
        'get',
        `/v1/organizations?taxId=${OTHER_SELLER.taxId}`,
        'auditor',
      );
      assert.equal(found.body.items.length, 1);
    });

    it('end with a cursor of nobody', async () => {
      for (const address of ['/v1/accounts', '/v1/organizations']) {
        const { body } = await desk.gateway.send('get', `${address}?cursor=nonsense`, 'auditor');
        assert.deepEqual(body, { items: [], nextCursor: null });
        assert.equal(
          (await desk.gateway.send('get', `${address}?limit=0`, 'auditor')).body.code,
          'MALFORMED_QUERY',
        );
      }
    });
  });

  describe('organizations', () => {
    const make = (change: object = {}) =>
      desk.gateway
        .send('post', '/v1/organizations', 'administrator')
        .send({ kind: 'taxpayer', name: '示例轨道交通集团有限公司', taxId: '91000000T00002090J', ...change });
    const suspension = (method: 'post' | 'delete', person: Person) =>
      desk.gateway.send(
        method,
        `/v1/organizations/${desk.organizationId(person)}/suspension`,
        'administrator',
      );

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
        assert.equal((await desk.gateway.send('get', '/v1/me', person)).status, 401);
      assert.equal((await desk.signIn('issuer', PASSWORD)).body.code, 'WRONG_CREDENTIALS');
      await desk.gateway.send('get', '/v1/me', 'otherIssuer').expect(200);
      await suspension('delete', 'issuer').expect(200);
      assert.equal((await desk.signIn('issuer', PASSWORD)).status, 201);
      const acts = (await desk.world.told()).map(({ action, details }) => [action, details]);
      assert.deepEqual(acts[0], ['organization.suspended', { accounts: 2, sessions: 2 }]);
    });

    it('that run the gateway are never suspended', async () => {
      const { status, body } = await suspension('post', 'taxOfficer');

      assert.deepEqual([status, body.code], [409, 'ORGANIZATION_IS_HOST']);
      await desk.gateway.send('get', '/v1/me', 'taxOfficer').expect(200);
    });
  });
});
