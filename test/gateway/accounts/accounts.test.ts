import assert from 'node:assert/strict';
import { UnavailableError } from '@chopmark/gateway';
import { Accounts } from '../../../gateway/dist/accounts/accounts.js';
import { createDatabase } from '../../../gateway/dist/store/database.js';
import { AccessWorld } from '../../support/gateway/access-world.js';
import { SELLER } from '../../support/gateway/people.js';
import { passwordHash, type TestGateway } from '../../support/gateway-app.js';

describe('Accounts', function () {
  this.timeout(180_000);
  let world: AccessWorld;
  let gateway: TestGateway;
  let accounts: Accounts;

  before(async () => {
    world = await AccessWorld.create();
    gateway = await world.gateway();
    accounts = new Accounts(world.db);
  });
  after(() => world.end());

  it('finds by name and by id what was made, with its organization', async () => {
    const id = gateway.accountId('issuer');

    const found = await accounts.findByName('issuer');

    assert.equal(found?.password, await passwordHash);
    const { organization, ...rest } = found.account;
    assert.deepEqual(rest, { id, name: 'issuer', roles: ['issuer'], suspendedAt: null });
    const { id: organizationId, ...described } = organization!;
    assert.match(organizationId, /^org_[\w-]{16}$/);
    assert.deepEqual(described, { kind: 'taxpayer', ...SELLER, isHost: false, suspendedAt: null });
    assert.deepEqual(await accounts.findById(id), found.account);
  });

  it('finds nothing under other names, case included', async () => {
    for (const name of ['Issuer', 'issuer ', "' or ''='", ''])
      assert.equal(await accounts.findByName(name), undefined);
    assert.equal(await accounts.findById('acc_gone'), undefined);
  });

  it('tells when an account or its organization was suspended', async () => {
    const at = new Date('2026-01-02T03:04:05.678Z');
    const id = gateway.accountId('otherIssuer');
    await world.db.updateTable('account').set({ suspended_at: at }).where('id', '=', id).execute();
    await world.db
      .updateTable('organization')
      .set({ suspended_at: at })
      .where('tax_id', '=', '91000000T00000028M')
      .execute();

    const account = await accounts.findById(id);

    assert.equal(account?.suspendedAt, at.toISOString());
    assert.equal(account.organization?.suspendedAt, at.toISOString());
  });

  it('leaves out a role that this program does not know', async () => {
    const id = gateway.accountId('holder');
    await world.db
      .updateTable('account')
      .set({ roles: ['holder', 'emperor'] })
      .where('id', '=', id)
      .execute();

    assert.deepEqual((await accounts.findById(id))?.roles, ['holder']);
  });

  it('says that the database is away', async () => {
    const away = createDatabase('postgresql://chopmark:x@127.0.0.1:1/none');

    await assert.rejects(
      new Accounts(away).findByName('issuer'),
      (error: unknown) => error instanceof UnavailableError && error.part === 'database',
    );
    await away.destroy();
  });
});
