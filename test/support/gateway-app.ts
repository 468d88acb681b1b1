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
import {
  LoginLimits,
  type LoginLimitOptions,
  LOGIN_LIMITS,
} from '../../gateway/dist/accounts/login-limits.js';
import { PasswordHasher, type PasswordHash } from '../../gateway/dist/accounts/password-hash.js';
import { Health, type HealthCheck } from '../../gateway/dist/health/health.js';
import { Metrics } from '../../gateway/dist/metrics/metrics.js';
import { openApiDocument } from '../../gateway/dist/openapi/document.js';
import { verifyCrypto } from '../../gateway/dist/proofs/node-crypto.js';
import { loggerOptions } from '../../gateway/dist/request-log.js';
import { RequestLimit } from '../../gateway/dist/requests/rate-limit.js';
import type { Organization } from '../../gateway/dist/rights/right.js';
import { AccessTokens } from '../../gateway/dist/sessions/access-token.js';
import { generateSigningKey } from '../../gateway/dist/sessions/signing-key.js';
import type { AnswerTest } from './gateway/answer.js';
import { FakeInvoiceDesk } from './gateway/fake-invoice-desk.js';
import { OpenApiJudge } from './gateway/openapi-judge.js';
import { MemoryAccountStore, PEOPLE, type Person } from './gateway/people.js';

export const PASSWORD = 'correct horse battery staple';

/** Strong hashing has tests of its own; here it would only cost time. */
const FAST = { cost: 16, blockSize: 8, parallelization: 1 };
const hasher = new PasswordHasher(FAST);
const passwordHash: Promise<PasswordHash> = hasher.hash(PASSWORD);

/** One key for all apps of a test run. */
export const SIGNING_KEY = generateSigningKey();

export interface GatewayOptions {
  readonly organization?: Organization;
  /** Instead of the one in memory. */
  readonly desk?: InvoiceDesk;
  readonly now?: Date;
  readonly loginLimits?: Partial<LoginLimitOptions>;
  readonly verificationsPerMinute?: number;
  readonly checks?: readonly HealthCheck[];
  readonly maxBatchBytes?: number;
  readonly trustedProxies?: number;
  readonly webFolder?: string;
  readonly samplesFolder?: string;
  readonly trust?: readonly TrustProfile[];
}

/** Of the profile that a gateway of the tests says it trusts. */
export const FINGERPRINT = Array.from({ length: 16 }, () => 'a1b2').join(' ');

export const NOW = new Date('2026-11-22T03:04:05.000Z');
export const TODAY = '2026-11-22';

export class TestGateway {
  readonly desk = new FakeInvoiceDesk();
  readonly accounts: MemoryAccountStore;
  readonly context: AppContext;
  readonly health: Health;
  readonly metrics = new Metrics();
  /** Lines of the log. */
  readonly log: string[] = [];
  /** Moves the clock of the gateway. */
  now: Date;
  readonly #agent: ReturnType<typeof supertest>;
  readonly #judge: OpenApiJudge;

  constructor(accounts: MemoryAccountStore, options: GatewayOptions) {
    const { organization = 'tax' } = options;
    this.accounts = accounts;
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
      accounts,
      hasher,
      limits: new LoginLimits({ ...LOGIN_LIMITS, ...options.loginLimits }),
      tokens: new AccessTokens({
        key: SIGNING_KEY,
        issuer: `chopmark:${organization}`,
        lifeSeconds: 3600,
        now,
      }),
      now,
      verify: (bundle) => verifier.verify(bundle, now()),
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
      maxBatchBytes: options.maxBatchBytes ?? 64 * 1024 * 1024,
      logger: pino({ ...loggerOptions('debug') }, sink),
      metrics: this.metrics,
      publicUrl: '',
      trustedProxies: options.trustedProxies ?? 0,
      ...(organization === 'tax' && { desk: options.desk ?? this.desk }),
      ...(options.webFolder !== undefined && { webFolder: options.webFolder }),
      ...(options.samplesFolder !== undefined && { samplesFolder: options.samplesFolder }),
    };
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
    return this.context.tokens.issue(this.accountId(person)).accessToken;
  }

  accountId(person: Person): string {
    return this.accounts.accounts.get(person)?.account.id ?? '';
  }

  /** Files of uploads that are still there. */
  spooled(): string[] {
    return readdirSync(this.context.spoolFolder);
  }

  close(): void {
    rmSync(this.context.spoolFolder, { recursive: true, force: true });
  }
}

const judges = new Map<Organization, OpenApiJudge>();

/** Compiling schemas takes longer than most tests: one judge for each organization. */
function judgeOf(context: AppContext): OpenApiJudge {
  const known = judges.get(context.organization);
  const judge = known ?? new OpenApiJudge(openApiDocument(routesOf(context), '0.1.0', ''));
  judges.set(context.organization, judge);
  return judge;
}

/** A gateway with an account for each of PEOPLE, named after them, all with PASSWORD. */
export async function testGateway(options: GatewayOptions = {}): Promise<TestGateway> {
  const accounts = new MemoryAccountStore();
  const password = await passwordHash;
  for (const [name, person] of Object.entries(PEOPLE)) await accounts.upsert({ name, password, ...person });
  return new TestGateway(accounts, options);
}
