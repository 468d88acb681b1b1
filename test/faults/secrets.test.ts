import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sql } from 'kysely';

import { createDatabase, type Db } from '../../gateway/dist/store/database.js';
import { NETWORKS, requireNetwork } from '../support/networks.js';
import { until } from '../support/platform.js';
import { filesOf, tracesInDatabase, tracesInFolder, type Trace } from './support/dump.js';
import { FaultWorld, type FaultyGateway } from './support/fault-world.js';
import { Finder, Marks, type MarkKind, PART } from './support/marks.js';
import {
  markedInvoice,
  Neighbor,
  type People,
  plantAccounts,
  plantEverywhere,
  plantImports,
  plantInvoices,
  plantNeighbors,
  type Planted,
  signIn,
} from './support/planting.js';
import { Recorder } from './support/recorder.js';

const PORT_BASE = { embedded: 28_700, native: 29_000 } as const;
/** Behind those of the network; not of those that connections are given: a killed process must find its port free. */
const METRICS_PLACES = [150, 151] as const;
const FIRST_PLACE = 160;

/** Columns in which a mark may stand, by docs/privacy.md: what is kept of accounts, and what owners write of their own things. */
const ALLOWED_COLUMNS: Readonly<Record<string, RegExp>> = {
  'account.name': /^account-name$/,
  'account_identity.subject': /^subject$/,
  'organization.name': /^organization$/,
  'organization.tax_id': /^organization-tax-id$/,
  'api_key.name': /^key-name$/,
  'webhook.url': /^webhook-address$/,
  'webhook.description': /^webhook-description$/,
  'legal_hold.case_reference': /^case$/,
};

/**
 * E28 and E20 over a platform of real processes: everything that was planted is looked for wherever something is kept or
 * said, after all routes were used well and badly, processes were killed, and invoices were erased.
 */
