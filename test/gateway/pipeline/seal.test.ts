import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { canonicalBytes, type HexHash, MAX_BATCH } from '@chopmark/core';

import { hashDocuments, type PackedDocuments } from '../../../gateway/dist/pipeline/hash-documents.js';
import { HashPool } from '../../../gateway/dist/pipeline/hash-pool.js';
import { sealDocumentContent } from '../../../gateway/dist/keys/sealed-document.js';
import { DeskWorld, eventually, newInvoice, SERIES } from '../../support/gateway/desk-world.js';

const CONTEXT = {
  network: '11'.repeat(32) as HexHash,
  namespace: 'tax',
  kind: 'invoice',
  series: SERIES,
  suite: 'sha256-p256',
};

const WRAPPING_KEY = randomBytes(32);

function packed(count: number): PackedDocuments {
  const ids = Array.from({ length: count }, () => `inv_${randomBytes(16).toString('hex')}`);
  const stored = ids.map((id) => {
    const content = {
      secret: randomBytes(32),
      reference: null,
      body: canonicalBytes(newInvoice().document),
    };
    const { wrapped, sealed } = sealDocumentContent(WRAPPING_KEY, 1, id, content);
    return Buffer.concat([wrapped, sealed]);
  });
  const offsets = [0];
  for (const bytes of stored) offsets.push((offsets.at(-1) ?? 0) + bytes.length);
  return {
    first: 5,
    ids,
    keyIds: ids.map(() => 1),
    wrappingKeys: new Map([[1, WRAPPING_KEY]]),
    bytes: new Uint8Array(Buffer.concat(stored)),
    offsets,
  };
}

const copyOf = (documents: PackedDocuments): PackedDocuments => structuredClone(documents);

describe('HashPool', () => {
  const pool = new HashPool();
  after(() => pool.stop());

  for (const count of [1, 24, 25, 300]) {
    it(`hashes ${count} as they are hashed one by one`, async () => {
      const documents = packed(count);
      const expected = hashDocuments(CONTEXT, copyOf(documents));

      assert.deepEqual(await pool.hash(CONTEXT, documents), expected);
      assert.equal(expected.hashes.length, count * 32);
    });
  }

  it('names the first document that is not what was accepted, in the thread as here', async () => {
    for (const count of [10, 100]) {
      const documents = packed(count);
      documents.bytes[(documents.offsets[7] ?? 0) + 40]! ^= 1;
      assert.equal((await pool.hash(CONTEXT, documents)).corrupt, 7);
    }
  });

  it('serves several at once', async () => {
    const all = Array.from({ length: 4 }, () => packed(40));
    const expected = all.map((documents) => hashDocuments(CONTEXT, copyOf(documents)));

    assert.deepEqual(await Promise.all(all.map((documents) => pool.hash(CONTEXT, documents))), expected);
  });

  it('goes on after documents that cannot be sealed', async () => {
    await assert.rejects(pool.hash({ ...CONTEXT, kind: 'no such kind' }, packed(40)), /no such kind/);
    await assert.rejects(pool.hash({ ...CONTEXT, kind: 'no such kind' }, packed(1)), /no such kind/);

    assert.equal((await pool.hash(CONTEXT, packed(40))).corrupt, null);
  });

  it('goes on with a new thread when one has ended', async () => {
    const hashing = pool.hash(CONTEXT, packed(2_000));
    await pool.stop();
    await assert.rejects(hashing, /thread ended/);

    assert.equal((await pool.hash(CONTEXT, packed(40))).corrupt, null);
  });
});

describe('sealing what waits', () => {
  let world: DeskWorld;
  before(async function () {
    this.timeout(120_000);
    world = await DeskWorld.create();
  });
  after(() => world.end());

  it('fills a batch to its limit and puts the rest into the next', async function () {
    this.timeout(180_000);
    const closed = world.open({ started: false });
    const opened = await closed.desk.openBatch('issuer');
    assert.ok(opened.outcome !== 'keyReused');
    const { id } = opened.operation;
    const total = MAX_BATCH + 16;
    for (let from = 1; from <= total; from += 2_000) {
      const count = Math.min(2_000, total - from + 1);
      await closed.desk.appendBatch(
        id,
        Array.from({ length: count }, (_, at) => ({ line: from + at, invoice: newInvoice() })),
      );
    }
    await closed.desk.closeBatch(id);
    await world.close(closed);

    const { desk } = world.open();

    await eventually(async () => assert.equal((await desk.operation(id))?.state, 'succeeded'), 160_000);
    assert.deepEqual(
      world.chain.batches(SERIES).map(({ first, size }) => [first, size]),
      [
        [1, MAX_BATCH],
        [MAX_BATCH + 1, 16],
      ],
    );
    await world.assertAllAnchoredOnce(desk, []);
  });
});
