import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { UnavailableError } from '../../../gateway/dist/errors.js';
import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { isDataFault, isTransient, onDatabase } from '../../../gateway/dist/store/failure.js';
import { eventually } from '../../support/gateway/desk-world.js';
import { type TestDatabase, testDatabase } from '../../support/postgres.js';

describe('createDatabase', () => {
  let database: TestDatabase;
  let db: Db;
  let looker: Db;
  const broken: Error[] = [];
  before(async function () {
    this.timeout(120_000);
    database = await testDatabase();
    looker = createDatabase(database.url, { applicationName: 'looker' });
    db = createDatabase(database.url, {
      applicationName: 'under-test',
      onError: (error) => broken.push(error),
    });
  });
  after(async () => {
    await db.destroy();
    await looker.destroy();
    await database.drop();
  });

  async function valueOf(expression: string): Promise<unknown> {
    const { rows } = await sql<{ value: unknown }>`select ${sql.raw(expression)} as value`.execute(db);
    return rows[0]?.value;
  }

  /** Connections under test that are executing something. */
  async function working(): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*) from pg_stat_activity
      where application_name = 'under-test' and state = 'active' and datname = current_database()`.execute(
      looker,
    );
    return rows[0]?.count ?? 0;
  }

  it('gives values in the forms that the code is written for', async () => {
    assert.equal(await valueOf('9007199254740991::bigint'), Number.MAX_SAFE_INTEGER);
    assert.equal(await valueOf("'2026-11-20'::date"), '2026-11-20');
    assert.equal(await valueOf('7::int'), 7);
    assert.equal(await valueOf('100.00::numeric(18,2)'), '100.00');
    assert.deepEqual(await valueOf("'\\x00ff'::bytea"), Buffer.of(0, 255));
    assert.deepEqual(
      await valueOf("'2026-11-20T08:00:00+08'::timestamptz"),
      new Date('2026-11-20T00:00:00Z'),
    );
    assert.deepEqual(await valueOf("array['a','b']"), ['a', 'b']);
  });

  it('refuses an integer that a number cannot hold', async () => {
    await assert.rejects(valueOf('9007199254740993::bigint'), RangeError);
  });

  it('survives a connection that is cut while it is idle and while it is used', async () => {
    await valueOf('1');
    await database.cut('under-test');
    const used = valueOf('pg_sleep(60)::text');
    used.catch(() => undefined);
    await eventually(async () => assert.equal(await working(), 1));
    await database.cut('under-test');

    await assert.rejects(
      onDatabase(() => used),
      { name: 'UnavailableError', part: 'database' },
    );

    // The pool may still hold another connection that was cut and has not noticed.
    await eventually(async () => assert.equal(await onDatabase(() => valueOf('2::int')), 2));
    assert.ok(broken.length > 0);
  });

  it('tells faults apart', async () => {
    const fails = async (expression: string): Promise<unknown> =>
      valueOf(expression).then(
        () => undefined,
        (error: unknown) => error,
      );
    const data = await fails("'x'::int");
    const ours = await fails('nowhere()');

    assert.deepEqual([isDataFault(data), isDataFault(ours), isTransient(data)], [true, false, false]);
    await assert.rejects(
      onDatabase(() => Promise.reject(ours as Error)),
      (error) => !(error instanceof UnavailableError),
    );
    await assert.rejects(
      onDatabase(() => Promise.reject(new TypeError('ours'))),
      TypeError,
    );
    await assert.rejects(
      onDatabase(() => Promise.reject(Object.assign(new Error('x'), { code: '57P01' }))),
      { part: 'database' },
    );
    assert.equal(isTransient(Object.assign(new Error('x'), { code: '40P01' })), true);
  });
});
