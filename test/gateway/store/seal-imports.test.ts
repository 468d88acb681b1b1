import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { knownLinesKey, openProblems } from '../../../gateway/dist/invoices/sealed-lines.js';
import { Vault } from '../../../gateway/dist/keys/vault.js';
import { migrate } from '../../../gateway/dist/store/migrate.js';
import { SCHEMA_STEPS } from '../../../gateway/dist/store/migrations/all.js';
import { EarlierSchema } from '../../support/gateway/earlier-schema.js';
import { textMark, tracesInFiles, tracesInTables } from '../../support/gateway/traces.js';

const MARKS = ['标记列', '张三标记.xml', '标记有限公司', 'order-of-标记'].map(textMark);

describe('sealing what imports of an earlier version kept in the clear', function () {
  this.timeout(180_000);
  const earlier = EarlierSchema.ofSuite((step) => step < '0221' || step >= '0300');

  async function importOf(id: string, lines: number): Promise<void> {
    await sql`insert into operation (id, created_by, run) values (${id}, 'acc_1', 'run-1')`.execute(
      earlier.db,
    );
    await sql`insert into refused_line (operation_id, line, errors)
      select ${id}, line, jsonb_build_array(jsonb_build_object('pointer', '/a', 'code', 'X', 'detail', line::text,
        'column', '标记列', 'file', '张三标记.xml')) from generate_series(1, ${lines}) as line`.execute(
      earlier.db,
    );
    await sql`insert into import_upload (operation_id, file, format, judge, sealed)
      values (${id}, 'u.upload', 'zip', '{"organization":"标记有限公司"}', '')`.execute(earlier.db);
    await sql`insert into request_key (scope, key, body_hash, subject) values ('acc_1 POST', 'order-of-标记', 'ab', ${id})`.execute(
      earlier.db,
    );
  }

  it('keeps every reason, finds requests by their keys as before, and leaves nothing readable', async () => {
    await importOf('op_1', 2_500);

    await migrate(earlier.db, SCHEMA_STEPS, earlier.keys);

    const vault = await Vault.open(earlier.db, earlier.keys);
    const key = await knownLinesKey(earlier.db, vault, 'op_1');
    const rows = await earlier.db.selectFrom('refused_line').selectAll().orderBy('line').execute();
    assert.equal(rows.length, 2_500);
    for (const { line, sealed_errors } of rows) {
      const { errors } = openProblems(key!, 'op_1', line, sealed_errors);
      assert.deepEqual(errors, [
        { pointer: '/a', code: 'X', detail: `${line}`, column: '标记列', file: '张三标记.xml' },
      ]);
    }
    const kept = await earlier.db.selectFrom('request_key').select('key').execute();
    assert.deepEqual(kept, [{ key: vault.requestKey('acc_1 POST', 'order-of-标记') }]);
    assert.deepEqual(await tracesInTables(earlier.db, MARKS), []);
    assert.deepEqual((await tracesInFiles(earlier.db, MARKS, 'base')) ?? [], []);
  });

  it('ends imports whose files stand in the clear, so that they can be sent again', async () => {
    await importOf('op_1', 1);

    await migrate(earlier.db, SCHEMA_STEPS, earlier.keys);

    assert.deepEqual(await earlier.db.selectFrom('import_upload').selectAll().execute(), []);
    const { closed_at, interrupted } = await earlier.db
      .selectFrom('operation')
      .selectAll()
      .executeTakeFirstOrThrow();
    assert.deepEqual([closed_at !== null, interrupted], [true, true]);
  });

  it('changes nothing without a master key, and needs none where there is nothing to seal', async () => {
    await importOf('op_1', 1);
    await assert.rejects(migrate(earlier.db), /master keys/);
    const { rows } = await sql`select errors from refused_line where errors is not null`.execute(earlier.db);
    assert.equal(rows.length, 1);

    await sql`truncate request_key, refused_line, import_upload cascade`.execute(earlier.db);
    await migrate(earlier.db);
  });
});
