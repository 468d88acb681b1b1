import assert from 'node:assert/strict';
import { Accounts } from '../../../gateway/dist/accounts/accounts.js';
import {
  assertNoDemoAccounts,
  parseDemoAccounts,
  upsertDemoAccounts,
} from '../../../gateway/dist/accounts/demo-accounts.js';
import { ConfigError } from '../../../gateway/dist/config.js';
import { productionFault } from '../../../gateway/dist/config/production.js';
import { PasswordHasher } from '../../../gateway/dist/accounts/password-hash.js';
import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { BUREAU, SELLER } from '../../support/gateway/people.js';
import { migratedDatabase, type TestDatabase } from '../../support/postgres.js';

const FILE = [
  { gateway: 'tax', account: 'issuer', password: 'secret-1', roles: ['issuer'], organization: SELLER },
  { gateway: 'court', account: 'court-clerk', password: 'secret-2', roles: ['courtClerk'] },
];

describe('demo accounts', () => {
  it('are those of one gateway', () => {
    assert.deepEqual(parseDemoAccounts(JSON.stringify(FILE), 'tax'), [FILE[0]]);
    assert.deepEqual(parseDemoAccounts(JSON.stringify(FILE), 'affairs'), []);
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

describe('upsertDemoAccounts', function () {
  this.timeout(180_000);
  const hasher = new PasswordHasher({ cost: 16, blockSize: 8, parallelization: 1 });
  let database: TestDatabase;
  let db: Db;

  beforeEach(async () => {
    database = await migratedDatabase();
    db = createDatabase(database.url);
  });
  afterEach(async () => {
    await db.destroy();
    await database.drop();
  });

  const upsert = (...accounts: object[]): Promise<void> =>
    upsertDemoAccounts(
      parseDemoAccounts(JSON.stringify(accounts.map((account) => ({ gateway: 'tax', ...account }))), 'tax'),
      db,
      hasher,
    );
  it('leave a database that production refuses until they are suspended', async () => {
    await assertNoDemoAccounts(db);
    await upsert(ISSUER);
    await assert.rejects(
      assertNoDemoAccounts(db),
      (error: unknown) =>
        error instanceof ConfigError && error.faults[0] === productionFault('DEMO_ACCOUNTS_STORED'),
    );

    await db.updateTable('account').set({ suspended_at: new Date() }).execute();

    await assertNoDemoAccounts(db);
  });

  const ISSUER = { account: 'issuer', password: 'secret-1', roles: ['issuer'], organization: SELLER };
  const OFFICER = { account: 'officer', password: 'secret-2', roles: ['taxOfficer'], organization: BUREAU };

  it('makes accounts that can sign in, with roles and organization of the file', async () => {
    await upsert(ISSUER, { account: 'alone', password: 'secret-3', roles: ['holder'] });

    const stored = await new Accounts(db).findByName('issuer');
    assert.deepEqual(stored?.account.roles, ['issuer']);
    const { name, taxId, kind, isHost } = stored.account.organization!;
    assert.deepEqual({ name, taxId, kind, isHost }, { ...SELLER, kind: 'taxpayer', isHost: false });
    assert.equal(await hasher.verify('secret-1', stored.password), true);
    assert.equal((await new Accounts(db).findByName('alone'))?.account.organization, undefined);
  });

  it('takes the first office for the one that runs the gateway, whoever of it comes first', async () => {
    await upsert({ ...ISSUER, account: 'of-bureau', organization: BUREAU }, OFFICER, {
      ...OFFICER,
      account: 'other',
      organization: SELLER,
    });

    const hosts = await db
      .selectFrom('organization')
      .select(['tax_id', 'kind', 'host'])
      .orderBy('tax_id')
      .execute();
    assert.deepEqual(hosts, [
      { tax_id: BUREAU.taxId, kind: 'office', host: true },
      { tax_id: SELLER.taxId, kind: 'office', host: false },
    ]);
  });

  it('keeps hash and id at the next start, and takes a changed password', async () => {
    const stored = () => new Accounts(db).findByName('issuer');
    await upsert(ISSUER);
    const first = await stored();

    await upsert(ISSUER);
    assert.deepEqual(await stored(), first);

    await upsert({ ...ISSUER, password: 'other' });
    const changed = await stored();
    assert.equal(changed?.account.id, first?.account.id);
    assert.equal(await hasher.verify('other', changed?.password), true);
  });
});
