import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createInvoiceDesk } from '../../../gateway/dist/invoices/create-invoice-desk.js';
import { Vault } from '../../../gateway/dist/keys/vault.js';
import { readConnection } from '../../../gateway/dist/ledger/connection.js';
import { FabricLedger } from '../../../gateway/dist/ledger/fabric-ledger.js';
import { createDatabase } from '../../../gateway/dist/store/database.js';
import { eventually, newInvoice } from '../../support/gateway/desk-world.js';
import { MemoryKeys } from '../../support/gateway/memory-keys.js';
import { RealNetwork } from '../../support/gateway/real-network.js';
import { TcpRelay } from '../../support/gateway/tcp-relay.js';
import { migratedDatabase } from '../../support/postgres.js';

const PORT_BASE = 27_600;

describe('a gateway with several peers of its organization', function () {
  this.timeout(300_000);
  let network: RealNetwork;
  let relays: TcpRelay[];
  let ledger: FabricLedger;

  before(async () => {
    network = await RealNetwork.start(PORT_BASE);
  });
  after(() => network.remove());
  beforeEach(async () => {
    const connection = await network.connectionOf('tax');
    const { mspId, address } = connection.peers[0]!;
    relays = [await TcpRelay.to(address), await TcpRelay.to(address)];
    const peers = relays.map((relay) => ({ mspId, address: relay.address }));
    ledger = new FabricLedger({ ...connection, peers });
  });
  afterEach(async () => {
    ledger.close();
    for (const relay of relays) await relay.cut().catch(() => undefined);
  });

  it('goes on with the next when one is gone, and says that the ledger is away when all are', async () => {
    const height = await ledger.height();
    await relays[0]!.cut();

    assert.equal(await ledger.height(), height);
    assert.equal(await ledger.series('inv-26002'), undefined);

    await relays[1]!.cut();
    await assert.rejects(ledger.height(), { name: 'UnavailableError' });
  });

  it('leaves one that is frozen', async () => {
    const height = await ledger.height();
    relays[0]!.freeze();

    assert.equal(await ledger.height(), height);
  });

  it('ends the block stream of a peer that it leaves', async () => {
    const stop = new AbortController();
    let read = 0;
    for await (const { number } of ledger.blocks(0, stop.signal)) {
      if (number > 0) continue;
      read += 1;
      relays[0]!.freeze();
      await ledger.height();
    }
    for await (const { number } of ledger.blocks(0, stop.signal)) {
      if (number === 0) read += 1;
      break;
    }

    assert.equal(read, 2);
  });

  it('goes on anchoring what is accepted', async () => {
    const database = await migratedDatabase();
    const db = createDatabase(database.url);
    const vault = await Vault.open(db, new MemoryKeys());
    const desk = createInvoiceDesk({ db, vault, ledger, trust: [await network.trust()] });
    desk.start();
    const issue = async (): Promise<string> => {
      const accepted = await desk.accept(newInvoice());
      assert.ok(accepted.outcome === 'accepted');
      return (await desk.settle(accepted.invoice.id, 60_000)).state;
    };
    try {
      assert.equal(await issue(), 'anchored');
      await relays[0]!.cut();

      assert.equal(await issue(), 'anchored');
      await eventually(async () => {
        const { projection } = await desk.health();
        assert.equal(projection.ok, true);
        assert.equal(projection.blocksBehind, 0);
      });
    } finally {
      await desk.stop();
      await db.destroy();
      await database.drop();
    }
  });
});

describe('readConnection', () => {
  it('refuses peers of another organization: their word on blocks does not count here', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chopmark-connection-'));
    const file = join(folder, 'tax.json');
    await writeFile(
      file,
      JSON.stringify({
        kind: 'embedded',
        channel: 'test',
        network: '11'.repeat(32),
        mspId: 'TaxMSP',
        namespace: 'tax',
        peers: [
          { mspId: 'TaxMSP', address: 'localhost:1' },
          { mspId: 'CourtMSP', address: 'localhost:2' },
        ],
        tlsRoots: 'a',
        certificate: 'b',
        privateKey: 'c',
        endorsers: ['TaxMSP', 'CourtMSP'],
        trustProfile: 'd',
      }),
    );
    try {
      await assert.rejects(readConnection(file), /peers of its own organization only/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
