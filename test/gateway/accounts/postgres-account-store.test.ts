import assert from 'node:assert/strict';
import { UnavailableError } from '@chopmark/gateway';
import type { PasswordHash } from '../../../gateway/dist/accounts/password-hash.js';
import { PostgresAccountStore } from '../../../gateway/dist/accounts/postgres-account-store.js';
import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { migrate } from '../../../gateway/dist/store/migrate.js';
import { SELLER } from '../../support/gateway/people.js';
import { testDatabase, type TestDatabase } from '../../support/postgres.js';

const PASSWORD = 'scrypt$16$8$1$aa$bb' as PasswordHash;

describe('PostgresAccountStore', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let db: Db;
  let store: PostgresAccountStore;

  before(async () => {
    database = await testDatabase();
    db = createDatabase(database.url);
    await migrate(db);
    store = new PostgresAccountStore(db);
  });
  after(async () => {
    await db.destroy();
    await database.drop();
  });

  it('finds by name and by id what was made', async () => {
    const made = await store.upsert({
      name: 'issuer',
      roles: ['issuer', 'receiver'],
      organization: SELLER,
      password: PASSWORD,
    });

    assert.match(made.id, /^acc_[\w-]{16}$/);
    const { id } = made;
    assert.deepEqual(made, {
      id,
      name: 'issuer',
      roles: ['issuer', 'receiver'],
      organization: SELLER,
      disabledAt: null,
    });
    assert.deepEqual(await store.findByName('issuer'), { account: made, password: PASSWORD });
    assert.deepEqual(await store.findById(id), made);
  });

  it('keeps the id when an account is told anew', async () => {
    const first = await store.upsert({
      name: 'again',
      roles: ['issuer'],
      organization: SELLER,
      password: PASSWORD,
    });
    const other = 'scrypt$16$8$1$cc$dd' as PasswordHash;

    const second = await store.upsert({ name: 'again', roles: ['auditor'], password: other });

    assert.deepEqual(second, { id: first.id, name: 'again', roles: ['auditor'], disabledAt: null });
    assert.equal((await store.findByName('again'))?.password, other);
  });

  it('finds nothing under other names, case included', async () => {
    for (const name of ['Issuer', 'issuer ', "' or ''='", ''])
      assert.equal(await store.findByName(name), undefined);
    assert.equal(await store.findById('acc_gone'), undefined);
  });

  it('tells when an account was disabled', async () => {
    const { id } = await store.upsert({ name: 'gone', roles: ['holder'], password: PASSWORD });
    await db
      .updateTable('account')
      .set({ disabled_at: new Date('2026-01-02T03:04:05.678Z') })
      .where('id', '=', id)
      .execute();

    assert.equal((await store.findById(id))?.disabledAt, '2026-01-02T03:04:05.678Z');
  });

  it('leaves out a role that this program does not know', async () => {
    const { id } = await store.upsert({ name: 'newer', roles: ['holder'], password: PASSWORD });
    await db
      .updateTable('account')
      .set({ roles: ['holder', 'emperor'] })
      .where('id', '=', id)
      .execute();

    assert.deepEqual((await store.findById(id))?.roles, ['holder']);
  });

  it('says that the database is away', async () => {
    const away = createDatabase('postgresql://chopmark:x@127.0.0.1:1/none');

    await assert.rejects(
      new PostgresAccountStore(away).findByName('issuer'),
      (error: unknown) => error instanceof UnavailableError && error.part === 'database',
    );
    await away.destroy();
  });
});
