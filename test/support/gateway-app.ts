/**
 * The real HTTP side over a desk and accounts in memory: what tests of the gateway speak to. Every answer is judged by
 * the OpenAPI document on the way.
 *
 * @module
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import supertest from 'supertest';
import { createVerifier, type TrustProfile } from '@chopmark/core/verify';
import { createApp, routesOf, type AppContext, type InvoiceDesk } from '@chopmark/gateway';
import type { Account } from '../../gateway/dist/accounts/account.js';
import { ATTEMPT_LIMITS, type AttemptLimitOptions } from '../../gateway/dist/accounts/attempt-limits.js';
import { PasswordHasher, type PasswordHash } from '../../gateway/dist/accounts/password-hash.js';
import { AuditLog, type Act } from '../../gateway/dist/audit/audit-log.js';
import { createAccess } from '../../gateway/dist/create-access.js';
import type { SdkFile } from '../../gateway/dist/guide/sdk.js';
import { Health, type HealthCheck } from '../../gateway/dist/health/health.js';
import type { IdentityProvider } from '../../gateway/dist/oidc/identity-provider.js';
import { Metrics } from '../../gateway/dist/metrics/metrics.js';
import { openApiDocument } from '../../gateway/dist/openapi/document.js';
import { verifyCrypto } from '../../gateway/dist/proofs/node-crypto.js';
import { ImportRunner } from '../../gateway/dist/imports/import-runner.js';
import { KeptUploads } from '../../gateway/dist/imports/kept-uploads.js';
import { InvoiceLinks } from '../../gateway/dist/links/invoice-links.js';
import { loggerOptions } from '../../gateway/dist/request-log.js';
import { RequestLimit } from '../../gateway/dist/requests/rate-limit.js';
import type { Organization } from '../../gateway/dist/rights/right.js';
import { generateSigningKey } from '../../gateway/dist/sessions/signing-key.js';
import { createDatabase, type Db } from '../../gateway/dist/store/database.js';
import { wholeFile } from '../../gateway/dist/keys/sealed-file.js';
import type { Vault } from '../../gateway/dist/keys/vault.js';
import { SILENT } from '../../gateway/dist/pipeline/log.js';
import { WebhookDesk } from '../../gateway/dist/webhooks/webhook-desk.js';
import type { AnswerTest } from './gateway/answer.js';
import { NO_LEDGER } from './gateway/fake-deposits.js';
import { FakeInvoiceDesk } from './gateway/fake-invoice-desk.js';
import { OpenApiJudge } from './gateway/openapi-judge.js';
import { accountsOfPeople, MemoryPrincipals, type Person } from './gateway/people.js';

export const PASSWORD = 'correct horse battery staple';

/** Strong hashing has tests of its own; here it would only cost time. */
const FAST = { cost: 16, blockSize: 8, parallelization: 1 };
const hasher = new PasswordHasher(FAST);
/** Of PASSWORD. */
export const passwordHash: Promise<PasswordHash> = hasher.hash(PASSWORD);

/** One key for all apps of a test run. */
export const SIGNING_KEY = generateSigningKey();

/** Without a database there is nothing to seal. */
const NO_VAULT = { keyFor: () => new Uint8Array(32).fill(7) } as unknown as Vault;
/** Connects only when it is asked something, which is then refused: suites without a database ask it nothing. */
const NO_DATABASE = createDatabase('postgresql://nobody@127.0.0.1:1/none');

export interface GatewayOptions {
  readonly organization?: Organization;
  /** Instead of the one in memory. */
  readonly desk?: InvoiceDesk;
  /** Instead of those that never come to the ledger. */
  readonly deposits?: AppContext['deposits'];
  readonly now?: Date;
  /** Where people sign in beside passwords. */
  readonly identityProvider?: IdentityProvider | undefined;
  readonly attemptLimits?: Partial<AttemptLimitOptions>;
  readonly verificationsPerMinute?: number;
  readonly checks?: readonly HealthCheck[];
  readonly maxBatchBytes?: number;
  readonly trustedProxies?: number;
  readonly webFolder?: string;
  readonly samplesFolder?: string;
  readonly sdk?: readonly SdkFile[];
  readonly trust?: readonly TrustProfile[];
  /** A verification of a file goes on when it resolves. */
  readonly beforeFileIsJudged?: (path: string) => Promise<void>;
}

