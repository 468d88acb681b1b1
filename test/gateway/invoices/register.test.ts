import assert from 'node:assert/strict';

import { sql } from 'kysely';

import { seriesOf } from '../../../gateway/dist/pipeline/series-name.js';
import { shanghaiDay } from '../../../gateway/dist/requests/shanghai-day.js';
import { DeskWorld, type LiveDesk } from '../../support/gateway/desk-world.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

interface Register {
  readonly items: readonly {
    readonly id: string;
    readonly agrees?: boolean;
    readonly batchRoot?: string;
    readonly invoice?: object;
    readonly erasure?: { readonly number: string; readonly reason: string };
  }[];
  readonly summary: {
    readonly anchored: number;
    readonly pending: number;
    readonly erased: number;
    readonly totalGross: string;
    readonly byRate: readonly object[];
    readonly batches: readonly { readonly root: string; readonly invoices: number }[];
    readonly disagreeing: readonly string[];
    readonly reconciles: boolean;
  };
}

describe('GET /v1/registers/{month}', function () {
  this.timeout(180_000);
  let world: DeskWorld;
  let live: LiveDesk;
  let gateway: TestGateway;
  let month: string;
  let series: string;

  before(async () => {
    world = await DeskWorld.create();
    live = world.open({ retentionDays: 0 });
    gateway = await testGateway({ desk: live.desk, now: new Date() });
    const today = shanghaiDay(gateway.now);
    month = today.slice(0, 7);
    series = seriesOf(today, 2);
    for (let made = 0; made < 3; made += 1)
      await gateway.issue(invoiceBody(), 'issuer', { Prefer: 'wait=30' }).expect(201);
  });
  after(async () => {
    gateway.close();
    await world.end();
  });

  const register = async (
    person: 'issuer' | 'receiver' | 'otherIssuer' | 'auditor' = 'issuer',
  ): Promise<Register> =>
    (await gateway.send('get', `/v1/registers/${month}`, person).expect(200)).body as unknown as Register;

  it('adds up, by rate too, and names the batches of the ledger', async () => {
    for (const person of ['issuer', 'receiver', 'auditor'] as const) {
      const { items, summary } = await register(person);

      assert.equal(items.length, 3);
      assert.deepEqual(
        [summary.anchored, summary.pending, summary.totalGross, summary.reconciles],
        [3, 0, '914.64', true],
      );
      assert.deepEqual(summary.byRate, [
        { rate: '0.06', lines: 3, net: '300.00', tax: '18.00' },
        { rate: '0.13', lines: 3, net: '528.00', tax: '68.64' },
      ]);
      const roots = world.chain.batches(series).map(({ root }) => root);
      assert.deepEqual(
        summary.batches.map(({ root }) => root),
        roots,
      );
    }
    assert.equal((await register('otherIssuer')).items.length, 0);
  });

  it('comes as CSV and as a workbook', async () => {
    const { text } = await gateway
      .send('get', `/v1/registers/${month}?format=csv`, 'issuer')
      .set('Accept-Language', 'en')
      .expect(200);

    const lines = text.split('\r\n');
    assert.match(lines[0] ?? '', /^\ufeffnumber,state,issued on/);
    assert.match(lines[1] ?? '', /^'[0-9]{20},anchored,/);
    assert.ok(lines.includes('reconciles with the ledger,yes'));
    const { headers } = await gateway.send('get', `/v1/registers/${month}?format=xlsx`, 'issuer').expect(200);
    assert.equal(headers['content-disposition'], `attachment; filename=register-${month}.xlsx`);
  });

  it('says when an invoice is not what its batch says', async () => {
    const [first] = (await register()).items;
    const row = await world.db
      .selectFrom('batch')
      .select(['id', 'entries'])
      .orderBy('id')
      .executeTakeFirstOrThrow();
    const changed = Buffer.from(row.entries);
    changed[0] = (changed[0] ?? 0) ^ 1;
    await world.db.updateTable('batch').set({ entries: changed }).where('id', '=', row.id).execute();

    const { items, summary } = await register();

    await world.db.updateTable('batch').set({ entries: row.entries }).where('id', '=', row.id).execute();
    assert.equal(items[0]?.agrees, false);
    assert.deepEqual([summary.reconciles, summary.disagreeing[0]], [false, first?.id]);
  });

  it('has an erased invoice without its contents, and reconciles all the same', async () => {
    const before = await register('auditor');
    const [first] = before.items;
    const number = (await gateway.send('get', `/v1/invoices/${first!.id}`, 'auditor').expect(200)).body
      .number;
    await gateway
      .send('post', `/v1/invoices/${first!.id}/erasure`, 'administrator')
      .send({ reason: 'courtOrder' })
      .expect(200);

    const { items, summary } = await register('auditor');

    assert.deepEqual(
      items.map(({ id }) => id),
      before.items.map(({ id }) => id),
      'in its place',
    );
    const [gone] = items;
    assert.deepEqual(
      [gone?.invoice, gone?.erasure?.number, gone?.erasure?.reason, gone?.agrees],
      [undefined, number, 'courtOrder', true],
    );
    assert.equal(gone?.batchRoot, first?.batchRoot);
    assert.deepEqual(
      [summary.anchored, summary.erased, summary.totalGross, summary.reconciles],
      [2, 1, '609.76', true],
    );
    assert.deepEqual(
      summary.batches.map(({ invoices }) => invoices),
      before.summary.batches.map(({ invoices }) => invoices),
    );
    const own = await register('issuer');
    assert.deepEqual([own.items.length, own.summary.erased, own.summary.reconciles], [2, 0, true]);
    const csv = await gateway.send('get', `/v1/registers/${month}?format=csv`, 'auditor').expect(200);
    const row = csv.text.split('\r\n')[1] ?? '';
    assert.ok(row.startsWith(`'${number},erased,`) && row.endsWith(`,yes,${first!.id}`));
    assert.equal(row.split(',').length, csv.text.split('\r\n')[0]?.split(',').length);
  });

  it('says when an erased invoice is not what its batch says', async () => {
    await sql`update sealed_invoice s set document_hash = set_byte(document_hash, 0, get_byte(document_hash, 0) # 1)
      from erasure e where e.entry = s.entry`.execute(world.db);

    const { items, summary } = await register('auditor');

    const gone = items.find(({ erasure }) => erasure !== undefined);
    assert.equal(gone?.agrees, false);
    assert.deepEqual([summary.reconciles, summary.disagreeing], [false, [gone.id]]);
  });

  it('knows no other form of a month, and no other format', async () => {
    for (const [address, code] of [
      ['2026-13', 'MALFORMED_PATH'],
      ['2026-1', 'MALFORMED_PATH'],
      [`${month}?format=pdf`, 'MALFORMED_QUERY'],
    ] as const) {
      const { status, body } = await gateway.send('get', `/v1/registers/${address}`, 'issuer');
      assert.deepEqual([status, (body as { code: string }).code], [400, code]);
    }
  });
});