for (const kind of NETWORKS) {
  describe(`what people write, in everything that a platform keeps and says, on the ${kind} network`, function () {
    this.timeout(900_000);
    const marks = new Marks();
    let world: FaultWorld;
    let db: Db;
    let neighbor: Neighbor;
    let clients: readonly Recorder[];
    let people: People;
    let planted: Planted;
    let operations: readonly string[];
    let left: readonly Trace[];
    let temporary: string;
    const metricsPorts = METRICS_PLACES.map((place) => PORT_BASE[kind] + place);
    const metrics: string[] = [];

    const finder = (...kinds: readonly MarkKind[]): Finder =>
      new Finder(marks.all, ({ kind }) => kinds.length === 0 || kinds.includes(kind));
    const dataFolder = (): string => world.home.gatewayData('tax');

    before(async function () {
      requireNetwork(this, kind);
      neighbor = await Neighbor.start();
      temporary = mkdtempSync(join(tmpdir(), 'chopmark-marks-'));
      const clientSecret = marks.plant('secret', 'oidc-client-secret');
      world = await FaultWorld.create(kind, PORT_BASE[kind], {
        firstPort: PORT_BASE[kind] + FIRST_PLACE,
        env: (place) => ({
          LOG_LEVEL: 'trace',
          TMPDIR: temporary,
          CHOPMARK_RETENTION_DAYS: '0',
          CHOPMARK_METRICS_PORT: String(metricsPorts[place]),
          CHOPMARK_OIDC_ISSUER: neighbor.url,
          CHOPMARK_OIDC_CLIENT_ID: 'chopmark',
          CHOPMARK_OIDC_CLIENT_SECRET: clientSecret,
        }),
      });
      marks.learn('password of the database', new URL(world.ground.databaseUrls.tax).password);
      db = createDatabase(world.ground.databaseUrls.tax, { applicationName: 'looker', maxConnections: 2 });
      clients = world.gateways.map(({ url }) => new Recorder(url));
      const [client] = clients as [Recorder];
      const as = (role: string): Promise<string> => {
        const account = world.account(role);
        marks.learn(`password of ${role}`, account.password);
        return signIn(client, marks, account);
      };
      people = {
        issuer: await as('issuer'),
        administrator: await as('administrator'),
        taxOfficer: await as('taxOfficer'),
        auditor: await as('auditor'),
      };

      await plantNeighbors(client, marks, people, neighbor);
      await plantAccounts(client, marks, people);
      planted = await plantInvoices(client, marks, people);
      operations = await plantImports(client, marks, people);
      assert.ok((await plantEverywhere(clients[1]!, marks, people)) > 60, 'every route was asked');
      left = await killAmongUploads();
      await drainAmongRequests();
      for (const port of metricsPorts) metrics.push(await measured(port));
      await until(120_000, () => neighbor.heard.length > 3);
    });
    after(async () => {
      await (db as Db | undefined)?.destroy();
      await (world as FaultWorld | undefined)?.destroy();
      (neighbor as Neighbor | undefined)?.stop();
      if ((temporary as string | undefined) !== undefined)
        rmSync(temporary, { recursive: true, force: true });
    });

    async function measured(port: number): Promise<string> {
      let text = '';
      await until(120_000, async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
        text = (await answer?.text()) ?? '';
        return text !== '';
      });
      return text;
    }

    async function restart(gateway: FaultyGateway): Promise<void> {
      gateway.kill('SIGTERM');
      await gateway.gone();
      await gateway.start();
    }

    /** One upload is under way and one import is at its lines when the process dies. @returns What lies there then. */
    async function killAmongUploads(): Promise<Trace[]> {
      const [gateway] = world.gateways as readonly [FaultyGateway];
      const line = `${JSON.stringify(markedInvoice(marks, 'killed', { reference: undefined }))}\n`;
      const options = {
        method: 'POST',
        headers: {
          'content-type': 'application/x-ndjson',
          authorization: `Bearer ${people.issuer}`,
          prefer: 'respond-async',
        },
      };
      const upload = request(`${gateway.url}/v1/invoice-batches`, options).on('error', () => undefined);
      await new Promise((resolve) => upload.write(line.repeat(1_000), resolve));
      const uploads = join(dataFolder(), 'uploads');
      await until(120_000, () => [...sizes(uploads)].some((size) => size > 500_000));
      const begun = await fetch(`${gateway.url}/v1/invoice-batches`, {
        ...options,
        body: line.repeat(2_000),
      });
      assert.equal(begun.status, 202, await begun.text());
      gateway.kill();
      await gateway.gone();
      assert.ok([...sizes(uploads)].length > 0, 'the upload under way is left');
      assert.ok([...sizes(join(dataFolder(), 'imports'))].length > 0, 'so is the import');
      const traces = tracesInFolder(finder(), dataFolder());
      await gateway.start();
      // Measured last: from then on it drains when it is told to.
      await measured(metricsPorts[0]!);
      return traces;
    }

    function* sizes(folder: string): Generator<number> {
      yield* filesOf(folder).map((path) => readFileSync(path).length);
    }

    /** SIGTERM while requests are under way; then everything that is accepted is waited for. */
    async function drainAmongRequests(): Promise<void> {
      const [client] = clients as [Recorder];
      const sent = ['one', 'two', 'three'].map((name) =>
        client.send({
          method: 'POST',
          path: '/v1/invoices',
          json: markedInvoice(marks, `drained-${name}`),
          token: people.issuer,
          headers: { prefer: 'wait=20' },
        }),
      );
      await restart(world.gateways[0]!);
      await Promise.all(sent);
      await until(120_000, async () => {
        const { rows } = await sql<{ left: number }>`
        select (select count(*) from operation where closed_at is null) + (select count(*) from outbox) as left`.execute(
          db,
        );
        return rows[0]?.left === 0;
      });
    }

    it('stands in no log of any process, though there was much to tell', () => {
      const files = filesOf(world.home.logs);
      assert.ok(files.length >= 3, files.join());
      assert.deepEqual(tracesInFolder(finder(), world.home.logs), []);
      const log = readFileSync(join(world.home.logs, 'gateway-tax-1.log'), 'utf8');
      for (const told of ['/v1/invoices/{number}', '/v1/invoice-batches', '/v1/oidc/callback'])
        assert.ok(log.includes(told), told);
    });

    it('stands in no measurement', () => {
      for (const text of metrics) assert.match(text, /chopmark_/);
      assert.deepEqual(finder().find(metrics.join('\n')), []);
    });

    it('comes back in no error but to whoever sent it', () => {
      const told = clients.flatMap((client) => client.told).filter(({ status }) => status >= 400);
      assert.ok(told.length > 100);
      const found = finder();
      for (const { sent, request: asked, text } of told) {
        const there = found.find(text);
        const own = new Set(there.length === 0 ? [] : found.find(asked));
        assert.deepEqual(
          there.filter((name) => !own.has(name)),
          [],
          sent,
        );
        assert.doesNotMatch(text, / at [\w.<>]+ \(|node_modules|\/src\//, `${sent} shows no stack`);
      }
    });

    it('is said to no webhook, but for what its owner wrote into the address', () => {
      const found = finder('content', 'secret').find(neighbor.heard.join('\n'));
      assert.deepEqual(found, []);
    });

    it('stands in no file of the network: chain, state, logs of nodes', () => {
      assert.ok(filesOf(world.home.network).length > 20);
      assert.deepEqual(tracesInFolder(finder(), world.home.network), []);
    });

    it('stands in no file of the gateway, nor of its temporary folder; nor when a process was killed', () => {
      assert.deepEqual(left, []);
      assert.deepEqual(tracesInFolder(finder(), dataFolder()), []);
      assert.deepEqual(tracesInFolder(finder(), temporary), []);
      assert.deepEqual(filesOf(join(dataFolder(), 'uploads')), [], 'what the killed one left is gone');
    });

    it('stands in the database only where docs/privacy.md says', async () => {
      const traces = await tracesInDatabase(finder(), db);

      const isAllowed = ({ place, mark }: Trace): boolean => ALLOWED_COLUMNS[place]?.test(mark) === true;
      assert.deepEqual(
        traces.filter((trace) => !isAllowed(trace)),
        [],
      );
      assert.deepEqual(
        [...new Set(traces.map(({ place }) => place))].sort(),
        Object.keys(ALLOWED_COLUMNS).sort(),
        'the search finds what is there',
      );
    });

    it('stands in no file of the database server, as contents or as a secret, log and write-ahead log included', async () => {
      const { folder } = await world.databasePlace();
      await flushed();

      // A name at the end of a page goes on behind the head of the next.
      const whole = tracesInFolder(finder('content', 'secret'), folder).filter(({ mark }) => mark !== PART);
      assert.deepEqual(whole, []);
      assert.ok(tracesInFolder(finder('identity'), folder).length > 0, 'the search finds what is there');
    });

    /** What is in memory goes to the files. */
    async function flushed(): Promise<void> {
      const { password } = await world.databasePlace();
      const url = new URL(world.ground.databaseUrls.tax);
      url.username = 'postgres';
      url.password = password;
      const server = createDatabase(url.href, { maxConnections: 1 });
      await sql`checkpoint`.execute(server);
      await server.destroy();
    }

    it('is gone from every answer when the invoices are erased', async () => {
      const [client] = clients as [Recorder];
      const rows = await db.selectFrom('invoice').select('id').execute();
      const erase = (id: string) =>
        client.send({
          method: 'POST',
          path: `/v1/invoices/${id}/erasure`,
          json: { reason: 'courtOrder' },
          token: people.administrator,
        });
      const named = new Set(planted.invoices.map(({ id }) => id));
      const others = rows.map(({ id }) => id).filter((id) => !named.has(id));
      // All that came one by one or in small files; of the large import a few.
      for (const id of [...named, ...others.slice(0, 30)]) {
        const { status, text } = await erase(id);
        assert.equal(status, 200, text);
      }
      await sql`update operation set closed_at = closed_at - interval '31 days'
      where id = any(${[...operations].slice(0, 3)}::text[])`.execute(db);

      const from = client.told.length;
      const get = (path: string, token?: string, accept = 'application/json') =>
        client.send({ method: 'GET', path, token, headers: { accept } });
      for (const { id, key, body } of planted.invoices) {
        for (const part of ['', '/document', '/bundle', '/bundle?parts=full', '/links', '/holds'])
        assert.equal((await get(`/v1/invoices/${id}${part}`, people.auditor)).status, part === '/links' ? 403 : 410, part); // prettier-ignore
        assert.equal((await get(`/v1/operations/${id.replace('inv_', 'op_')}`, people.auditor)).status, 410);
        const replay = await client.send({
          method: 'POST',
          path: '/v1/invoices',
          json: body,
          token: people.issuer,
          headers: { 'idempotency-key': key },
        });
        assert.deepEqual([replay.status, replay.body['code']], [410, 'INVOICE_ERASED']);
      }
      for (const secret of planted.links) {
        for (const path of [
          `/i/${secret}`,
          `/v1/shared-invoices/${secret}`,
          `/v1/shared-invoices/${secret}/bundle`,
        ])
          assert.equal((await get(path)).status, 410, path.split('/', 3).join('/'));
      }
      // Two when a month ended while the invoices were issued.
      const days = await db.selectFrom('erasure').select('issued_on').execute();
      let erased = 0;
      for (const month of new Set(days.flatMap(({ issued_on }) => issued_on?.slice(0, 7) ?? []))) {
        for (const format of ['json', 'csv', 'xlsx']) {
          const { status } = await get(`/v1/registers/${month}?format=${format}`, people.auditor);
          assert.equal(status, 200, format);
        }
        const register = await get(`/v1/registers/${month}`, people.auditor);
        const { summary } = register.body as { summary?: { erased: number; reconciles: boolean } };
        assert.equal(summary?.reconciles, true);
        erased += summary.erased;
      }
      assert.ok(erased >= named.size, `${erased} of ${named.size}`);

      const gone = new Finder(marks.all, ({ name }) => /^(?:first|second)-/.test(name));
      for (const { sent, text, request: asked } of client.told.slice(from)) {
        const own = new Set(gone.find(asked));
        assert.deepEqual(
          gone.find(text).filter((name) => !own.has(name)),
          [],
          sent,
        );
      }
      assert.deepEqual(
        (await tracesInDatabase(finder('content', 'secret'), db)).map(
          ({ place, mark }) => `${place} ${mark}`,
        ),
        [],
      );
    });
  });
}
