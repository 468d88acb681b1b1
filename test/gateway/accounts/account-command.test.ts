import assert from 'node:assert/strict';
import { runAccountCommand, UsageError } from '../../../gateway/dist/accounts/account-command.js';
import { AccessWorld } from '../../support/gateway/access-world.js';
import type { TestGateway } from '../../support/gateway-app.js';

const HOST = { organization: '示例市税务局', 'tax-id': '11000000T000000609' };

interface Made {
  readonly account: string;
  readonly setup: { readonly secret: string; readonly link: string };
}

describe('runAccountCommand', function () {
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

  const run = (args: readonly string[], options: Parameters<typeof runAccountCommand>[1] = {}) =>
    runAccountCommand(args, options, {
      config: { organization: 'tax', publicUrl: 'https://tax.example' },
      access: gateway.context,
    });
  const empty = async (): Promise<void> => {
    for (const table of ['refresh_token', 'session', 'account_setup', 'account', 'organization'] as const)
      await world.db.deleteFrom(table).execute();
  };

  it('makes the first administrator of an empty gateway, with the organization that runs it', async () => {
    await empty();
    await world.told();

    const made = (await run(['administrator', 'first'], HOST)) as unknown as Made;

    assert.equal(made.setup.link, `https://tax.example/setup#${made.setup.secret}`);
    await gateway
      .send('post', '/v1/account-setups')
      .send({ secret: made.setup.secret, password: 'seven lanterns over Qiantang' })
      .expect(204);
    const { body } = await gateway
      .send('post', '/v1/sessions')
      .send({ account: 'first', password: 'seven lanterns over Qiantang' });
    const organizations = await gateway
      .send('get', '/v1/organizations')
      .set('Authorization', `Bearer ${body.accessToken}`);
    const [host] = organizations.body.items as unknown as readonly Record<string, unknown>[];
    assert.deepEqual([host?.['name'], host?.['kind'], host?.['isHost']], [HOST.organization, 'office', true]);
    const acts = (await world.told()).map(({ actor, action }) => [actor, action]);
    assert.deepEqual(acts.slice(0, 2), [
      ['operator', 'organization.created'],
      ['operator', 'account.created'],
    ]);
  });

  it('makes further ones in the organization that is known', async () => {
    await run(['administrator', 'second']);

    const account = await gateway.context.accounts.findByName('second');
    assert.equal(account?.account.organization?.isHost, true);
    await assert.rejects(
      run(['administrator', 'third'], { ...HOST, 'tax-id': '11000000T000000796' }),
      UsageError,
    );
    assert.equal(await gateway.context.accounts.findByName('third'), undefined);
  });

  it('resets, suspends and lets in again, administrators too', async () => {
    const { setup } = (await run(['reset', 'administrator'])) as unknown as Made;
    assert.match(setup.secret, /^cs_/);
    assert.equal((await gateway.send('get', '/v1/me', 'administrator')).body.code, 'SESSION_ENDED');

    assert.deepEqual(await run(['suspend', 'administrator']), {
      account: 'administrator',
      state: 'suspended',
    });
    assert.notEqual((await gateway.context.accounts.findByName('administrator'))?.account.suspendedAt, null);
    assert.deepEqual(await run(['resume', 'administrator']), { account: 'administrator', state: 'resumed' });
    assert.equal((await gateway.context.accounts.findByName('administrator'))?.account.suspendedAt, null);
  });

  it('lists every account', async () => {
    const { accounts } = (await run(['list'])) as { accounts: { account: string; state: string }[] };

    assert.equal(accounts.length, 14);
    assert.deepEqual(
      accounts.find(({ account }) => account === 'issuer'),
      {
        account: 'issuer',
        state: 'active',
        roles: ['issuer'],
        organization: '示例灯笼制造有限公司',
      },
    );
  });

  for (const [what, args, options] of [
    ['no command', [], {}],
    ['an unknown command', ['delete', 'issuer'], {}],
    ['two accounts', ['reset', 'issuer', 'auditor'], {}],
    ['no name', ['administrator'], HOST],
    ['an odd name', ['administrator', 'a b'], HOST],
  ] as const) {
    it(`is called wrongly with ${what}`, async () => {
      await assert.rejects(run(args, options), UsageError);
    });
  }

  it('asks for the organization the first time', async () => {
    await empty();

    for (const options of [
      {},
      { organization: 'x' },
      { 'tax-id': HOST['tax-id'] },
      { ...HOST, 'tax-id': 'short' },
    ])
      await assert.rejects(run(['administrator', 'first'], options), UsageError);
    assert.deepEqual(await world.db.selectFrom('organization').selectAll().execute(), []);
  });

  it('says that there is no such account', async () => {
    await assert.rejects(run(['reset', 'nobody']), { code: 'ACCOUNT_NOT_FOUND' });
    await assert.rejects(run(['administrator', 'issuer']), { code: 'ACCOUNT_EXISTS' });
  });
});
