import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { SCHEMA_STEPS } from '../../../gateway/dist/store/migrations/all.js';
import { migrate } from '../../../gateway/dist/store/migrate.js';
import { type TestDatabase, testDatabase } from '../../support/postgres.js';

const step = (name: string, text: string) => ({ name, sql: text });
const FIRST = step('0001-first', 'create table one (id int); create table two (id int);');
const SECOND = step('0002-second', 'alter table one add column more text;');

describe('migrate', () => {
  let database: TestDatabase;
  let db: Db;
  beforeEach(async function () {
    this.timeout(30_000);
    database = await testDatabase();
    db = createDatabase(database.url);
  });
  afterEach(async () => {
    await db.destroy();
    await database.drop();
  });

  const applied = async (): Promise<string[]> => {
    const { rows } = await sql<{ name: string }>`select name from schema_checksum order by name`.execute(db);
    return rows.map(({ name }) => name);
  };

  it('brings an empty database to the schema, and does nothing the second time', async () => {
    await migrate(db);
    await migrate(db);

    assert.deepEqual(await applied(), SCHEMA_STEPS.map(({ name }) => name).sort());
  });

  it('goes forward only: what is new, in order of names', async () => {
    await migrate(db, [FIRST]);
    await migrate(db, [FIRST, SECOND]);

    assert.deepEqual(await applied(), ['0001-first', '0002-second']);
  });

  it('takes a step of another owner that comes before one that ran', async () => {
    await migrate(db, [FIRST, step('0100-accounts', 'create table account (id int);')]);
    await migrate(db, [FIRST, SECOND, step('0100-accounts', 'create table account (id int);')]);

    assert.deepEqual(await applied(), ['0001-first', '0002-second', '0100-accounts']);
  });

  it('refuses a step that was changed after it ran, and changes nothing', async () => {
    await migrate(db, [FIRST]);

    await assert.rejects(
      migrate(db, [step('0001-first', 'create table other (id int);'), SECOND]),
      /0001-first was changed/,
    );

    assert.deepEqual(await applied(), ['0001-first']);
  });

  it('refuses a database of a newer program', async () => {
    await migrate(db, [FIRST, SECOND]);

    await assert.rejects(migrate(db, [FIRST]));
  });

  it('leaves nothing of steps of which one fails', async () => {
    await assert.rejects(migrate(db, [FIRST, step('0002-bad', 'alter table nowhere add column x int;')]), {
      code: '42P01',
    });

    assert.deepEqual(await applied(), []);
    const { rows } = await sql<{ there: string | null }>`select to_regclass('one')::text as there`.execute(
      db,
    );
    assert.equal(rows[0]?.there, null);
  });

  it('runs once when several start at the same time', async () => {
    const others = Array.from({ length: 4 }, () => createDatabase(database.url));

    await Promise.all(others.map((other) => migrate(other)));

    assert.deepEqual(await applied(), SCHEMA_STEPS.map(({ name }) => name).sort());
    await Promise.all(others.map((other) => other.destroy()));
  });
});
