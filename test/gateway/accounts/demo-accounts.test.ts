import assert from 'node:assert/strict';
import { parseDemoAccounts, upsertDemoAccounts } from '../../../gateway/dist/accounts/demo-accounts.js';
import { PasswordHasher } from '../../../gateway/dist/accounts/password-hash.js';
import { MemoryAccountStore, SELLER } from '../../support/gateway/people.js';

const FILE = [
  { gateway: 'tax', account: 'issuer', password: 'secret-1', roles: ['issuer'], organization: SELLER },
  { gateway: 'court', account: 'court-clerk', password: 'secret-2', roles: ['courtClerk'] },
];

describe('demo accounts', () => {
  const hasher = new PasswordHasher({ cost: 16, blockSize: 8, parallelization: 1 });

  it('are those of one gateway', () => {
    assert.deepEqual(parseDemoAccounts(JSON.stringify(FILE), 'tax'), [FILE[0]]);
    assert.deepEqual(parseDemoAccounts(JSON.stringify(FILE), 'affairs'), []);
  });

  it('can sign in, with roles and organization of the file', async () => {
    const store = new MemoryAccountStore();

    await upsertDemoAccounts(parseDemoAccounts(JSON.stringify(FILE), 'tax'), store, hasher);

    const stored = await store.findByName('issuer');
    assert.deepEqual(stored?.account.roles, ['issuer']);
    assert.deepEqual(stored.account.organization, SELLER);
    assert.equal(await hasher.verify('secret-1', stored.password), true);
  });

  it('keep hash and id at the next start, and take a changed password', async () => {
    const store = new MemoryAccountStore();
    const accounts = parseDemoAccounts(JSON.stringify(FILE), 'tax');
    await upsertDemoAccounts(accounts, store, hasher);
    const first = await store.findByName('issuer');

    await upsertDemoAccounts(accounts, store, hasher);
    assert.deepEqual(await store.findByName('issuer'), first);

    await upsertDemoAccounts(
      accounts.map((account) => ({ ...account, password: 'other' })),
      store,
      hasher,
    );
    const changed = await store.findByName('issuer');
    assert.equal(changed?.account.id, first?.account.id);
    assert.equal(await hasher.verify('other', changed!.password), true);
  });

  for (const [what, text] of [
    ['an unknown role', JSON.stringify([{ ...FILE[0], roles: ['king'] }])],
    ['no role', JSON.stringify([{ ...FILE[0], roles: [] }])],
    ['an unknown member', JSON.stringify([{ ...FILE[0], admin: true }])],
    ['no password', JSON.stringify([{ gateway: 'tax', account: 'issuer', roles: ['issuer'] }])],
    ['no list', '{}'],
    ['a member twice', '[{"password":"secret-1","password":"secret-1"}]'],
  ] as const) {
    it(`are refused with ${what}, without a word of any password`, () => {
      assert.throws(
        () => parseDemoAccounts(text, 'tax'),
        (error: unknown) => error instanceof Error && !error.message.includes('secret'),
      );
    });
  }
});
