import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { batchRoot, type BatchRecord, parseAttestation, parseBatchRecord } from '@chopmark/core';
import { type TrustProfile, verifyBundle } from '@chopmark/core/verify';
import { common } from '@hyperledger/fabric-protos';

import { createInvoiceDesk, type RunningDesk } from '../../../gateway/dist/invoices/create-invoice-desk.js';
import { Vault } from '../../../gateway/dist/keys/vault.js';
import { MemoryKeys } from '../../support/gateway/memory-keys.js';
import { UnavailableError } from '../../../gateway/dist/errors.js';
import type { FabricLedger } from '../../../gateway/dist/ledger/fabric-ledger.js';
import type {
  AnchorRequest,
  LedgerTransaction,
  SignedEnvelope,
} from '../../../gateway/dist/ledger/ledger.js';
import { sha256, verifyCrypto } from '../../../gateway/dist/proofs/node-crypto.js';
import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { eventually, newInvoice } from '../../support/gateway/desk-world.js';
import { RealNetwork } from '../../support/gateway/real-network.js';
import { type TestDatabase, migratedDatabase } from '../../support/postgres.js';

const PORT_BASE = 27_700;
const recordOf = ({ result }: SignedEnvelope): BatchRecord => parseBatchRecord(JSON.parse(result));

/** Of an issue channel that the desk does not use. */
const SERIES = 'inv-26007';

