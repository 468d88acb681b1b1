import assert from 'node:assert/strict';

import { batchRoot, LedgerError } from '@chopmark/core';

import { UnavailableError } from '../../../gateway/dist/errors.js';
import { sha256 } from '../../../gateway/dist/proofs/node-crypto.js';
import { SHARED_AT_MOST, Statements } from '../../../gateway/dist/proofs/statements.js';
import { SILENT } from '../../../gateway/dist/pipeline/log.js';
import { SERIES } from '../../support/gateway/desk-world.js';
import { MemoryChain, MemoryLedger } from '../../support/gateway/memory-chain.js';

const hashes = Array.from({ length: 40 }, (_, at) => sha256(Buffer.of(at)));

describe('Statements', () => {
  let ledger: MemoryLedger;
  let statements: Statements;
  let nowMs: number;
  let seenClock: string | undefined;

  beforeEach(async () => {
    const chain = await MemoryChain.create();
    await chain.transact('openSeries', SERIES, 'invoice', 'sha256-p256', '26002');
    const root = Buffer.from(batchRoot(sha256, 1, hashes)).toString('hex');
    await chain.transact('anchor', SERIES, 1, 1, root, Buffer.concat(hashes));
    const other = Buffer.from(batchRoot(sha256, 41, hashes)).toString('hex');
    await chain.transact('anchor', SERIES, 2, 41, other, Buffer.concat(hashes));
    ledger = new MemoryLedger(chain);
    nowMs = Date.now();
    seenClock = undefined;
    statements = new Statements({
      ledger,
      log: SILENT,
      now: () => new Date(nowMs),
      clockTime: () => seenClock,
    });
  });

  it('moves the clock first when it has never been set', async () => {
    await statements.about(SERIES, 1, hashes[0]!);

    assert.equal(ledger.ticks, 1);
    assert.deepEqual(ledger.attested, [1]);
  });

  it('is as of the clock as it stands when that is enough, and moves only one that was never set', async () => {
    await statements.asItStands(SERIES, 1, hashes[0]!);
    assert.equal(ledger.ticks, 1, 'there was none');

    nowMs += 3_600_000;
    await statements.asItStands(SERIES, 1, hashes[0]!);
    await statements.asItStands(SERIES, 1, hashes[0]!);
    assert.equal(ledger.ticks, 1);
    assert.deepEqual(ledger.attested, [1, 1, 1]);

    await statements.about(SERIES, 1, hashes[0]!).catch(() => undefined);
    assert.equal(ledger.ticks, 2, 'others get a young one all the same');
  });

  it('is shared by all who ask about one batch at the same time', async () => {
    const all = await Promise.all(hashes.slice(0, 10).map((hash) => statements.about(SERIES, 1, hash)));

    assert.deepEqual(ledger.attested, [10]);
    assert.equal(new Set(all).size, 1);
    assert.equal(ledger.ticks, 1);
  });

  it('is not shared by more documents than a bundle should carry hashes for', async () => {
    await Promise.all(hashes.map((hash) => statements.about(SERIES, 1, hash)));

    assert.deepEqual(ledger.attested, [SHARED_AT_MOST, SHARED_AT_MOST, hashes.length - 2 * SHARED_AT_MOST]);
  });

  it('asks for a document once, however many want it', async () => {
    await Promise.all(Array.from({ length: 50 }, () => statements.about(SERIES, 1, hashes[3]!)));

    assert.deepEqual(ledger.attested, [1]);
  });

  it('is apart for each batch', async () => {
    await Promise.all([statements.about(SERIES, 1, hashes[0]!), statements.about(SERIES, 2, hashes[0]!)]);

    assert.deepEqual(ledger.attested, [1, 1]);
  });

  it('is kept while its clock is younger than twenty seconds, and no longer', async () => {
    const first = await statements.about(SERIES, 1, hashes[0]!);
    nowMs += 15_000;
    assert.equal(await statements.about(SERIES, 1, hashes[0]!), first);

    nowMs += 10_000;

    assert.notEqual(await statements.about(SERIES, 1, hashes[0]!), first);
    assert.equal(ledger.ticks, 2, 'the clock is old: another tick, though it comes too soon here');
    assert.deepEqual(ledger.attested, [1, 1]);
  });

  it('does not tick when the block stream has shown a young clock', async () => {
    await ledger.tick();
    seenClock = new Date(nowMs - 3_000).toISOString();

    await statements.about(SERIES, 1, hashes[0]!);

    assert.equal(ledger.ticks, 1);
  });

  it('goes on with the old clock when it cannot be moved', async () => {
    await ledger.tick();
    nowMs += 60_000;
    ledger.tick = () => Promise.reject(new UnavailableError('ledger', 'no orderers'));

    const statement = await statements.about(SERIES, 1, hashes[0]!);

    assert.ok(statement.result.length > 0);
  });

  it('does not keep a failure', async () => {
    const attest = ledger.attest.bind(ledger);
    ledger.attest = () => Promise.reject(new LedgerError('NOT_PERMITTED', 'revoked'));
    await assert.rejects(statements.about(SERIES, 1, hashes[0]!), { code: 'NOT_PERMITTED' });
    ledger.attest = attest;

    assert.ok(await statements.about(SERIES, 1, hashes[0]!));
  });

  it('waits for peers that have not got as far as the batch', async () => {
    const attest = ledger.attest.bind(ledger);
    let lagging = 3;
    ledger.attest = (...args) =>
      lagging-- > 0 ? Promise.reject(new LedgerError('BATCH_NOT_FOUND', 'lagging')) : attest(...args);

    assert.ok(await statements.about(SERIES, 1, hashes[0]!));
  });

  it('answers for many at once, moving the clock first, and is shared with nobody', async () => {
    await statements.ofMany(SERIES, 1, hashes);
    await statements.about(SERIES, 1, hashes[0]!);

    assert.equal(ledger.ticks, 1);
    assert.deepEqual(ledger.attested, [hashes.length, 1]);
  });

  it('asks anew, for one, when the one at hand was of no use', async () => {
    const first = await statements.about(SERIES, 1, hashes[0]!);

    const another = await statements.another(SERIES, 1, [hashes[0]!], ['CourtMSP']);

    assert.notEqual(another, first);
    assert.deepEqual(ledger.attested, [1, 1]);
  });
});
