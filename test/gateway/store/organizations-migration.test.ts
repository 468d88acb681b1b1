import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { Accounts } from '../../../gateway/dist/accounts/accounts.js';
import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { migrate } from '../../../gateway/dist/store/migrate.js';
import { SCHEMA_STEPS } from '../../../gateway/dist/store/migrations/all.js';
import { BUREAU, SELLER } from '../../support/gateway/people.js';
import { testDatabase, type TestDatabase } from '../../support/postgres.js';

describe('the step to organizations', function () {
  this.timeout(180_000);
  let database: TestDatabase;
  let db: Db;

  before(async () => {
    database = await testDatabase();
    db = createDatabase(database.url);
  });
  after(async () => {
    await db.destroy();
    await database.drop();
  });

  it('makes one of what accounts said of theirs, and keeps ids, passwords and what was disabled', async () => {
    await migrate(
      db,
      SCHEMA_STEPS.filter(({ name }) => name < '0101'),
    );
    await sql`
      insert into account (id, name, password, roles, organization_name, taxpayer_id, disabled_at) values
        ('acc_1', 'issuer', 'scrypt$1', '{issuer}', ${SELLER.name}, ${SELLER.taxId}, null),
        ('acc_2', 'seller', 'scrypt$2', '{receiver}', ${SELLER.name}, ${SELLER.taxId}, '2026-01-02T03:04:05Z'),
        ('acc_3', 'officer', 'scrypt$3', '{taxOfficer}', ${BUREAU.name}, ${BUREAU.taxId}, null),
        ('acc_4', 'alone', 'scrypt$4', '{holder}', null, null, null)`.execute(db);

    await migrate(db);

    const accounts = new Accounts(db);
    const [issuer, seller, officer, alone] = await Promise.all(
      ['issuer', 'seller', 'officer', 'alone'].map((name) => accounts.findByName(name)),
    );
    const { id, ...organization } = issuer!.account.organization!;
    assert.match(id, /^org_[0-9a-f]{16}$/);
    assert.deepEqual(organization, { kind: 'taxpayer', ...SELLER, isHost: false, suspendedAt: null });
    assert.deepEqual([issuer!.account.id, issuer!.password], ['acc_1', 'scrypt$1']);
    assert.equal(seller?.account.organization?.id, id);
    assert.equal(seller.account.suspendedAt, '2026-01-02T03:04:05.000Z');
    assert.equal(officer?.account.organization?.kind, 'office');
    assert.equal(alone?.account.organization, undefined);
  });
});
