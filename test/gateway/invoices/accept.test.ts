import assert from 'node:assert/strict';

import { canonicalBytes } from '@chopmark/core';
import { sql } from 'kysely';

import { storedBytes } from '../../../gateway/dist/invoices/anchored-places.js';
import { createInvoiceDesk } from '../../../gateway/dist/invoices/create-invoice-desk.js';
import type { RequestKey } from '../../../gateway/dist/invoices/invoice-desk.js';
import { createDatabase } from '../../../gateway/dist/store/database.js';
import { DeskWorld, type LiveDesk, newInvoice, NO_TRUST } from '../../support/gateway/desk-world.js';

const KEY: RequestKey = { scope: 'issuer POST /v1/invoices', key: 'k-1', bodyHash: 'aa'.repeat(32) };

describe('InvoiceDesk.accept', () => {
  let world: DeskWorld;
  let live: LiveDesk;
  before(async function () {
    this.timeout(120_000);
    world = await DeskWorld.create();
  });
  beforeEach(async () => {
    await sql`truncate invoice, document, outbox, request_key, refusal, operation, refused_line cascade`.execute(
      world.db,
    );
    live = world.open({ started: false });
  });
  afterEach(() => world.close(live));
  after(() => world.end());

  const rowsOf = async (): Promise<number[]> => {
    const tables = ['invoice', 'document', 'outbox', 'request_key'] as const;
    const counts = tables.map((table) =>
      world.db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow(),
    );
    return (await Promise.all(counts)).map(({ count }) => count);
  };

  it('keeps the body exactly as it is hashed, and a secret of its own for each document', async () => {
    const invoice = newInvoice({ members: { remark: 'ä "quoted" \\ \u0001 𠮷' } });

    const one = await live.desk.accept(invoice);
    const two = await live.desk.accept(invoice);

    assert.ok(one.outcome === 'accepted' && two.outcome === 'accepted');
    const stored = await storedBytes(world, [one.invoice.id, two.invoice.id]);
    for (const { body, secret } of stored.values()) {
      assert.deepEqual(Buffer.from(body), Buffer.from(canonicalBytes(invoice.document)));
      assert.equal(secret.length, 32);
    }
    const secrets = [...stored.values()].map(({ secret }) => secret);
    assert.notDeepEqual(secrets[0], secrets[1]);
    assert.deepEqual(await live.desk.document(one.invoice.id), invoice.document);
  });

  it('says that what stands in the way is damaged, and does not look for it for ever', async () => {
    const first = newInvoice({ reference: 'R-9' });
    await live.desk.accept(first, KEY);
    await sql`delete from document`.execute(world.db);

    await assert.rejects(live.desk.accept(first, KEY), { name: 'DamagedInvoiceError' });
    await assert.rejects(live.desk.accept(first), { name: 'DamagedInvoiceError' });
    assert.deepEqual(await rowsOf(), [1, 0, 1, 1]);
  });

  it('makes many at once durable, each on its own', async () => {
    const outcomes = await Promise.all(Array.from({ length: 300 }, () => live.desk.accept(newInvoice())));

    assert.equal(
      new Set(outcomes.map((outcome) => (outcome.outcome === 'accepted' ? outcome.invoice.id : ''))).size,
      300,
    );
    assert.deepEqual(await rowsOf(), [300, 300, 300, 0]);
    const { rows } = await sql<{
      transactions: number;
    }>`select count(distinct xmin::text)::int as transactions from invoice`.execute(world.db);
    assert.ok(rows[0]!.transactions < 30, `${rows[0]!.transactions} transactions for 300 invoices`);
  });

  it('answers the same request again with the first invoice', async () => {
    const invoice = newInvoice();
    const first = await live.desk.accept(invoice, KEY);
    const again = await live.desk.accept(invoice, KEY);

    assert.ok(first.outcome === 'accepted' && again.outcome === 'replayed');
    assert.equal(again.invoice.id, first.invoice.id);
    assert.deepEqual(await rowsOf(), [1, 1, 1, 1]);
  });

  it('makes one invoice of the same request sent at once many times', async () => {
    const invoice = newInvoice({ reference: 'R-1' });

    const outcomes = await Promise.all(Array.from({ length: 20 }, () => live.desk.accept(invoice, KEY)));

    assert.equal(outcomes.filter(({ outcome }) => outcome === 'accepted').length, 1);
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'replayed').length, 19);
    assert.deepEqual(await rowsOf(), [1, 1, 1, 1]);
  });

  it('refuses a key that was used with another body', async () => {
    await live.desk.accept(newInvoice(), KEY);

    const other = await live.desk.accept(newInvoice(), { ...KEY, bodyHash: 'bb'.repeat(32) });

    assert.deepEqual(other, { outcome: 'keyReused' });
    assert.deepEqual(await rowsOf(), [1, 1, 1, 1]);
  });

  it('keeps keys of different scopes apart', async () => {
    await live.desk.accept(newInvoice(), KEY);

    const other = await live.desk.accept(newInvoice(), { ...KEY, scope: 'other POST /v1/invoices' });

    assert.equal(other.outcome, 'accepted');
  });

  it("refuses a seller's reference the second time, shows the first, and gives the key back", async () => {
    const first = await live.desk.accept(newInvoice({ reference: 'R-1' }));
    assert.equal(first.outcome, 'accepted');

    const second = await live.desk.accept(newInvoice({ reference: 'R-1' }), KEY);

    assert.equal(second.outcome, 'referenceUsed');
    assert.equal('invoice' in second && second.invoice.id, first.invoice.id);
    assert.deepEqual(await rowsOf(), [1, 1, 1, 0]);
    assert.equal((await live.desk.accept(newInvoice({ reference: 'R-2' }), KEY)).outcome, 'accepted');
  });

  it("lets two sellers use the same reference, and nobody's absent one clash", async () => {
    const outcomes = await Promise.all([
      live.desk.accept(newInvoice({ reference: 'R-1' })),
      live.desk.accept(newInvoice({ reference: 'R-1', sellerTaxId: '91000000MA0000002C' })),
      live.desk.accept(newInvoice()),
      live.desk.accept(newInvoice()),
    ]);

    assert.deepEqual(
      outcomes.map(({ outcome }) => outcome),
      Array(4).fill('accepted'),
    );
  });

  it('lets one that the database cannot take fail alone', async () => {
    const bad = newInvoice({ createdBy: 'nul\u0000' });

    const outcomes = await Promise.allSettled([
      live.desk.accept(newInvoice()),
      live.desk.accept(bad),
      live.desk.accept(newInvoice()),
    ]);

    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(await rowsOf(), [2, 2, 2, 0]);
  });

  it('says that the database is away', async () => {
    const db = createDatabase('postgresql://nobody@127.0.0.1:1/none');
    const desk = createInvoiceDesk({ db, vault: world.vault, ledger: live.ledger, trust: [NO_TRUST] });

    const silent = { name: 'UnavailableError', part: 'database' };
    await assert.rejects(desk.accept(newInvoice()), silent);
    await assert.rejects(desk.openBatch('issuer'), silent);
    await assert.rejects(desk.list({}, 1), silent);
    await assert.rejects(desk.find('26002000000000000001'), silent);
    assert.equal((await desk.health()).database.ok, false);
    await db.destroy();
  });

  /** The answer of the first commit is lost; `after` says what becomes of the database then. */
  function loseFirstCommit(after: () => void = () => undefined): void {
    let cuts = 0;
    const transaction = live.db.transaction.bind(live.db);
    live.db.transaction = () => {
      const builder = transaction();
      const execute = builder.execute.bind(builder);
      builder.execute = async (callback) => {
        const result = await execute(callback);
        if (cuts++ > 0) return result;
        after();
        throw new Error('Connection terminated unexpectedly');
      };
      return builder;
    };
  }

  it('knows what became durable when the connection broke after the commit', async () => {
    await live.desk.accept(newInvoice());
    loseFirstCommit();

    const outcome = await live.desk.accept(newInvoice(), KEY);

    assert.equal(outcome.outcome, 'accepted');
    assert.deepEqual(await rowsOf(), [2, 2, 2, 1]);
  });

  it('says that it does not know while the database stays away after a commit, and does nothing twice', async () => {
    const select = live.db.selectFrom.bind(live.db);
    let away = true;
    loseFirstCommit(() => {
      live.db.selectFrom = ((table: 'invoice') => {
        if (away) throw new Error('connect ECONNREFUSED');
        return select(table);
      }) as typeof live.db.selectFrom;
    });
    const invoice = newInvoice();

    await assert.rejects(live.desk.accept(invoice, KEY), { name: 'AcceptanceUnknownError' });
    away = false;
    const again = await live.desk.accept(invoice, KEY);

    assert.equal(again.outcome, 'replayed');
    assert.deepEqual(await rowsOf(), [1, 1, 1, 1]);
  });
});
