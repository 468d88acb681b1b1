import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { NETWORKS, requireNetwork } from '../support/networks.js';
import { importLines } from './support/import-files.js';
import { type Anchored, Caller } from './support/caller.js';
import { assertInvariants, type Unlisted } from './support/checker.js';
import { runDocumented } from './support/documented.js';
import { FaultWorld } from './support/fault-world.js';
import { runFsck } from './support/fsck.js';
import { History } from './support/history.js';
import { DOCUMENTS, SEED } from './support/settings.js';
import { stopwatch } from './support/stopwatch.js';

const PORT_BASE = { embedded: 26_500, native: 26_600 } as const;
/** What comes after a backup, and is lost with the database. */
const AFTER = 5;

/**
 * E22: the database comes back an hour old, or not at all. What the ledger holds is taken up again, what it cannot hold is
 * told, and nothing is numbered twice.
 */
for (const kind of NETWORKS) {
  describe(`a database that is restored or lost, on the ${kind} network (seed ${SEED})`, function () {
    this.timeout(900_000);
    const history = new History();
    /** On the ledger, and in no list any more. */
    const unlisted: Unlisted[] = [];
    let world: FaultWorld;
    let backup: string;
    let issuer: Caller;
    let administrator: Caller;

    before(async function () {
      requireNetwork(this, kind);
      world = await FaultWorld.create(kind, PORT_BASE[kind], {
        processes: 1,
        env: { CHOPMARK_RETENTION_DAYS: '0' },
      });
      backup = join(world.home.root, 'backup');
      await mkdir(backup);
      await signIn();
    });

    after(async () => {
      await (world as FaultWorld | undefined)?.destroy();
    });

    async function signIn(): Promise<void> {
      issuer = await Caller.as(world, 'issuer');
      administrator = await Caller.as(world, 'administrator');
    }

    /** The environment in which the documented commands run. */
    const shell = async (): Promise<Record<string, string>> => ({
      PGDATA: (await world.databasePlace()).folder,
      BACKUP: backup,
      CHOPMARK_DATA_DIR: world.home.gatewayData('tax'),
    });

    async function erase(anchored: Anchored): Promise<void> {
      await administrator.expect(200, 'POST', `/v1/invoices/${anchored.id}/erasure`, {
        body: { reason: 'subjectRequest' },
      });
      unlisted.push(anchored);
    }

    async function prove({ number }: Anchored): Promise<void> {
      const answer = await issuer.expect(200, 'GET', `/v1/invoices/${number}/bundle`);
      history.proven(number, JSON.stringify(answer));
    }

    it('refuses to write on an older one; repair takes up what is on the ledger, and names the rest', async () => {
      const officer = await Caller.as(world, 'taxOfficer');
      const kept = await issuer.issue(history);
      const erasedBefore = await issuer.issue(history);
      const erasedAfter = await issuer.issue(history);
      const held = await issuer.issue(history);
      await erase(erasedBefore);
      const imported = await importLines(issuer, 'before', DOCUMENTS);
      const links = `/v1/invoices/${kept.id}/links`;
      const link = await issuer.expect(201, 'POST', links, { body: {} });
      const waiting = await Promise.all(Array.from({ length: 20 }, () => issuer.accept(history)));
      const took = stopwatch();
      await world.whileDown(async () => {
        await runDocumented('files', await shell());
        await runDocumented('cold-backup', await shell());
      });
      took('backup');

      await world.startGateways();
      for (const one of waiting) await issuer.hearNumber(history, one);
      const after: Anchored[] = [];
      for (let at = 0; at < AFTER; at += 1) after.push(await issuer.issue(history));
      for (const one of [kept, ...after.slice(0, 2)]) await prove(one);
      after.push(...(await importLines(issuer, 'after', 3)));
      await issuer.expect(204, 'DELETE', `${links}/${link.id}`);
      await officer.expect(201, 'POST', `/v1/invoices/${held.id}/holds`, { body: { reason: 'audit' } });
      await erase(erasedAfter);
      took('going on');
      await world.whileDown(loseHost);
      took('restore');

      await assertNamesOlder(erasedAfter);
      for (const gateway of world.gateways) await gateway.startUnready();
      await signIn();
      await assertRefusesToWrite();
      await issuer.expect(410, 'GET', `/v1/invoices/${erasedAfter.id}`);
      assert.equal((await runFsck(world, '--repair')).code, 1, 'not under a gateway that works');
      await world.killGateways();
      took('looking');

      const { code, report, stderr } = await runFsck(world, '--repair', '--lost');
      took('fsck --repair');
      assert.equal(code, 0, `${stderr} ${JSON.stringify(report.findings)}`);
      assert.deepEqual(numbersOf(report.lostDocuments ?? []), numbersOf(after));
      assert.equal(report.repaired?.lost.length, after.length);
      unlisted.push(...after);

      await world.startGateways();
      took('start');
      for (let at = 0; at < 3; at += 1) await issuer.issue(history);
      for (const { id } of waiting) await issuer.settle(id);
      await issuer.expect(404, 'GET', `/v1/invoices/${after[0]?.number}`);
      // As fsck said: what stands in no block is as it was.
      assert.deepEqual((await officer.expect(200, 'GET', `/v1/invoices/${held.id}/holds`)).items, []);
      const [again] = (await issuer.expect(200, 'GET', links)).items ?? [];
      assert.equal(again?.['revokedAt'] ?? null, null, 'a revoked link is open again');
      const counts = await assertInvariants(world, history, unlisted);
      console.error(`      ${JSON.stringify({ ...counts, imported: imported.length, ...took.all })}`);
    });

    it('takes up everything of the ledger when the database is gone, and goes on behind the last number', async () => {
      const before = await listed();
      await world.killGateways();
      await loseDatabase();
      const took = stopwatch();

      const looked = await runFsck(world);
      assert.equal(looked.code, 4, looked.stderr);
      assert.ok(looked.report.findings.every(({ code }) => code === 'BATCH_NOT_IN_DATABASE'));
      for (const gateway of world.gateways) await gateway.startUnready();
      await signIn();
      await assertRefusesToWrite();
      await world.killGateways();

      took('looking');
      const { code, report, stderr } = await runFsck(world, '--repair', '--lost');
      took('fsck --repair');
      assert.equal(code, 0, `${stderr} ${JSON.stringify(report.findings)}`);
      const all = [...before, ...unlisted];
      assert.deepEqual(numbersOf(report.lostDocuments ?? []), numbersOf(all));
      assert.equal((report.lostDocuments ?? []).filter(({ erasedAt }) => erasedAt !== undefined).length, 2);
      unlisted.splice(0, unlisted.length, ...all);

      await world.startGateways();
      await signIn();
      const next = await issuer.issue(history);
      const last = numbersOf(all).at(-1)?.split(' ')[0] ?? '0';
      assert.ok(BigInt(next.number) > BigInt(last), `${next.number} after ${last}`);
      await issuer.issue(history);
      const counts = await assertInvariants(world, history, unlisted);
      console.error(`      ${JSON.stringify({ ...counts, lost: all.length, ...took.all })}`);
    });

    /** Everything of the gateway is gone but the journal of erasures, which lies elsewhere too. */
    async function loseHost(): Promise<void> {
      const data = world.home.gatewayData('tax');
      const journal = await readFile(join(data, 'erasures.ndjson'));
      await rm(data, { recursive: true });
      await runDocumented('files-restore', await shell());
      await writeFile(join(data, 'erasures.ndjson'), journal, { mode: 0o600 });
      await runDocumented('cold-restore', await shell());
    }

    async function assertNamesOlder(erasedAfter: Anchored): Promise<void> {
      const { code, report, stderr } = await runFsck(world);
      assert.equal(code, 4, stderr);
      const codes = new Set(report.findings.map((finding) => finding.code));
      assert.ok(codes.has('BATCH_NOT_IN_DATABASE'), [...codes].join());
      assert.deepEqual(
        report.findings.filter((finding) => finding.code === 'ERASED_NOT_GONE').map(({ subject }) => subject),
        [erasedAfter.id],
      );
      const told = report.notOnLedger?.flatMap(({ tables }) => tables) ?? [];
      for (const table of ['document', 'invoice_link', 'legal_hold', 'api_key', 'webhook', 'erasure'])
        assert.ok(told.includes(table), `${table} is not named`);
    }

    async function assertRefusesToWrite(): Promise<void> {
      const deadline = performance.now() + 120_000;
      // The block stream is met a moment after the start; until then what is accepted waits, and nothing is numbered.
      for (;;) {
        const { status, body } = await issuer.call('GET', '/readyz');
        if (status === 503 && JSON.stringify(body).includes('{"name":"pipeline","state":"down"}')) break;
        assert.ok(performance.now() < deadline, JSON.stringify(body));
        await delay(50);
      }
      assert.ok((await world.said()).includes('LEDGER_AHEAD'));
      await assert.rejects(issuer.issue(new History()), /503 .*UNAVAILABLE/);
      const lines = await issuer.call('POST', '/v1/invoice-batches', {
        body: '{}\n',
        headers: { 'content-type': 'application/x-ndjson' },
      });
      assert.deepEqual([lines.status, lines.body.code], [503, 'UNAVAILABLE']);
    }

    async function listed(): Promise<Unlisted[]> {
      const officer = await Caller.as(world, 'taxOfficer');
      const found: Unlisted[] = [];
      for (let cursor = ''; ;) {
        const page = await officer.expect(200, 'GET', `/v1/invoices?limit=100${cursor}`);
        for (const { number, documentHash } of page.items ?? [])
          if (number && documentHash) found.push({ number, documentHash });
        if (!page.nextCursor) return found;
        cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
      }
    }

    /** As a disk that is gone: the same server with an empty database. */
    async function loseDatabase(): Promise<void> {
      const url = new URL(world.ground.databaseUrls.tax);
      const client = new pg.Client({
        host: url.hostname,
        port: Number(url.port),
        user: 'postgres',
        password: (await world.databasePlace()).password,
        database: 'postgres',
      });
      await client.connect();
      try {
        await client.query('DROP DATABASE chopmark_tax WITH (FORCE)');
        await client.query('CREATE DATABASE chopmark_tax OWNER chopmark_tax TEMPLATE template0');
      } finally {
        await client.end();
      }
    }
  });
}

/** Number and hash of each, in order. */
function numbersOf(documents: readonly Unlisted[]): string[] {
  return documents.map(({ number, documentHash }) => `${number} ${documentHash}`).sort();
}
