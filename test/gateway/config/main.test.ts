import assert from 'node:assert/strict';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDatabase } from '../../../gateway/dist/store/database.js';
import { migrate } from '../../../gateway/dist/store/migrate.js';
import { SCHEMA_STEPS } from '../../../gateway/dist/store/migrations/all.js';
import { freePort, testDatabase, type TestDatabase } from '../../support/postgres.js';

const MAIN = fileURLToPath(new URL('../../../gateway/dist/main.js', import.meta.url));
const NETWORK = '11'.repeat(32);
const PASSWORD = 'a password of the test';

interface Message {
  readonly type: 'progress' | 'ready' | 'failed';
  readonly text?: string;
  readonly url?: string;
}

/** The gateway of a court as a process; what it said is kept. */
class Running {
  readonly messages: Message[] = [];
  readonly ended: Promise<number | null>;
  /** Resolves when everything that it wrote was read. */
  readonly silent: Promise<unknown>;
  output = '';

  constructor(readonly child: ChildProcess) {
    child.on('message', (message: Message) => this.messages.push(message));
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString('utf8')));
    // Not `close`: it never comes once the IPC channel was closed from here.
    this.ended = new Promise((resolve) => child.on('exit', resolve));
    const closed = [child.stdout, child.stderr].map(
      (stream) => new Promise((resolve) => stream?.on('close', resolve)),
    );
    this.silent = Promise.all(closed);
  }

  async ready(): Promise<string> {
    const told = await this.told('ready');
    return told.url ?? '';
  }

  async told(type: Message['type']): Promise<Message> {
    for (;;) {
      const message = this.messages.find((one) => one.type === type);
      if (message) return message;
      assert.equal(this.child.exitCode, null, `ended first: ${JSON.stringify(this.messages)} ${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

describe('main', function () {
  // Processes start and end in it, one after the other: a busy machine takes minutes for what takes seconds.
  this.timeout(240_000);
  let database: TestDatabase;
  let folder: string;
  let env: Record<string, string>;
  const children: ChildProcess[] = [];

  before(async () => {
    database = await testDatabase();
    folder = mkdtempSync(join(tmpdir(), 'chopmark-main-'));
    writeConnection(folder);
    const accounts = [
      {
        gateway: 'court',
        account: 'court-clerk',
        password: PASSWORD,
        roles: ['courtClerk'],
        organization: { name: '示例互联网法院', taxId: '11000000T00000095U' },
      },
      { gateway: 'tax', account: 'tax-officer', password: PASSWORD, roles: ['taxOfficer'] },
    ];
    writeFileSync(join(folder, 'accounts.json'), JSON.stringify(accounts));
    env = {
      PATH: process.env['PATH'] ?? '',
      CHOPMARK_ORGANIZATION: 'court',
      CHOPMARK_MODE: 'demo',
      CHOPMARK_CONNECTION: join(folder, 'connections', 'court.json'),
      DATABASE_URL: database.url,
      CHOPMARK_GATEWAY_PORT: '0',
      CHOPMARK_DATA_DIR: join(folder, 'data'),
      CHOPMARK_DEMO_ACCOUNTS: join(folder, 'accounts.json'),
    };
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (changes: Record<string, string> = {}): Running => {
    const child = fork(MAIN, {
      env: { ...env, ...changes },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    });
    children.push(child);
    return new Running(child);
  };

  it('prepares the database, makes the demo accounts of its own gateway and drains on SIGTERM', async () => {
    const gateway = start();
    const url = await gateway.ready();
    assert.ok(gateway.messages.some(({ type }) => type === 'progress'));

    const ready = await fetch(`${url}/readyz`);
    assert.equal(ready.status, 200, await ready.text());
    const signIn = (account: string) =>
      fetch(`${url}/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account, password: PASSWORD }),
      });
    const session = await signIn('court-clerk');
    assert.equal(session.status, 201);
    const { accessToken } = (await session.json()) as { accessToken: string };
    const me = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${accessToken}` } });
    assert.deepEqual(((await me.json()) as { roles: string[] }).roles, ['courtClerk']);
    assert.equal((await signIn('tax-officer')).status, 401, 'an account of another gateway is none here');
    const trust = await fetch(`${url}/.well-known/chopmark-trust.json`);
    assert.equal(await trust.text(), readFileSync(join(folder, 'trust.json'), 'utf8'));
    const version = (await (await fetch(`${url}/version`)).json()) as { network: string };
    assert.equal(version.network, NETWORK);

    gateway.child.kill('SIGTERM');
    assert.equal(await gateway.ended, 0);
    await gateway.silent;
    assert.doesNotMatch(gateway.output, new RegExp(`${PASSWORD}|${accessToken}`));
  });

  it('keeps its signing key for itself, and tokens over a restart', async () => {
    const first = start();
    const url = await first.ready();
    const answer = await fetch(`${url}/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: 'court-clerk', password: PASSWORD }),
    });
    const { accessToken } = (await answer.json()) as { accessToken: string };
    first.child.kill('SIGTERM');
    await first.ended;
    assert.equal(statSync(join(folder, 'data', 'access-token-key.pem')).mode & 0o777, 0o600);

    const second = start();
    const me = await fetch(`${await second.ready()}/v1/me`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });

    assert.equal(me.status, 200);
    second.child.kill('SIGTERM');
    assert.equal(await second.ended, 0);
  });

  it('ends when the channel to its parent closes', async () => {
    const gateway = start();
    await gateway.ready();

    gateway.child.disconnect();

    assert.equal(await gateway.ended, 0);
  });

  it('finishes what it let in while it started, when it is told to end at that moment', async () => {
    const port = await freePort();
    const gateway = start({ CHOPMARK_GATEWAY_PORT: String(port) });
    const body = JSON.stringify({ account: 'court-clerk', password: PASSWORD });
    const signIn = (): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body,
      });
    let taken: Promise<Response> | undefined;
    while (taken === undefined) {
      const asked = await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined);
      if (asked !== undefined) taken = signIn();
      assert.equal(gateway.child.exitCode, null, gateway.output);
    }
    // Once it is on its way.
    await new Promise(setImmediate);
    gateway.child.kill('SIGTERM');

    assert.equal(await gateway.ended, 0);
    await gateway.silent;
    assert.match(gateway.output, /"draining"/);
    // Let in, or turned away before it was read; never half done.
    const answer = await taken.catch(() => undefined);
    if (answer !== undefined) assert.equal(answer.status, 201);
  });

  it('finishes a request under way before it ends', async () => {
    const gateway = start();
    const url = await gateway.ready();
    // Hashing a password takes some tenths of a second: long enough for the signal to come in between.
    const slow = fetch(`${url}/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ account: 'nobody', password: 'x' }),
    });
    await until(async () => (await fetch(`${url}/livez`, { headers: { connection: 'close' } })).ok);
    gateway.child.kill('SIGTERM');

    assert.equal((await slow).status, 401);
    assert.equal(await gateway.ended, 0);
  });

  for (const [what, changes, text] of [
    [
      'what is missing',
      { CHOPMARK_DATA_DIR: '', CHOPMARK_CONNECTION: '' },
      /CHOPMARK_CONNECTION: is missing[^]*CHOPMARK_DATA_DIR: is missing/,
    ],
    ['a connection that is not there', { CHOPMARK_CONNECTION: 'nowhere.json' }, /nowhere\.json/],
    [
      'a connection of another organization',
      { CHOPMARK_ORGANIZATION: 'affairs' },
      /is of court, not of affairs/,
    ],
    ['a port that is taken', { CHOPMARK_GATEWAY_PORT: 'TAKEN' }, /something else listens there/],
  ] as const) {
    it(`fails and says so: ${what}`, async () => {
      const taken = changes as Record<string, string>;
      const other = taken['CHOPMARK_GATEWAY_PORT'] === 'TAKEN' ? start() : undefined;
      const port = other === undefined ? {} : { CHOPMARK_GATEWAY_PORT: new URL(await other.ready()).port };
      const gateway = start({ ...taken, ...port });

      const failed = await gateway.told('failed');

      assert.match(failed.text ?? '', text);
      assert.equal(await gateway.ended, 1);
      other?.child.kill('SIGTERM');
      await other?.ended;
    });
  }

  it('stops with an exit code of its own before a database that a newer version took further', async () => {
    const newer = await testDatabase();
    const db = createDatabase(newer.url);
    const later = { name: '9999-later', sql: 'create table later (id integer)' };
    await migrate(db, [...SCHEMA_STEPS, later]);
    const rows = () => db.selectFrom('account').select('id').execute();
    const before = await rows();

    const gateway = start({ DATABASE_URL: newer.url });
    const failed = await gateway.told('failed');

    assert.match(failed.text ?? '', /^SCHEMA_NEWER: .*9999-later.*start that version/);
    assert.equal(await gateway.ended, 3);
    assert.deepEqual(await rows(), before, 'no demonstration accounts either');
    await db.destroy();
    await newer.drop();
  });

  it('refuses the embedded network in production', async () => {
    const gateway = start({
      CHOPMARK_MODE: 'production',
      CHOPMARK_MASTER_KEYS: join(folder, 'master-keys'),
      CHOPMARK_DEMO_ACCOUNTS: '',
      CHOPMARK_PUBLIC_URL: 'https://court.example',
    });

    const failed = await gateway.told('failed');

    assert.match(failed.text ?? '', /production refuses the embedded network/);
    assert.equal(await gateway.ended, 1);
  });

  it('says on stderr what it has no parent to tell', async () => {
    const alone = spawn(process.execPath, [MAIN], {
      env: { PATH: env['PATH'] },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(alone);
    const running = new Running(alone);

    assert.equal(await running.ended, 1);
    await running.silent;
    assert.match(running.output, /failed: bad configuration/);
  });

  it('checks the configuration and prints it without secrets', async () => {
    const child = spawn(process.execPath, [MAIN, '--check-config'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    const running = new Running(child);

    assert.equal(await running.ended, 0);
    await running.silent;
    assert.equal((JSON.parse(running.output) as { organization: string }).organization, 'court');
    assert.ok(!running.output.includes(new URL(database.url).password));
  });

  it('looks into every file that the configuration names, and tells all that is wrong at once', async () => {
    const wrong = {
      CHOPMARK_CONNECTION: join(folder, 'nowhere.json'),
      CHOPMARK_DATA_DIR: join(folder, 'accounts.json', 'data'),
      CHOPMARK_MASTER_KEYS: join(folder, 'no-keys'),
      CHOPMARK_DEMO_ACCOUNTS: join(folder, 'trust.json'),
      CHOPMARK_SAMPLES_DIR: join(folder, 'no-samples'),
      CHOPMARK_WEB_DIR: join(folder, 'trust.json'),
      CHOPMARK_SDK_DIR: join(folder, 'no-sdk'),
      CHOPMARK_TSA_URL: 'http://tsa.example/',
      CHOPMARK_TSA_ROOTS: join(folder, 'trust.json'),
    };
    const child = spawn(process.execPath, [MAIN, '--check-config'], {
      env: { ...env, ...wrong },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    const running = new Running(child);

    assert.equal(await running.ended, 1);
    await running.silent;
    const named = [...running.output.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name);
    assert.deepEqual(
      named,
      Object.keys(wrong).filter((name) => name !== 'CHOPMARK_TSA_URL'),
      running.output,
    );
    assert.equal(existsSync(wrong.CHOPMARK_MASTER_KEYS), false, 'nothing is made');
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 3000; attempt += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail('the condition did not come true');
}

/** What a network leaves for the gateway of the court; nothing here is dialed. */
function writeConnection(folder: string): void {
  mkdirSync(join(folder, 'connections'));
  for (const name of ['tls-roots.pem', 'cert.pem']) writeFileSync(join(folder, 'connections', name), 'PEM');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(folder, 'connections', 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const connection = {
    kind: 'embedded',
    channel: 'chopmark-embedded',
    network: NETWORK,
    mspId: 'CourtMSP',
    namespace: 'court',
    peers: [{ mspId: 'CourtMSP', address: 'localhost:1' }],
    tlsRoots: 'tls-roots.pem',
    certificate: 'cert.pem',
    privateKey: 'key.pem',
    endorsers: ['CourtMSP', 'TaxMSP'],
    trustProfile: '../trust.json',
  };
  writeFileSync(join(folder, 'connections', 'court.json'), JSON.stringify(connection));
  const trust = {
    format: 'chopmark/trust/1',
    name: 'a network of a test',
    network: NETWORK,
    channel: 'chopmark-embedded',
    embedded: true,
    organizations: [
      {
        mspId: 'CourtMSP',
        name: 'court',
        roots: ['-----BEGIN CERTIFICATE-----'],
        intermediates: [],
        revocationLists: [],
      },
    ],
    namespaces: [],
    signers: 1,
    statusMaxAgeSeconds: 86400,
    signatures: [],
  };
  writeFileSync(join(folder, 'trust.json'), JSON.stringify(trust));
}
