import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { SCHEMA_STEPS } from '../../../gateway/dist/store/migrations/all.js';
import { migrate, SchemaNewerError } from '../../../gateway/dist/store/migrate.js';
import { type TestDatabase, testDatabase } from '../../support/postgres.js';

const step = (name: string, text: string) => ({ name, sql: text });
const FIRST = step('0001-first', 'create table one (id int); create table two (id int);');
const SECOND = step('0002-second', 'alter table one add column more text;');

describe('migrate', () => {
  let database: TestDatabase;
  let db: Db;
  beforeEach(async function () {
    this.timeout(120_000);
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

  /** Columns, constraints, triggers and steps. */
  const everything = async (): Promise<unknown[]> => {
    const questions = [
      sql`select table_name, column_name, data_type, is_nullable from information_schema.columns
        where table_schema = 'public' order by 1, 2`,
      sql`select conname, pg_get_constraintdef(oid) as says from pg_constraint order by 1`,
      sql`select tgname from pg_trigger where not tgisinternal order by 1`,
      sql`select name, timestamp from kysely_migration order by 1`,
      sql`select name, checksum from schema_checksum order by 1`,
    ];
    return Promise.all(questions.map(async (question) => (await question.execute(db)).rows));
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

  it('refuses a database that a newer program took further, by a code, and changes nothing', async () => {
    await migrate(db);
    const before = await everything();

    for (const older of [SCHEMA_STEPS.slice(0, -1), SCHEMA_STEPS.slice(0, 1), []]) {
      await assert.rejects(migrate(db, older), (error: SchemaNewerError) => {
        assert.equal(error.code, 'SCHEMA_NEWER');
        for (const { name } of SCHEMA_STEPS.slice(older.length)) assert.ok(error.message.includes(name));
        return true;
      });
    }
    // An older program that has a step of its own must not run it first.
    const own = [...SCHEMA_STEPS.slice(0, -1), step('9999-own', 'drop table invoice cascade')];
    await assert.rejects(migrate(db, own), { code: 'SCHEMA_NEWER' });

    assert.deepEqual(await everything(), before);
  });

  it('goes on in the newer program after an older one was refused', async () => {
    await migrate(db, [FIRST, SECOND]);
    await assert.rejects(migrate(db, [FIRST]), SchemaNewerError);

    await migrate(db, [FIRST, SECOND, step('0003-third', 'alter table two add column more text;')]);

    assert.deepEqual(await applied(), ['0001-first', '0002-second', '0003-third']);
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

describe('steps of the schema', () => {
  /** What a running process of the version before would miss, or trip over. */
  const TAKES_AWAY =
    /\bdrop (table|column|view|function)\b|\brename\b|\bset not null\b|\balter (column )?\w+ type\b|\badd column (?![^,;]*default)[^,;]*not null\b/i;
  /** From before there was a rule: the version that has them ends the ones before it. */
  const BEFORE_THE_RULE = ['0102-organizations', '0201-sealed', '0221-sealed-imports'];

  it('only add, or say since which version nobody misses what they take away', () => {
    const statements = (text: string): string => text.replace(/--.*$/gm, '');
    const taking = SCHEMA_STEPS.filter((one) => TAKES_AWAY.test(statements(one.sql)));

    assert.deepEqual(
      taking.filter(({ neededSince }) => neededSince === undefined).map(({ name }) => name),
      BEFORE_THE_RULE,
    );
    for (const { name, neededSince } of SCHEMA_STEPS)
      assert.match(neededSince ?? '0.1.0', /^\d+\.\d+\.\d+$/, name);
  });

  for (const text of [
    'drop table one;',
    'alter table one drop column more;',
    'alter table one rename column more to less;',
    'alter table one alter column more set not null;',
    'alter table one alter more type bigint;',
    'alter table one add column more text not null;',
  ]) {
    it(`takes away: ${text}`, () => assert.match(text, TAKES_AWAY));
  }
  for (const text of [
    "alter table one add column more text not null default '';",
    'alter table one add column more text;',
    'create table one (more text not null);',
    'alter table one alter column more drop not null;',
  ]) {
    it(`only adds: ${text}`, () => assert.doesNotMatch(text, TAKES_AWAY));
  }
});
