import assert from 'node:assert/strict';

import { createVerifier, parseBundle, type TrustProfile, type Verdict } from '@chopmark/core/verify';

import type { ArchiveFile } from '../../../gateway/dist/archive/zip-stream.js';
import { createInvoiceDesk, type RunningDesk } from '../../../gateway/dist/invoices/create-invoice-desk.js';
import { Vault } from '../../../gateway/dist/keys/vault.js';
import { MemoryKeys } from '../../support/gateway/memory-keys.js';
import type { ArchiveSelection, BundleExtent } from '../../../gateway/dist/invoices/invoice-desk.js';
import type { FabricLedger } from '../../../gateway/dist/ledger/fabric-ledger.js';
import type { Ledger } from '../../../gateway/dist/ledger/ledger.js';
import { verifyCrypto } from '../../../gateway/dist/proofs/node-crypto.js';
import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { eventually, newInvoice } from '../../support/gateway/desk-world.js';
import { RealNetwork } from '../../support/gateway/real-network.js';
import { type TestDatabase, migratedDatabase } from '../../support/postgres.js';

const PORT_BASE = 27_500;
const IMPORTED = 1_050;
/** The archive was judged while it was made; every so many-th is judged once more here, and the last. */
const JUDGED = 25;

describe('bundles on the embedded network', function () {
  this.timeout(300_000);
  let network: RealNetwork;
  let database: TestDatabase;
  let db: Db;
  let vault: Vault;
  let tax: FabricLedger;
  let trust: TrustProfile;
  let desk: RunningDesk;
  let number: string;
  let operationId: string;

  before(async () => {
    network = await RealNetwork.start(PORT_BASE);
    trust = await network.trust();
    tax = await network.ledgerOf('tax');
    database = await migratedDatabase();
    db = createDatabase(database.url);
    vault = await Vault.open(db, new MemoryKeys());
    desk = createInvoiceDesk({ db, vault, ledger: tax, trust: [trust] });
    desk.start();
    const accepted = await desk.accept(newInvoice());
    assert.ok(accepted.outcome === 'accepted');
    number = (await desk.settle(accepted.invoice.id, 60_000)).number ?? '';
    operationId = await importOf(IMPORTED);
  });
  after(async () => {
    await desk.stop();
    await db.destroy();
    await database.drop();
    tax.close();
    await network.remove();
  });

  async function importOf(count: number): Promise<string> {
    const opened = await desk.openBatch('importer');
    assert.ok(opened.outcome === 'opened');
    const { id } = opened.operation;
    await desk.appendBatch(
      id,
      Array.from({ length: count }, (_, at) => ({ line: at + 1, invoice: newInvoice() })),
    );
    await desk.closeBatch(id);
    await eventually(async () => assert.equal((await desk.operation(id))?.state, 'succeeded'), 60_000);
    return id;
  }

  const outcomesOf = ({ findings }: Verdict): Record<string, string> =>
    Object.fromEntries(findings.map(({ question, outcome }) => [question, outcome]));

  const verifierWith = (parts?: ReadonlyMap<string, Uint8Array>) =>
    createVerifier([trust], verifyCrypto, {
      parts: (hash) => Promise.resolve(parts?.get(hash)),
    });

  async function filesOf(selection: ArchiveSelection, extent: BundleExtent): Promise<ArchiveFile[]> {
    const { files } = await desk.archive(selection, extent);
    const all: ArchiveFile[] = [];
    for await (const file of files) all.push(file);
    return all;
  }

  it('are full when asked for: every question is answered from the bundle alone', async () => {
    const text = (await desk.bundle(number, ['/buyer/name'], 'full')) ?? '';

    const verdict = await verifierWith().verify(text, new Date());

    assert.equal(verdict.verdict, 'valid', JSON.stringify(verdict.findings));
    assert.deepEqual(outcomesOf(verdict), {
      content: 'pass',
      batch: 'pass',
      transaction: 'pass',
      ordering: 'pass',
      validity: 'pass',
      issuer: 'pass',
      status: 'pass',
      time: 'pass',
    });
    assert.equal(text.includes('沙盒测试乙有限公司'), false, 'hidden');
    const view = await desk.find(number);
    const { block, configuration } = parseBundle(text);
    assert.ok(typeof block === 'object' && Array.isArray(configuration));
    assert.equal(block.before.length, view?.ledger?.position);
  });

  it('are compact by default', async () => {
    const members = Object.keys(parseBundle((await desk.bundle(number)) ?? ''));

    assert.deepEqual(members.sort(), ['batch', 'document', 'format', 'statement']);
  });

  for (const extent of ['compact', 'full'] as const) {
    it(`of ${IMPORTED} documents share each part once, and verify with the parts beside them (${extent})`, async () => {
      const files = await filesOf({ operationId }, extent);

      const parts = new Map(
        files
          .filter(({ name }) => name.startsWith('evidence/'))
          .map(({ name, bytes }) => [name.slice('evidence/'.length, -'.json'.length), bytes]),
      );
      const bundles = files.filter(({ name }) => !name.startsWith('evidence/'));
      assert.equal(bundles.length, IMPORTED);
      const { length: batches } = await db
        .selectFrom('batch_operation')
        .select('batch_id')
        .where('operation_id', '=', operationId)
        .execute();
      // A statement for each 1,000 of a batch; transaction and block for each batch; one configuration.
      const statements = Math.ceil(IMPORTED / 1_000) + batches - 1;
      assert.ok(parts.size <= statements + (extent === 'full' ? 2 * batches + 1 : 0), `${parts.size} parts`);
      const verifier = verifierWith(parts);
      for (const { name, bytes } of bundles.filter((_, at) => at % JUDGED === 0 || at === IMPORTED - 1)) {
        const verdict = await verifier.verify(bytes, new Date());
        assert.equal(verdict.verdict, 'valid', JSON.stringify(verdict.findings));
        assert.equal(`${verdict.number}.json`, name);
        const { transaction, ordering } = outcomesOf(verdict);
        assert.deepEqual([transaction, ordering], Array(2).fill(extent === 'full' ? 'pass' : 'skipped'));
      }
    });
  }

  it('prove less without the parts beside them', async () => {
    const [bundle] = (await filesOf({ operationId, lastLine: 1 }, 'full')).slice(-1);

    const verdict = await verifierWith().verify(bundle!.bytes, new Date());

    assert.equal(verdict.verdict, 'indeterminate');
  });

  describe('when peers do not give what is needed', () => {
    const deskOn = (storedBlock: Ledger['storedBlock']): RunningDesk => {
      const ledger = new Proxy<Ledger>(tax, {
        get: (target, name) => {
          if (name === 'storedBlock') return storedBlock;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      return createInvoiceDesk({ db, vault, ledger, trust: [trust] });
    };
    const withoutSignatures: Ledger['storedBlock'] = async (at, mspId) => {
      const block = await tax.storedBlock(at, mspId);
      // Metadata whose value alone is left: field 1 is in front of the signatures, field 2.
      return block && { ...block, signatures: block.signatures.subarray(0, 2 + (block.signatures[1] ?? 0)) };
    };

    it('says that they have too few signatures, and gives the compact bundle', async () => {
      const poor = deskOn(withoutSignatures);

      await assert.rejects(poor.bundle(number, [], 'full'), { code: 'BLOCK_SIGNATURES_TOO_FEW' });

      assert.equal(
        (await verifierWith().verify((await poor.bundle(number)) ?? '', new Date())).verdict,
        'valid',
      );
    });

    it('takes the block of another organization', async () => {
      const poor = deskOn((at, mspId) =>
        mspId === 'TaxMSP' ? withoutSignatures(at, mspId) : tax.storedBlock(at, mspId),
      );

      const verdict = await verifierWith().verify((await poor.bundle(number, [], 'full')) ?? '', new Date());

      assert.equal(outcomesOf(verdict)['ordering'], 'pass');
    });

    it('hands out no other block for it', async () => {
      const lying = deskOn((at, mspId) => tax.storedBlock(Math.max(0, at - 1), mspId));

      await assert.rejects(lying.bundle(number, [], 'full'));
    });
  });
});
