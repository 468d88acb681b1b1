import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { migrate } from '../../../gateway/dist/store/migrate.js';
import { SCHEMA_STEPS } from '../../../gateway/dist/store/migrations/all.js';
import { EarlierSchema } from '../../support/gateway/earlier-schema.js';

describe('the step that tells for which seller operations are', function () {
  this.timeout(180_000);
  const earlier = EarlierSchema.ofSuite((step) => step !== '0225-operation-organization');

  it('knows it of accounts that were issuers all along, and takes none of an officer for that', async () => {
    const { db } = earlier;
    await sql`insert into organization (id, kind, name, tax_id) values ('org_1', 'taxpayer', 'one', '91000000T0000001XM')`.execute(
      db,
    );
    await sql`insert into account (id, name, roles, organization_id) values
      ('acc_issuer', 'issuer', '{issuer}', 'org_1'), ('acc_officer', 'officer', '{taxOfficer,issuer}', 'org_1'),
      ('acc_former', 'former', '{issuer}', 'org_1'), ('acc_alone', 'alone', '{issuer}', null)`.execute(db);
    await sql`insert into audit_record (sequence, at, actor, action, subject, details, hash) values
      (1, now(), 'acc_0', 'account.rolesChanged', 'acc_former', '{"before":["taxOfficer"],"after":["issuer"]}', ''),
      (2, now(), 'acc_0', 'account.rolesChanged', 'acc_issuer', '{"before":["receiver"],"after":["issuer"]}', '')`.execute(
      db,
    );
    for (const name of ['issuer', 'officer', 'former', 'alone', 'gone'])
      await sql`insert into operation (id, created_by, run) values (${`op_${name}`}, ${`acc_${name}`}, 'run-1')`.execute(
        db,
      );

    await migrate(db, SCHEMA_STEPS, earlier.keys);

    const rows = await db.selectFrom('operation').select(['id', 'organization_id']).orderBy('id').execute();
    assert.deepEqual(
      rows.map(({ id, organization_id }) => `${id} ${organization_id}`),
      ['op_alone null', 'op_former null', 'op_gone null', 'op_issuer org_1', 'op_officer null'],
    );
  });
});
