import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';

import { canonicalBytes } from '@chopmark/core';
import { sql } from 'kysely';

import { storedBytes } from '../../../gateway/dist/invoices/anchored-places.js';
import { listInvoices } from '../../../gateway/dist/invoices/list-invoices.js';
import { Vault } from '../../../gateway/dist/keys/vault.js';
import { migrate } from '../../../gateway/dist/store/migrate.js';
import { SCHEMA_STEPS } from '../../../gateway/dist/store/migrations/all.js';
import { newInvoice } from '../../support/gateway/desk-world.js';
import { EarlierSchema } from '../../support/gateway/earlier-schema.js';

const MARKER = '迁移标记有限公司';

interface Clear {
  readonly id: string;
  readonly body: Buffer;
  readonly secret: Buffer;
}

describe('sealing what an earlier version kept in the clear', () => {
  const earlier = EarlierSchema.ofSuite((step) => step < '0200');

  async function clear(at: number): Promise<Clear> {
    const { document } = newInvoice({ members: { buyer: { name: MARKER, taxId: '91000000MA0000001B' } } });
    const row = {
      id: `inv_${randomBytes(16).toString('hex')}`,
      body: Buffer.from(canonicalBytes(document)),
      secret: randomBytes(32),
    };
    const digest = createHash('sha256').update(row.secret).update(row.body).digest();
    await sql`
      with i as (
        insert into invoice (id, series, seller_tax_id, buyer_tax_id, reference, created_by, operation_id, issued_on,
          currency, letter, total_net, total_tax, total_gross, seller_name, buyer_name)
        values (${row.id}, 'inv-26002', '91000000MA0000000A', '91000000MA0000001B', ${at % 2 === 0 ? `R-${at}` : null}, 'acc_1',
          ${`op_${at}`}, '2026-11-20', 'CNY', 'blue', '100.00', '13.00', '113.00', '甲', ${MARKER}) returning entry
      ), b as (insert into document_body select entry, ${row.body}, ${digest} from i)
      insert into document_secret select entry, ${row.secret} from i`.execute(earlier.db);
    return row;
  }

  it('keeps every byte of every document, finds them as before, and leaves nothing readable', async () => {
    const rows: Clear[] = [];
    for (let at = 0; at < 12; at += 1) rows.push(await clear(at));
    const bodyHash = 'ab'.repeat(32);
    await sql`insert into request_key (scope, key, body_hash, subject) values ('s', 'k', ${bodyHash}, ${rows[0]!.id})`.execute(
      earlier.db,
    );

    await migrate(earlier.db, SCHEMA_STEPS, earlier.keys);

    const vault = await Vault.open(earlier.db, earlier.keys);
    const stored = await storedBytes(
      { db: earlier.db, vault },
      rows.map(({ id }) => id),
    );
    for (const { id, body, secret } of rows) {
      assert.deepEqual(Buffer.from(stored.get(id)!.body), body);
      assert.deepEqual(Buffer.from(stored.get(id)!.secret), secret);
    }
    const { items } = await listInvoices({ db: earlier.db, vault }, { party: '91000000MA0000001B' }, 100);
    assert.equal(items.length, rows.length);
    assert.equal(items[0]?.buyer.name, MARKER);
    const byReference = await listInvoices({ db: earlier.db, vault }, { reference: 'R-4' }, 100);
    assert.deepEqual(
      byReference.items.map(({ id, reference }) => [id, reference]),
      [[rows[4]!.id, 'R-4']],
    );
    const { rows: kept } = await sql<{ body_hash: string }>`select body_hash from request_key`.execute(
      earlier.db,
    );
    assert.equal(kept[0]?.body_hash, vault.request(bodyHash));
    await migrate(earlier.db, SCHEMA_STEPS, earlier.keys);
  });

  it('vouches for no document whose bytes had changed', async () => {
    const [good, bad] = [await clear(1), await clear(3)];
    await sql`update document_body set body = set_byte(body, 9, get_byte(body, 9) # 1)
      where entry = (select entry from invoice where id = ${bad.id})`.execute(earlier.db);

    await migrate(earlier.db, SCHEMA_STEPS, earlier.keys);

    const vault = await Vault.open(earlier.db, earlier.keys);
    assert.deepEqual(
      [...(await storedBytes({ db: earlier.db, vault }, [good.id, bad.id])).keys()],
      [good.id],
    );
  });

  it('changes nothing without a master key, and needs none where there is nothing to seal', async () => {
    await migrate(
      earlier.db,
      SCHEMA_STEPS.filter(({ name }) => name < '0201'),
    );
    await clear(1);
    await assert.rejects(migrate(earlier.db), /master keys/);
    const { rows } = await sql`select body from document_body`.execute(earlier.db);
    assert.equal(rows.length, 1);
  });
});
