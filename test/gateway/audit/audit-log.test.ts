import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { auditOrigin, nextAuditRecord, type AuditRecord } from '@chopmark/core';
import { AuditLog, OPERATOR } from '../../../gateway/dist/audit/audit-log.js';
import { sha256 } from '../../../gateway/dist/proofs/node-crypto.js';
import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { migratedDatabase, type TestDatabase } from '../../support/postgres.js';

describe('AuditLog', function () {
  this.timeout(180_000);
  let database: TestDatabase;
  let db: Db;
  let log: AuditLog;

  beforeEach(async () => {
    database = await migratedDatabase();
    db = createDatabase(database.url);
    log = new AuditLog(db, 'tax', () => new Date('2026-11-22T03:04:05.678Z'));
  });
  afterEach(async () => {
    await db.destroy();
    await database.drop();
  });

  const stored = async (): Promise<AuditRecord[]> => {
    const rows = await db.selectFrom('audit_record').selectAll().orderBy('sequence').execute();
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }) as AuditRecord);
  };
  const append = (number: number): Promise<void> =>
    log.append({
      by: { id: `acc_${number}`, keyId: 'key_1' },
      action: 'session.ended',
      details: { number, of: ['b', 'a'], b: 1, a: 2 },
    });

  it('keeps records that follow from one another as they were hashed', async () => {
    await append(1);
    await log.append({ by: OPERATOR, action: 'session.ended', subject: 'acc_2' });

    const records = await stored();

    let head = auditOrigin(sha256, 'tax');
    for (const record of records) {
      assert.deepEqual(record, nextAuditRecord(sha256, head, record));
      head = record;
    }
    assert.deepEqual(await log.head(), { sequence: 2, hash: records[1]!.hash });
  });

  it('chains what many processes append at once without a gap', async () => {
    const others = Array.from({ length: 4 }, () => new AuditLog(db, 'tax', () => new Date()));

    await Promise.all(
      others.flatMap((other) =>
        Array.from({ length: 5 }, () => other.append({ by: OPERATOR, action: 'session.ended' })),
      ),
    );

    const records = await stored();
    assert.deepEqual(
      records.map(({ sequence }) => sequence),
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    let head = auditOrigin(sha256, 'tax');
    for (const record of records) {
      assert.equal(record.hash, nextAuditRecord(sha256, head, record).hash);
      head = record;
    }
  });

  it('keeps nothing of an act that did not happen', async () => {
    await assert.rejects(
      db.transaction().execute(async (trx) => {
        await log.within(trx, { by: OPERATOR, action: 'session.ended' });
        throw new Error('the act failed');
      }),
    );

    assert.deepEqual(await stored(), []);
  });

  for (const statement of [
    "update audit_record set actor = 'acc_9'",
    'delete from audit_record',
    'truncate audit_record',
  ]) {
    it(`refuses ${statement.split(' ', 1)[0]}`, async () => {
      await append(1);
      const before = await stored();

      await assert.rejects(sql.raw(statement).execute(db), { code: '55000' });

      assert.deepEqual(await stored(), before);
    });
  }
});