describe('FabricLedger on the embedded network', function () {
  this.timeout(180_000);
  let network: RealNetwork;
  let tax: FabricLedger;
  let trust: TrustProfile;
  let next = { batch: 1, first: 1 };

  before(async () => {
    network = await RealNetwork.start(PORT_BASE);
    trust = await network.trust();
    tax = await network.ledgerOf('tax');
  });
  after(async () => {
    tax.close();
    await network.remove();
  });

  function request(size = 3): AnchorRequest {
    const hashes = Array.from({ length: size }, () => randomBytes(32));
    const root = Buffer.from(batchRoot(sha256, next.first, hashes)).toString('hex');
    return { series: SERIES, ...next, root, entries: Buffer.concat(hashes) };
  }

  function anchored(size = 3): void {
    next = { batch: next.batch + 1, first: next.first + size };
  }

  /** Where the envelope stands in the stream, every place of it, up to the block that holds `times` of them. */
  async function placesOf({ bytes }: SignedEnvelope, times = 1): Promise<LedgerTransaction[]> {
    const hash = sha256(bytes);
    const stop = new AbortController();
    const found: LedgerTransaction[] = [];
    for await (const block of tax.blocks(0, stop.signal)) {
      found.push(...block.transactions.filter(({ envelopeHash }) => hash.equals(envelopeHash)));
      if (found.length >= times) break;
    }
    stop.abort();
    return found;
  }

  it('finds nothing where nothing is', async () => {
    assert.equal(await tax.series(SERIES), undefined);
    assert.equal(await tax.head(SERIES), undefined);
    assert.equal(await tax.batch(SERIES, 1), undefined);
  });

  it('opens a series, and tells a refusal by its code', async () => {
    await tax.openSeries(SERIES, 'invoice', 'sha256-p256', '26007');

    assert.equal((await tax.series(SERIES))?.prefix, '26007');
    assert.equal((await tax.head(SERIES))?.next, 1);
    await assert.rejects(tax.openSeries(SERIES, 'invoice', 'sha256-p256', '26007'), {
      name: 'LedgerError',
      code: 'SERIES_EXISTS',
    });
    await assert.rejects(tax.openSeries('inv-x', 'invoice', 'sha256-p256', '26957'), {
      code: 'PREFIX_NOT_ALLOWED',
    });
  });

  it('moves the clock once in twenty seconds', async () => {
    await tax.tick();

    const clock = await tax.clock();
    assert.ok(clock !== undefined && Math.abs(Date.parse(clock.time) - Date.now()) < 30_000);
    await assert.rejects(tax.tick(), { code: 'CLOCK_TOO_SOON' });
  });

  it('gives an envelope whose very bytes stand in the block, with the writes', async () => {
    const asked = request();
    const envelope = await tax.endorseAnchor(asked);
    assert.equal(recordOf(envelope).root, asked.root);
    assert.equal(envelope.endorsers[0], 'TaxMSP');
    assert.equal(envelope.endorsers.length, 2);

    await tax.submit(envelope.txId, envelope.bytes);

    const [place] = await placesOf(envelope);
    assert.ok(place);
    assert.deepEqual([place.code, place.txId], [0, envelope.txId]);
    assert.deepEqual(
      place.writes.map(({ type, attributes }) => [type, ...attributes]),
      [
        ['batch', SERIES, '0000000000000001'],
        ['head', SERIES],
      ],
    );
    assert.deepEqual(
      place.writes.map(({ value }) => Buffer.from(value).toString('utf8'))[0],
      envelope.result,
    );
    assert.equal((await tax.batch(SERIES, 1))?.root, asked.root);
    anchored();
  });

  it('takes the same bytes again without a second effect', async () => {
    const envelope = await tax.endorseAnchor(request());
    await tax.submit(envelope.txId, envelope.bytes);
    await placesOf(envelope);

    await tax.submit(envelope.txId, envelope.bytes).catch((error: unknown) => {
      assert.equal((error as Error).name, 'UnavailableError');
    });

    assert.equal((await tax.head(SERIES))?.batch, next.batch);
    const codes = (await placesOf(envelope)).map(({ code }) => code);
    assert.equal(codes[0], 0);
    anchored();
  });

  it('says "no answer" for a Submit that was ordered all the same', async () => {
    const envelope = await tax.endorseAnchor(request());
    network.faults = { submitUnavailable: 1 };

    await assert.rejects(tax.submit(envelope.txId, envelope.bytes), (error) => {
      assert.ok(error instanceof UnavailableError && error.part === 'ledger');
      assert.ok(error.causes.length > 0, error.message);
      assert.deepEqual([...new Set(error.causes.map(({ code }) => code))], ['ORDERERS_UNREACHABLE']);
      return true;
    });

    assert.equal((await placesOf(envelope))[0]?.code, 0);
    anchored();
  });

  it('sees a held envelope voided by a fence', async () => {
    const held = await tax.endorseAnchor(request());
    const fence = await tax.endorseFence(SERIES, next.batch);
    await tax.submit(fence.txId, fence.bytes);
    assert.equal((await placesOf(fence))[0]?.code, 0);

    await tax.submit(held.txId, held.bytes);

    assert.equal((await placesOf(held))[0]?.code, 11);
    assert.equal((await tax.head(SERIES))?.batch, next.batch - 1);
    await assert.rejects(tax.endorseFence(SERIES, next.batch - 1), { code: 'BATCH_ANCHORED' });
  });

  it('tells refusals of endorsers by their code, and gives the record of a batch that stands', async () => {
    const asked = request();
    await assert.rejects(tax.endorseAnchor({ ...asked, batch: asked.batch + 1 }), {
      code: 'BATCH_OUT_OF_ORDER',
    });
    await assert.rejects(tax.endorseAnchor({ ...asked, first: asked.first + 1 }), {
      code: 'SEQUENCE_MISMATCH',
    });
    await assert.rejects(tax.endorseAnchor({ ...asked, root: 'ab'.repeat(32) }), { code: 'ROOT_MISMATCH' });
    await assert.rejects(tax.endorseAnchor({ ...asked, batch: 1, first: 1 }), { code: 'BATCH_CONFLICT' });
    const envelope = await tax.endorseAnchor(asked);
    await tax.submit(envelope.txId, envelope.bytes);
    await placesOf(envelope);

    const again = await tax.endorseAnchor(asked);

    assert.equal(recordOf(again).txId, envelope.txId, 'the record that stands, by the first transaction');
    assert.notEqual(again.txId, envelope.txId);
    anchored();
  });

  it('carries the largest batch', async () => {
    const asked = request(16_384);
    const envelope = await tax.endorseAnchor(asked);
    await tax.submit(envelope.txId, envelope.bytes);

    assert.equal((await placesOf(envelope))[0]?.code, 0);
    assert.equal((await tax.batch(SERIES, next.batch))?.size, 16_384);
    anchored(16_384);
  });

  it('attests by three organizations', async () => {
    const asked = request(2);
    const envelope = await tax.endorseAnchor(asked);
    await tax.submit(envelope.txId, envelope.bytes);
    await placesOf(envelope);

    const statement = await tax.attest(SERIES, asked.batch, [
      asked.entries.subarray(0, 32),
      asked.entries.subarray(32),
    ]);

    const { record, states } = parseAttestation(statement.result);
    assert.equal(record.root, asked.root);
    assert.deepEqual(states, [null, null]);
    assert.equal(statement.endorsements.length, 3);
    anchored(2);
  });

  it('ends its stream by the signal, and says when the chain ends before the block asked for', async () => {
    const stop = new AbortController();
    let seen = 0;
    for await (const block of tax.blocks(0, stop.signal)) {
      assert.equal(block.number, seen++);
      if (seen === 3) stop.abort();
    }
    assert.ok(seen >= 3);
    await assert.rejects(
      (async () => {
        for await (const block of tax.blocks(100_000, new AbortController().signal))
          assert.fail(`block ${block.number}`);
      })(),
      { name: 'LedgerBehindError' },
    );
  });

  it('chains blocks by their headers', async () => {
    const stop = new AbortController();
    let previous: Uint8Array = Buffer.alloc(0);
    for await (const block of tax.blocks(0, stop.signal)) {
      assert.deepEqual(Buffer.from(block.previousHash), Buffer.from(previous));
      previous = block.headerHash;
      if (block.number === 0) assert.equal(Buffer.from(block.headerHash).toString('hex'), tax.network);
      if (block.number === 5) break;
    }
    stop.abort();
  });

  it('gives a block as the peer of each organization keeps it: the same block, signed by a quorum', async () => {
    const genesis = await tax.storedBlock(0, 'TaxMSP');
    assert.equal(Buffer.from(genesis?.headerHash ?? []).toString('hex'), tax.network);
    assert.deepEqual(tax.organizations, ['TaxMSP', 'AffairsMSP', 'CourtMSP', 'OperatorMSP']);
    const headers = new Set<string>();
    for (const mspId of tax.organizations) {
      const block = await tax.storedBlock(3, mspId);
      assert.ok(block);
      headers.add(Buffer.from(block.header).toString('hex'));
      assert.equal(
        common.Metadata.deserializeBinary(block.signatures).getSignaturesList().length >= 3,
        true,
        mspId,
      );
    }
    assert.equal(headers.size, 1);
    assert.equal(await tax.storedBlock(100_000, 'CourtMSP'), undefined);
    await assert.rejects(tax.storedBlock(3, 'NobodyMSP'), { name: 'UnavailableError', part: 'ledger' });
  });

  it('goes on while the chaincode of a second endorser keeps dying', async () => {
    let killed = 0;
    const killing = setInterval(() => {
      const pid = network.pid('chaincode-affairs');
      if (pid === undefined || pid === killed) return;
      killed = pid;
      process.kill(pid, 'SIGKILL');
    }, 5);
    try {
      for (let at = 0; at < 12; at++) {
        const asked = request();
        const envelope = await tax.endorseAnchor(asked);
        assert.equal(recordOf(envelope).root, asked.root);
        const statement = await tax.attest(SERIES, 1, [randomBytes(32)]);
        assert.equal(statement.endorsements.length, 3);
      }
    } finally {
      clearInterval(killing);
    }
    assert.ok(killed > 0);
  });

  it('says whose contract does not run', async () => {
    const killing = setInterval(() => {
      const pid = network.pid('chaincode-tax');
      if (pid !== undefined) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It is dead already.
        }
      }
    }, 5);
    let told: UnavailableError | undefined;
    try {
      for (let tries = 0; tries < 50 && told === undefined; tries++) {
        await tax.endorseAnchor(request()).catch((error: unknown) => {
          assert.ok(error instanceof UnavailableError, String(error));
          told = error;
        });
      }
    } finally {
      clearInterval(killing);
    }

    assert.deepEqual(
      told?.causes,
      [{ organization: 'TaxMSP', code: 'CHAINCODE_UNAVAILABLE' }],
      told?.message,
    );
    await eventually(async () => assert.ok((await tax.head(SERIES)) !== undefined));
  });

  it('serves every organization, each in its own namespace', async () => {
    const court = await network.ledgerOf('court');
    assert.deepEqual([court.namespace, court.mspId], ['court', 'CourtMSP']);

    await court.tick();

    assert.ok((await court.clock()) !== undefined);
    assert.equal(await court.series(SERIES), undefined, "another authority's series");
    court.close();
  });

  describe('with a desk on it', () => {
    let database: TestDatabase;
    let db: Db;
    let vault: Vault;
    let desk: RunningDesk;
    before(async () => {
      database = await migratedDatabase();
      db = createDatabase(database.url);
      vault = await Vault.open(db, new MemoryKeys());
      desk = createInvoiceDesk({ db, vault, ledger: tax, trust: [trust] });
      desk.start();
    });
    after(async () => {
      await desk.stop();
      await db.destroy();
      await database.drop();
    });

    async function issue(): Promise<string> {
      const accepted = await desk.accept(newInvoice());
      assert.equal(accepted.outcome, 'accepted');
      const view = await desk.settle(accepted.invoice.id, 60_000);
      assert.equal(view.state, 'anchored');
      return view.number ?? '';
    }

    it('gives back the entries of a batch from its place, and the height of the chain', async () => {
      await issue();
      const batch = await db
        .selectFrom('batch')
        .select(['block', 'position', 'entries'])
        .where('state', '=', 'anchored')
        .executeTakeFirstOrThrow();

      const entries = await tax.anchoredEntries(batch.block ?? 0, batch.position ?? 0);

      assert.deepEqual(Buffer.from(entries), batch.entries);
      assert.ok((await tax.height()) > (batch.block ?? 0));
      await assert.rejects(tax.anchoredEntries(batch.block ?? 0, 77), { name: 'UnavailableError' });
    });

    it('issues, and hands out bundles that anybody can verify', async () => {
      const number = await issue();

      const bundle = await desk.bundle(number, ['/buyer/name', '/drawer']);

      const verdict = await verifyBundle(bundle ?? '', [trust], { crypto: verifyCrypto, now: new Date() });
      assert.deepEqual([verdict.verdict, verdict.inForce, verdict.number], ['valid', 'yes', number]);
      assert.ok(Buffer.byteLength(bundle ?? '') <= 15_000);
      assert.equal((bundle ?? '').includes('沙盒测试乙有限公司'), false, 'hidden');
      await assert.rejects(desk.bundle(number, ['/nowhere']), { code: 'MALFORMED_PATHS' });
    });

    it('issues nothing twice when every Submit is answered UNAVAILABLE', async () => {
      network.faults = { submitUnavailable: 5 };
      const numbers = [];
      for (let at = 0; at < 5; at++) numbers.push(await issue());

      assert.equal(new Set(numbers).size, 5);
      const rows = await db.selectFrom('batch').select(['number', 'state']).orderBy('number').execute();
      assert.deepEqual(
        rows.map(({ number, state }) => `${number} ${state}`),
        rows.map((_, at) => `${at + 1} anchored`),
      );
    });

    it('hands nothing out that its own trust profile would not call valid', async () => {
      const number = await issue();
      const [kind] = trust.namespaces;
      const strict = { ...trust, signers: 4, namespaces: [{ ...kind!, definitions: [] }] };
      const suspicious = createInvoiceDesk({ db, vault, ledger: tax, trust: [strict] });

      await assert.rejects(suspicious.bundle(number), { name: 'UnprovenError' });
    });
  });

  it('has no answer while the network is gone, and finds it again', async () => {
    await network.down('SIGKILL');
    await assert.rejects(tax.clock(), {
      name: 'UnavailableError',
      part: 'ledger',
      causes: [{ organization: null, code: 'PEER_UNREACHABLE' }],
    });
    await assert.rejects(tax.endorseAnchor(request()), { name: 'UnavailableError', part: 'ledger' });
    await assert.rejects(
      (async () => {
        for await (const block of tax.blocks(0, new AbortController().signal))
          assert.fail(`block ${block.number}`);
      })(),
      { name: 'UnavailableError', part: 'ledger' },
    );

    await network.up();

    await eventually(async () => assert.ok((await tax.clock()) !== undefined));
    assert.equal((await tax.head(SERIES))?.batch, next.batch - 1);
  });
});