/** Of the profile that a gateway of the tests says it trusts. */
export const FINGERPRINT = Array.from({ length: 16 }, () => 'a1b2').join(' ');

export const NOW = new Date('2026-11-22T03:04:05.000Z');
export const TODAY = '2026-11-22';

export const SESSION_SECONDS = 12 * 3600;

/** Who may sign in, and where that is kept; without a database in memory. */
export interface TestAccess {
  readonly accounts: ReadonlyMap<Person, Account>;
  readonly db?: Db;
  readonly vault?: Vault;
  /** Open sessions, by person. */
  readonly sessions?: ReadonlyMap<Person, string>;
}

const vaultOf = ({ vault = NO_VAULT }: TestAccess): Vault => vault;

function importsOf(
  { desk, maxBatchBytes, logger }: AppContext,
  keptFolder: string,
): ImportRunner | undefined {
  if (desk === undefined) return undefined;
  return new ImportRunner({ desk, uploads: new KeptUploads(keptFolder), maxBatchBytes, logger });
}

const depositsOf = ({ deposits = NO_LEDGER }: GatewayOptions) => deposits;

function linksOf({ db = NO_DATABASE }: TestAccess, now: () => Date): InvoiceLinks {
  return new InvoiceLinks({ db, audit: new AuditLog(db, 'tax', now), now });
}

function pagesOf({
  webFolder,
  sdk,
  samplesFolder,
}: GatewayOptions): Pick<AppContext, 'webFolder' | 'sdk' | 'samplesFolder'> {
  return {
    ...(webFolder !== undefined && { webFolder }),
    ...(sdk !== undefined && { sdk }),
    ...(samplesFolder !== undefined && { samplesFolder }),
  };
}

export class TestGateway {
  readonly desk = new FakeInvoiceDesk();
  readonly principals: MemoryPrincipals;
  /** What was told to the audit log, unless there is a database. */
  readonly acts: Act[] = [];
  readonly context: AppContext;
  /** Where complete uploads lie; exists from the first on. */
  readonly keptFolder = mkdtempSync(join(tmpdir(), 'chopmark-kept-'));
  readonly imports: ImportRunner | undefined;
  /** Aborted: the gateway is about to stop. */
  readonly draining = new AbortController();
  readonly health: Health;
  readonly metrics = new Metrics();
  /** Lines of the log. */
  readonly log: string[] = [];
  /** Moves the clock of the gateway. */
  now: Date;
  readonly #agent: ReturnType<typeof supertest>;
  readonly #judge: OpenApiJudge;

  readonly #access: TestAccess;

  constructor(access: TestAccess, options: GatewayOptions) {
    const { organization = 'tax' } = options;
    this.#access = access;
    this.principals = new MemoryPrincipals(access.accounts);
    this.now = options.now ?? NOW;
    this.health = new Health(options.checks ?? []);
    const now = (): Date => this.now;
    const verifier = createVerifier(options.trust ?? [], verifyCrypto);
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.log.push(chunk.toString('utf8'));
        done();
      },
    });
    this.context = {
      organization,
      ...createAccess({
        db: access.db ?? NO_DATABASE,
        organization,
        signingKey: SIGNING_KEY,
        vault: vaultOf(access),
        tokenSeconds: 3600,
        sessionSeconds: SESSION_SECONDS,
        now,
        hasher,
        identityProvider: options.identityProvider,
        limits: { ...ATTEMPT_LIMITS, ...options.attemptLimits },
      }),
      deposits: depositsOf(options),
      ...(access.db === undefined && { principals: this.principals, audit: this.#auditInMemory() }),
      now,
      verify: (bundle) => verifier.verify(bundle, now()),
      verifyFile: async (file) => {
        await options.beforeFileIsJudged?.(file.path);
        return verifier.verify(await wholeFile(file), now());
      },
      verificationLimit: new RequestLimit(options.verificationsPerMinute ?? 100_000),
      trustProfile: () =>
        JSON.stringify({ format: 'chopmark/trust/1', network: '11'.repeat(32), channel: 'test' }),
      trustFingerprint: () => FINGERPRINT,
      health: this.health,
      version: {
        name: 'chopmark-gateway',
        version: '0.1.0',
        organization,
        mode: 'demo',
        channel: 'test',
        network: '11'.repeat(32),
        networkKind: 'embedded',
        node: process.versions.node,
      },
      spoolFolder: mkdtempSync(join(tmpdir(), 'chopmark-spool-')),
      eventTimes: { lookMs: 5, heartbeatMs: 20, rightsMs: 10, streamMs: 60_000 },
      draining: this.draining.signal,
      maxBatchBytes: options.maxBatchBytes ?? 64 * 1024 * 1024,
      logger: pino({ ...loggerOptions('debug') }, sink),
      metrics: this.metrics,
      publicUrl: '',
      returnPaths: ['/', '/console/home'],
      trustedProxies: options.trustedProxies ?? 0,
      ...(organization === 'tax' && {
        desk: options.desk ?? this.desk,
        webhooks: webhookDesk(access, now),
      }),
      ...pagesOf(options),
    };
    this.imports = importsOf(this.context, this.keptFolder);
    if (this.imports !== undefined) {
      const links = linksOf(access, now);
      this.context = { ...this.context, imports: this.imports, links };
    }
    this.#agent = supertest(createApp(this.context));
    this.#judge = judgeOf(this.context);
  }

  /** A request, as somebody or as nobody; its answer must be in the OpenAPI document. */
  send(
    method: 'get' | 'post' | 'put' | 'delete' | 'patch' | 'options' | 'head',
    address: string,
    as?: Person,
  ): AnswerTest {
    const request = this.#agent[method](address);
    if (as !== undefined) void request.set('Authorization', `Bearer ${this.token(as)}`);
    return request.expect((answer) => {
      this.#judge.judge(
        method.toUpperCase(),
        address,
        answer.status,
        answer.headers['content-type'] ?? '',
        answer.text,
      );
    });
  }

  issue(body: unknown, as: Person = 'issuer', headers: Readonly<Record<string, string>> = {}): AnswerTest {
    const request = this.send('post', '/v1/invoices', as)
      .set('Content-Type', 'application/json')
      .set(headers);
    if (Buffer.isBuffer(body)) return request.serialize((value: unknown) => value as string).send(body);
    return request.send(typeof body === 'string' ? body : JSON.stringify(body));
  }

  token(person: Person): string {
    const sessionId = this.#access.sessions?.get(person) ?? 'ses_in_memory';
    const notAfter = new Date(this.now.getTime() + SESSION_SECONDS * 1000);
    return this.context.tokens.issue({ accountId: this.accountId(person), sessionId, notAfter }).accessToken;
  }

  /** As it was at first. */
  account(person: Person): Account | undefined {
    return this.#access.accounts.get(person);
  }

  accountId(person: Person): string {
    return this.#access.accounts.get(person)?.id ?? '';
  }

  #auditInMemory(): { append(act: Act): Promise<void> } {
    return { append: (act) => Promise.resolve(void this.acts.push(act)) };
  }

  /** Files of uploads that are still there. */
  spooled(): string[] {
    return [...readdirSync(this.context.spoolFolder), ...readdirSync(this.keptFolder)];
  }

  close(): void {
    rmSync(this.context.spoolFolder, { recursive: true, force: true });
    rmSync(this.keptFolder, { recursive: true, force: true });
  }
}

/** Tells what happened at addresses of this machine too. */
function webhookDesk({ db = NO_DATABASE, vault = NO_VAULT }: TestAccess, now: () => Date): WebhookDesk {
  const audit = new AuditLog(db, 'tax', now);
  return new WebhookDesk({
    db,
    audit,
    vault,
    targets: 'loopback',
    log: SILENT,
    version: 'test',
    now,
  });
}

const judges = new Map<Organization, OpenApiJudge>();

/** Compiling schemas takes longer than most tests: one judge for each organization. */
function judgeOf(context: AppContext): OpenApiJudge {
  const known = judges.get(context.organization);
  const judge = known ?? new OpenApiJudge(openApiDocument(routesOf(context), '0.1.0', ''));
  judges.set(context.organization, judge);
  return judge;
}

/** A gateway with an account for each of PEOPLE, in memory: enough to ask, not to sign in (access-world.ts). */
export function testGateway(options: GatewayOptions = {}): Promise<TestGateway> {
  return Promise.resolve(new TestGateway({ accounts: accountsOfPeople() }, options));
}
